"""How the check judges: gates, the kinds and states of audits, settings, silencing, what is shown."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.gates import Gate
from auditctl.check import Options, check
from auditctl.diagnostics import Outcome, Severity
from auditctl.repository import load
from small_repository import files, lay

TODAY = date(2026, 11, 20)
PLAN = "title: Main audit\nobjectives: [conformity]\n"
SENT = "plan: {sent: 2026-09-21}\n"
OWN_WORK = 'sessions:\n  backup: {process: backup, auditors: [olga-ops], date: 2026-10-05, start: "10:00", minutes: 60}\n'
BARE = "title: Restore tests missing\ngrade: minor\nprocess: backup\nstatement: No restore test since 2025-11-18.\nraised: {by: ann-audit, date: 2026-10-05}\n"
CAPA = "findings: [restore]\nowner: tom-tech\nactions: {run: {what: run a test, owner: tom-tech, due: 2026-11-01}}\n"
ISSUED = "prepared: {by: ann-audit, date: 2026-10-12}\nissued: {by: ann-audit, date: 2026-10-12}\n"


def outcome(root: Path, more: dict[str, str], options: Options = Options()) -> Outcome:  # noqa: B008 - frozen
    return check(load(lay(root, more), TODAY), options)


def codes(found: Outcome) -> dict[str, str]:
    return {item.code: item.severity.name for item in found.diagnostics}


def test_a_conflict_is_a_warning_until_the_plan_is_announced(tmp_path: Path) -> None:
    draft = {"audits/a/audit.yaml": PLAN, "audits/a/schedule.yaml": OWN_WORK}
    assert codes(outcome(tmp_path / "draft", draft))["IND001"] == "warning"
    assert codes(outcome(tmp_path / "gate", draft, Options(gate=Gate.announced)))["IND001"] == "error"
    sent = draft | {"audits/a/audit.yaml": PLAN + SENT}
    assert codes(outcome(tmp_path / "sent", sent))["IND001"] == "error"


def test_a_later_fact_passes_the_earlier_gates(tmp_path: Path) -> None:
    opened = {
        "audits/a/audit.yaml": PLAN + "opening: {date: 2026-10-05}\n",
        "audits/a/schedule.yaml": OWN_WORK,
    }
    assert codes(outcome(tmp_path, opened))["IND001"] == "error"


def test_an_issued_audit_is_judged_by_what_held_at_issue(tmp_path: Path) -> None:
    more = {
        "audits/a/schedule.yaml": OWN_WORK,
        "audits/a/findings/restore.yaml": BARE,
        "audits/a/capas/restore.yaml": CAPA,
    }
    before = codes(outcome(tmp_path / "before", more))
    assert {"IND001", "FND001", "CAP007"} <= before.keys()
    after = codes(outcome(tmp_path / "after", more | {"audits/a/report.yaml": ISSUED}))
    assert "CAP007" in after
    assert {code[:3] for code in after} == {"CAP", "COV", "RPT"}


def test_an_issued_nonconformity_without_an_answer_is_still_followed(tmp_path: Path) -> None:
    more = {"audits/a/findings/restore.yaml": BARE, "audits/a/report.yaml": ISSUED}
    assert codes(outcome(tmp_path, more, Options(ignore=("COV", "RPT")))) == {"FND013": "error"}


def test_of_an_external_audit_only_requirement_and_corrective_action_count(tmp_path: Path) -> None:
    external = (
        "title: Stage 2\nkind: external\nbody: north\nfrom: 2026-06-01\nto: 2026-06-02\nissued: 2026-06-10\n"
    )
    more = {
        "audits/cert/audit.yaml": external,
        "audits/cert/findings/nc-1.yaml": "title: Restore tests missing\ngrade: minor\nraised: {date: 2026-06-02}\nreference: NC-1\n",
        "audits/cert/capas/nc-1.yaml": CAPA.replace("restore", "nc-1"),
    }
    found = codes(outcome(tmp_path, more))
    assert found["FND001"] == "error"
    assert {code[:3] for code in found} == {"FND", "CAP"}
    assert {code for code in found if code.startswith("FND")} == {"FND001"}


def test_a_legacy_audit_is_exempt_but_its_open_findings_are_followed(tmp_path: Path) -> None:
    more = {
        "audits/old/audit.yaml": "title: Audit 2025\nlegacy: {from: 2025-10-06, to: 2025-10-15, lead: ann-audit}\n",
        "audits/old/findings/restore.yaml": BARE.replace("2026-10-05", "2025-10-08"),
    }
    of_it = [
        item for item in outcome(tmp_path, more).diagnostics if item.location.path.startswith("audits/old")
    ]
    assert [(item.code, item.severity.name) for item in of_it] == [("FND013", "error")]


def test_a_cancelled_audit_is_left_alone(tmp_path: Path) -> None:
    cancelled = PLAN + SENT + "cancelled: {by: mia-chief, date: 2026-10-01, why: flood in the office}\n"
    more = {"audits/a/audit.yaml": cancelled, "audits/a/schedule.yaml": OWN_WORK}
    found = codes(outcome(tmp_path, more))
    assert {code[:3] for code in found} == {"COV"}  # it covers nothing, which its programme has to know


def test_completeness_is_asked_of_audits_since_the_records_began(tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"] + "records_since: 2026-11-01\n"
    opened = {
        "audits/a/audit.yaml": PLAN + SENT + "opening: {date: 2026-10-05}\n",
        "audits/a/team.yaml": "lead: ann-audit\nauditors: [ann-audit]\n",
    }
    assert "IND017" in codes(outcome(tmp_path / "all", opened))
    assert "IND017" not in codes(outcome(tmp_path / "since", opened | {"auditctl.yaml": settings}))


@pytest.mark.parametrize(
    ("setting", "severity"),
    [
        ("FND014: warning", None),
        ("FND001: warning", "warning"),
        ("FND: note", "note"),
        ('FND001: "off"', None),
        ("FND001: error\n    FND: note", "error"),
    ],
)
def test_a_setting_changes_a_severity_by_code_before_family(
    setting: str, severity: str | None, tmp_path: Path
) -> None:
    settings = files()["auditctl.yaml"] + f"rules:\n  severity:\n    {setting}\n"
    more = {"auditctl.yaml": settings, "audits/a/findings/restore.yaml": BARE}
    found = codes(outcome(tmp_path, more, Options(gate=Gate.issue)))
    assert found.get("FND001") == (severity if severity or "off" in setting else "error")


@pytest.mark.parametrize("code", ["SYN001", "SCH", "REF001", "SUP001", "IND001", "IND"])
def test_what_cannot_be_lowered_stays(code: str, tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"] + f'rules: {{severity: {{{code}: "off"}}}}\n'
    found = outcome(tmp_path, {"auditctl.yaml": settings, "audits/a/schedule.yaml": OWN_WORK})
    assert {"SUP003", "IND001"} <= codes(found).keys()


def test_settings_may_speak_of_families_to_come(tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"] + 'rules: {severity: {CRD001: "off", COV002: error}}\n'
    assert codes(outcome(tmp_path, {"auditctl.yaml": settings})) == {}


def test_a_comment_silences_with_a_reason_and_is_counted(tmp_path: Path) -> None:
    above = BARE.replace(
        "grade: minor", "# auditctl: ignore[FND001] the standard is being changed\ngrade: minor"
    )
    on_line = "# auditctl: ignore[FND001] it is about the contract\n" + BARE
    found = outcome(tmp_path, {"audits/a/findings/restore.yaml": on_line}, Options(gate=Gate.issue))
    assert "FND001" not in codes(found)
    assert [(item.diagnostic.code, item.reason) for item in found.silenced] == [
        ("FND001", "it is about the contract")
    ]
    assert "SUP002" in codes(
        outcome(tmp_path / "wrong", {"audits/a/findings/restore.yaml": above}, Options(gate=Gate.issue))
    )


def test_what_is_not_shown_is_counted(tmp_path: Path) -> None:
    more = {"audits/a/findings/restore.yaml": BARE, "audits/a/schedule.yaml": OWN_WORK}
    everything = outcome(tmp_path, more)
    less = check(load(tmp_path, TODAY), Options(ignore=("IND",)))
    assert less.ignored == sum(item.code.startswith("IND") for item in everything.diagnostics) > 0
    only = check(load(tmp_path, TODAY), Options(select=("IND001",)))
    assert {item.code for item in only.diagnostics} == {"IND001"}
    there = check(load(tmp_path, TODAY), Options(paths=("audits/a/findings",)))
    assert {item.location.path for item in there.diagnostics} == {"audits/a/findings/restore.yaml"}


def test_rules_of_the_calendar_may_be_left_out(tmp_path: Path) -> None:
    more = {"audits/a/findings/restore.yaml": BARE, "audits/a/report.yaml": ISSUED}
    assert codes(outcome(tmp_path, more, Options(timed=False, ignore=("RPT",)))) == {}


def test_diagnostics_stand_in_the_order_of_their_places(tmp_path: Path) -> None:
    found = outcome(tmp_path, {"audits/a/findings/restore.yaml": BARE, "audits/a/schedule.yaml": OWN_WORK})
    places = [(item.location.path, item.location.line) for item in found.diagnostics]
    assert places == sorted(places)
    assert found.count(Severity.error) == sum(item.severity is Severity.error for item in found.diagnostics)
