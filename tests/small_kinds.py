"""Every kind of report of the small repository, and the conformity page, as text."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from auditctl.analysis.conformity import conformity
from auditctl.analysis.readiness import goal_on
from auditctl.check import check
from auditctl.reports.conformity import conformity_report
from auditctl.reports.kinds import KINDS, OfAudit, OfAudits, OfGoal, OfProgramme, written
from auditctl.reports.language import language_of
from auditctl.repository import Repository, load
from auditctl.rules.registry import registry
from small_report import AS_OF, FINDINGS
from small_repository import lay


def view_of(repository: Repository, kind: str, audit: str = "") -> object:
    """Return the view of a kind: of that audit, of the only programme, or of the external audit in December."""
    if kind == "conformity":
        judged = conformity(repository, check(repository).diagnostics, registry())
        return conformity_report(repository, judged)
    asked = KINDS[kind]
    if isinstance(asked, OfAudit):
        return asked.view(repository, repository.audits[audit or "a"])
    if isinstance(asked, OfAudits):
        return asked.view(repository, repository.audits[audit] if audit else None)
    if isinstance(asked, OfProgramme):
        return asked.view(repository, next(iter(repository.cycles.values())))
    if isinstance(asked, OfGoal):
        return asked.view(repository, goal_on(repository, date(2026, 12, 8)), None)
    return asked.view(repository)


def made(
    root: Path,
    kind: str,
    files: Mapping[str, str] = FINDINGS,
    format_: str = "md",
    audit: str = "",
    today: date = AS_OF,
    language: str = "en",
) -> str:
    """Return a report of the small repository with further files."""
    repository = load(lay(root, files), today)
    view = view_of(repository, kind, audit)
    return written(repository, kind, view, format_, language_of(language)).decode()


def section(text: str, title: str) -> str:
    """Return what stands below a heading of Markdown, up to the next of its level or above."""
    match = re.search(rf"^(#+) {re.escape(title)}$(.*?)(?=^#{{1,6}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"no section {title}"
    level = len(match[1])
    whole = re.search(
        rf"^#{{{level}}} {re.escape(title)}$(.*?)(?=^#{{1,{level}}} |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert whole
    return whole[1]


def rows(text: str) -> list[list[str]]:
    """Return the cells of the rows of Markdown tables, heads and rules left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    kept = [
        line
        for index, line in enumerate(lines)
        if not line.startswith("| ---")
        and not (index + 1 < len(lines) and lines[index + 1].startswith("| ---"))
    ]
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in kept]
