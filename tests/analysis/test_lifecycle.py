"""Derived states: every state and every forbidden shortcut, from the facts in the files."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.lifecycle import (
    AuditState,
    CapaState,
    FindingState,
    audit_state,
    capa_state,
    finding_state,
)
from auditctl.repository import Repository, load
from small_repository import lay

TODAY = date(2026, 11, 20)
FINDING = """\
title: Restore tests missing
grade: {grade}
process: backup
requirements: [A.8.13]
statement: No restore test since 2025-11-18.
raised: {{by: ann-audit, date: 2026-10-05}}
"""
ISSUED = "prepared: {by: ann-audit, date: 2026-10-12}\nissued: {by: ann-audit, date: 2026-10-12}\n"
ITEM = "correction: {job: {what: repair the job, owner: tom-tech, due: 2026-10-20}}\n"
DONE = "correction: {job: {what: repair the job, owner: tom-tech, due: 2026-10-20, done: 2026-10-19}}\n"
TWO = "actions: {run: {what: run a test, owner: tom-tech, due: 2026-11-01, done: 2026-10-30}, list: {what: a register, owner: tom-tech, due: 2026-12-01}}\n"
SUBMITTED = "  - {step: submitted, by: tom-tech, date: 2026-10-15}\n"
APPROVED = "  - {step: approved, by: ann-audit, date: 2026-10-16}\n"
REJECTED = "  - {step: rejected, by: ann-audit, date: 2026-10-16, why: no cause}\n"
LATER = "effectiveness: {criterion: a test each quarter, not_before: 2027-01-15, verifier: ann-audit}\n"
SEEN = "implementation: {by: ann-audit, date: 2026-11-16}\n"
WAITING = LATER.replace("2027-01-15", "2026-11-15")


def verified(result: str, day: str = "2026-11-16") -> str:
    return f"verifications: [{{by: ann-audit, date: {day}, result: {result}}}]\n"


TRIES = """\
verifications:
  - {{by: ann-audit, date: {first}, result: ineffective}}
  - {{by: ann-audit, date: {second}, result: effective}}
"""


def repository(
    root: Path, capa: str | None = None, grade: str = "minor", more: str = "", **files: str
) -> Repository:
    """Return a repository with one finding, and a CAPA that answers it where there is one."""
    named = {
        "audits/a/findings/restore.yaml": FINDING.format(grade=grade) + more,
        "audits/a/report.yaml": ISSUED,
    }
    if capa is not None:
        named["audits/a/capas/restore.yaml"] = f"findings: [restore]\nowner: tom-tech\n{capa}"
    return load(lay(root, named | {name.replace("__", "/"): text for name, text in files.items()}), TODAY)


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        (
            "cancelled",
            DONE + "cancelled: {by: ann-audit, date: 2026-10-20, why: the finding was withdrawn}\n",
        ),
        ("cancelled", DONE + "merged_into: a/other\n"),
        ("closed", DONE + "plan:\n" + SUBMITTED + APPROVED + verified("effective")),
        ("ineffective", DONE + "plan:\n" + SUBMITTED + APPROVED + verified("ineffective")),
        ("verification", DONE + "plan:\n" + SUBMITTED + APPROVED + WAITING),
        ("implemented", DONE + "plan:\n" + SUBMITTED + APPROVED + LATER),
        ("implemented", DONE + "plan:\n" + SUBMITTED + APPROVED),
        ("in-progress", TWO + "plan:\n" + SUBMITTED + APPROVED),
        ("approved", ITEM + "plan:\n" + SUBMITTED + APPROVED),
        ("rejected", ITEM + "plan:\n" + SUBMITTED + REJECTED),
        ("rejected", ITEM + "plan:\n" + SUBMITTED + APPROVED + REJECTED.replace("16", "20")),
        ("closed", DONE + TRIES.format(first="2026-11-02", second="2026-11-16")),
        ("ineffective", DONE + TRIES.format(first="2026-11-16", second="2026-11-02")),
        ("submitted", ITEM + "plan:\n" + SUBMITTED),
        ("submitted", ITEM + "plan:\n" + SUBMITTED + REJECTED + SUBMITTED.replace("15", "18")),
        ("analysis", ITEM),
        ("analysis", "correction_not_needed: nothing to mend\n"),
        ("analysis", "cause: {method: fishbone, by: tom-tech}\n"),
        ("analysis", "extent: {checked: [other clusters]}\n"),
        ("open", ""),
    ],
)
def test_a_corrective_action_has_the_state_of_its_facts(state: str, facts: str, tmp_path: Path) -> None:
    found = repository(tmp_path, facts)
    assert capa_state(found, found.capas["a/restore"]) == CapaState(state)


@pytest.mark.parametrize(
    ("state", "shortcut", "facts"),
    [
        ("analysis", "approved before it was submitted", ITEM + "plan:\n" + APPROVED),
        ("rejected", "approved after a rejection", ITEM + "plan:\n" + SUBMITTED + REJECTED + APPROVED),
        ("submitted", "approved on an earlier day", ITEM + "plan:\n" + SUBMITTED + APPROVED.replace("16", "14")),
        ("analysis", "rejected before it was submitted", ITEM + "plan:\n" + REJECTED),
        ("submitted", "rejected on an earlier day", ITEM + "plan:\n" + SUBMITTED + REJECTED.replace("16", "14")),
        ("submitted", "done while the plan waits for its answer", DONE + "plan:\n" + SUBMITTED),
        ("rejected", "done although the plan was sent back", DONE + "plan:\n" + SUBMITTED + REJECTED),
        ("in-progress", "not everything is done, and the day has come", TWO + "plan:\n" + SUBMITTED + APPROVED + WAITING),
        ("in-progress", "seen as implemented while an item is open", TWO + "plan:\n" + SUBMITTED + APPROVED + SEEN),
        ("approved", "seen as implemented without any item done", ITEM + "plan:\n" + SUBMITTED + APPROVED + SEEN),
        ("approved", "nothing to do is nothing done", "plan:\n" + SUBMITTED + APPROVED + WAITING),
        ("in-progress", "found ineffective while an item is open", TWO + "plan:\n" + SUBMITTED + APPROVED + verified("ineffective")),
        ("analysis", "done without an approved plan", DONE),
        ("approved", "verified while an item is open", ITEM + "plan:\n" + SUBMITTED + APPROVED + verified("effective")),
        ("implemented", "verified before it was done", DONE + "plan:\n" + SUBMITTED + APPROVED + verified("effective", "2026-10-18")),
    ],
)  # fmt: skip
def test_a_fact_before_the_fact_it_rests_on_moves_nothing(
    state: str, shortcut: str, facts: str, tmp_path: Path
) -> None:
    found = repository(tmp_path, facts)
    assert capa_state(found, found.capas["a/restore"]) == CapaState(state), shortcut


def test_a_corrective_action_of_a_draft_finding_is_a_draft(tmp_path: Path) -> None:
    found = repository(tmp_path, "", audits__a__report_yaml="")
    (tmp_path / "audits/a/report.yaml").unlink()
    found = load(tmp_path, TODAY)
    assert capa_state(found, found.capas["a/restore"]) is CapaState.draft


def test_the_verification_waits_for_its_day(tmp_path: Path) -> None:
    done = DONE + "plan:\n" + SUBMITTED + APPROVED
    for name, day, state in (("before", "2026-11-21", "implemented"), ("on", "2026-11-20", "verification")):
        found = repository(tmp_path / name, done + LATER.replace("2027-01-15", day))
        assert capa_state(found, found.capas["a/restore"]) == CapaState(state)


@pytest.mark.parametrize(
    ("state", "grade"), [("analysis", "minor"), ("analysis", "major"), ("closed", "ofi"), ("closed", "")]
)
def test_what_no_nonconformity_raised_is_closed_when_it_is_done(
    state: str, grade: str, tmp_path: Path
) -> None:
    graded = f", grade: {grade}" if grade else ""
    capa = f"origin: {{kind: complaint, date: 2026-03-02{graded}}}\nowner: tom-tech\n{DONE}"
    found = load(lay(tmp_path, {"capas/outage.yaml": capa}), TODAY)
    assert capa_state(found, found.capas["outage"]) == CapaState(state)


def test_an_improvement_is_closed_when_every_item_is_done(tmp_path: Path) -> None:
    found = repository(tmp_path, DONE, grade="ofi")
    assert capa_state(found, found.capas["a/restore"]) is CapaState.closed
    assert finding_state(found, found.findings["a/restore"]) is FindingState.closed


def test_an_incident_opens_its_corrective_action(tmp_path: Path) -> None:
    capa = "origin: {kind: incident, date: 2026-03-02, grade: minor, process: backup}\nowner: olga-ops\n"
    found = load(lay(tmp_path, {"capas/outage.yaml": capa}), TODAY)
    assert capa_state(found, found.capas["outage"]) is CapaState.open


@pytest.mark.parametrize(
    ("state", "grade", "facts", "capa"),
    [
        ("withdrawn", "minor", "withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there}\n", None),
        ("noted", "strength", "", None),
        ("declined", "ofi", "declined: {by: olga-ops, date: 2026-10-20, why: too dear}\n", None),
        ("accepted", "ofi", "accepted: {by: olga-ops, date: 2026-10-20}\n", None),
        ("issued", "minor", "accepted: {by: olga-ops, date: 2026-10-20}\n", None),
        ("issued", "ofi", "", None),
        ("in-capa", "minor", "", ITEM),
        ("issued", "minor", "", "cancelled: {by: ann-audit, date: 2026-10-20, why: a slip}\n"),
        ("closed", "minor", "", DONE + "plan:\n" + SUBMITTED + APPROVED + verified("effective")),
        ("reopened", "minor", "", DONE + "plan:\n" + SUBMITTED + APPROVED + verified("ineffective")),
    ],
)
def test_a_finding_has_the_state_of_its_facts(
    state: str, grade: str, facts: str, capa: str | None, tmp_path: Path
) -> None:
    found = repository(tmp_path, capa, grade, facts)
    assert finding_state(found, found.findings["a/restore"]) == FindingState(state)


@pytest.mark.parametrize(
    ("state", "shortcut", "grade", "facts"),
    [
        ("issued", "withdrawn before it was raised", "minor", "withdrawn: {by: ann-audit, date: 2026-10-04, why: a slip}\n"),
        ("issued", "declined before it was raised", "ofi", "declined: {by: olga-ops, date: 2026-10-04, why: too dear}\n"),
        ("issued", "accepted before it was raised", "ofi", "accepted: {by: olga-ops, date: 2026-10-04}\n"),
        ("issued", "declined, but no OFI", "major", "declined: {by: olga-ops, date: 2026-10-20, why: too dear}\n"),
        ("withdrawn", "declined and withdrawn: the first match", "ofi", "declined: {by: olga-ops, date: 2026-10-20, why: no}\nwithdrawn: {by: ann-audit, date: 2026-10-21, why: a slip}\n"),
    ],
)  # fmt: skip
def test_a_fact_about_a_finding_before_it_was_raised_moves_nothing(
    state: str, shortcut: str, grade: str, facts: str, tmp_path: Path
) -> None:
    found = repository(tmp_path, None, grade, facts)
    assert finding_state(found, found.findings["a/restore"]) == FindingState(state), shortcut


def test_a_finding_is_a_draft_until_its_report(tmp_path: Path) -> None:
    found = load(lay(tmp_path, {"audits/a/findings/restore.yaml": FINDING.format(grade="minor")}), TODAY)
    assert finding_state(found, found.findings["a/restore"]) is FindingState.draft


@pytest.mark.parametrize(
    ("is_contested", "facts"),
    [
        (True, "auditee: {by: olga-ops, date: 2026-10-06, response: contested, text: it was there}\n"),
        (False, "auditee: {by: olga-ops, date: 2026-10-06, response: agreed}\n"),
        (False, "auditee: {by: olga-ops, date: 2026-10-06, response: contested}\ndecision: {by: ann-audit, date: 2026-10-07}\n"),
    ],
)  # fmt: skip
def test_contested_is_a_flag_beside_the_state(is_contested: bool, facts: str, tmp_path: Path) -> None:
    found = repository(tmp_path, ITEM, more=facts)
    finding = found.findings["a/restore"]
    assert finding.data.is_contested is is_contested
    assert finding_state(found, finding) is FindingState.in_capa


FAILED = DONE + verified("ineffective", "2026-11-02")
WORKED = DONE + verified("effective", "2026-11-19")


def with_more(root: Path, first: str, **more: str) -> Repository:
    """Return a repository in which several CAPAs answer one finding."""
    repository(root, first)
    for name, capa in more.items():
        text = f"findings: [restore]\nowner: tom-tech\n{capa}"
        (root / f"audits/a/capas/{name}.yaml").write_text(text, "utf-8")
    return load(root, TODAY)


@pytest.mark.parametrize(
    ("state", "first", "more"),
    [
        ("closed", FAILED, {"again": "follows: restore\n" + WORKED}),
        ("in-capa", FAILED, {"again": "follows: restore\n" + ITEM}),
        ("reopened", FAILED, {"again": "follows: restore\n" + FAILED}),
        ("closed", FAILED, {"again": "follows: restore\n" + FAILED, "third": "follows: again\n" + WORKED}),
        ("in-capa", FAILED, {"again": "follows: restore\n" + FAILED, "third": "follows: again\n" + ITEM}),
        ("closed", FAILED, {"again": "follows: restore\nmerged_into: third\n", "third": WORKED}),
        ("in-capa", WORKED, {"again": ITEM}),
        ("closed", WORKED, {"again": "cancelled: {by: ann-audit, date: 2026-10-20, why: twice}\n"}),
        ("issued", "merged_into: again\n", {"again": "merged_into: restore\n"}),
        ("reopened", "follows: again\n" + FAILED, {"again": "follows: restore\n" + FAILED}),
    ],
)
def test_a_finding_follows_all_its_corrective_actions(
    state: str, first: str, more: dict[str, str], tmp_path: Path
) -> None:
    found = with_more(tmp_path, first, **more)
    assert finding_state(found, found.findings["a/restore"]) == FindingState(state)


def test_a_finding_is_reopened_until_what_follows_in_the_root_is_closed(tmp_path: Path) -> None:
    origin = "origin: {kind: other, date: 2026-11-03, grade: minor}\nowner: tom-tech\nfollows: a/restore\n"
    for state, capa in (("reopened", ITEM), ("closed", WORKED)):
        root = tmp_path / state
        repository(root, FAILED)
        (root / "capas").mkdir()
        (root / "capas/again.yaml").write_text(origin + capa, "utf-8")
        found = load(root, TODAY)
        assert finding_state(found, found.findings["a/restore"]) == FindingState(state)


def test_an_open_repeat_reopens_a_finding_and_a_circle_of_repeats_ends(tmp_path: Path) -> None:
    closed = DONE + "plan:\n" + SUBMITTED + APPROVED + verified("effective")
    repository(tmp_path, closed, more="repeat_of: again\n")
    again = FINDING.format(grade="minor").replace("2026-10-05", "2026-10-06") + "repeat_of: restore\n"
    (tmp_path / "audits/a/findings/again.yaml").write_text(again, "utf-8")
    found = load(tmp_path, TODAY)
    assert finding_state(found, found.findings["a/restore"]) is FindingState.reopened
    assert finding_state(found, found.findings["a/again"]) is FindingState.issued


SENT = "plan: {sent: 2026-09-21}\n"
PLANNED = "title: Main audit\n"
OPENED = PLANNED + SENT + "opening: {date: 2026-10-05}\n"
CLOSED_MEETING = OPENED + "closing: {date: 2026-10-07}\n"


@pytest.mark.parametrize(
    ("state", "audit", "report"),
    [
        ("planned", PLANNED, None),
        ("announced", PLANNED + SENT, None),
        ("fieldwork", OPENED, None),
        ("fieldwork-done", CLOSED_MEETING, None),
        ("reported", CLOSED_MEETING, ISSUED),
        ("closed", CLOSED_MEETING + "closed: {by: ann-audit, date: 2026-11-01}\n", ISSUED),
        ("cancelled", OPENED + "cancelled: {by: ann-audit, date: 2026-10-05, why: flood}\n", None),
    ],
)
def test_an_audit_has_the_state_of_its_facts(
    state: str, audit: str, report: str | None, tmp_path: Path
) -> None:
    files = {"audits/a/audit.yaml": audit} | ({"audits/a/report.yaml": report} if report else {})
    found = load(lay(tmp_path, files), TODAY)
    assert audit_state(found, found.audits["a"]) == AuditState(state)


@pytest.mark.parametrize(
    ("state", "shortcut", "audit", "report"),
    [
        ("announced", "opened before the plan was sent", OPENED.replace("10-05", "09-20"), None),
        ("fieldwork", "closing meeting before the opening", OPENED + "closing: {date: 2026-10-04}\n", None),
        ("fieldwork-done", "issued before it was approved", CLOSED_MEETING, ISSUED + "approved: {by: mia-chief, date: 2026-10-13}\n"),
        ("reported", "closed before the report", CLOSED_MEETING + "closed: {by: ann-audit, date: 2026-10-11}\n", ISSUED),
        ("draft", "accepted though never sent", "title: Main audit\nschedule: {}\nplan: {accepted: {by: olga-ops, date: 2026-09-20}}\n", None),
        ("planned", "a report that was only prepared", PLANNED, "prepared: {by: ann-audit, date: 2026-10-12}\n"),
    ],
)  # fmt: skip
def test_a_milestone_before_the_one_it_rests_on_moves_nothing(
    state: str, shortcut: str, audit: str, report: str | None, tmp_path: Path
) -> None:
    files = {"audits/a/audit.yaml": audit} | ({"audits/a/report.yaml": report} if report else {})
    root = lay(tmp_path, files)
    if "schedule:" in audit:
        (root / "audits/a/schedule.yaml").unlink()
    found = load(root, TODAY)
    assert audit_state(found, found.audits["a"]) == AuditState(state), shortcut


@pytest.mark.parametrize(
    ("state", "schedule", "team"),
    [
        ("planned", "sessions: {backup: {process: backup, auditors: [ann-audit], date: 2026-10-05}}", "lead: ann-audit"),
        ("draft", "sessions: {backup: {process: backup, date: 2026-10-05}}", "lead: ann-audit"),
        ("draft", "sessions: {backup: {process: backup, auditors: [ann-audit]}}", "lead: ann-audit"),
        ("draft", "sessions: {backup: {process: backup, auditors: [], date: 2026-10-05}}", "lead: ann-audit"),
        ("draft", "sessions: {backup: {process: backup, auditors: [ann-audit], date: 2026-10-05}}", "auditors: [ann-audit]"),
        ("draft", "sessions: {}", "lead: ann-audit"),
    ],
)  # fmt: skip
def test_an_audit_is_planned_with_a_lead_and_sessions_that_have_auditors_and_dates(
    state: str, schedule: str, team: str, tmp_path: Path
) -> None:
    files = {
        "audits/a/audit.yaml": PLANNED,
        "audits/a/schedule.yaml": f"{schedule}\n",
        "audits/a/team.yaml": f"{team}\n",
    }
    found = load(lay(tmp_path, files), TODAY)
    assert audit_state(found, found.audits["a"]) == AuditState(state)


@pytest.mark.parametrize(
    ("state", "audit"),
    [
        ("reported", "title: Certification\nkind: external\nbody: north\nissued: 2026-02-20\n"),
        ("draft", "title: Certification\nkind: external\nbody: north\nfrom: 2026-12-08\nto: 2026-12-10\n"),
        ("reported", "title: Before\nlegacy: {from: 2025-10-06, to: 2025-10-08}\n"),
        (
            "closed",
            "title: Before\nlegacy: {from: 2025-10-06, to: 2025-10-08}\nclosed: {by: mia-chief, date: 2026-03-06}\n",
        ),
    ],
)
def test_the_short_forms_have_states_too(state: str, audit: str, tmp_path: Path) -> None:
    found = load(lay(tmp_path, {"audits/b/audit.yaml": audit}), TODAY)
    assert audit_state(found, found.audits["b"]) == AuditState(state)


def test_the_sample_organisation_shows_every_state_of_a_corrective_action() -> None:
    found = load(Path(__file__).parents[2] / "examples" / "lodos", TODAY)
    assert {capa_state(found, capa) for capa in found.capas.values()} == set(CapaState)


def test_a_plan_without_dates_is_a_draft_and_an_open_nonconformity_is_followed_up(tmp_path: Path) -> None:
    found = load(
        lay(
            tmp_path / "draft",
            {
                "audits/a/audit.yaml": PLANNED,
                "audits/a/schedule.yaml": "sessions: {backup: {process: backup}}\n",
            },
        ),
        TODAY,
    )
    assert audit_state(found, found.audits["a"]) is AuditState.draft
    found = repository(tmp_path / "open", ITEM)
    assert audit_state(found, found.audits["a"]) is AuditState.follow_up
