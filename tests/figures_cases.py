"""Findings and corrective actions in the words of the user's files, for figures that can be counted by hand."""

from datetime import date
from pathlib import Path

from auditctl.analysis.metrics.metrics import Metrics, metrics
from auditctl.repository import load
from small_repository import lay

TODAY = date(2026, 11, 20)
REPORT = "prepared: {by: ann-audit, date: 2026-10-12}\nissued: {by: ann-audit, date: 2026-10-12}\n"
"""The report of the audit `a`, from which days count."""
EXTERNAL = (
    "title: Surveillance\nkind: external\nbody: north\nfrom: 2026-09-01\nto: 2026-09-02\nissued: 2026-09-10\n"
)
PLAN = """\
cause: {method: other, cause: tasks are tied to people, category: method, by: tom-tech, date: 2026-10-14}
plan: [{step: submitted, by: olga-ops, date: 2026-10-15}, {step: approved, by: ann-audit, date: 2026-10-16}]
"""


def finding(grade: str = "minor", more: str = "") -> str:
    return (
        f"title: Restore tests missing\ngrade: {grade}\nprocess: backup\nrequirements: [A.8.13, A.8.14]\n"
        f"statement: No restore test since 2025-11-18.\nraised: {{by: ann-audit, date: 2026-10-05}}\n{more}"
    )


def capa(finding: str, *facts: str) -> str:
    return f"findings: [{finding}]\nowner: olga-ops\nopened: 2026-10-13\n" + "".join(facts)


def done(day: str, due: str = "2026-11-01") -> str:
    return f"actions: {{register: {{what: a register, owner: tom-tech, due: {due}, done: {day}}}}}\n"


def verified(*tries: tuple[str, str]) -> str:
    looks = ", ".join(f"{{by: ann-audit, date: {day}, result: {result}}}" for day, result in tries)
    return f"verifications: [{looks}]\n"


def closed(finding: str, day: str) -> str:
    """Return a corrective action that was found effective on a day; all was done on 2026-10-17."""
    return capa(finding, PLAN, done("2026-10-17"), verified((day, "effective")))


def reported(files: dict[str, str]) -> dict[str, str]:
    """Return the audit `a` with its report, and further files inside it."""
    return {"audits/a/report.yaml": REPORT} | {f"audits/a/{path}": text for path, text in files.items()}


def figures(root: Path, files: dict[str, str], today: date = TODAY) -> Metrics:
    """Return the figures of the small repository with these files."""
    return metrics(load(lay(root, files), today))
