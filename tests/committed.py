"""Real git repositories of the tests, and what they hold."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from rules_cases import committed
from small_repository import environment, lay

ISSUED = "prepared: {by: ann-audit, date: 2026-10-05}\nissued: {by: ann-audit, date: 2026-10-05}\n"
FINDING = """\
title: Restore tests are missing
grade: major
grade_reason: nobody noticed for eleven months
process: backup
requirements: [A.8.13]
statement: No restore test since 2025-11-18; three of four are missing.
evidence: [register, policy]
raised: {by: ann-audit, date: 2026-10-05}
"""
EVIDENCE = """\
kind: record
title: Restore test register
source: ticketing, query restore-test
collected: {by: ann-audit, date: 2026-10-05}
viewed: https://tickets.example/restore
"""
CAPA = """\
findings: [restore]
owner: olga-ops
actions:
  register:
    what: control register with owner and deputy
    owner: tom-tech
    due: 2026-11-30
"""
RECORDS = {
    "audits/a/findings/restore.yaml": FINDING,
    "audits/a/evidence/register.yaml": EVIDENCE,
    "audits/a/evidence/policy.yaml": EVIDENCE.replace("Restore test register", "Backup policy 4.2"),
    "audits/a/capas/restore.yaml": CAPA,
}


def repository(root: Path, more: Mapping[str, str] | None = None, day: str = "2026-10-05") -> Path:
    """Lay the small repository with a finding, its evidence and its corrective action, and commit it."""
    lay(root, RECORDS | dict(more or {}))
    committed(root, day, words="begin")
    return root


def git(root: Path, *words: str, check: bool = True, **env: str) -> str:
    """Run git and return what it prints."""
    person = {"GIT_AUTHOR_NAME": "ann", "GIT_AUTHOR_EMAIL": "ann@north.example"}
    person |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in person.items()}
    done = subprocess.run(
        ["git", *words], cwd=root, env=environment(**(person | env)), check=check, capture_output=True
    )
    return done.stdout.decode()


def replace(root: Path, path: str, old: str, new: str) -> None:
    """Change a text of a file, which has to stand there."""
    text = (root / path).read_text("utf-8")
    assert old in text, f"{path} has no {old!r}"
    (root / path).write_text(text.replace(old, new), "utf-8")


__all__ = ["CAPA", "EVIDENCE", "FINDING", "ISSUED", "RECORDS", "committed", "git", "replace", "repository"]
