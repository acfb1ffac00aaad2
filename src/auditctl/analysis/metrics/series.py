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


@dataclass(frozen=True, slots=True)
class Found:
    """What an audit found, reported or not; withdrawn findings stand apart and count in nothing else."""

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
    first, last = audit.fieldwork or (issued, issued)
    held, looked = found(repository, audit), requirements_audited(repository, audit).numerator
    return AuditFigures(
        audit.id, audit.data.title, first, last, issued, audit.is_legacy,
        looked, held.grades, held.withdrawn, held.repeated,
    )  # fmt: skip


def found(repository: Repository, audit: Audit) -> Found:
    """Return what an audit has found up to today."""
    today = repository.today
    raised = [finding for finding in audit.findings.values() if is_raised(repository, finding)]
    standing = [finding for finding in raised if not is_withdrawn(repository, finding)]
    counts = Counter(finding.data.grade for finding in standing)
    nonconformities = [finding for finding in standing if finding.data.is_nonconformity]
    return Found(
        Tally(today, {grade.value: counts[grade] for grade in Grade}, "findings of the audit, without withdrawn ones"),
        len(raised) - len(standing),
        share(today, [repeats(repository, item) for item in nonconformities], "nonconformities of the audit"),
    )  # fmt: skip


def requirements_audited(repository: Repository, audit: Audit) -> Share:
    """Return how many of the clauses and controls in force an audit audited."""
    in_force = repository.requirements.in_force()
    looked = len(audited(repository, audit) & in_force)
    return Share(repository.today, looked, len(in_force), "clauses in force and applicable controls")
