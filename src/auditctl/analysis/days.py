"""Arithmetic with months and working days."""

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5
WORKING_WEEK = 5
ONE_DAY = timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of that month."""
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def on_working_day(day: date) -> date:
    """Return the day, or the Monday after it where it is on a weekend."""
    return working_days_after(day, 1) if is_weekend(day) else day


def working_days_between(first: date, last: date) -> int:
    """Return how many days from Monday to Friday lie after `first` up to `last`; negative if reversed."""
    if last < first:
        return -working_days_between(last, first)
    weeks, rest = divmod((last - first).days, 7)
    tail = (first + timedelta(days=offset) for offset in range(1, rest + 1))
    return weeks * 5 + sum(not is_weekend(day) for day in tail)


def days_after(day: date, count: int) -> date:
    """Return the day so many days later, or earlier for a negative count; the calendar's end where it is over."""
    ordinal = day.toordinal() + count
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def working_days_after(day: date, count: int) -> date:
    """Return the first day by which so many days from Monday to Friday have gone by after `day`."""
    weeks, left = _whole_weeks(count)
    at = days_after(day, weeks * 7)
    while left and at < date.max:
        at += ONE_DAY
        left -= not is_weekend(at)
    return at


def working_days_before(day: date, count: int) -> date:
    """Return the last day that leaves so many days from Monday to Friday up to and with `day`."""
    weeks, left = _whole_weeks(count)
    at = days_after(day, -weeks * 7)
    while left and at > date.min:
        left -= not is_weekend(at)
        at -= ONE_DAY
    return at


def _whole_weeks(count: int) -> tuple[int, int]:
    """Return the weeks that can be leapt over, and the working days left to walk: none only for a count of none."""
    weeks = max(count - 1, 0) // WORKING_WEEK
    return weeks, count - weeks * WORKING_WEEK
