"""`auditctl plan AUDIT` and `auditctl who`: who is fit and free, what is missing, and what was cancelled."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from in_process import called
from small_plan import change
from small_repository import Ended, files, lay

TODAY = date(2026, 9, 22)
PROVEN = (
    "qualifications: [{name: ISMS, date: 2024-03-01, evidence: CV}]",
    "evaluations: [{date: 2026-08-01, by: mia-chief, result: qualified}]",
)
REGISTER = f"""\
auditors:
  zeki-gone: {{roles: [auditor], {", ".join(PROVEN)}}}
  tina-learns: {{roles: [trainee], {", ".join(PROVEN)}}}
  nora-new: {{roles: [auditor], {PROVEN[0]}}}
  eli-empty: {{roles: [auditor], {PROVEN[1]}}}
  ede-expert: {{roles: [technical-expert], {", ".join(PROVEN)}}}
  olga-ops: {{roles: [auditor], {PROVEN[0]}}}
  fay-fit: {{roles: [auditor], {", ".join(PROVEN)}}}
"""
UNFIT = {
    "zeki-gone": ["has left by then"],
    "tina-learns": ["is registered as trainee only"],
    "nora-new": ["was not evaluated before"],
    "eli-empty": ["has no qualification with evidence"],
    "ede-expert": ["is registered as technical-expert only"],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Lay the repository with a register of people of whom one alone is fit beside the lead."""
    people = "".join(f"  {name}: {{name: {name}}}\n" for name in (*UNFIT, "fay-fit"))
    people = people.replace("zeki-gone: {", "zeki-gone: {left: 2026-09-30, ")
    text = files()["auditctl.yaml"].replace("auditors:\n", REGISTER, 1)
    return lay(
        tmp_path / "kestrel", {"auditctl.yaml": text.replace("people:\n  mia", f"people:\n{people}  mia", 1)}
    )


def told(root: Path, *words: str, today: date = TODAY) -> Ended:
    done = called(root, today, *words)
    assert done.code == 0, done.err
    return done


def shown(root: Path, *words: str) -> dict[str, Any]:
    found = json.loads(told(root, *words, "--json").out)
    assert isinstance(found, dict)
    return found


def matrix(root: Path, process: str) -> dict[str, dict[str, Any]]:
    rows = {row["process"]: row["auditors"] for row in shown(root, "plan", "a")["matrix"]}
    return {cell["person"]: cell for cell in rows[process]}


def test_who_may_not_audit_is_never_called_free(root: Path) -> None:
    cells = matrix(root, "hiring")
    assert {name: cell["unfit"] for name, cell in cells.items() if cell["unfit"]} == UNFIT | {
        "olga-ops": ["was not evaluated before"]
    }
    assert cells["fay-fit"]["state"] == "free"
    page = told(root, "plan", "a").out
    for name, (why,) in UNFIT.items():
        assert f"  {name}: {why}\n" in page
    assert "fay-fit:" not in page
    row = next(line for line in page.splitlines() if line.startswith("hiring "))
    assert row.split() == ["hiring", "unfit", "unfit", "unfit", "unfit", "unfit"]


def test_a_conflict_goes_before_what_makes_somebody_unfit_and_its_count_is_explained(root: Path) -> None:
    page = told(root, "plan", "a").out
    assert "no IND001+2" in page
    assert "  IND001+2: IND001 and 2 further reasons; `auditctl who PROCESS` names all\n" in page


def test_only_the_fit_are_named_as_free(root: Path) -> None:
    change(
        root,
        "audits/a/schedule.yaml",
        "auditors: [ann-audit]\n    date: 2026-10-06",
        "auditors: [paul-people]\n    date: 2026-10-06",
    )
    page = told(root, "plan", "a").out
    assert "free of conflict: fay-fit, ann-audit\n" in page
    line = next(item for item in shown(root, "plan", "a")["sessions"] if item["id"] == "hiring")
    assert line["free"] == ["fay-fit", "ann-audit"]
    assert "free of conflict for this session: fay-fit, ann-audit" in called(root, TODAY, "check").out


def test_an_unfit_auditor_of_a_session_is_told_there(root: Path) -> None:
    change(
        root,
        "audits/a/schedule.yaml",
        "auditors: [ann-audit]\n    date: 2026-10-06",
        "auditors: [nora-new]\n    date: 2026-10-06",
    )
    page = told(root, "plan", "a").out
    assert "unfit: nora-new was not evaluated before\n" in page
    assert "free of conflict: fay-fit, ann-audit\n" in page


def test_a_trainee_or_an_expert_beside_an_auditor_is_no_trouble(root: Path) -> None:
    change(
        root,
        "audits/a/schedule.yaml",
        "auditors: [ann-audit]\n    date: 2026-10-06",
        "auditors: [ann-audit, tina-learns]\n    date: 2026-10-06",
    )
    change(
        root,
        "audits/a/team.yaml",
        "auditors: [ann-audit]",
        "auditors: [ann-audit, tina-learns]\nexperts: [ede-expert]",
    )
    page = told(root, "plan", "a").out
    assert "free of conflict:" not in page
    assert "unfit: tina-learns" not in page


def test_who_never_says_that_the_unfit_may_audit(root: Path) -> None:
    page = told(root, "who", "hiring", "--on", "2026-09-29").out
    assert "fay-fit (fay-fit) may audit it\n" in page
    for name in ("tina-learns", "nora-new", "eli-empty", "ede-expert"):
        assert f"{name} ({name}) unfit: {UNFIT[name][0]}\n" in page
    assert page.count(" may audit it\n") == 3  # with zeki-gone, who is still here, and ann-audit
    found = {item["person"]: item for item in shown(root, "who", "backup")["candidates"]}
    assert found["olga-ops"]["unfit"] == ["was not evaluated before"]
    assert not found["olga-ops"]["qualified"]
    assert "may not audit it; unfit: was not evaluated before\n" in told(root, "who", "backup").out


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("audits/a/audit.yaml", "client:", "cancelled: {by: mia-chief, date: 2026-09-22, why: office refit}\nclient:"),
        ("auditctl.yaml", "processes: all, requirements", "cancelled: {by: mia-chief, date: 2026-09-22, why: office refit}, processes: all, requirements"),
    ],
)  # fmt: skip
def test_the_plan_of_a_cancelled_audit_says_so(root: Path, path: str, old: str, new: str) -> None:
    assert "Nothing is missing in this plan." in told(root, "plan", "a").out
    assert shown(root, "plan", "a")["cancelled"] is None
    change(root, path, old, new)
    page = told(root, "plan", "a").out
    assert "This audit was cancelled by mia-chief on 2026-09-22: office refit\n" in page
    assert "Nothing is missing" not in page
    assert shown(root, "plan", "a")["cancelled"] == {
        "by": "mia-chief",
        "date": "2026-09-22",
        "why": "office refit",
    }


def test_what_a_plan_lacks_says_what_to_write_where(root: Path) -> None:
    change(root, "audits/a/audit.yaml", "objectives: [conformity and effectiveness]\n", "")
    change(root, "audits/a/team.yaml", "lead: ann-audit\n", "")
    page = called(root, TODAY, "check").out
    assert "help: write `objectives: […]` in audit.yaml and `lead: …` in team.yaml\n" in page
    (root / "audits/a/team.yaml").unlink()
    change(root, "audits/a/audit.yaml", "client:", "team: {auditors: [ann-audit]}\nclient:")
    assert "and `team: {lead: …}` in audit.yaml\n" in called(root, TODAY, "check").out
    (root / "audits/a/schedule.yaml").unlink()
    page = " ".join(called(root, TODAY, "check").out.split())
    assert "`team: {lead: …}` in audit.yaml and `sessions: {…}` in schedule.yaml" in page


@pytest.mark.parametrize(
    ("postponed", "said", "way_out"),
    [
        ("{from: 2026-11-02, to: 2026-11-06, why: refit", "(from 2026-11-02 to 2026-11-06, planned for 2026-10-05)", "`to` is the new first day, not the last one"),
        ("{to: 2026-10-01, why: refit", "(from 2026-10-05 to 2026-10-01)", "`planned` on its new days, with a revision"),
        ("{to: 2026-11-02", "a postponed to 2026-11-02 without a reason", "write `why: …`"),
    ],
)  # fmt: skip
def test_a_change_of_plan_gets_the_help_that_it_needs(
    root: Path, postponed: str, said: str, way_out: str
) -> None:
    change(
        root,
        "auditctl.yaml",
        "processes: all, requirements",
        f"postponed: [{postponed}, by: mia-chief, date: 2026-09-20}}], processes: all, requirements",
    )
    page = called(root, TODAY, "check", "--select", "PRG010").out
    assert said in page
    assert way_out in page
    assert ("write `why" in page) == ("why" not in postponed)
