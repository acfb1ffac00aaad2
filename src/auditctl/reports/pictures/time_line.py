"""The time line of a programme: its audits as bars between the first and the last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from auditctl.analysis.programme_overview import ProgrammeOverview, StopLine
from auditctl.reports.pictures.drawing import (
    LETTERS,
    WIDTH,
    Box,
    Code,
    Drawing,
    Path,
    Words,
    rounded,
    together,
)
from auditctl.reports.pictures.scale import Days

FILLS = {
    "held": "solid",
    "underway": "hatch",
    "planned": "dots",
    "scheduled": "blank",
    "postponed": "lines",
    "late": "checks",
    "cancelled": "cross",
    "external": "bars",
}
"""The pattern of each state."""
HEAD = 24
"""Height of the line of years."""
ROW = 42
BAR = 12
NARROWEST = 12.0
"""A bar is never narrower, so that its pattern can be seen."""
CROWDED = 60
"""Audits of which each has a row; of more there is a row a state, without titles."""
MOST_YEARS = 8
YEAR = 30
"""Room of the number of a year."""
NOTE = 150
"""Room of a day and a state beside a bar."""
GAP = 6
EDGE = 0.5
"""Half of the line around a bar, which would be cut off at the edge."""


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The drawing; the day itself is a line in it unless it lies outside of the programme."""

    drawing: Drawing
    shows_today: bool


def time_line(view: ProgrammeOverview) -> TimeLine:
    """Return the picture of a programme; what lies outside its time stands at its edge."""
    days = Days(view.first, (view.last - view.first).days + 1, EDGE, WIDTH - EDGE)
    rows = list(_rows(view, days) if len(view.stops) <= CROWDED else _rows_of_states(view, days))
    height = HEAD + len(rows) * ROW
    shows_today = view.first <= view.today <= view.last
    now = Path(((days.x(view.today), HEAD - 8), (days.x(view.today), height)), "now")
    today = Drawing(grid=(now,) if shows_today else ())
    return TimeLine(together([_years(view, days, height), today, *rows]), shows_today)


def _years(view: ProgrammeOverview, days: Days, height: float) -> Drawing:
    """Return a line at the first day of each year, or of every so many of a long time, with its number if it fits."""
    years = range(view.first.year, view.last.year + 1)
    shown = years[:: -(-len(years) // MOST_YEARS)]
    places = [days.x(max(date(year, 1, 1), view.first)) for year in shown]
    return Drawing(
        height,
        grid=tuple(Path(((x, 0), (x, height)), "grid") for x in places),
        words=tuple(
            Words(rounded(x + 4), LETTERS - 1, str(year), room=YEAR, style="small soft")
            for year, (x, following) in zip(shown, pairwise([*places, WIDTH]), strict=True)
            if x + 4 + YEAR <= following
        ),
    )


def _rows(view: ProgrammeOverview, days: Days) -> Iterator[Drawing]:
    """Yield a row for each audit; its day and state stand beside its bar, or above a bar that leaves no room."""
    for place, line in enumerate(view.stops):
        y = HEAD + place * ROW
        bar = _bar(line, days, y)
        left, right = bar.x - GAP, WIDTH - bar.x - bar.width - GAP
        title_room: float = WIDTH
        if max(left, right) < NOTE:
            title_room -= NOTE + GAP
            note = _note(line, WIDTH, y + LETTERS, "end", NOTE)
        elif right >= NOTE:
            note = _note(line, bar.x + bar.width + GAP, y + 30, "start", right)
        else:
            note = _note(line, left, y + 30, "end", left)
        yield Drawing(
            y + ROW,
            boxes=(bar,),
            words=(Words(0, y + LETTERS, line.title, room=title_room, is_backed=True), note),
        )


def _note(line: StopLine, x: float, y: float, anchor: str, room: float) -> Words:
    return Words(
        rounded(x),
        y,
        Code("stop", line.state),
        anchor,
        rounded(room),
        style="small",
        lead=line.first,
        is_backed=True,
    )


def _rows_of_states(view: ProgrammeOverview, days: Days) -> Iterator[Drawing]:
    """Yield a row for each state with the bars of all its audits."""
    for place, (state, count) in enumerate(view.states.items()):
        y = HEAD + place * ROW
        bars = tuple(_bar(line, days, y) for line in view.stops if line.state == state)
        yield Drawing(
            y + ROW,
            boxes=bars,
            words=(Words(0, y + LETTERS, Code("stop", state), count=count, is_backed=True),),
        )


def _bar(line: StopLine, days: Days, y: float) -> Box:
    begin, end = days.x(line.first), days.x(line.last, 1)
    wide = max(end - begin, NARROWEST)
    return Box(rounded(min(begin, WIDTH - EDGE - wide)), y + 20, rounded(wide), BAR, FILLS[line.state])
