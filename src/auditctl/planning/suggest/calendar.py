"""The working hours that a suggestion may use, in minutes since the first midnight of the audit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from math import gcd

from auditctl.analysis.days import ONE_DAY, is_weekend

DAY = 24 * 60
GRID = 15
"""Minutes between two beginnings, where the lengths allow it."""
MEETING = 30
"""Minutes of an opening or closing meeting that the plan does not state."""

PAUSE = 15
"""Minutes between two sessions of one person, where there is room."""

Span = tuple[int, int]
"""A beginning and an end in minutes since midnight of the first day; the end is not part of it."""


@dataclass(frozen=True)
class Hours:
    """The hours of a working day, in minutes since midnight; nobody is audited over lunch unless there is no other way."""

    opens: int = 9 * 60
    closes: int = 17 * 60
    lunch: Span | None = (12 * 60 + 30, 13 * 60 + 30)

    @property
    def minutes(self) -> int:
        return self.closes - self.opens

    def rest(self, minutes: int) -> int:
        """Return the minutes free after a session: a pause, and lunch after one that takes all the time before it."""
        is_long = self.lunch is not None and minutes > self.longest
        return self.lunch[1] - self.lunch[0] if self.lunch and is_long else PAUSE

    @cached_property
    def longest(self) -> int:
        """The longest stretch without lunch."""
        edges = (self.opens, *(self.lunch or ()), self.closes)
        stretches = [later - earlier for earlier, later in pairwise(edges)]
        return max(stretches[::2], default=0)


@dataclass(frozen=True)
class Calendar:
    """The days of an audit with its meetings; a `closing` of None stands wherever the sessions end."""

    days: tuple[date, ...]
    hours: Hours
    opening: Span
    closing: Span | None
    closing_minutes: int = MEETING

    @cached_property
    def offsets(self) -> dict[int, date]:
        """The days by how many lie between them and the first."""
        return {(day - self.days[0]).days: day for day in self.days}

    def minute(self, day: date, at: time) -> int:
        """Return a moment as minutes; before the first day they are negative."""
        return (day - self.days[0]).days * DAY + at.hour * 60 + at.minute

    def moment(self, minute: int) -> datetime:
        return datetime.combine(self.days[0], time()) + timedelta(minutes=minute)

    @property
    def end(self) -> int:
        """The last minute by which sessions end; a closing meeting without an hour needs its time on the last day."""
        if self.closing:
            return self.closing[0]
        return max(self.offsets) * DAY + self.hours.closes - self.closing_minutes

    @property
    def is_reversed(self) -> bool:
        return self.opening[1] > self.end

    def starts(self, minutes: int, step: int, *, over_lunch: bool) -> Iterator[int]:
        """Yield when a session of that length can begin, on a grid of `step` minutes."""
        for offset in self.offsets:
            first, last = self.hours.opens, self.hours.closes - minutes
            for at in range(first, last + 1, step):
                begin = offset * DAY + at
                if self.holds(begin, minutes) and (over_lunch or not self.cuts_lunch(begin, minutes)):
                    yield begin

    def holds(self, begin: int, minutes: int) -> bool:
        """Whether a session lies within the hours of a day, after the opening and before the closing."""
        offset, at = divmod(begin, DAY)
        within = self.hours.opens <= at and at + minutes <= self.hours.closes
        return offset in self.offsets and within and self.opening[1] <= begin and begin + minutes <= self.end

    def cuts_lunch(self, begin: int, minutes: int) -> bool:
        """Whether a session that could be held before or after lunch is held over it, or a longer one begins in it."""
        if self.hours.lunch is None:
            return False
        at = begin % DAY
        if minutes > self.hours.longest:
            return self.hours.lunch[0] <= at < self.hours.lunch[1]
        return at < self.hours.lunch[1] and self.hours.lunch[0] < at + minutes


def working_days(first: date, last: date, off: frozenset[date] = frozenset()) -> tuple[date, ...]:
    """Return the days from Monday to Friday between two days, both included, that are not off."""
    found, day = [], first
    while day <= last:
        if not is_weekend(day) and day not in off:
            found.append(day)
        if day == date.max:
            break
        day += ONE_DAY
    return tuple(found)


def step_of(lengths: Iterable[int]) -> int:
    """Return the grid in minutes on which sessions of these lengths lie side by side."""
    return gcd(GRID, *lengths)
