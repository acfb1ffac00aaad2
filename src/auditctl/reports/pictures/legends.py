"""Legends: what a pattern or a line means, one below the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditctl.reports.pictures.drawing import DOT, LINE, WIDTH, Box, Code, Dot, Drawing, Path, Words, together

SWATCH = 15
"""Side of a pattern."""
BESIDE = SWATCH + 9
"""Where the words begin."""
BASE = 13
"""How far below the top of a line its words stand."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a pattern means, and how many there are of it."""

    fill: str
    said: Code
    count: int
    lead: object = ""


def legend(y: float, keys: Iterable[Key]) -> Drawing:
    """Return a line for each key from `y` on."""
    return together(_key(y + place * LINE, key) for place, key in enumerate(keys))


def _key(y: float, key: Key) -> Drawing:
    words = Words(BESIDE, y + BASE, key.said, room=WIDTH - BESIDE, lead=key.lead, count=key.count)
    return Drawing(y + LINE, boxes=(Box(0.5, y + 0.5, SWATCH, SWATCH, key.fill),), words=(words,))


def line_key(y: float, line: str, dot: str, said: Code, count: int | None = None) -> Drawing:
    """Return what a line with its dots means; `line` and `dot` are their classes."""
    middle = y + SWATCH / 2
    return Drawing(
        y + LINE,
        lines=(Path(((0, middle), (SWATCH, middle)), line),),
        dots=(Dot(SWATCH / 2, middle, DOT, dot),),
        words=(Words(BESIDE, y + BASE, said, room=WIDTH - BESIDE, count=count),),
    )


def mark_key(y: float, dot: str, radius: float, said: Code, count: int) -> Drawing:
    """Return what a mark means."""
    return Drawing(
        y + LINE,
        dots=(Dot(SWATCH / 2, y + SWATCH / 2, radius, dot),),
        words=(Words(BESIDE, y + BASE, said, room=WIDTH - BESIDE, count=count),),
    )
