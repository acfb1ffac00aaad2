"""What was recorded: facts, days that are facts by themselves, actions, and what the lead auditor concludes."""

from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.grades import is_better
from auditctl.analysis.changes.judges.judge import Found
from auditctl.analysis.changes.names import ITEMS, LISTS, label
from auditctl.analysis.changes.said import day, days, value, worded
from auditctl.model.types import Kind
from auditctl.source.nodes import Route

DATED: dict[Route, str] = {
    ("opened",): "opened",
    ("issued",): "report issued",
    ("plan", "sent"): "plan sent",
    ("origin", "date"): "came about",
    ("cause", "date"): "cause found",
    ("extent", "date"): "extent found",
}
"""Days that are facts by themselves, by their routes."""
SAID = frozenset({"collected", "raised", "origin"})
"""What was recorded once, whatever of it there is."""
STANDING: dict[str, frozenset[str]] = {
    str(Kind.finding): frozenset({"number", "reference", "repeat_of"}),
    str(Kind.auditor): frozenset({"qualifications", "evaluations"}),
    str(Kind.document): frozenset({"approved"}),
}
"""What stays as it was recorded, by kind of record."""
CONCLUDED = frozenset({"conclusions", "diverging_opinions", "limitations", "not_covered"})


def fact(case: Case) -> Found:
    """Judge something that happened on a day."""
    difference = case.difference
    if not difference.is_fact:
        return None
    before, after = difference.before, difference.after
    if case.kind == "schedule":
        return [(Sort.moved, f"{label(difference.route)}: {value(before)} → {value(after)}")]
    if before is None:
        return [(_recorded(difference.route), worded(difference) + _amended(difference.route, after))]
    bettered = after is not None and is_better(str(before.get("result")), after.get("result"))
    return [(Sort.result_bettered if bettered else Sort.fact_altered, worded(difference))]


def _recorded(route: Route) -> Sort:
    if route in {("withdrawn",), ("cancelled",)}:
        return Sort.withdrawn
    return Sort.amended if route[:1] == ("amendments",) else Sort.recorded


def _amended(route: Route, held: dict[str, Any]) -> str:
    records = held.get("records") if route[:1] == ("amendments",) else None
    return f" ({value(records)})" if records else ""


def dated(case: Case) -> Found:
    """Judge a day that is a fact by itself, and what else stays as it was recorded."""
    difference = case.difference
    words = DATED.get(difference.route)
    if words and (difference.route != ("issued",) or case.kind == str(Kind.audit)):
        held = case.new.get(str(difference.route[0]))
        by = f" by {held['by']}" if isinstance(held, dict) and held.get("by") else ""
        if difference.before is None:
            return [(Sort.recorded, f"{words}{by} on {difference.after}")]
        return [(Sort.fact_altered, worded(difference))]
    head = difference.route[0]
    is_found_by = head in {"cause", "extent"} and difference.key == "by"
    is_standing = head in SAID or is_found_by or head in STANDING.get(case.kind, ())
    if is_standing and difference.before not in (None, []):
        return [(Sort.fact_altered, worded(difference))]
    return None


def item(case: Case) -> Found:
    """Judge an action, containment or correction as a whole, and the day on which it was done."""
    difference = case.difference
    if case.kind != str(Kind.capa) or difference.route[0] not in ITEMS:
        return None
    if difference.was:
        return [(Sort.renamed, f"{label(difference.route)} renamed, {difference.was} before")]
    if len(difference.route) == 2:  # noqa: PLR2004 - actions, NAME
        return [_of_item(label(difference.route), difference.before, difference.after)]
    if difference.key == "done" and difference.before is None:
        return [(Sort.recorded, f"{label(difference.route[:2])} done on {difference.after}")]
    return [(Sort.fact_altered, worded(difference))] if difference.key == "done" else None


def _of_item(name: str, before: Any, after: Any) -> tuple[Sort, str]:
    held = after or before
    told = item_words(held)
    if after is None:
        return Sort.removed, f"{name} taken out: {told}"
    return Sort.added, f"{name} added: {told}"


def item_words(held: dict[str, Any]) -> str:
    """Return an action in words: what, by whom, until when."""
    owner = f", by {held['owner']}" if held.get("owner") else ""
    return value(held.get("what")) + owner + (f", due {held['due']}" if held.get("due") else "")


def effect(case: Case) -> Found:
    """Judge how a corrective action ends: by what it will be seen to work, or that another one takes it over."""
    difference = case.difference
    if case.kind != str(Kind.capa):
        return None
    if difference.route == ("merged_into",) and difference.after:
        return [(Sort.withdrawn, worded(difference))]
    if difference.route == ("follows",) and difference.before:
        return [(Sort.withdrawn, worded(difference))]
    if difference.route[0] != "effectiveness" or difference.before is None:
        return None
    if difference.key == "criterion":
        return [(Sort.fact_altered, worded(difference))]
    earlier = difference.key == "not_before" and (difference.after or "") < difference.before
    return [(Sort.fact_altered, worded(difference))] if earlier else None


def conclusion(case: Case) -> Found:
    """Judge what the lead auditor concludes, and what the report leaves out."""
    difference = case.difference
    if case.kind != "report" or difference.route[0] not in CONCLUDED:
        return None
    if difference.before is not None:
        return [(Sort.conclusion_changed, worded(difference))]
    if difference.route[0] != "not_covered":
        return None
    held = difference.after
    told = f"not covered: {value(held)}" + (f": {value(held['why'])}" if isinstance(held, dict) else "")
    return [(Sort.scope_narrowed, told)]


def moved(case: Case) -> Found:
    """Judge a day that moved."""
    difference = case.difference
    before, after = day(difference.before), day(difference.after)
    if before is None or after is None:
        return None
    later = (after - before).days
    way = f"moved by {days(later)}" if later > 0 else f"brought forward by {days(-later)}"
    told = f"{label(difference.route)} {way} ({before} → {after})"
    if case.kind == str(Kind.planned) and later > 0:
        return [(Sort.due_moved, f"{told}, no reason")]
    return [(Sort.moved, told)]


def order(case: Case) -> Found:
    """Judge recorded steps that stand in another order."""
    difference = case.difference
    held = difference.before
    if difference.is_list or not (isinstance(held, list) and held and isinstance(held[0], dict)):
        return None
    name = LISTS.get(difference.key, label(difference.route))
    return [(Sort.fact_altered, f"each {name} stands in another order than before")]
