"""The coverage of a standard as a grid of cells: one requirement each, its state as a pattern and a letter."""

from dataclasses import dataclass

from auditctl.analysis.cover_map import CoverGroup, CoverPart

WIDTH = 360
"""Units of the drawing, near a phone's width, for five controls beside each other."""
LETTERS = {"audited": "A", "planned": "P", "overdue": "O", "never": "N", "not-applicable": "–"}
HEAD = 26
CELL = 20
SWATCH = 11
"""Width of the pattern in a cell."""
CHARACTER = 6.4
GAP = 4
LONGEST = 24
"""Characters of an id that are shown."""
FITS = 46


@dataclass(frozen=True, slots=True)
class Cell:
    x: float
    y: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    y: int
    state: str
    letter: str
    count: int


@dataclass(frozen=True, slots=True)
class CoverChart:
    """The cells of each heading below its label, and the legend of the states that there are."""

    width: int
    height: int
    cell_width: float
    cell_height: int
    swatch: int
    labels: tuple[Label, ...]
    cells: tuple[Cell, ...]
    keys: tuple[Key, ...]


def cover_chart(part: CoverPart) -> CoverChart:
    longest = max(len(_words(cell.id, cell.state)) for cell in part.cells)
    across = max(int(WIDTH // (SWATCH + CHARACTER * longest + 2 * GAP)), 1)
    width = round(WIDTH / across, 2)
    labels, cells, y = [], [], 0
    for group in part.groups:
        labels.append(Label(y + HEAD - 9, _title(group)))
        y += HEAD
        for index, cell in enumerate(group.cells):
            row, column = divmod(index, across)
            cells.append(
                Cell(round(column * width, 2), y + row * CELL, cell.state, _words(cell.id, cell.state))
            )
        y += -(-len(group.cells) // across) * CELL
    held = [(state, letter) for state, letter in LETTERS.items() if part.counts[state]]
    keys = tuple(
        Key(y + GAP * 3 + place * HEAD, state, letter, part.counts[state])
        for place, (state, letter) in enumerate(held)
    )
    height = y + GAP * 3 + len(keys) * HEAD
    return CoverChart(WIDTH, height, width, CELL, SWATCH, tuple(labels), tuple(cells), keys)


def _words(requirement: str, state: str) -> str:
    name = requirement if len(requirement) <= LONGEST else f"{requirement[: LONGEST - 1]}…"
    return f"{name} {LETTERS[state]}"


def _title(group: CoverGroup) -> str:
    words = f"{group.id} {group.title}"
    return words if len(words) <= FITS else f"{words[: FITS - 1].rstrip()}…"
