"""Annotations for GitHub Actions: workflow commands with every part escaped, the worst first."""

from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.outputs.console import summary
from auditctl.outputs.placing import LEVELS
from auditctl.source.text import visible

COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}
MOST = 10
"""Annotations of each level that GitHub shows of one step."""


def text(outcome: Outcome) -> str:
    """Return the annotations and the line of sums; the last notice says what GitHub would have left out."""
    found = {level: [item for item in outcome.diagnostics if item.severity is level] for level in LEVELS}
    leaves_out = any(len(items) > MOST for items in found.values())
    shown = {level: items[: _room(level, leaves_out=leaves_out)] for level, items in found.items()}
    lines = [annotation(item) for items in shown.values() for item in items]
    if more := _more({level: len(found[level]) - len(shown[level]) for level in LEVELS}):
        lines.append(f"::notice title=auditctl::{more}; `auditctl check` shows all")
    return "\n".join([*lines, summary(outcome)]) + "\n"


def _room(level: Severity, *, leaves_out: bool) -> int:
    """Return how many annotations of a level are written: the sentence on the rest is a notice itself."""
    return MOST - 1 if leaves_out and level is Severity.note else MOST


def _more(left: dict[Severity, int]) -> str:
    """Return `and 2 more errors, and 1 more note`, or nothing."""
    told = [
        f"and {count} more {level.name}{'' if count == 1 else 's'}" for level, count in left.items() if count
    ]
    return ", ".join(told)


def annotation(item: Diagnostic) -> str:
    place = item.location
    columns = {"col": place.column, "endColumn": place.end_column} if place.end_column > place.column else {}
    title = f"{item.code} {item.name}"
    properties = {"file": place.path, "line": place.line, **columns, "title": title}
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = visible(item.message) + (f"\nhelp: {visible(item.help)}" if item.help else "")
    return f"::{COMMANDS[item.severity]} {told}::{_data(message)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(visible(words)).replace(":", "%3A").replace(",", "%2C")
