"""A due date that moved: by how much, and whether anybody says why."""

from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case, Difference
from auditctl.analysis.changes.judges.judge import Found
from auditctl.analysis.changes.names import ITEMS, label
from auditctl.analysis.changes.said import day, days, value

KEYS = frozenset({"due", "response_due", "resubmit_due"})
EXTENSION = 4
"""Steps of a route to an extension: actions, NAME, extended, 0."""


def due(case: Case) -> Found:
    """Judge a due date that moved, and the extension that explains one."""
    if _is_extension(case.difference):
        return _extended(case)
    return [_of_day(case)] if case.difference.key in KEYS else None


def _is_extension(difference: Difference) -> bool:
    route = difference.route
    return (
        len(route) == EXTENSION and route[0] in ITEMS and route[2] == "extended" and difference.before is None
    )


def _extended(case: Case) -> Found:
    """Judge an extension; one that leads to the due date is its reason and not told again."""
    difference = case.difference
    item, was = _item(case.new, difference), _item(case.old, difference)
    held = difference.after
    if item.get("due") == held.get("to") and item.get("due") != was.get("due"):
        return []
    who = f" by {held['approved_by']}" if held.get("approved_by") else ""
    told = f"{label(difference.route[:2])} extended to {held.get('to')}{who}: {value(held.get('why'))}"
    return [(Sort.recorded, told)]


def _of_day(case: Case) -> tuple[Sort, str]:
    difference = case.difference
    what = label(difference.route)
    before, after = day(difference.before), day(difference.after)
    if before is None:
        return Sort.changed, f"{what} set to {difference.after}"
    if after is None:
        return Sort.due_moved, f"{what} taken out ({before}), no reason"
    later = (after - before).days
    if later < 0:
        return Sort.moved, f"{what} brought forward by {days(-later)} ({before} → {after})"
    moved = f"{what} moved by {days(later)} ({before} → {after})"
    why = _reason(difference, case.old, case.new)
    return (Sort.moved, f"{moved}: {why}") if why else (Sort.due_moved, f"{moved}, no reason")


def _item(values: dict[str, Any], difference: Difference) -> dict[str, Any]:
    group, key = difference.route[:2]
    held = values.get(str(group), {}).get(str(key), {})
    return held if isinstance(held, dict) else {}


def _reason(difference: Difference, old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return the reason of an extension that was recorded with the move, and who approved it."""
    if difference.route[0] not in ITEMS:
        return ""
    known = _item(old, difference).get("extended", [])
    for step in _item(new, difference).get("extended", []):
        if step not in known and step.get("to") == difference.after and step.get("why"):
            by = f", approved by {step['approved_by']}" if step.get("approved_by") else ""
            return f"{value(step['why'])}{by}"
    return ""
