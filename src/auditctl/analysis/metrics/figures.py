"""What a figure is: a value that never stands without its day and its denominator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many on a day; `of` says in words what the denominator counts."""

    as_of: date
    numerator: int
    denominator: int
    of: str

    @property
    def value(self) -> float | None:
        """The rate from 0 to 1; None where there is nothing to divide by, which is neither 0 nor 1."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> int | None:
        """The rate in whole percent: 0 is none at all and 100 is all; None where there is no rate."""
        if self.value is None:
            return None
        rounded = round(self.value * HUNDRED)
        if 0 < self.numerator < self.denominator:
            return min(max(rounded, 1), HUNDRED - 1)
        return rounded


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days that `numerator` of the `denominator` records took; None where none of them did yet."""

    as_of: date
    value: float | None
    numerator: int
    denominator: int
    of: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of each kind on a day; each record counts once, so that they add up to the denominator."""

    as_of: date
    counts: dict[str, int]
    of: str

    @property
    def denominator(self) -> int:
        return sum(self.counts.values())


def share(as_of: date, held: Sequence[bool], of: str) -> Share:
    """Return how many of the answers are yes."""
    return Share(as_of, sum(held), len(held), of)


def median(values: Sequence[int]) -> float | None:
    """Return the value in the middle; of an even number the mean of the two in the middle, None of none."""
    if not values:
        return None
    ranked, half = sorted(values), len(values) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """Return the percentile by nearest rank: the smallest value that so many percent of the values do not exceed.

    It is always one of the values: of n in order the one at place ceil(percent * n / 100), counted from 1.
    `percent` lies from 1 to 100; None of no values.
    """
    if not values:
        return None
    place = -(-percent * len(values) // HUNDRED)
    return sorted(values)[place - 1]
