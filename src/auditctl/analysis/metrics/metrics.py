"""The management's view: every figure of a day."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.metrics.causes import Causes, causes
from auditctl.analysis.metrics.closing import DaysToClose, days_to_close
from auditctl.analysis.metrics.counts import (
    Ages,
    CapaCounts,
    FindingCounts,
    ages,
    capa_counts,
    finding_counts,
)
from auditctl.analysis.metrics.effect import Effectiveness, effectiveness, repeat_rate
from auditctl.analysis.metrics.figures import Share
from auditctl.analysis.metrics.programme import AuditCounts, Coverage, audit_counts, coverage
from auditctl.analysis.metrics.series import AuditFigures, audit_series
from auditctl.analysis.metrics.timeliness import (
    ItemsOnTime,
    everything_overdue,
    items_on_time,
    reports_on_time,
)
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Metrics:
    """Every figure of a day; each names its own day and denominator, and says by itself when there is no data."""

    as_of: date
    findings: FindingCounts
    audits: AuditCounts
    capas: CapaCounts
    ages: Ages
    items: ItemsOnTime
    overdue: Share
    reports: Share
    days_to_close: DaysToClose
    repeated: Share
    effectiveness: Effectiveness
    coverage: dict[str, Coverage]
    causes: Causes
    series: tuple[AuditFigures, ...]


def metrics(repository: Repository) -> Metrics:
    """Return the figures of everything that is kept up to today; `counted.py` says which records count."""
    return Metrics(
        as_of=repository.today,
        findings=finding_counts(repository),
        audits=audit_counts(repository),
        capas=capa_counts(repository),
        ages=ages(repository),
        items=items_on_time(repository),
        overdue=everything_overdue(repository),
        reports=reports_on_time(repository),
        days_to_close=days_to_close(repository),
        repeated=repeat_rate(repository),
        effectiveness=effectiveness(repository),
        coverage=coverage(repository),
        causes=causes(repository),
        series=audit_series(repository),
    )
