"""Scales: whole numbers on a height, and days on a width."""

from dataclasses import dataclass
from datetime import date
from itertools import count


def step_of(most: int, lines: int) -> int:
    """Return the distance of at most so many lines above zero, a round number, that reach the highest value."""
    steps = (digit * int(10**power) for power in count() for digit in (1, 2, 5))
    return next(step for step in steps if step * lines >= most)


@dataclass(frozen=True, slots=True)
class Heights:
    """Values from zero at `bottom` up to `top`; with lines for the eye at round numbers."""

    bottom: float
    top: float
    lines: tuple[int, ...]

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.lines[-1]


def heights(most: int, bottom: float, top: float, lines: int = 4) -> Heights:
    """Return the scale of values up to `most`."""
    step = step_of(max(most, 1), lines)
    highest = -(-max(most, 1) // step) * step
    return Heights(bottom, top, tuple(range(0, highest + 1, step)))


@dataclass(frozen=True, slots=True)
class Days:
    """So many days (`length`, at least 1) from `first` on between `left` and `right`; others stand at the edges."""

    first: date
    length: int
    left: float
    right: float

    def x(self, day: date, after: int = 0) -> float:
        """Return where a day begins, or so many days after it."""
        passed = min(max((day - self.first).days + after, 0), self.length)
        return self.left + (self.right - self.left) * passed / self.length
