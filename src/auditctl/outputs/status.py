"""The dashboard as text and as JSON."""

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditctl.outputs.tables import table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.overview import Due, Overview

GRADES = {
    "major": "major nonconformity",
    "minor": "minor nonconformity",
    "ofi": "improvement",
    "strength": "strength",
    "withdrawn": "withdrawn",
}


def document(view: "Overview") -> dict[str, Any]:
    """Return the overview as one object of JSON; every number stands beside its day."""
    data = {
        field.name: getattr(view, field.name)
        for field in dataclasses.fields(view)
        if field.name != "external"
    }
    data["today"] = view.today.isoformat()
    data["audits"] = [
        {**dataclasses.asdict(line), "first": line.first.isoformat() if line.first else None}
        for line in view.audits
    ]
    for key in ("overdue", "next_days"):
        data[key] = [{**dataclasses.asdict(item), "day": item.day.isoformat()} for item in data[key]]
    external = view.external
    data["external_audit"] = (
        {
            "kind": external.kind.value,
            "from": external.from_.isoformat(),
            "days": (external.from_ - view.today).days,
        }
        if external
        else None
    )
    return data


def text(view: "Overview") -> "Iterator[RenderableType]":
    """Yield the page."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    yield Text(f"{view.name} on {view.today}", style="bold")
    if view.external:
        days = (view.external.from_ - view.today).days
        yield Text(
            f"{days} days to the {view.external.kind.value} audit on {view.external.from_}"
            if days >= 0
            else "the external audit is under way"
        )
    rows = [
        [
            line.id,
            line.state,
            str(line.first or ""),
            f"{line.open} of {line.findings}" if line.findings else "",
        ]
        for line in view.audits
    ]
    yield table("Audits", ("audit", "state", "first day", "findings open"), rows)
    yield table("Findings", ("grade", "number", "by state"), _grades(view))
    yield table(
        "Corrective actions",
        ("state", "number"),
        [[state, str(count)] for state, count in sorted(view.capas.items())],
    )
    yield from _dues("Overdue", view.overdue, "red")
    yield from _dues("Due in the next 30 days", view.next_days, "")


def _grades(view: "Overview") -> Iterator[list[str]]:
    for grade, states in view.findings.items():
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        yield [GRADES[grade], str(sum(states.values())), told]


def _dues(title: str, items: "tuple[Due, ...]", style: str) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not items:
        yield Text(f"{title}: nothing\n")
        return
    rows = [[str(item.day), _distance(item.days), item.who, f"{item.where}: {item.what}"] for item in items]
    yield table(title, ("day", "", "who", "what"), rows, style=style)


def _distance(days: int) -> str:
    if days == 0:
        return "today"
    counted = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{counted} late" if days < 0 else f"in {counted}"
