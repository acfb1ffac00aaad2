"""A finding of the small repository and corrective actions that answer it, as files."""

from datetime import date
from pathlib import Path

from auditctl.repository import Repository, load
from small_repository import lay

TODAY = date(2026, 11, 20)
ISSUED = "prepared: {by: ann-audit, date: 2026-10-12}\nissued: {by: ann-audit, date: 2026-10-12}\n"
FINDING = """\
title: Restore tests missing
grade: {grade}
process: backup
requirements: [A.8.13]
statement: No restore test since 2025-11-18.
raised: {{by: ann-audit, date: 2026-10-05}}
"""
CORRECTION = "correction: {job: {what: repair the job, owner: tom-tech, due: 2026-12-20}}\n"
CAUSE = "cause: {method: other, cause: tasks are tied to people, by: tom-tech, date: 2026-10-14}\n"
EXTENT = "extent: {checked: [key rotation], result: orphaned too, by: tom-tech, date: 2026-10-14}\n"
ACTIONS = """\
actions:
  register: {what: a register of tasks, owner: olga-ops, due: 2026-12-01}
  deputies: {what: a deputy for each, owner: tom-tech, due: 2026-11-25}
"""
DONE = "actions: {register: {what: a register, owner: tom-tech, due: 2026-11-01, done: 2026-10-30}}\n"
CRITERION = "effectiveness: {criterion: a test each quarter, not_before: 2027-01-15, verifier: ann-audit}\n"
POSSIBLE = CRITERION.replace("2027-01-15", "2026-11-15")
SEEN = "implementation: {by: ann-audit, date: 2026-11-02}\n"
SUBMITTED = "plan:\n  - {step: submitted, by: tom-tech, date: 2026-10-15}\n"
REJECTED = (
    SUBMITTED
    + "  - {step: rejected, by: ann-audit, date: 2026-10-16, why: no cause, resubmit_due: 2026-11-19}\n"
)
APPROVED = SUBMITTED + "  - {step: approved, by: ann-audit, date: 2026-10-16}\n"
FAILED = "verifications: [{by: ann-audit, date: 2026-11-16, result: ineffective}]\n"
WORKED = FAILED.replace("ineffective", "effective")


def files(capa: str | None, grade: str = "minor", more: str = "") -> dict[str, str]:
    """Return a reported finding with further keys, and the CAPA that answers it, where there is one."""
    found = {
        "audits/a/findings/restore.yaml": FINDING.format(grade=grade) + more,
        "audits/a/report.yaml": ISSUED,
    }
    if capa is not None:
        found["audits/a/capas/restore.yaml"] = f"findings: [restore]\nowner: olga-ops\n{capa}"
    return found


def repository(
    root: Path, capa: str | None, grade: str = "minor", more: str = "", others: dict[str, str] | None = None
) -> Repository:
    return load(lay(root, files(capa, grade, more) | (others or {})), TODAY)
