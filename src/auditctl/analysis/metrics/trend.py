"""Figures of earlier days beside those of today, so that a course is seen and not a single value.

Only what is told by dates can be told of a past day: a state is that of today, and so are grades and withdrawals.
"""

from dataclasses import dataclass, replace
from datetime import date

from auditctl.analysis.days import months_before
from auditctl.analysis.metrics.closing import DaysToClose, days_to_close
from auditctl.analysis.metrics.effect import Effectiveness, effectiveness, repeat_rate
from auditctl.analysis.metrics.figures import Share
from auditctl.analysis.metrics.timeliness import ItemsOnTime, items_on_time, reports_on_time
from auditctl.repository import Repository

MONTHS_AGO = (12, 9, 6, 3, 0)
"""How long ago the days of a trend lie: a year in quarters, today last."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What `status --metrics --as-of` says of a day; `closed` are the nonconformities closed of those issued."""

    as_of: date
    closed: Share
    days_to_close: DaysToClose
    repeated: Share
    items: ItemsOnTime
    effectiveness: Effectiveness
    reports: Share


def trend(repository: Repository) -> tuple[DayFigures, ...]:
    """Return the figures of the days of a year, a quarter apart, the earliest first."""
    days = dict.fromkeys(months_before(repository.today, months) for months in MONTHS_AGO)
    return tuple(day_figures(_on(repository, day)) for day in days)


def day_figures(repository: Repository) -> DayFigures:
    """Return the figures of the day of the repository that can be told of any day."""
    took = days_to_close(repository)
    return DayFigures(
        as_of=repository.today,
        closed=Share(repository.today, took.median.numerator, took.median.denominator, took.median.of),
        days_to_close=took,
        repeated=repeat_rate(repository),
        items=items_on_time(repository),
        effectiveness=effectiveness(repository),
        reports=reports_on_time(repository),
    )


def _on(repository: Repository, day: date) -> Repository:
    """Return the same records, judged as of another day."""
    return repository if day == repository.today else replace(repository, today=day, memo={})
