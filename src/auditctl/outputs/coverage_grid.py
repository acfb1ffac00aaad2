"""Coverage of clauses and controls as a grid: one glyph each, its state readable without colour."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from auditctl.outputs.tables import hanging, takes_unicode
from auditctl.outputs.time_line import NAME, named_rows
from auditctl.outputs.words import counted
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.cover_map import CoverCell, CoverPart

MARKS = {
    "audited": ("●", "#"),
    "planned": ("○", "o"),
    "overdue": ("!", "!"),
    "never": ("×", "x"),
    "not-applicable": ("·", "."),
}
"""State -> its glyph, and that where only ASCII is taken."""
WORDS = {"never": "neither audited nor planned", "not-applicable": "not applicable"}
FIVE = 5
A_LINE = 40
"""Glyphs of a line, in fives."""
LONGEST = 12
"""Requirements that are named before the rest is counted."""


def coverage_grid(parts: "Sequence[CoverPart]", today: date) -> "Iterator[RenderableType]":
    """Yield the parts of each standard with their sums, what nobody looks at in time by name, and the legend."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    if not parts:
        yield Text(f"Coverage, {today}: no catalogue of requirements could be read\n")
        return
    yield Text(f"Coverage, {today}", style="bold")
    for part in parts:
        yield from _sums(part)
        yield Text("\n".join(_lines(part)))
        for state in ("overdue", "never"):
            yield from _named(part, state)
    yield Text("")
    yield hanging("; ".join(f"{_mark(state)} {_word(state)}" for state in _used(parts)), 0)
    yield Text("")


def _sums(part: "CoverPart") -> "Iterator[RenderableType]":
    counts = part.counts
    rest = [f"{counts[state]} {_word(state)}" for state in ("planned", "overdue", "never")]
    if counts["not-applicable"]:
        rest.append(f"besides {counts['not-applicable']} not applicable")
    audited = f"{counts['audited']} of {part.applicable} audited in {counted(part.months, 'month')}"
    yield hanging("\n" + visible(f"{part.standard}, {part.kind}: {audited}"), 0)
    yield hanging(", ".join(rest), 2)


def _lines(part: "CoverPart") -> Iterator[str]:
    """Yield the glyphs below each heading, with how many of them are audited."""
    glyphs = [(group, list(_glyphs(group.cells))) for group in part.groups]
    width = max(len(line) for _, lines in glyphs for line in lines)
    rows = [
        (
            visible(group.id) if place == 0 else "",
            f" {line:<{width}} ",
            f"{group.counts['audited']} of {group.applicable}" if place == 0 else "",
        )
        for group, lines in glyphs
        for place, line in enumerate(lines)
    ]
    room = min(max(len(name) for name, _, _ in rows), NAME)
    yield from (f"  {line}" for line in named_rows(rows, room))


def _glyphs(cells: "Sequence[CoverCell]") -> Iterator[str]:
    """Yield rows of glyphs in fives, so that they can be counted."""
    marks = [_mark(cell.state) for cell in cells]
    for start in range(0, len(marks), A_LINE):
        row = marks[start : start + A_LINE]
        yield " ".join("".join(row[at : at + FIVE]) for at in range(0, len(row), FIVE))


def _named(part: "CoverPart", state: str) -> "Iterator[RenderableType]":
    names = [cell.id for cell in part.cells if cell.state == state]
    if names:
        more = f" and {len(names) - LONGEST} more" if len(names) > LONGEST else ""
        yield hanging(visible(f"{_word(state)}: {', '.join(names[:LONGEST])}{more}"), 2)


def _used(parts: "Sequence[CoverPart]") -> list[str]:
    return [
        state for state in MARKS if state != "not-applicable" or any(part.counts[state] for part in parts)
    ]


def _mark(state: str) -> str:
    return MARKS[state][0 if takes_unicode() else 1]


def _word(state: str) -> str:
    return WORDS.get(state, state)
