"""Rates, medians and percentiles as arithmetic."""

import statistics
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditctl.analysis.metrics.figures import Share, Tally, median, nearest_rank, share

DAY = date(2026, 11, 20)
DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=40)


def test_a_rate_of_nothing_is_no_number() -> None:
    assert share(DAY, [], "things").value is None
    assert Share(DAY, 0, 3, "things").value == 0
    assert share(DAY, [True, False, True, True], "things") == Share(DAY, 3, 4, "things")
    assert Tally(DAY, {}, "things").denominator == 0


@pytest.mark.parametrize(
    ("values", "half", "ninety"),
    [
        ([], None, None),
        ([7], 7, 7),
        ([3, 9], 6, 9),
        ([9, 1, 5], 5, 9),
        ([4, 4, 4, 8], 4, 8),
        (list(range(1, 11)), 5.5, 9),
        (list(range(1, 12)), 6, 10),
        ([0] * 9 + [100], 0, 0),
        ([0] * 8 + [50, 100], 0, 50),
    ],
)
def test_median_and_nearest_rank_by_hand(values: list[int], half: float | None, ninety: int | None) -> None:
    assert median(values) == half
    assert nearest_rank(values, 90) == ninety


@given(DAYS)
def test_the_median_is_the_one_of_every_spreadsheet(values: list[int]) -> None:
    assert median(values) == statistics.median(values)


@given(DAYS, st.integers(1, 100))
def test_the_percentile_is_the_smallest_value_that_so_many_do_not_exceed(
    values: list[int], percent: int
) -> None:
    def enough(limit: int) -> bool:
        return Fraction(sum(value <= limit for value in values), len(values)) >= Fraction(percent, 100)

    assert nearest_rank(values, percent) == min(value for value in values if enough(value))
