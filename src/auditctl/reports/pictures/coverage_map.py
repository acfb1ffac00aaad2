"""The coverage of a standard as a grid of cells: one requirement each, its state as a pattern and a letter."""

from auditctl.analysis.cover_map import CoverGroup, CoverPart
from auditctl.reports.pictures.drawing import (
    LETTERS,
    SMALL,
    WIDTH,
    Box,
    Code,
    Drawing,
    Words,
    rounded,
    together,
)
from auditctl.reports.pictures.legends import Key, legend
from auditctl.reports.pictures.lettering import width

FILLS = {
    "audited": "solid",
    "planned": "hatch",
    "overdue": "checks",
    "never": "blank",
    "not-applicable": "dash",
}
"""The pattern of each state in the order of the legend. Each has a letter, of one character in every language."""
HEAD = 26
CELL = 20
PATTERN = 11
"""Width of the pattern in a cell."""
GAP = 5
WIDEST = 130
"""Room of an id with its letter; what is longer is cut."""


def coverage_map(part: CoverPart) -> Drawing:
    """Return a cell for each requirement below the words of its heading, and the legend of the states that occur."""
    needed = max((width(f"{cell.id} A", SMALL) for cell in part.cells), default=0)
    across = int(WIDTH // (PATTERN + 2 * GAP + min(needed, WIDEST)))
    groups: list[Drawing] = []
    y = 0
    for group in part.groups:
        groups.append(_group(group, y, across))
        y += HEAD + -(-len(group.cells) // across) * CELL
    keys = [
        Key(fill, Code("cover", state), part.counts[state], Code("cover letter", state))
        for state, fill in FILLS.items()
        if part.counts[state]
    ]
    return together([*groups, legend(y + 12, keys)])


def _group(group: CoverGroup, y: int, across: int) -> Drawing:
    cells = [
        _cell(
            cell.id,
            cell.state,
            index % across * WIDTH / across,
            y + HEAD + index // across * CELL,
            WIDTH / across,
        )
        for index, cell in enumerate(group.cells)
    ]
    title = Words(0, y + HEAD - 9, group.title, lead=group.id)
    return together([Drawing(y + HEAD, words=(title,)), *cells])


def _cell(requirement: str, state: str, x: float, y: float, wide: float) -> Drawing:
    begin = x + PATTERN + GAP
    return Drawing(
        y + CELL,
        boxes=(
            Box(rounded(x + 0.5), y + 0.5, rounded(wide - 1), CELL - 1, style="cell"),
            Box(rounded(x + 0.5), y + 0.5, PATTERN, CELL - 1, FILLS[state]),
        ),
        words=(
            Words(
                rounded(begin), y + LETTERS + 1, Code("cover letter", state),
                room=x + wide - begin - 1, style="small", lead=requirement,
            ),
        ),
    )  # fmt: skip
