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
WAITING = LATER.replace("2027-01-15", "2026-11-15")


def verified(result: str, day: str = "2026-11-16") -> str:
    return f"verifications: [{{by: ann-audit, date: {day}, result: {result}}}]\n"


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


def test_a_finding_is_closed_again_when_what_followed_worked(tmp_path: Path) -> None:
    failed = DONE + "plan:\n" + SUBMITTED + APPROVED + verified("ineffective")
    worked = (
        "findings: [restore]\nowner: tom-tech\nopened: 2026-11-16\nfollows: restore\n"
        + DONE
        + "plan:\n"
        + SUBMITTED
        + APPROVED
        + verified("effective", "2026-11-19")
    )
    repository(tmp_path, "opened: 2026-10-12\n" + failed)
    (tmp_path / "audits/a/capas/again.yaml").write_text(worked, "utf-8")
    found = load(tmp_path, TODAY)
    assert finding_state(found, found.findings["a/restore"]) is FindingState.closed


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
