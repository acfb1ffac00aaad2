"""The audits of a programme on a time line, and why one was moved or called off."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditctl.outputs.tables import hanging, takes_unicode
from auditctl.outputs.time_line import NAME, Axis, named_rows
from auditctl.outputs.words import counted
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.programme_overview import CallOff, Move, ProgrammeOverview, StopLine

MARKS = {
    "scheduled": ("○", "o"),
    "postponed": ("»", "~"),
    "planned": ("◎", "p"),
    "underway": ("◐", "u"),
    "held": ("●", "#"),
    "late": ("!", "!"),
    "cancelled": ("×", "x"),
    "external": ("◆", "E"),
}
"""State -> its mark, and that where only ASCII is taken."""
WORDS = {"underway": "under way"}
MOST = 40
"""Audits of which each has a row of its own; of more there is a row a state."""


def time_line(view: "ProgrammeOverview") -> "Iterator[RenderableType]":
    """Yield the axis with a row an audit, the marks that it uses, and what was moved or called off."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    if not any(line.is_listed for line in view.stops):
        yield Text("The programme plans no audit; write each with its days under `audits:`\n")
    if not view.stops:
        return
    counts = ", ".join(f"{count} {word(state)}" for state, count in view.states.items())
    yield Text(f"Time line: {counted(len(view.stops), 'audit')} ({counts})\n", style="bold")
    yield Text("\n".join(_lines(view)))
    yield Text("")
    yield hanging("; ".join(_legend(view)), 0)
    if len(view.stops) > MOST:
        yield Text("Each audit: `auditctl plan --json` or `auditctl report --kind programme`")
    yield Text("")
    yield from _changes(view.stops[:MOST])


def mark(state: str) -> str:
    return MARKS[state][0 if takes_unicode() else 1]


def word(state: str) -> str:
    return WORDS.get(state, state)


def _legend(view: "ProgrammeOverview") -> Iterator[str]:
    yield from (f"{mark(state)} {word(state)}" for state in view.states)
    if any(line.first < view.first or line.last > view.last for line in view.stops):
        yield "< > before or after the programme"


def _lines(view: "ProgrammeOverview") -> Iterator[str]:
    axis = Axis.of(view.first, view.last)
    rows = list(_rows(view, axis) if len(view.stops) <= MOST else _rows_of_states(view, axis))
    room = max(NAME, NAME + 36 - axis.width)
    width = min(max(len(name) for name, _, _ in rows), room)
    for head in (axis.years(), axis.quarters()):
        if head:
            yield f"{'':{width}}  {head}"
    yield from named_rows(rows, width)
    if view.first <= view.today <= view.last:
        yield f"{'':{width}}  {'':{axis.column(view.today)}}^ today, {view.today}"


def _rows(view: "ProgrammeOverview", axis: Axis) -> Iterator[tuple[str, str, str]]:
    for line in view.stops:
        row = axis.row([(line.first, line.last)], mark(line.state), _dot())
        yield visible(line.id), row, f"{line.first} {word(line.state)}"


def _rows_of_states(view: "ProgrammeOverview", axis: Axis) -> Iterator[tuple[str, str, str]]:
    for state, count in view.states.items():
        spans = [(line.first, line.last) for line in view.stops if line.state == state]
        yield word(state), axis.row(spans, mark(state), _dot()), str(count)


def _dot() -> str:
    return "·" if takes_unicode() else "."


def _changes(lines: "Sequence[StopLine]") -> "Iterator[RenderableType]":
    """Yield the postponements and cancellations with who and why."""
    from rich.text import Text  # noqa: PLC0415

    told = [
        (line.id, words)
        for line in lines
        for words in (*map(_moved, line.moves), *([_called_off(line.cancelled)] if line.cancelled else []))
    ]
    if not told:
        return
    yield Text("Postponed or cancelled\n", style="bold")
    for name, words in told:
        yield hanging(visible(f"{name}: {words}"), 2)
    yield Text("")


def _moved(move: "Move") -> str:
    start = f"from {move.from_} " if move.from_ else ""
    return f"postponed {start}to {move.to} by {move.by} on {move.on}: {move.why or 'no reason is given'}"


def _called_off(call_off: "CallOff") -> str:
    is_told = call_off.approved_by is not None
    approved = f", approved by {call_off.approved_by or 'nobody'}" if is_told else ""
    return f"cancelled by {call_off.by} on {call_off.on}{approved}: {call_off.why or 'no reason is given'}"
