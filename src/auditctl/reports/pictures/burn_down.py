"""The burn-down of open actions: what was open, and what was planned to be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis import burn_down as analysis
from auditctl.analysis.burn_down import Level
from auditctl.analysis.metrics.figures import Share
from auditctl.analysis.metrics.timeliness import items_on_time
from auditctl.reports.pictures.drawing import (
    DOT,
    LINE,
    WIDTH,
    Code,
    Dot,
    Drawing,
    Path,
    Words,
    rounded,
    together,
)
from auditctl.reports.pictures.legends import line_key
from auditctl.reports.pictures.scale import Days, Heights, heights
from auditctl.repository import Audit, Repository

LEFT, TOP, BOTTOM = 40, 28, 180
"""Where the plot begins, and where its highest and lowest line lie."""
RIGHT = WIDTH - 8
BELOW = BOTTOM + 34
"""Where the legend begins."""
DATE = 84
"""Room of a date."""
GAP = 6


@dataclass(frozen=True, slots=True)
class BurnDownPicture:
    """The levels, how many actions are open of `total`, and how many of those that have a day are overdue."""

    as_of: date
    of_audit: bool
    levels: tuple[Level, ...]
    total: int
    open: int
    without_day: int
    undated: int
    overdue: Share
    drawing: Drawing


def burn_down(repository: Repository, audit: Audit | None = None) -> BurnDownPicture:
    """Return the course of the actions of an audit and its findings, or of all."""
    name = audit.id if audit else ""
    found = analysis.burn_down(repository, name)
    return BurnDownPicture(
        as_of=found.as_of,
        of_audit=audit is not None,
        levels=found.levels,
        total=found.total,
        open=found.open,
        without_day=found.without_day,
        undated=found.undated,
        overdue=items_on_time(repository, name).overdue,
        drawing=curves(found.levels, found.as_of),
    )


def curves(levels: tuple[Level, ...], today: date) -> Drawing:
    """Return the line of what was open and that of what was planned, each with a dot at each level."""
    if not levels:
        return Drawing()
    first, last = levels[0].day, levels[-1].day
    days = Days(first, max((last - first).days, 1), LEFT, RIGHT)
    values = heights(max(max(item.planned, item.open or 0) for item in levels), BOTTOM, TOP)
    was = [(days.x(item.day), values.y(item.open)) for item in levels if item.open is not None]
    planned = [(days.x(item.day), values.y(item.planned)) for item in levels]
    now = next(item for item in levels if item.day == today)
    plot = Drawing(
        BOTTOM,
        grid=(*_lines(values), Path(((days.x(today), TOP), (days.x(today), BOTTOM)), "now")),
        lines=(Path(tuple(planned), "line dashed"), Path(tuple(was), "line")),
        dots=(*_dots(planned, "dot hollow"), *_dots(was, "dot")),
        words=(*_numbers(values), *_dates(days, first, today, last)),
    )
    keys = (
        line_key(BELOW, "line", "dot", Code("line", "open"), now.open),
        line_key(BELOW + LINE, "line dashed", "dot hollow", Code("line", "planned"), now.planned),
    )
    return together([plot, *keys])


def _dots(points: Iterable[tuple[float, float]], style: str) -> tuple[Dot, ...]:
    return tuple(Dot(rounded(x), rounded(y), DOT, style) for x, y in points)


def _lines(values: Heights) -> tuple[Path, ...]:
    return tuple(Path(((LEFT, values.y(value)), (RIGHT, values.y(value))), "grid") for value in values.lines)


def _numbers(values: Heights) -> tuple[Words, ...]:
    return tuple(
        Words(LEFT - 8, rounded(values.y(value) + 4), value, anchor="end", room=LEFT - 8, style="small soft")
        for value in values.lines
    )


def _dates(days: Days, first: date, today: date, last: date) -> Iterator[Words]:
    """Yield today above the plot, the first and the last day below it."""
    room = WIDTH / 2 - GAP
    yield Words(LEFT, BOTTOM + 18, first, room=room - LEFT, style="small soft")
    if last > first:
        yield Words(WIDTH, BOTTOM + 18, last, anchor="end", room=room, style="small soft")
    middle = min(max(days.x(today), DATE / 2), WIDTH - DATE / 2)
    yield Words(rounded(middle), TOP - 10, today, anchor="middle", room=DATE, style="small soft")
