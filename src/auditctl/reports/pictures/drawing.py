"""What a picture is made of: boxes, lines, dots and words, each where it stands. One macro draws them all.

A chart library would bring colours where patterns are needed, styles and scripts of its own and no text that says
what is seen; what is left of its work is the place of a few boxes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 360
"""Units of every drawing, near a phone's width, so that its words stay readable there."""
LETTERS = 13
"""Height of letters in units; `pictures.css` says the same."""
SMALL = 11
"""Height of small letters."""
LINE = 22
"""Height of a line of words with its room."""
DOT = 3.5
"""Radius of a dot on a line."""


PLAIN = frozenset({"solid", "blank"})
"""Fills that are one colour, so that no renderer shows the seams of a pattern."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `fill` is one of PLAIN, or names a pattern of `drawing.html.j2`, or is empty; `style` is its class."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    style: str = "part"

    @property
    def pattern(self) -> str:
        return "" if self.fill in PLAIN else self.fill

    @property
    def classes(self) -> str:
        return f"{self.style} {self.fill}" if self.fill in PLAIN else self.style


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; `style` is its class."""

    points: tuple[tuple[float, float], ...]
    style: str

    @property
    def d(self) -> str:
        """The attribute of that name."""
        return "M" + "L".join(f"{rounded(x)} {rounded(y)}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle; `style` is its class."""

    x: float
    y: float
    radius: float
    style: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code among the words of a kind (`reports/words.py`), to be said in the language of the report."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Percent:
    value: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a line; `anchor` says whether they start, end or have their middle at `x`. What leaves `room` is cut.

    `said` is a Code, a Percent, or anything else that a language can say; `lead` stands before it, `count` behind.
    Backed words hide what lies below them, so that they can be read on a pattern or a line.
    """

    x: float
    y: float
    said: object
    anchor: str = "start"
    room: float = WIDTH
    style: str = ""
    lead: object = ""
    count: int | None = None
    is_backed: bool = False

    @property
    def size(self) -> int:
        return SMALL if "small" in self.style else LETTERS


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: the grid lies below everything, then come boxes, lines and dots; words are on top."""

    height: float = 0
    grid: tuple[Path, ...] = ()
    boxes: tuple[Box, ...] = ()
    lines: tuple[Path, ...] = ()
    dots: tuple[Dot, ...] = ()
    words: tuple[Words, ...] = ()
    width: int = WIDTH

    @property
    def patterns(self) -> tuple[str, ...]:
        """Those that are used, each once."""
        return tuple(dict.fromkeys(box.pattern for box in self.boxes if box.pattern))


def together(drawings: Iterable[Drawing]) -> Drawing:
    """Return the parts of several drawings as one, as high as the highest."""
    held = list(drawings)
    return Drawing(
        max((part.height for part in held), default=0),
        tuple(item for part in held for item in part.grid),
        tuple(item for part in held for item in part.boxes),
        tuple(item for part in held for item in part.lines),
        tuple(item for part in held for item in part.dots),
        tuple(item for part in held for item in part.words),
    )


def rounded(value: float) -> float:
    """Return a place in hundredths of a unit."""
    return round(value, 2)
