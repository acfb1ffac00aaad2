"""What is nobody else's business."""

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.said import is_prose, worded


def other(case: Case) -> list[tuple[Sort, str]]:
    """Return a difference in words."""
    difference = case.difference
    if difference.is_whole:
        return [(Sort.added if difference.before is None else Sort.changed, worded(difference))]
    is_reworded = is_prose(difference) and None not in (difference.before, difference.after)
    return [(Sort.reworded if is_reworded else Sort.changed, worded(difference))]
