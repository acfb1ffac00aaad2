"""On which days a new audit is held: as asked for, else as its programme plans it; on working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.days import (
    days_after,
    is_weekend,
    on_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)
from auditctl.analysis.programme import planned_days
from auditctl.model.programme import PlannedAudit
from auditctl.planning.new.request import About, Remark, Request
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, as far as they are known."""

    first: date | None = None
    last: date | None = None


def later(day: date, working_days: int) -> date:
    """Return a working day so many working days after another one; none is the day itself."""
    return working_days_after(day, working_days) if working_days > 0 else day


def _length(entry: PlannedAudit) -> int:
    """Return how many working days lie between first and last day, as first planned."""
    return working_days_between(on_working_day(entry.planned.from_), entry.planned.to)


def window(repository: Repository, request: Request) -> Window:
    """Return when a new audit is held: from the day asked for on, else as its programme says.

    A planned start that has passed is no plan any more, so that nothing is known.
    """
    entry = request.entry.data if request.entry else None
    if request.start:
        first = on_working_day(request.start)
        return Window(first, later(first, _length(entry)) if entry else None)
    if entry is None or entry.start < repository.today:
        return Window()
    begins, ends = planned_days(entry)
    first = on_working_day(begins)
    return Window(first, max(first, _not_after(ends)))


def _not_after(day: date) -> date:
    """Return the day, or the Friday before it where it is on a weekend."""
    while is_weekend(day) and day > date.min:
        day = days_after(day, -1)
    return day


def remarks(repository: Repository, request: Request, held: Window) -> Iterator[Remark]:
    """Yield what there is to say of the days, before any session has one."""
    yield from _of_entry(request, held)
    if held.first is None:
        return
    asked = request.start or (request.entry.data.start if request.entry else held.first)
    if asked != held.first:
        yield _said(f"{asked} is a {asked:%A}: it begins on {held.first:%A}, {held.first}")
    notice = repository.settings.policy.plan_notice_working_days
    latest = working_days_before(held.first, notice)
    if latest < repository.today:
        yield _said(
            f"the house notice of {notice} working days cannot be kept: the plan had to go out by {latest}"
        )


def _of_entry(request: Request, held: Window) -> Iterator[Remark]:
    if request.entry is None:
        if held.first is None:
            yield _said("no first day was given: nothing has a date yet; name one with --start")
        return
    entry = request.entry.data
    begins, ends = planned_days(entry)
    if entry.postponed:
        yield _said(f"the programme postponed it from {entry.planned.from_} to {begins}")
    if held.first is None:
        yield _said(
            f"its planned start, {begins}, has passed: nothing has a date yet; name the first day with --start"
        )
    elif not begins <= held.first <= max(ends, on_working_day(begins)):
        planned = f"{begins} to {ends}"
        yield _said(f"the programme plans it for {planned}: record there that it was postponed, and why")


def _said(text: str) -> Remark:
    return Remark(About.days, text)
