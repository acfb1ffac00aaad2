"""Where the sessions of a new audit lie: one after the other, or as in an earlier audit, moved to other days."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from auditctl.analysis.days import on_working_day, working_days_after, working_days_between
from auditctl.model.audit import Meeting, Schedule
from auditctl.planning.follow_up.days import MEETING, OPENING
from auditctl.planning.new.window import Window, later
from auditctl.repository import Audit

NOON, AFTERNOON, EVENING = time(12, 30), time(13, 30), time(17, 0)
EARLY = time(9, 30)
"""Until when a day counts as untouched."""
CLOSING = time(16, 0)
BREAK = timedelta(minutes=15)
"""Between two sessions, for notes."""


def placed(first: date, minutes: Iterable[int]) -> Iterator[datetime]:
    """Yield when sessions of that length begin, one after the other, behind the opening meeting of the first day."""
    at = datetime.combine(first, OPENING) + timedelta(minutes=MEETING)
    for count in minutes:
        length = timedelta(minutes=count)
        begin = _fitting(at, length)
        yield begin
        at = begin + length + BREAK


def _fitting(at: datetime, length: timedelta) -> datetime:
    """Return the first time at which a session ends before lunch or in the afternoon; a longer one begins a day."""
    day = at.date()
    afternoon = max(at, datetime.combine(day, AFTERNOON))
    if at + length <= datetime.combine(day, NOON):
        return at
    if at.time() > EARLY and afternoon + length <= datetime.combine(day, EVENING):
        return afternoon
    if at.time() <= EARLY:
        return at
    return _fitting(datetime.combine(working_days_after(day, 1), OPENING), length)


def meetings(held: Window, sessions: Iterable[tuple[date, time, int]] = ()) -> Schedule:
    """Return opening and closing meeting: around the sessions that have hours, else on the first and last day."""
    if held.first is None:
        return Schedule()
    opening = Meeting(date=held.first, start=OPENING, minutes=MEETING)
    ends = [_end(*session) for session in sessions]
    if ends:
        last = max(ends)
        return Schedule(opening=opening, closing=_closing(last.date(), last.time()))
    return Schedule(opening=opening, closing=_closing(held.last, CLOSING) if held.last else None)


def _end(day: date, start: time, minutes: int) -> datetime:
    return datetime.combine(day, start) + timedelta(minutes=minutes) + BREAK


def _closing(day: date, at: time) -> Meeting:
    return Meeting(date=day, start=at, minutes=MEETING)


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves days by working days, so that the second day of the one audit is the second day of the other."""

    before: date
    now: date | None

    @classmethod
    def of(
        cls, previous: Audit | None, now: date | None, only: Container[str] | None = None
    ) -> "Shift | None":
        """Return how an audit's planned days move to a new first day; nothing where it has none.

        With `only` these processes the first session on one of them comes first.
        """
        if previous is None:
            return None
        sessions = (session.data for session in previous.sessions.values())
        wanted = [item.date for item in sessions if item.date and only and item.process in only]
        first = min(wanted, default=None) or first_planned(previous)
        return cls(on_working_day(first), now) if first else None

    def day(self, day: date | None) -> date | None:
        """Return the day moved; a weekend counts as the Monday after it."""
        if day is None or self.now is None:
            return None
        return later(self.now, working_days_between(self.before, on_working_day(day)))

    def meeting(self, meeting: Meeting | None) -> Meeting | None:
        moved = self.day(meeting.date) if meeting else None
        return meeting.model_copy(update={"date": moved}) if meeting and moved else None


def first_planned(audit: Audit) -> date | None:
    """Return the first day of an audit's timetable, whatever was held when."""
    meetings = (audit.schedule.data.opening, audit.schedule.data.closing) if audit.schedule else ()
    days = [meeting.date for meeting in meetings if meeting]
    days += [session.data.date for session in audit.sessions.values() if session.data.date]
    return min(days, default=None)
