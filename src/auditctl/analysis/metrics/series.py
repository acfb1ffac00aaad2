"""The figures of each audit, one after the other: what a trend is read from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.coverage import audited
from auditctl.analysis.deadlines import report_day
from auditctl.analysis.metrics.counted import has_reported, is_raised, is_withdrawn
from auditctl.analysis.metrics.effect import repeats
from auditctl.analysis.metrics.figures import Share, Tally, share
from auditctl.model.finding import Grade
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class AuditFigures:
    """What an audit found; of one held before the repository only the findings that are kept here are known.

    `requirements` is how many of the clauses and controls in force it audited, without which the counts of two
    audits do not compare.
    """

    id: str
    title: str
    first: date
    last: date
    issued: date
    is_legacy: bool
    requirements: int
    grades: Tally
    withdrawn: int
    repeated: Share


def audit_series(repository: Repository) -> tuple[AuditFigures, ...]:
    """Return each internal and follow-up audit whose results went out, by its last day, the earliest first."""
    found = [
        _figures(repository, audit, issued)
        for audit in repository.audits.values()
        if not audit.is_external and has_reported(repository, audit) and (issued := report_day(audit))
    ]
    return tuple(sorted(found, key=lambda held: (held.last, held.first, held.id)))


def _figures(repository: Repository, audit: Audit, issued: date) -> AuditFigures:
    today = repository.today
    first, last = audit.fieldwork or (issued, issued)
    raised = [finding for finding in audit.findings.values() if is_raised(repository, finding)]
    standing = [finding for finding in raised if not is_withdrawn(repository, finding)]
    counts = Counter(finding.data.grade for finding in standing)
    nonconformities = [finding for finding in standing if finding.data.is_nonconformity]
    return AuditFigures(
        audit.id, audit.data.title, first, last, issued, audit.is_legacy,
        len(audited(repository, audit) & repository.requirements.in_force()),
        Tally(today, {grade.value: counts[grade] for grade in Grade}, "findings of the audit, without withdrawn ones"),
        len(raised) - len(standing),
        share(today, [repeats(repository, item) for item in nonconformities], "nonconformities of the audit"),
    )  # fmt: skip
