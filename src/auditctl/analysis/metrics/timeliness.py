"""Whether what was promised for a day was done by that day: items of corrective actions, and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import report_day
from auditctl.analysis.dues import dues
from auditctl.analysis.metrics.counted import counted_capas
from auditctl.analysis.metrics.figures import Share, share
from auditctl.analysis.milestones import report_due
from auditctl.model.capa import Item
from auditctl.repository import Audit, Repository

ITEMS = "containments, corrections and actions"


@dataclass(frozen=True, slots=True)
class ItemsOnTime:
    """The items that kept their day, by the day first agreed and by the one after all extensions; what is overdue."""

    by_first_day: Share
    by_extended_day: Share
    overdue: Share


def items_on_time(repository: Repository, audit: str = "") -> ItemsOnTime:
    """Return how the containments, corrections and actions of corrective actions keep their days, of one audit or all.

    An item counts once it is settled: it was done, on time if on its day or before; or it was not done and its day
    has passed, which is late. What is not done and due today or later counts in neither number, what has no due day
    nowhere. The first day is the one before any extension, the other the one after all of them, so that the two
    shares need not have the same denominator. Overdue is what is late of all that is open and has a day.
    """
    today = repository.today
    items = [
        item for capa in counted_capas(repository, audit) for _, _, item in capa.data.items() if item.due
    ]
    return ItemsOnTime(
        _kept(
            today, ((item.first_due, item) for item in items), f"{ITEMS} done, or past the day first agreed"
        ),
        _kept(
            today, ((item.due, item) for item in items), f"{ITEMS} done, or past their day after extensions"
        ),
        share(
            today,
            [item.due is not None and item.due < today for item in items if not _done(item, today)],
            f"open {ITEMS} that have a day",
        ),
    )


def _kept(today: date, promises: Iterable[tuple[date | None, Item]], of: str) -> Share:
    """Return how many of the settled items kept the day that stands with each."""
    answers = [
        done is not None and done <= day
        for day, item in promises
        if day and ((done := _done(item, today)) or day < today)
    ]
    return share(today, answers, of)


def _done(item: Item, today: date) -> date | None:
    return item.done if item.done and item.done <= today else None


def everything_overdue(repository: Repository) -> Share:
    """Return how much of all that somebody owes on a known day has passed it: what `due` lists as overdue."""
    owed = dues(repository)
    return share(repository.today, [due.days < 0 for due in owed], "everything that is owed on a known day")


def reports_on_time(repository: Repository) -> Share:
    """Return how many reports were issued within the house days after the closing meeting.

    Counted is each audit that the house held and keeps here, whose closing meeting was held: once its report is
    issued, or the day for it has passed. A report that is not issued by then is late; an audit that was cancelled
    owes none. Follow-up audits count; external ones and those held before the repository have no report here.
    """
    today = repository.today
    answers = [
        on_time
        for audit in repository.audits.values()
        if (on_time := _on_time(repository, audit)) is not None
    ]
    return share(
        today, answers, "internal audits past their closing meeting whose report is issued or past its day"
    )


def _on_time(repository: Repository, audit: Audit) -> bool | None:
    """Return whether a report came in time; None where none is owed yet."""
    due = report_due(repository, audit)
    if due is None or not audit.is_own or (audit.data.cancelled and not audit.is_issued):
        return None
    issued = report_day(audit)
    if issued and issued <= repository.today:
        return issued <= due
    return False if due < repository.today else None
