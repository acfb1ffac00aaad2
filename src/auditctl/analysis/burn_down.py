"""Open actions over time: what was open on a day, and what would be if each were done on its day."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from auditctl.analysis.ageing import capa_since
from auditctl.analysis.metrics.counted import counted_capas
from auditctl.repository import Repository

PERIODS = 16
"""Weeks, months or years at whose ends is looked, at most."""
WEEK = 7
MONTHS = (1, 2, 3, 6)
YEAR = 365
"""The days ahead of today that are looked at, or as many as have passed since the first action."""


@dataclass(frozen=True, slots=True)
class Course:
    """A containment, correction or action: since when it is open, when it was to be done, and when it was.

    `first_due` is the day first agreed, `due` the one after extensions.
    """

    since: date
    first_due: date | None
    due: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class Level:
    """What stood at the end of a day; nothing is `done` or `open` ahead of today.

    `planned` is what is open where each is done on its day, `first_planned` on the day first agreed.
    """

    day: date
    opened: int
    done: int | None
    open: int | None
    planned: int
    first_planned: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The levels from the first action on; `undated` ones, of which no day is known, are left out.

    Of `total` actions `open` are not done today, and of these `without_day` have no day.
    """

    as_of: date
    levels: tuple[Level, ...]
    total: int
    open: int
    without_day: int
    undated: int


def burn_down(repository: Repository, audit: str = "") -> BurnDown:
    """Return the course of the containments, corrections and actions that stand, of one audit or of all.

    No record says when an action was agreed. It counts as open from the day from which the age of its corrective
    action counts, or from the day on which it was done where that is earlier.
    """
    today = repository.today
    known = list(_courses(repository, audit))
    courses = [course for course in known if course]
    waiting = [course for course in courses if course.done is None]
    days = (
        looked_at(min(course.since for course in courses), today, _horizon(courses, today)) if courses else []
    )
    return BurnDown(
        as_of=today,
        levels=tuple(level(courses, day, today) for day in days),
        total=len(courses),
        open=len(waiting),
        without_day=sum(course.due is None for course in waiting),
        undated=len(known) - len(courses),
    )


def _courses(repository: Repository, audit: str) -> Iterator[Course | None]:
    """Yield each action, or nothing for one of which no day is known."""
    today = repository.today
    for capa in counted_capas(repository, audit):
        since = capa_since(repository, capa)
        for _, _, item in capa.data.items():
            done = item.done if item.done and item.done <= today else None
            begin = min((day for day in (since, done) if day), default=None)
            yield Course(min(begin, today), item.first_due, item.due, done) if begin else None


def level(courses: Sequence[Course], day: date, today: date) -> Level:
    """Return what stands at the end of a day."""
    begun = [course for course in courses if course.since <= day]
    done = sum(course.done is not None and course.done <= day for course in begun)
    is_past = day <= today
    return Level(
        day=day,
        opened=len(begun),
        done=done if is_past else None,
        open=len(begun) - done if is_past else None,
        planned=sum(course.due is None or course.due > day for course in begun),
        first_planned=sum(course.first_due is None or course.first_due > day for course in begun),
    )


def _horizon(courses: Sequence[Course], today: date) -> date:
    """Return the last day on which something is due, no further ahead than is looked at."""
    dues = [due for course in courses for due in (course.due, course.first_due) if due]
    passed = (today - min(course.since for course in courses)).days
    ahead = min(max(YEAR, passed), (date.max - today).days)
    return min(max((today, *dues)), today + timedelta(days=ahead))


def looked_at(first: date, today: date, last: date) -> list[date]:
    """Return the first day, the ends of weeks, months or years, today and the last day, in order."""
    return sorted({first, today, last, *_ends(first, last)})


def _ends(first: date, last: date) -> Iterator[date]:
    """Yield the ends of as short periods as there may be in that time."""
    if (last - first).days <= WEEK * PERIODS:
        yield from (first + timedelta(days=days) for days in range(WEEK, (last - first).days, WEEK))
        return
    begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
    months = next(step for step in _steps() if (end - begin) // step <= PERIODS)
    for month in range(begin - begin % months + months - 1, end + 1, months):
        year, place = divmod(month, 12)
        day = date(year, place + 1, monthrange(year, place + 1)[1])
        if first < day < last:
            yield day


def _steps() -> Iterator[int]:
    """Yield lengths of periods in months, from one month to any number of years."""
    yield from MONTHS
    yield from (12 * years for years in count(1))
