"""How wide the columns of a table are on paper, by what stands in them.

A column has room for its longest word. What is left goes to the columns whose cells take more than a line, each by
how much its fullest cell says, so that the table ends up low.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WHOLE = 10.0
"""Width of a word that may end a line at its hyphens and slashes, such as a path."""
BROKEN = 7.0
"""Width that a column makes room for where a word is longer than `LONGEST`, and broken in any case."""
LONGEST = 13.5
BOLD = 1.18
"""How much wider words are in the head of a table."""
GAP = 1.0
"""Width between the text of two columns."""
MOST_SPANNED = 60
FULL = 40.0
"""Width from which on a cell is full, and says how much it may: it takes several lines in any case."""
MOST_READ = 400
"""Characters of a cell by which its column is judged."""
_NUMBER = re.compile(r"[0-9]{1,4}")
_PARTS = re.compile(r"[^-/]*[-/]*")
NARROW, WIDE = frozenset("ijlt.,:;'|!()[]fr-/I "), frozenset("mwMW@%–—")
"""Letters that differ most from the others in every font that is not monospaced."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, in how many lines at least, how many columns it spans, and whether it heads a column."""

    text: str
    lines: int = 1
    span: int = 1
    is_head: bool = False


def spanned(written: str | None) -> int:
    """Return how many columns a cell spans by its `colspan`; what is no small number of digits says one."""
    return max(1, min(int(written), MOST_SPANNED)) if written and _NUMBER.fullmatch(written) else 1


@dataclass(slots=True)
class _Column:
    """Width of the longest word of a column, and of the fullest cell below its head."""

    word: float = 0.5
    cell: float = 0.5


def column_widths(rows: Iterable[Iterable[Cell]], room: float) -> list[float]:
    """Return the width of each column; they add up to the room. All are in ems of the table's letters."""
    columns = _columns(rows)
    least = [column.word + GAP for column in columns]
    if sum(least) > room:
        return _levelled(least, room)
    wanted = [max(0.0, column.cell + GAP - need) for column, need in zip(columns, least, strict=True)]
    given = [
        need + more for need, more in zip(least, _shared(wanted, columns, room - sum(least)), strict=True)
    ]
    return [width * room / sum(given) for width in given]


def _levelled(least: Sequence[float], room: float) -> list[float]:
    """Return widths that fit: the widest columns give way first, and down to the same width."""
    held = [0.0] * len(least)
    for number, at in enumerate(sorted(range(len(least)), key=least.__getitem__)):
        held[at] = min(least[at], (room - sum(held)) / (len(least) - number))
    return held


def _shared(wanted: Sequence[float], columns: Sequence[_Column], room: float) -> list[float]:
    """Return what each column gets of the room: no more than it wants, else by how much it says."""
    weights = [min(column.cell, FULL) for column in columns]
    held = [0.0] * len(wanted)
    left, weight = room, sum(weights)
    for at in sorted(range(len(wanted)), key=lambda at: wanted[at] / weights[at]):
        held[at] = min(wanted[at], left * weights[at] / weight)
        left, weight = left - held[at], max(weight - weights[at], weights[at])
    return held


def _columns(rows: Iterable[Iterable[Cell]]) -> list[_Column]:
    columns: list[_Column] = []
    for row in rows:
        at = 0
        for cell in row:
            columns.extend(_Column() for _ in range(at + cell.span - len(columns)))
            if cell.span == 1:
                _judge(columns[at], cell)
            at += cell.span
    return columns


def _judge(column: _Column, cell: Cell) -> None:
    words = cell.text[:MOST_READ].split()
    column.word = max([column.word, *(_need(word) * (BOLD if cell.is_head else 1) for word in words)])
    if not cell.is_head:
        column.cell = max(column.cell, _width(" ".join(words)) / cell.lines)


def _need(word: str) -> float:
    """Return the room that a word asks for."""
    width = _width(word)
    if width > WHOLE:
        width = max(_width(part) for part in _PARTS.findall(word))
    return width if width <= LONGEST else BROKEN


def _width(text: str) -> float:
    """Return about how wide text is set in a wide font such as DejaVu, in ems; most fonts take less."""
    return sum(
        0.36 if letter in NARROW else 0.92 if letter in WIDE else 0.73 if letter.isupper() else 0.61
        for letter in text
    )
