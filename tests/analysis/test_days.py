"""Arithmetic with months and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditctl.analysis.days import (
    days_after,
    is_weekend,
    months_after,
    months_before,
    working_days_after,
    working_days_before,
    working_days_between,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-10-06", 12, "2025-10-06"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("0001-03-01", 100_000, "0001-01-01"),
    ],
)
def test_months_before(day: str, months: int, expected: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_months_after_never_leave_the_calendar() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 31), 999_999_999) == date.max


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_working_days_are_those_from_monday_to_friday(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    counted = sum(not is_weekend(first + timedelta(days=offset)) for offset in range(1, length + 1))
    assert working_days_between(first, last) == counted
    assert working_days_between(last, first) == -counted


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_working_days_later_and_earlier_are_as_near_as_they_can_be(day: date, count: int) -> None:
    later, earlier = working_days_after(day, count), working_days_before(day, count)
    assert working_days_between(day, later) == count
    assert working_days_between(earlier, day) == count
    if count:
        assert working_days_between(day, later - timedelta(days=1)) == count - 1
        assert working_days_between(earlier + timedelta(days=1), day) == count - 1


def test_days_later_and_earlier_never_leave_the_calendar() -> None:
    day = date(2026, 11, 20)
    assert days_after(day, 14) == date(2026, 12, 4)
    assert days_after(day, 999_999_999) == working_days_after(day, 999_999_999) == date.max
    assert days_after(day, -999_999_999) == working_days_before(day, 999_999_999) == date.min
