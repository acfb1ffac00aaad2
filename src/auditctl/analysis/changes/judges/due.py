"""A due date that moved: by how much, and whether anybody says why."""

from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case, Difference
from auditctl.analysis.changes.said import ITEMS, day, days, label, value

KEYS = frozenset({"due", "response_due", "resubmit_due"})
EXTENSION = 4
"""Steps of a route to an extension: actions, NAME, extended, 0."""


def is_due(difference: Difference) -> bool:
    """Whether a difference is of a due date, or is the extension that explains one."""
    return difference.key in KEYS or _is_extension(difference)


def _is_extension(difference: Difference) -> bool:
    route = difference.route
    return (
        len(route) == EXTENSION and route[0] in ITEMS and route[2] == "extended" and difference.before is None
    )


def due_moved(case: Case) -> list[tuple[Sort, str]]:
    """Return what became of a due date; an extension that leads to it is its reason and not told again."""
    difference, old, new = case.difference, case.old, case.new
    if _is_extension(difference):
        item, was = _item(new, difference), _item(old, difference)
        if item.get("due") == difference.after.get("to") and item.get("due") != was.get("due"):
            return []
        held = difference.after
        who = f" by {held['approved_by']}" if held.get("approved_by") else ""
        return [
            (
                Sort.recorded,
                f"{label(difference.route[:2])} extended to {held.get('to')}{who}: {value(held.get('why'))}",
            )
        ]
    name = label(difference.route[:-1])
    at = f"{name}: " if name else ""
    what = {"due": "due date", "response_due": "date for the response"}.get(
        difference.key, "date to submit it again"
    )
    before, after = day(difference.before), day(difference.after)
    if before is None:
        return [(Sort.changed, f"{at}{what} set to {difference.after}")]
    if after is None:
        return [(Sort.due_moved, f"{at}{what} taken out ({before})")]
    later = (after - before).days
    if later < 0:
        return [(Sort.moved, f"{at}{what} brought forward by {days(-later)} ({before} → {after})")]
    moved = f"{at}{what} moved by {days(later)} ({before} → {after})"
    why = _reason(difference, old, new)
    return [(Sort.moved, f"{moved}: {why}")] if why else [(Sort.due_moved, f"{moved}, no reason")]


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
