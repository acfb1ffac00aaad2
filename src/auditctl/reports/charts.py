"""Pictures as numbers: where each part stands. Templates draw them as SVG and say what they show."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 320
"""Units of the drawing, near a phone's width, so that its words stay readable there."""
HEIGHT = 28
ROW = 24
GAP = 14


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar, and the line of its label below."""

    key: str
    count: int
    x: float
    width: float
    label_y: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar with a label for each part below it; parts of nothing take no room in the bar."""

    total: int
    width: int
    height: int
    bar_height: int
    segments: tuple[Segment, ...]


def bar(parts: Iterable[tuple[str, int]]) -> Bar:
    """Return a stacked bar of the parts in their order."""
    held = list(parts)
    total = sum(count for _, count in held)
    segments, x = [], 0.0
    for place, (key, count) in enumerate(held):
        width = round(WIDTH * count / total, 2) if total else 0.0
        segments.append(Segment(key, count, round(x, 2), width, HEIGHT + GAP + place * ROW))
        x += width
    return Bar(total, WIDTH, HEIGHT + GAP + len(held) * ROW, HEIGHT, tuple(segments))
