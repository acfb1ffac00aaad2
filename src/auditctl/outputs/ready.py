"""Readiness for an external audit as text and as JSON."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from auditctl.outputs.tables import hanging
from auditctl.outputs.words import counted, distance
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.readiness import Goal, Judged, Lack, Readiness
    from auditctl.repository import Repository

LONGEST = 10
"""What a condition lacks, and what shows it, before the page says how many more there are."""
INDENT = 4


def document(repository: "Repository", view: "Readiness") -> dict[str, Any]:
    """Return the readiness as one object of JSON."""
    return {
        "name": view.name,
        "today": view.today.isoformat(),
        "for": _goal(view.goal),
        "ready": view.is_ready,
        "met": view.met,
        "due_until_then": view.ahead,
        "conditions": [_condition(repository, judged) for judged in view.judged],
    }


def _goal(goal: "Goal") -> dict[str, Any]:
    audit, held = goal.audit, goal.certification
    return {
        "day": goal.day.isoformat(),
        "days": goal.days,
        "kind": audit.kind.value if audit else None,
        "from": audit.from_.isoformat() if audit else None,
        "to": audit.to.isoformat() if audit else None,
        "standards": list(goal.standards),
        "body": held.body if held else None,
    }


def _condition(repository: "Repository", judged: "Judged") -> dict[str, Any]:
    condition = judged.condition
    return {
        "code": condition.code,
        "title": condition.title,
        "met": condition.is_met,
        "severity": judged.weight.name if judged.weight and not condition.is_met else None,
        "told": condition.told,
        "shown": [{"path": item.path, "what": item.words} for item in condition.shown],
        "missing": [_lack(repository, lack) for lack in condition.lacks],
    }


def _lack(repository: "Repository", lack: "Lack") -> dict[str, Any]:
    return {
        "what": lack.message,
        "path": lack.path,
        "line": lack.line or None,
        "people": [{"person": person, "name": repository.person_name(person)} for person in lack.people],
        "due": lack.due.isoformat() if lack.due else None,
        "command": lack.command,
        "hint": lack.hint,
    }


def text(view: "Readiness") -> "Iterator[RenderableType]":
    """Yield the page: the verdict, then each condition with what shows it or what is missing."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    goal = view.goal
    left = "today" if goal.days == 0 else f"{counted(goal.days, 'day')} left"
    verdict = "ready" if view.is_ready else "not ready"
    head = f"{view.name}, {view.today}: {verdict} for {goal.title} on {goal.day} ({left})"
    yield Text(visible(head), style="bold")
    yield Text("")
    met = f"{view.met} of {len(view.judged)} conditions are met"
    due = (
        f"; {counted(view.ahead, 'thing')} due until then: `auditctl due --within {goal.days}`"
        if view.ahead
        else ""
    )
    yield Text(f"{met}{due}\n")
    for judged in view.judged:
        yield from _told(judged, view.today)
    yield Text("`auditctl explain RDY001` says what a condition rests on.")


def _told(judged: "Judged", today: date) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    condition = judged.condition
    yield _heading(judged)
    for lack in condition.lacks[:LONGEST]:
        yield from _missing(lack, today)
    shown = condition.shown if condition.is_met else ()
    for item in shown[:LONGEST]:
        yield hanging(visible(f"{item.words} ({item.path})"), INDENT, first="  +")
    more = len(condition.lacks or shown) - LONGEST
    if more > 0:
        yield hanging(f"and {more} more; `--format json` has all", INDENT)
    yield Text("")


def _heading(judged: "Judged") -> "RenderableType":
    """Return the line of a condition: met or not, its code, what it asks, and its count."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    condition = judged.condition
    style = "green" if condition.is_met else "red" if judged.stands_in_the_way else "yellow"
    row = Table.grid(padding=(0, 2, 0, 0))
    for widest in ("not met", "RDY001"):
        row.add_column(no_wrap=True, min_width=len(widest))
    row.add_column()
    mark = Text("met" if condition.is_met else "not met", style=f"bold {style}")
    words = visible(f"{condition.title}: {condition.told}{_beside(judged)}")
    row.add_row(mark, Text(condition.code), Text(words, style="bold"))
    return row


def _beside(judged: "Judged") -> str:
    """Return what the settings made of a condition that is not met."""
    if judged.condition.is_met or judged.stands_in_the_way:
        return ""
    return f" ({judged.weight.name} by the settings)" if judged.weight else " (switched off by the settings)"


def _missing(lack: "Lack", today: date) -> "Iterator[RenderableType]":
    yield hanging(visible(lack.told), INDENT, first="  -")
    who = ", ".join(lack.people) or "nobody named"
    place = "" if lack.command and not lack.hint else f"; {lack.place}"
    yield hanging(visible(f"{who}{_until(lack.due, today)}{place}"), INDENT)
    yield hanging(visible(lack.hint or lack.command), INDENT, style="cyan")


def _until(due: date | None, today: date) -> str:
    if due is None:
        return ""
    return f", until {due}" if due >= today else f", due {due}, {distance((due - today).days)}"
