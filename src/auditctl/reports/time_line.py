"""The time line of a programme as numbers: where each bar and line stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.programme_overview import ProgrammeOverview, StopLine
from auditctl.reports.charts import WIDTH

HEAD = 24
"""Height of the line of years."""
ROW = 42
BAR = 12
NARROWEST = 12.0
"""A bar is never narrower, so that its pattern can be seen."""
CROWDED = 60
"""Audits of which each has a row; of more there is a row a state, without titles."""
MOST_YEARS = 8
FITS = 44
"""Characters of a title that fit above its bar."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A year: its first day, in the units of the drawing, and its label."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """The bars of an audit, or of all that share a state; `note_x` is where words beside them begin or end."""

    state: str
    title: str
    note: str
    y: int
    bars: tuple[Bar, ...]
    note_x: float
    ends: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """`today` is None where the day lies outside."""

    width: int
    height: int
    bar_height: int
    years: tuple[Tick, ...]
    rows: tuple[Row, ...]
    today: float | None


def time_line(view: ProgrammeOverview) -> TimeLine:
    """Return the drawing of a programme; what lies outside its time stands at its edge."""
    scale = _Scale(view.first, view.last)
    rows = tuple(_rows(view, scale) if len(view.stops) <= CROWDED else _rows_of_states(view, scale))
    today = scale.x(view.today) if view.first <= view.today <= view.last else None
    return TimeLine(WIDTH, HEAD + len(rows) * ROW, BAR, tuple(scale.years()), rows, today)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days of a programme on the width of the drawing."""

    first: date
    last: date

    def x(self, day: date, after: int = 0) -> float:
        span = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days + after, 0), span)
        return round(WIDTH * passed / span, 2)

    def bar(self, first: date, last: date) -> Bar:
        begin, end = self.x(first), self.x(last, 1)
        width = max(round(end - begin, 2), NARROWEST)
        return Bar(round(min(begin, WIDTH - width), 2), width)

    def years(self) -> Iterator[Tick]:
        """Yield the years, or every so many of a long time."""
        years = range(self.first.year, self.last.year + 1)
        for year in years[:: -(-len(years) // MOST_YEARS)]:
            yield Tick(self.x(max(date(year, 1, 1), self.first)), str(year))


def _rows(view: ProgrammeOverview, scale: _Scale) -> Iterator[Row]:
    for index, line in enumerate(view.stops):
        yield _row(index, line.state, _cut(line.title), str(line.first), [line], scale)


def _rows_of_states(view: ProgrammeOverview, scale: _Scale) -> Iterator[Row]:
    for index, (state, count) in enumerate(view.states.items()):
        held = [line for line in view.stops if line.state == state]
        yield _row(index, state, "", str(count), held, scale)


def _row(index: int, state: str, title: str, note: str, lines: Iterable[StopLine], scale: _Scale) -> Row:
    bars = tuple(scale.bar(line.first, line.last) for line in lines)
    right = bars[-1].x + bars[-1].width
    ends = right > WIDTH / 2
    note_x = bars[0].x - 6 if ends else right + 6
    return Row(state, title, note, HEAD + index * ROW, bars, round(note_x, 2), ends)


def _cut(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= FITS else f"{words[: FITS - 1].rstrip()}…"
