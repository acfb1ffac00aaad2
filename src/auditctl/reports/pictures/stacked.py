"""Bars of stacked parts below each other: the words of a bar above it, its sum at the end of that line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from auditctl.reports.pictures.legends import Key, legend
from auditctl.reports.pictures.lettering import width

BAR = 18
ROW = 48
"""Height of a bar with its line of words and the room to the next."""
SUM = 56
"""Room of the sum at the end of a line."""
GAP = 6
"""Between the bars and the legend."""
PLATE = 3
"""Room around a number within a bar."""
GRADES = {"major": "solid", "minor": "hatch", "ofi": "dots", "strength": "blank", "ungraded": "lines"}
"""The pattern of each grade, the same in every picture."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: its words (`said` and `lead` as in `Words`), and how many of each key there are."""

    said: object
    counts: Mapping[str, int]
    lead: object = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def stacked(stacks: Sequence[Stack], fills: Mapping[str, str], kind: str) -> Drawing:
    """Return a bar for each stack, all on one scale, and a legend of the keys that occur.

    `fills` has the pattern of each key in the order in which the parts stand; `kind` names the words of the keys.
    """
    most = max((stack.total for stack in stacks), default=0)
    bars = [_named(stack, fills, row * ROW, most) for row, stack in enumerate(stacks)]
    sums = {key: sum(stack.counts.get(key, 0) for stack in stacks) for key in fills}
    keys = (Key(fills[key], Code(kind, key), count) for key, count in sums.items() if count)
    return together([*bars, legend(len(stacks) * ROW + GAP, keys)])


def _named(stack: Stack, fills: Mapping[str, str], y: float, most: int) -> Drawing:
    name = Words(0, y + LETTERS, stack.said, room=WIDTH - SUM, lead=stack.lead)
    total = Words(WIDTH, y + LETTERS, stack.total, anchor="end", room=SUM)
    return together([Drawing(words=(name, total)), bar(stack.counts, fills, y + LETTERS + 7, most)])


def bar(counts: Mapping[str, int], fills: Mapping[str, str], y: float, most: int) -> Drawing:
    """Return the parts of a bar, of which `most` would fill the width, with their numbers where they fit."""
    boxes: list[Box] = []
    words: list[Words] = []
    so_far = 0
    for key, fill in fills.items():
        count = counts.get(key, 0)
        if not count:
            continue
        x, end = 0.5 + (WIDTH - 1) * so_far / most, 0.5 + (WIDTH - 1) * (so_far + count) / most
        so_far += count
        boxes.append(Box(rounded(x), y, rounded(end - x), BAR, fill))
        room = width(f"{count:,}", LETTERS) + 2 * PLATE
        if room + 2 * PLATE <= end - x:
            middle = (x + end) / 2
            words.append(
                Words(rounded(middle), y + BAR - 4.5, count, anchor="middle", room=room, is_backed=True)
            )
    axis = Path(((0.5, y), (0.5, y + BAR)), "axis")
    return Drawing(y + BAR, grid=(axis,), boxes=tuple(boxes), words=tuple(words))
