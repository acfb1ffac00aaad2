"""The audit of the small repository after its report was issued: a nonconformity, an OFI, and evidence."""

from pathlib import Path

from small_repository import Ended, auditctl, lay

TODAY = "2026-11-02"

FILES = {
    "audits/a/audit.yaml": """\
title: Main audit   # of the year
client: mia-chief
objectives: [conformity and effectiveness]
period: {from: 2025-10-01, to: 2026-10-02}
plan: {sent: 2026-09-21}
opening: {date: 2026-10-05}
closing: {date: 2026-10-07}
""",
    "audits/a/report.yaml": """\
summary: One nonconformity.
conclusions: {conformity: mostly, effectiveness: mostly}
prepared: {by: ann-audit, date: 2026-10-08}
approved: {by: mia-chief, date: 2026-10-09}
issued: {by: ann-audit, date: 2026-10-09}
distribution: [{to: mia-chief, date: 2026-10-09}]
""",
    "audits/a/findings/restores-untested.yaml": """\
# found on the first day
title: Restores are never tested
grade: minor
process: backup
session: backup
requirements: [A.8.13]
statement: No restore test since 2025-11-18; four were due.
evidence: [restore-log]
raised: {by: ann-audit, date: 2026-10-05}
""",
    "audits/a/findings/shorter-forms.yaml": """\
title: The hiring form could be shorter
grade: ofi
process: hiring
requirements: [A.6.1]
statement: Eleven of its 40 fields are never read.
evidence: [restore-log]
raised: {by: ann-audit, date: 2026-10-06}
""",
    "audits/a/evidence/restore-log.yaml": """\
kind: log
title: Restore log, last entry 2025-11-18
source: backup console
collected: {by: ann-audit, date: 2026-10-05}
""",
    "audits/a/evidence/restores-q1.yaml": """\
kind: log
title: Restore log of the first quarter
source: backup console
collected: {by: tom-tech, date: 2026-10-30}
purpose: action
""",
}
"""On `TODAY` the report is three weeks old."""


def reported(root: Path, more: dict[str, str] | None = None) -> Path:
    """Write the repository with its reported audit, with further or other files."""
    return lay(root, FILES | (more or {}))


def run(root: Path, *words: str, today: str = TODAY) -> Ended:
    return auditctl(root, "--as-of", today, *words)


def done(root: Path, *words: str, today: str = TODAY) -> str:
    """Run what has to succeed, and return what it told on stderr."""
    ended = run(root, *words, today=today)
    assert ended.code == 0, ended.err
    return ended.err


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
