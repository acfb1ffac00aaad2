"""A programme as text: time line, coverage, processes by importance, what is due next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditctl.analysis.programme_dues import EXTERNAL
from auditctl.errors import some
from auditctl.outputs.coverage_grid import coverage_grid
from auditctl.outputs.programme_time_line import time_line
from auditctl.outputs.tables import Cell, hanging, table
from auditctl.outputs.words import counted, distance
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.process_results import ProcessResult
    from auditctl.analysis.programme_dues import ProgrammeDue
    from auditctl.analysis.programme_overview import OtherProgramme, ProcessLine, ProgrammeOverview

LONGEST = 10
"""Lines of what is due before it says how many more there are."""
NAMED = 6
"""Requirements of one line that are named before the rest is counted."""
RESULTS = {
    "major": "major",
    "minor": "minor",
    "ofi": "improvement",
    "none": "no finding",
    "unknown": "not known here",
    "not-audited": "not audited",
}
PLURALS = {"process": "processes"}


def text(view: "ProgrammeOverview") -> "Iterator[RenderableType]":
    """Yield the page: head, time line, coverage, processes, what is due next."""
    yield from _head(view)
    yield from time_line(view)
    yield from coverage_grid(view.coverage, view.today)
    yield from _processes(view)
    yield from _dues(view)


def _head(view: "ProgrammeOverview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    name = f"{view.title} ({view.id})" if view.title else f"Audit programme {view.id}"
    yield Text(visible(f"{name}, {view.organisation}, {view.today}"), style="bold")
    approved = (
        f"approved by {view.approved_by} on {view.approved_on}" if view.approved_on else "not approved yet"
    )
    yield Text(visible(f"{view.first} to {view.last}, {view.standing}; owner {view.owner}; {approved}"))
    for other in view.others:
        yield hanging(visible(_other(other)), 0)
    if view.undated:
        yield hanging(visible(f"Without a day and in no programme: {', '.join(view.undated)}"), 0)
    if view.unread:
        yield hanging(visible(_unread(view)), 0, style="yellow")
    yield Text("")


def _unread(view: "ProgrammeOverview") -> str:
    doubt = "" if view.knows_coverage else "; more may have been audited than stands here"
    return f"Could not be read, and is left out: {some(list(view.unread))}{doubt}"


def _other(other: "OtherProgramme") -> str:
    shared = f", overlaps from {other.overlap[0]} to {other.overlap[1]}" if other.overlap else ""
    return f"Another programme: {other.id}, {other.first} to {other.last}{shared} (`--programme {other.id}`)"


def _processes(view: "ProgrammeOverview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    gone = f" ({view.retired} retired, left out)" if view.retired else ""
    if not view.processes:
        yield Text(f"Processes: none{gone}\n")
        return
    title = f"Processes by importance: {view.audited_processes} of {len(view.processes)} audited at least once{gone}"
    columns = ("process", "owner", "last audit", "result", "next audit")
    yield table(title, columns, _rows(view), whole=2)


def _rows(view: "ProgrammeOverview") -> Iterator[list[Cell]]:
    """Yield the processes below a line for each importance."""
    before = ""
    for line in view.processes:
        if line.importance != before:
            yield [f"{line.importance} importance", "", "", "", ""]
        before = line.importance
        yield [line.id, line.owner or "nobody", _last(line.last), _result(line.last), _next(line)]


def _last(last: "ProcessResult") -> Cell:
    return (str(last.day), last.audit) if last.day else "never"


def _result(last: "ProcessResult") -> Cell:
    words = RESULTS[last.result.value]
    return (words, f"{last.open} of {last.findings} open") if last.findings else words


def _next(line: "ProcessLine") -> Cell:
    is_late = line.state in {"overdue", "never"}
    if line.next_day:
        return (str(line.next_day), line.next_audit, *(["too late"] if is_late else []))
    return ("none planned", "overdue") if line.state == "overdue" else "none planned"


def _dues(view: "ProgrammeOverview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not view.dues:
        yield Text("Due next: nothing")
        return
    rows = [_due_row(due) for due in view.dues[:LONGEST]]
    yield table(f"Due next: {len(view.dues)}", ("day", "", "who", "what"), rows, whole=2)
    if len(view.dues) > LONGEST:
        yield Text(f"and {len(view.dues) - LONGEST} more; `auditctl plan --json` lists them")


def _due_row(due: "ProgrammeDue") -> list[str]:
    day = str(due.day) if due.day else "no day"
    when = distance(due.days) if due.days is not None else ""
    who = due.who or ("" if due.kind == EXTERNAL else "nobody named")
    return [day, when, who, f"{due.where}: {due_words(due)}"]


def due_words(due: "ProgrammeDue") -> str:
    """Return what is to be done, with what it is about."""
    if not due.subjects:
        return due.what
    more = f" and {len(due.subjects) - NAMED} more" if len(due.subjects) > NAMED else ""
    count = len(due.subjects)
    noun = counted(count, due.noun) if count == 1 else f"{count} {PLURALS.get(due.noun, f'{due.noun}s')}"
    return f"{due.what} of {noun}: {', '.join(due.subjects[:NAMED])}{more}"
