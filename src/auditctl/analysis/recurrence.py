"""What came back: findings on the same requirement, within an audit and over the years."""

from bisect import bisect_left
from datetime import date

from auditctl.analysis.about import process_of, requirements_of
from auditctl.analysis.days import months_before
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository

LOOK_BACK_MONTHS = 36
"""How long ago an earlier nonconformity still makes a repeat: a cycle of three years."""

Past = list[tuple[date, str]]
"""(last day of fieldwork, name of a nonconformity), the earliest first."""


def earlier_nonconformity(repository: Repository, finding: Record[Finding]) -> Record[Finding] | None:
    """Return the latest nonconformity on the same requirement and process in an audit of the last three years."""
    audit, process = repository.audit_of(finding), process_of(repository, finding)
    if audit is None or audit.fieldwork is None or process is None:
        return None
    last = audit.fieldwork[1]
    since = months_before(last, LOOK_BACK_MONTHS)
    found = []
    for requirement in requirements_of(repository, finding.data):
        past = _history(repository).get((process, requirement), [])
        index = bisect_left(past, (last, ""))
        if index and past[index - 1][0] >= since:
            found.append(past[index - 1])
    return repository.findings[max(found)[1]] if found else None


def _history(repository: Repository) -> dict[tuple[str, str], Past]:
    """Return the nonconformities that stand, by process and requirement."""
    if "nonconformities by requirement" not in repository.memo:
        index: dict[tuple[str, str], Past] = {}
        for audit in repository.audits.values():
            if audit.fieldwork and not audit.data.cancelled:
                _enter(repository, audit, audit.fieldwork[1], index)
        for past in index.values():
            past.sort()
        repository.memo["nonconformities by requirement"] = index
    kept: dict[tuple[str, str], Past] = repository.memo["nonconformities by requirement"]
    return kept


def _enter(repository: Repository, audit: Audit, last: date, index: dict[tuple[str, str], Past]) -> None:
    for record in audit.findings.values():
        data, process = record.data, process_of(repository, record)
        if data.is_nonconformity and not data.withdrawn and process:
            for requirement in requirements_of(repository, data):
                index.setdefault((process, requirement), []).append((last, record.name))
