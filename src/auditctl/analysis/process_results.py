"""What the last audit of a process left behind: the gravest grade, and what is still open."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditctl.analysis.about import process_of
from auditctl.analysis.gaps import is_read
from auditctl.analysis.lifecycle import is_open
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import Repository


class Result(StrEnum):
    """The gravest grade of the findings, or that there is none.

    `unknown` is the result of an audit whose findings are not kept here or could not be read. What was not
    audited is a state of its own, and never conform.
    """

    major = "major"
    minor = "minor"
    ofi = "ofi"
    none = "none"
    unknown = "unknown"
    not_audited = "not-audited"


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """How the last audit of a process ended: how many findings ask for something, and how many still wait."""

    day: date | None
    audit: str
    result: Result
    findings: int
    open: int


def process_result(repository: Repository, process: str, last: tuple[date, str] | None) -> ProcessResult:
    """Return what the audit `last` found in a process; withdrawn findings and strengths ask for nothing."""
    if last is None:
        return ProcessResult(None, "", Result.not_audited, 0, 0)
    day, audit = last
    found = _findings(repository).get((audit, process), [])
    waits = sum(is_open(repository, finding) for finding in found)
    return ProcessResult(day, audit, _result(repository, audit, found), len(found), waits)


def _result(repository: Repository, audit: str, found: list[Record[Finding]]) -> Result:
    if found:
        ranks = list(Grade)
        return Result(min((finding.data.grade for finding in found), key=ranks.index).value)
    held = repository.audits.get(audit)
    is_whole = held is not None and not held.is_legacy and is_read(held, Kind.finding)
    return Result.none if is_whole else Result.unknown


def _findings(repository: Repository) -> dict[tuple[str, str], list[Record[Finding]]]:
    """Return the findings that ask for something, by audit and process."""
    key = "findings by audit and process"
    if key not in repository.memo:
        held: dict[tuple[str, str], list[Record[Finding]]] = {}
        for finding in repository.findings.values():
            process = process_of(repository, finding)
            if process and finding.data.grade is not Grade.strength and not finding.data.withdrawn:
                held.setdefault((finding.audit, process), []).append(finding)
        repository.memo[key] = held
    kept: dict[tuple[str, str], list[Record[Finding]]] = repository.memo[key]
    return kept
