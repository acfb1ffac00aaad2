"""Arithmetic with months and working days."""

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5


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


def working_days_between(first: date, last: date) -> int:
    """Return how many days from Monday to Friday lie after `first` up to `last`; negative if reversed."""
    if last < first:
        return -working_days_between(last, first)
    weeks, rest = divmod((last - first).days, 7)
    tail = (first + timedelta(days=offset) for offset in range(1, rest + 1))
    return weeks * 5 + sum(not is_weekend(day) for day in tail)
