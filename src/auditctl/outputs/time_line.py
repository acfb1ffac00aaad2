"""A time line of months in text: one row a name, readable without colour and in ASCII."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

COLUMNS = 36
"""Columns of the axis at most, so that name, axis, day and word fit into 80."""
NAME = 20
"""Columns that a name has at least."""
YEAR = 12
QUARTER = 3
WIDEST = 12
"""Columns of a month at most."""
STEPS = (1, 2, 3, 4, 6, *(YEAR * years for years in (1, 2, 5, 10, 20, 50, 100, 250)))
"""Months that one column may stand for."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The months from `start`, counted from year 0; a column stands for `step` months, or a month for several."""

    start: int
    months: int
    step: int
    wide: int

    @classmethod
    def of(cls, first: date, last: date) -> "Axis":
        """Return the finest axis of whole months that fits."""
        start, end = _month(first), _month(last)
        months = max(end - start, 0) + 1
        if months <= COLUMNS:
            return cls(start, months, 1, min(COLUMNS // months, WIDEST))
        step = next((step for step in STEPS if -(-months // step) <= COLUMNS), STEPS[-1])
        return cls(start, months, step, 1)

    @property
    def width(self) -> int:
        return -(-self.months // self.step) * self.wide

    def column(self, day: date) -> int:
        """Return the column of a day; negative before the axis, at least `width` after it."""
        passed = _month(day) - self.start
        if not 0 <= passed < self.months:
            return -1 if passed < 0 else self.width
        return passed // self.step * self.wide + (day.day - 1) * self.wide // 31

    def years(self) -> str:
        """Return the line of years, each where it begins and as far as there is room."""
        months = range(self.start, self.start + self.months, max(self.step // YEAR * YEAR, 1))
        words = [(self._at(month), str(month // YEAR)) for month in months if month % YEAR < self.step]
        first = str(self.start // YEAR)
        if self.start % YEAR and (not words or words[0][0] > len(first)):
            words.insert(0, (0, first))
        return _written(words, self.width)

    def quarters(self) -> str:
        """Return the line of quarters, empty where a column is more than a month."""
        if self.step > 1:
            return ""
        months = range(self.start, self.start + self.months)
        words = [
            (self._at(month), f"Q{month % YEAR // QUARTER + 1}") for month in months if month % QUARTER == 0
        ]
        return _written(words, self.width)

    def ground(self, dot: str) -> str:
        """Return an empty row: a bar where a year begins, a dot where a quarter does."""
        row = [" "] * self.width
        if self.step >= YEAR:
            return "".join(row)
        for month in range(self.start, self.start + self.months):
            if month % YEAR == 0:
                row[self._at(month)] = "|"
            elif month % QUARTER == 0 and self.step == 1:
                row[self._at(month)] = dot
        return "".join(row)

    def row(self, spans: Iterable[tuple[date, date]], mark: str, dot: str) -> str:
        """Return a row with its spans marked; `<` and `>` in the margins stand for what lies outside."""
        cells, margins = list(self.ground(dot)), [" ", " "]
        for first, last in spans:
            begin, end = self.column(first), self.column(last)
            margins[0] = "<" if begin < 0 else margins[0]
            margins[1] = ">" if end >= self.width else margins[1]
            for column in range(max(begin, 0), min(end, self.width - 1) + 1):
                cells[column] = mark
        return f"{margins[0]}{''.join(cells)}{margins[1]}"

    def _at(self, month: int) -> int:
        return (month - self.start) // self.step * self.wide


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _written(words: Iterable[tuple[int, str]], width: int) -> str:
    """Return words at their columns; one that would touch the one before, or not fit, is left out."""
    line = ""
    for column, word in words:
        fits = column + len(word) <= width
        if fits and (column > len(line) or not line):
            line = line.ljust(column) + word
    return line


def named_rows(rows: Iterable[tuple[str, str, str]], width: int) -> Iterator[str]:
    """Yield name, row and words of each as lines; a name without room stands in a line of its own."""
    for name, row, words in rows:
        if len(name) > width:
            yield name
            name = ""  # noqa: PLW2901 - it stands above
        yield f"{name:<{width}} {row} {words}".rstrip()
