"""The audit process held against its elements, as text and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditctl.analysis.conformity import STANDARD, State
from auditctl.outputs.tables import hanging
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.analysis.conformity import Conformity, Judged

LONGEST = 3
"""Records, and things that are missing, that an element shows before it counts the rest."""
INDENT = 4
STYLES = {State.shown: "green", State.partly: "yellow", State.not_shown: "red", State.nothing: ""}


def document(view: "Conformity") -> dict[str, Any]:
    """Return the elements as one object of JSON."""
    return {
        "name": view.name,
        "today": view.today.isoformat(),
        "standard": STANDARD,
        "programme": view.programme or None,
        "from": view.days[0].isoformat() if view.days else None,
        "to": view.days[1].isoformat() if view.days else None,
        "audit": view.audit or None,
        "audits": view.audits,
        "nonconformities": view.nonconformities,
        "states": {state.value: view.count(state) for state in State},
        "elements": [_element(item) for item in view.judged],
    }


def _element(item: "Judged") -> dict[str, Any]:
    return {
        "id": item.element.id,
        "aspect": item.element.aspect or None,
        "title": item.element.title,
        "state": item.state.value,
        "told": item.answer.told,
        "of": item.answer.of,
        "shown": item.answer.done,
        "in_part": item.answer.begun,
        "records": [{"path": record.path, "what": record.words} for record in item.answer.records],
        "missing": list(item.answer.missing),
        "filled_by": item.lacking,
        "rules": [{"code": code, "open": open_} for code, open_ in item.guards],
        "question": item.element.question,
    }


def text(view: "Conformity") -> "Iterator[RenderableType]":
    """Yield the page: what was looked at, how many elements are shown, then each element."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    yield Text(visible(f"{view.name}, {view.today}: internal audit, {STANDARD} 9.2 and 10.2"), style="bold")
    yield Text("")
    yield Text(visible(_subject(view)))
    counts = (f"{view.count(state)} {state.value}" for state in State)
    yield Text(f"{_counted(len(view.judged), 'element')}: {', '.join(counts)}\n")
    for item in view.judged:
        yield from _told(item)
    yield Text("Elements are cited by identifier and told in words of our own; read the standard")
    yield Text("beside it. `auditctl explain CODE` says what a rule is about.")


def _subject(view: "Conformity") -> str:
    found = _counted(view.nonconformities, "nonconformity")
    if view.audit:
        return f"the audit {view.audit}: {found}"
    held = f"{_counted(view.audits, 'audit')} held or under way, {found}"
    if view.days is None:
        return f"no audit programme on record (`auditctl plan` says how one begins): {held}"
    return f"the programme {view.programme}, {view.days[0]} to {view.days[1]}: {held}"


def _counted(number: int, noun: str) -> str:
    """Return `1 audit`, `2 audits`, `3 nonconformities`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("y") else f"{number} {noun}s"


def _told(item: "Judged") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    element, answer = item.element, item.answer
    aspect = f" ({element.aspect})" if element.aspect else ""
    yield Text(f"{element.id}{aspect}  {element.title}", style="bold")
    yield hanging(visible(f"{item.state.value}: {answer.told}"), INDENT, style=STYLES[item.state])
    for record in answer.records[:LONGEST]:
        yield hanging(visible(f"{record.words} ({record.path})"), INDENT, first="  +")
    if len(answer.records) > LONGEST:
        yield hanging(f"and {len(answer.records) - LONGEST} more", INDENT)
    if answer.missing:
        more = len(answer.missing) - LONGEST
        named = "; ".join(answer.missing[:LONGEST]) + (f"; and {more} more" if more > 0 else "")
        yield hanging(visible(named), INDENT, first="  -")
    if item.lacking:
        yield hanging(f"filled by: {item.lacking}", INDENT, style="cyan")
    guards = ", ".join(f"{code} ({count} open)" if count else code for code, count in item.guards)
    yield hanging(f"rules: {guards or 'none'}", INDENT)
    yield hanging(f"asked: {element.question}", INDENT, style="italic")
    yield Text("")
