"""What a judge is: it says what a difference comes to, where that is its business."""

from collections.abc import Callable
from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case

Found = list[tuple[Sort, str]] | None
"""What a difference comes to; None where it is not the judge's business, nothing where it is told elsewhere."""
Judge = Callable[[Case], Found]


def standing(values: dict[str, Any], route: tuple[str | int, ...]) -> Any:
    """Return what stands at a route of a record's values, None where nothing does."""
    held: Any = values
    for step in route:
        if isinstance(held, list) and isinstance(step, int) and step < len(held):
            held = held[step]
        else:
            held = held.get(step) if isinstance(held, dict) else None
    return held
