"""When the sessions of a follow-up are held: one after the other, on working days."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from auditctl.analysis.days import days_after, on_working_day, working_days_after
from auditctl.repository import Repository

MINUTES = 90
OPENING = time(9, 0)
MEETING = 30
"""Minutes of the opening and of the closing meeting."""
TIMES = (time(9, 30), time(11, 0), time(13, 30), time(15, 0))
"""When the sessions of a day begin, with an hour for lunch."""


def first_day(today: date, ready: Iterable[date | None]) -> date:
    """Return the first working day, from tomorrow on, on which everything can be verified and was announced in time."""
    day = max(day for day in (days_after(today, 1), *ready) if day)
    return on_working_day(day)


def slots(start: date) -> Iterator[datetime]:
    """Yield the beginnings of sessions from a day on; after it only working days count."""
    day = start
    while True:
        yield from (datetime.combine(day, at) for at in TIMES)
        if day == date.max:
            return
        day = working_days_after(day, 1)


def end(begin: datetime) -> datetime:
    return begin + timedelta(minutes=MINUTES)


def is_busy(repository: Repository, person: str, begin: datetime) -> bool:
    """Whether a person is in a session of an audit under way at that time."""
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            hours = session.data.hours()
            is_there = person in session.data.auditors or person in session.data.auditees
            if hours and is_there and begin < hours[1] and hours[0] < end(begin):
                return True
    return False
