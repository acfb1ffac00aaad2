"""`plan suggest` where the hours are what is missing: who is met, the closing meeting, more days."""

from pathlib import Path

import pytest

from small_repository import Ended, auditctl

TODAY = "2026-11-20"
FIT = "qualifications: [{name: course, date: 2024-01-01, evidence: HR}], evaluations: [{date: 2026-06-01, by: boss, result: qualified}]"
SETTINGS = f"""\
auditctl: 1
name: Kestrel
standards: [iso27001-2022]
people: {{boss: {{name: Boss}}, dora: {{name: Dora}}, ann: {{name: Ann}}, bob: {{name: Bob}}, xena: {{name: Xena}}, new: {{name: New}}}}
auditors:
  ann: {{roles: [lead-auditor], {FIT}}}
  bob: {{roles: [auditor], {FIT}}}
  new: {{roles: [trainee]}}
processes:
  isms: {{name: ISMS, owner: dora, requirements: [clauses]}}
  policy: {{name: Policy, owner: dora, requirements: [A.5]}}
  it: {{name: IT, owner: xena, requirements: [A.8]}}
"""


def suggested(root: Path, sessions: str, *words: str, closing: str = "16:30", team: str = "") -> Ended:
    (root / "audits" / "a").mkdir(parents=True, exist_ok=True)
    (root / "auditctl.yaml").write_text(SETTINGS, "utf-8")
    meetings = f'  opening: {{date: 2027-01-11, start: "09:00", minutes: 30}}\n  closing: {{date: 2027-01-11, start: "{closing}", minutes: 30}}\n'
    text = f"title: A\n{team}schedule:\n{meetings}  sessions:\n{sessions}"
    (root / "audits" / "a" / "audit.yaml").write_text(text, "utf-8")
    return auditctl(root, "--as-of", TODAY, "plan", "suggest", "a", *words)


def flat(text: str) -> str:
    return " ".join(text.split())


MET = """\
    isms: {process: isms, minutes: 210, auditees: [dora]}
    policy: {process: policy, minutes: 240, auditees: [dora]}
    it: {process: it, minutes: 60, auditees: [xena]}
"""


def test_somebody_who_is_met_in_too_much_is_named_and_more_auditors_are_no_way_out(tmp_path: Path) -> None:
    done = suggested(tmp_path, MET)
    assert done.code == 1
    page = flat(done.out)
    assert "Together these already have no time: isms, policy." in page
    assert "dora is met in isms, policy: 7 h 30 of the 7 h between the meetings." in page
    assert "1. Let somebody else than dora be met in one of isms, policy: then a plan exists." in page
    assert "2. Give more time: with 1 more working day a plan exists (--days 2)." in page
    assert "3. More auditors do not help here" in page
    assert "Train" not in page
    assert suggested(tmp_path, MET.replace("240, auditees: [dora]", "240, auditees: [xena]")).code == 0
    assert suggested(tmp_path, MET, "--days", "2").code == 0


def test_a_closing_meeting_that_comes_too_early_is_said(tmp_path: Path) -> None:
    sessions = MET.replace("240", "60").replace("210", "120")
    done = suggested(tmp_path, sessions, closing="12:00")
    assert done.code == 1
    page = flat(done.out)
    assert (
        "1. Move the closing meeting behind the last session: then a plan exists in the same days (--days 1)."
        in page
    )
    assert suggested(tmp_path, sessions, "--days", "1", closing="12:00").code == 0


def test_auditors_are_counted_without_those_who_only_join(tmp_path: Path) -> None:
    many = "".join(
        f"    s{number}: {{process: it, minutes: 120, auditors: [ann, new]}}\n" for number in range(9)
    )
    done = suggested(tmp_path, many)
    assert done.code == 1
    assert "All sessions take 18 h; the 2 auditors have 12 h between the meetings." in flat(done.out)


def test_asking_about_others_is_a_way_out_only_where_they_may_audit(tmp_path: Path) -> None:
    many = "".join(f"    s{number}: {{process: it, minutes: 120}}\n" for number in range(4))
    done = suggested(tmp_path, many, "--auditor", "ann")
    assert done.code == 1
    assert "Ask about the whole register: without --auditor also bob." in flat(done.out)
    assert "new" not in done.out.split("Ask about the whole register")[1].split("\n")[0]


@pytest.mark.parametrize("minutes", [600, 900])
def test_a_session_longer_than_the_day_is_no_matter_of_days(tmp_path: Path, minutes: int) -> None:
    done = suggested(tmp_path, f"    it: {{process: it, minutes: {minutes}}}\n")
    assert done.code == 3
    assert f"no day has room for it ({minutes} min)" in done.err
    assert "--days" not in done.err


def test_a_lead_who_is_replaced_is_named(tmp_path: Path) -> None:
    team = "team: {lead: bob, auditors: [bob]}\n"
    done = suggested(
        tmp_path, "    it: {process: it, minutes: 60}\n    isms: {process: isms, minutes: 60}\n", team=team
    )
    assert done.code == 0
    assert "note: ann leads in place of bob, who audits nothing in this plan or may not lead" in flat(
        done.out
    )
