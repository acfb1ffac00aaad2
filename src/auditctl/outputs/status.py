"""The dashboard as text and as JSON."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from auditctl.outputs.due import due_document
from auditctl.outputs.tables import hanging, table
from auditctl.outputs.words import counted, distance
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.overview import AuditLine, Overview
    from auditctl.analysis.owed import Due
    from auditctl.analysis.waiting import Waiting

GRADES = {"major": "major nonconformity", "minor": "minor nonconformity", "ofi": "improvement"}
LIFE = (
    "scheduled", "postponed", "draft", "planned", "announced", "fieldwork", "fieldwork-done", "reported",
    "follow-up", "closed", "cancelled",
)  # fmt: skip
"""The states of an audit in the order of its life."""
LONGEST = 10
"""Lines of a list before it says how many more there are."""
FINDING_AGE = "days since the report (a draft: since it was raised)"
CAPA_AGE = "days since opening, else the report"


def document(view: "Overview") -> dict[str, Any]:
    """Return the overview as one object of JSON; every number stands beside its day."""
    return {
        "name": view.name,
        "today": view.today.isoformat(),
        "external_audit": _external(view),
        "next_steps": [_step_document(item) for item in view.next_steps],
        "waiting": view.waiting,
        "overdue": [due_document(due) for due in view.overdue],
        "next_days": [due_document(due) for due in view.next_days],
        "audits": [
            {**dataclasses.asdict(line), "first": line.first.isoformat() if line.first else None}
            for line in view.audits
        ],
        "audit_states": {state: len(held) for state, held in _by_state(view.audits).items()},
        "findings": view.findings,
        "finding_ages": {
            "counted": FINDING_AGE,
            "grades": {
                ages.grade.value: {
                    "open": ages.open, "ages": ages.bands, "closed": ages.closed, "total": ages.total,
                }
                for ages in view.finding_ages
            },
        },
        "capas": view.capas,
        "capa_ages": {
            "counted": CAPA_AGE,
            "states": {
                ages.state.value: {"open": ages.total, "ages": ages.bands, "undated": ages.undated}
                for ages in view.capa_ages
            },
        },
    }  # fmt: skip


def _external(view: "Overview") -> dict[str, Any] | None:
    audit = view.external
    if audit is None:
        return None
    days = (audit.from_ - view.today).days
    return {
        "kind": audit.kind.value,
        "from": audit.from_.isoformat(),
        "to": audit.to.isoformat(),
        "days": days,
    }


def _step_document(item: "Waiting") -> dict[str, Any]:
    step = item.step
    return {
        "where": item.where,
        "what": step.what,
        "who": step.who,
        "due": step.due.isoformat() if step.due else None,
        "grade": item.grade.value if item.grade else None,
        "command": step.command,
    }


def text(view: "Overview") -> "Iterator[RenderableType]":
    """Yield the page: what comes next and what is due first, then everything by state and age."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    yield Text(_head(view), style="bold")
    yield Text("")
    yield from _steps(view)
    yield from _dues("Overdue", view.overdue, "red")
    yield from _dues("Due in the next 30 days", view.next_days, "")
    yield from _audits(view)
    yield from _findings(view)
    yield from _capas(view)
    yield Text("\nThe management's figures: `auditctl status --metrics`")


def _head(view: "Overview") -> str:
    audit = view.external
    head = visible(f"{view.name}, {view.today}")
    if audit is None:
        return head
    if audit.from_ <= view.today:
        return f"{head}: the {audit.kind.value} audit is under way until {audit.to}"
    days = counted((audit.from_ - view.today).days, "day")
    return f"{head}: {days} to the {audit.kind.value} audit on {audit.from_}"


def _steps(view: "Overview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not view.next_steps:
        yield Text("Next steps: nothing waits\n")
        return
    shown = len(view.next_steps)
    more = f": the most urgent {shown} of {view.waiting}" if shown < view.waiting else ""
    yield Text(f"Next steps{more}\n", style="bold")
    for number, item in enumerate(view.next_steps, 1):
        step = item.step
        when = _when(view.today, step.due)
        who = step.who or "nobody named"
        yield hanging(visible(f"{item.called}: {step.what} ({who}, {when})"), 3, first=f"{number}.")
        if step.command:
            yield hanging(visible(step.command), 3, style="cyan")
    yield Text("")


def _when(today: date, due: date | None) -> str:
    return distance((due - today).days) if due else "no day set"


def _dues(title: str, items: "Sequence[Due]", style: str) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not items:
        yield Text(f"{title}: nothing\n")
        return
    rows = [
        [str(due.day), distance(due.days), due.who or "nobody named", f"{due.called}: {due.what}"]
        for due in items[:LONGEST]
    ]
    columns = ("day", "", "who", "what")
    yield table(f"{title}: {len(items)}", columns, rows, whole=2, style=style)
    if len(items) > LONGEST:
        yield Text(f"and {len(items) - LONGEST} more; `auditctl due` lists them\n")


def _by_state(lines: "Iterable[AuditLine]") -> "dict[str, list[AuditLine]]":
    """Return the audits by state, in the order of an audit's life."""
    found: dict[str, list[AuditLine]] = {state: [] for state in LIFE}
    for line in lines:
        found[line.state].append(line)
    return {state: held for state, held in found.items() if held}


def _audits(view: "Overview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not view.audits:
        yield Text("Audits: none yet\n")
        return
    rows = [row for state, held in _by_state(view.audits).items() for row in _of_state(state, held)]
    columns = ("state", "", "audit", "first day", "findings open")
    yield table(f"Audits by state: {len(view.audits)}", columns, rows)


def _of_state(state: str, held: "Sequence[AuditLine]") -> Iterator[list[str]]:
    """Yield the audits of a state, those that are late apart."""
    for told, is_late in ((f"{state}, late", True), (state, False)):
        apart = [line for line in held if line.late is is_late]
        yield from _audit_rows(told, apart)


def _audit_rows(state: str, held: "Sequence[AuditLine]") -> Iterator[list[str]]:
    """Yield the audits of a state, the latest of a long list; the state stands in the first line alone."""
    for number, line in enumerate(held[-LONGEST:]):
        first = [state, str(len(held))] if number == 0 else ["", ""]
        waits = f"{line.open} of {line.findings}" if line.findings else ""
        yield [*first, line.id, str(line.first or ""), waits]
    if len(held) > LONGEST:
        yield ["", "", f"and {len(held) - LONGEST} earlier", "", ""]


BANDS = ("to 30", "31-60", "61-90", "over 90")


def _findings(view: "Overview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    if not any(view.findings.values()):
        yield Text("Findings: none yet\n")
        return
    rows = [
        [
            GRADES[ages.grade.value],
            f"{ages.open} of {ages.total}",
            *_numbers(ages.bands),
            str(ages.closed or ""),
        ]
        for ages in view.finding_ages
    ]
    columns = ("grade", "open", *BANDS, "closed")
    yield table(f"Findings by grade and age: {FINDING_AGE}", columns, rows)
    besides = [f"{count} {key}" for key in ("strength", "withdrawn") if (count := _count(view, key))]
    if besides:
        yield Text(f"besides: {', '.join(besides)}\n")


def _count(view: "Overview", key: str) -> int:
    return sum(view.findings.get(key, {}).values())


def _capas(view: "Overview") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    total = sum(view.capas.values())
    if not total:
        yield Text("Corrective actions: none yet")
        return
    waits = sum(ages.total for ages in view.capa_ages)
    if waits:
        undated = any(ages.undated for ages in view.capa_ages)
        rows = [
            [ages.state.value, str(ages.total), *_numbers(ages.bands), *([str(ages.undated or "")] * undated)]
            for ages in view.capa_ages
        ]
        columns = ("state", "open", *BANDS, *(["no day"] * undated))
        yield table(f"Corrective actions by state and age: {CAPA_AGE}", columns, rows)
    yield Text(f"{'' if waits else 'Corrective actions: '}{waits} of {total} open{_over(view)}")


def _over(view: "Overview") -> str:
    """Return in words the corrective actions that wait for nothing."""
    waits = {ages.state.value: ages.total for ages in view.capa_ages}
    words = {
        "closed": "closed",
        "cancelled": "cancelled",
        "ineffective": "ineffective and followed by another",
    }
    counts = {told: view.capas.get(state, 0) - waits.get(state, 0) for state, told in words.items()}
    told = [f"{count} {words}" for words, count in counts.items() if count]
    return f"; {', '.join(told)}" if told else ""


def _numbers(bands: dict[str, int]) -> list[str]:
    return [str(count or "") for count in bands.values()]
