"""The next step of a record as JSON."""

from typing import Any

from auditctl.analysis.next_steps import NextStep


def document(step: NextStep | None) -> dict[str, Any] | None:
    """Return a step as one object, or null where nothing is waited for."""
    if step is None:
        return None
    due = step.due.isoformat() if step.due else None
    return {"what": step.what, "who": step.who, "due": due, "command": step.command}
