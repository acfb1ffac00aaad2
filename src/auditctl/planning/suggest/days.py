"""The days and meetings of an audit that is to be planned: as asked for, as its plan says, or as the programme has it."""

from datetime import date, time

from auditctl.analysis.days import on_working_day, working_days_after
from auditctl.analysis.programme import planned_days
from auditctl.model.audit import Meeting, Schedule
from auditctl.planning.suggest.calendar import MEETING, Calendar, Span, working_days
from auditctl.planning.suggest.request import NoDays, Request
from auditctl.repository import Audit, Repository

Window = tuple[date | None, date | None]


def calendar_of(repository: Repository, audit: Audit, request: Request) -> Calendar:
    """Return the calendar of an audit; raises NoDays."""
    days = _days(repository, audit, request)
    opening, closing = _meetings(repository, audit, request)
    bare = Calendar(days, request.hours, (0, 0), None)
    hours, length = request.hours, _minutes(closing)
    begins = _span(bare, opening, hours.opens) or (hours.opens, hours.opens + MEETING)
    held = Calendar(days, hours, begins, _span(bare, closing, max(0, hours.closes - length)), length)
    if held.is_reversed:
        raise NoDays(audit, "the closing meeting begins before the opening meeting has ended")
    return held


def _days(repository: Repository, audit: Audit, request: Request) -> tuple[date, ...]:
    first, last = _window(audit)
    begin = request.start or (max(first, repository.today) if first else None)
    if begin is None:
        raise NoDays(audit, "neither its schedule nor its programme names one")
    length = request.days or (_length(first, last) if request.start else 0)
    if length:
        horizon = working_days_after(on_working_day(begin), length + len(request.off))
        days = working_days(begin, horizon, request.off)[:length]
    else:
        days = working_days(begin, last or begin, request.off)
    if not days:
        raise NoDays(audit, _why_none(begin, None, begin) if length else _why_none(begin, first, last))
    return days


def _why_none(begin: date, first: date | None, last: date | None) -> str:
    """Return why no day is left from a beginning on."""
    end = last or begin
    if first and end < first:
        return f"it ends on {end}, before it begins on {first}"
    if end < begin:
        return f"its last one, {end}, has passed"
    return f"from {begin} to {end} there are only weekends and days off"


def _window(audit: Audit) -> Window:
    """Return first and last day as the meetings say, else the programme, else the sessions."""
    schedule = audit.schedule.data if audit.schedule else Schedule()
    planned: Window = planned_days(audit.entry.data) if audit.entry else (None, None)
    held = [session.data.date for session in audit.sessions.values() if session.data.date]
    opening = audit.data.opening or schedule.opening
    first = opening.date if opening else planned[0] or min(held, default=None)
    last = schedule.closing.date if schedule.closing else planned[1] or max(held, default=None)
    return first, last


def _length(first: date | None, last: date | None) -> int:
    """Return how many working days the plan has, at least one."""
    return max(1, len(working_days(first, last))) if first and last else 1


def _meetings(
    repository: Repository, audit: Audit, request: Request
) -> tuple[Meeting | None, Meeting | None]:
    """Return the meetings that stand: one that was held, and those of the plan unless other days were asked for.

    An opening meeting whose day has passed and that nobody held is held anew.
    """
    schedule = audit.schedule.data if audit.schedule else Schedule()
    opening, closing = schedule.opening, schedule.closing
    if held := audit.data.opening:
        opening = Meeting(date=held.date, start=opening.start if opening else None, minutes=MEETING)
    elif request.start or (opening and opening.date < repository.today):
        opening = None
    return opening, None if request.start or request.days else closing


def _span(calendar: Calendar, meeting: Meeting | None, otherwise: int) -> Span | None:
    """Return when a meeting is held; one without an hour `otherwise`, in minutes since midnight of its day."""
    if meeting is None:
        return None
    begin = calendar.minute(meeting.date, meeting.start or time(*divmod(otherwise, 60)))
    return begin, begin + _minutes(meeting)


def _minutes(meeting: Meeting | None) -> int:
    return (meeting.minutes if meeting else None) or MEETING
