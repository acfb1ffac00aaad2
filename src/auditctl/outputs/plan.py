"""The plan of an audit as text and as JSON."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditctl.diagnostics import Diagnostic
from auditctl.outputs.tables import hanging, table
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.standing import Standing
    from auditctl.planning.view import CallOff, PlanView

AUDITORS_A_TABLE = 5
UNFIT = "unfit"
LEGEND = {
    "exc.": "only under an exception with safeguards",
    "acc.": "under an accepted exception",
    UNFIT: "may not audit by then, whatever the conflicts:",
}
"""The short words of the matrix that do not speak for themselves."""


def document(view: "PlanView") -> dict[str, Any]:
    """Return the view as one object of JSON."""
    data = dataclasses.asdict(view)
    data["conflicts"] = view.conflicts
    data["matrix"] = [{"process": process, "auditors": cells} for process, cells in data["matrix"]]
    data["missing"] = [_missing_item(item) for item in view.missing]
    plain: dict[str, Any] = _plain(data)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).rstrip("_"): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _missing_item(item: Diagnostic) -> dict[str, Any]:
    place = item.location
    return {
        "code": item.code,
        "severity": item.severity.name,
        "message": item.message,
        "path": place.path,
        "line": place.line,
        "help": item.help,
    }


def text(view: "PlanView") -> "Iterator[RenderableType]":
    """Yield the page: head, timetable, matrix, coverage, what is missing."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    yield Text(f"{visible(view.title)} ({view.id})", style="bold")
    yield Text("\n".join(_head(view)))
    yield Text("")
    yield from _timetable(view)
    if view.matrix and view.matrix[0][1]:
        yield Text("")
        yield from _matrix(view)
    yield Text("")
    yield from _coverage(view)
    yield from _missing(view)


def _head(view: "PlanView") -> Iterator[str]:
    when = f"{view.from_} to {view.to}" if view.from_ else "no dates yet"
    yield f"{view.kind} audit, {view.state}; {when}; {_count(len(view.sessions), 'session')}"
    yield f"Team      {', '.join(f'{name} (lead)' if name == view.lead else name for name in view.team) or 'nobody yet'}"
    yield f"Scope     {_count(len(view.processes), 'process', 'processes')}" + (
        f"; {', '.join(view.locations)}" if view.locations else ""
    )
    yield f"Criteria  {_count(view.coverage.criteria, 'requirement')}, {_count(len(view.documents), 'own document')}"
    if view.period[0] or view.period[1]:
        yield f"Period    {view.period[0] or '…'} to {view.period[1] or '…'}"


def _timetable(view: "PlanView") -> "Iterator[RenderableType]":
    """Yield the days with their meetings and sessions, conflicts below the session."""
    from rich.text import Text  # noqa: PLC0415

    rows: list[tuple[date, str, object]] = [
        (item.date or date.max, item.start, item) for item in view.sessions
    ]
    rows += [(item.date, item.start, item) for item in view.meetings]
    for day, items in groupby(sorted(rows, key=lambda row: (row[0], row[1])), key=lambda row: row[0]):
        yield Text(day.strftime("%a %Y-%m-%d") if day != date.max else "Not yet dated", style="bold")
        for _, start, item in items:
            yield Text(f"  {start or '--:--'}  {_line(item)}")
            yield from (hanging(line, 9, style) for line, style in _conflicts(item))


def _line(item: Any) -> str:
    minutes = f"{item.minutes} min" if item.minutes else ""
    if not hasattr(item, "process"):
        return f"{item.name:<17}{minutes:>8}"
    auditors = ", ".join(standing.person for standing in item.auditors) or "nobody yet"
    name = item.id if item.id == item.process else f"{item.id} ({item.process})"
    extra = f"  {item.location}" if item.location else ""
    return visible(f"{name:<17}{minutes:>8}  {auditors}{extra}")


def _conflicts(item: Any) -> Iterator[tuple[str, str]]:
    for standing in getattr(item, "auditors", ()):
        if standing.unfit:
            yield f"unfit: {standing.person} {visible('; '.join(standing.unfit))}", "red"
        if standing.state == "free":
            continue
        word = {"no": "conflict", "exception": "needs an exception", "accepted": "accepted exception"}[
            standing.state
        ]
        style = {"no": "red", "exception": "yellow", "accepted": "cyan"}[standing.state]
        for reason in standing.reasons:
            yield f"{word} {reason.code}: {standing.person} {visible(reason.text)}", style
        if standing.accepted_by:
            yield f"approved by {standing.accepted_by}", style
    if getattr(item, "is_troubled", False):
        free = ", ".join(item.free) or "nobody on the register; an auditor from outside is needed"
        yield f"free of conflict: {free}", ""


def _matrix(view: "PlanView") -> "Iterator[RenderableType]":
    """Yield who may audit what, a few auditors a table so that it stays readable at 80 columns."""
    people = [standing.person for standing in view.matrix[0][1]]
    for start in range(0, len(people), AUDITORS_A_TABLE):
        part = slice(start, start + AUDITORS_A_TABLE)
        title = "Who may audit what" if start == 0 else "Who may audit what, continued"
        rows = [[process, *(_cell(standing) for standing in row[part])] for process, row in view.matrix]
        yield table(title, ["process", *(_stacked(person) for person in people[part])], rows, whole=1)
    yield from (hanging(line, 2) for line in _legend(view))


def _legend(view: "PlanView") -> Iterator[str]:
    """Yield what the short words of the matrix mean, those alone that it holds, and why somebody is unfit."""
    standings = [standing for _, row in view.matrix for standing in row]
    shown = [_cell(standing) for standing in standings]
    counted = next((cell.split()[1] for cell in shown if "+" in cell), "")
    if counted:
        code, _, more = counted.partition("+")
        yield f"{counted}: {code} and {_count(int(more), 'further reason')}; `auditctl who PROCESS` names all"
    for word, words in LEGEND.items():
        if any(cell.split()[0] == word for cell in shown):
            yield f"{word}: {words}"
    reasons: dict[str, dict[str, None]] = {}
    for standing in standings:
        if _cell(standing) == UNFIT:
            reasons.setdefault(standing.person, {}).update(dict.fromkeys(standing.unfit))
    for person, why in reasons.items():
        yield visible(f"{person}: {'; '.join(why)}")


def _stacked(person: str) -> str:
    """Return an id over two lines, so that a table of several stays narrow."""
    return person.replace("-", "-\n", 1)


def _cell(standing: "Standing") -> str:
    if standing.shown in {"free", UNFIT}:
        return standing.shown
    words = {"no": "no", "exception": "exc.", "accepted": "acc."}[standing.state]
    more = f"+{len(standing.codes) - 1}" if len(standing.codes) > 1 else ""
    return f"{words} {standing.codes[0]}{more}"


def _coverage(view: "PlanView") -> "Iterator[RenderableType]":
    covered = view.coverage
    yield hanging(
        f"{covered.planned} of {covered.criteria} requirements of the criteria are in a session",
        10,
        first="Coverage",
    )
    if covered.missing:
        shown = covered.missing[:12]
        more = len(covered.missing) - len(shown)
        yield hanging(f"in none: {', '.join(shown)}" + (f" and {more} more" if more else ""), 10)


def _missing(view: "PlanView") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    from auditctl.outputs.console import COLORS  # noqa: PLC0415

    if view.cancelled:
        yield hanging("", 0)
        yield hanging(visible(_called_off(view.cancelled)), 0, style="bold")
    conflicts = _count(view.conflicts, "conflict")
    if not view.missing:
        said = (
            f"{conflicts} of independence to solve." if view.conflicts else "Nothing is missing in this plan."
        )
        if not view.cancelled:
            yield Text(f"\n{said}")
        return
    points = _count(len(view.missing), "other point")
    yield Text(f"\nStill to do ({conflicts} of independence, {points})", style="bold")
    for item in view.missing:
        yield hanging(f"{item.severity.name}[{item.code}] {visible(item.message)}", 2, COLORS[item.severity])
        place = f"{visible(item.location.path)}:{item.location.line}"
        yield hanging(place + (f"; {visible(item.help)}" if item.help else ""), 6)


def _called_off(call_off: "CallOff") -> str:
    why = f": {' '.join(call_off.why.split())}" if call_off.why else ""
    return f"This audit was cancelled by {call_off.by} on {call_off.date}{why}"


def _count(number: int, word: str, plural: str = "") -> str:
    return f"{number} {word if number == 1 else plural or f'{word}s'}"
