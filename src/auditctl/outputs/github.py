"""Annotations for GitHub Actions: workflow commands with every part escaped, the worst first."""

from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.outputs.console import summary
from auditctl.source.text import visible

LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}
MOST = 10
"""Annotations of each level that GitHub shows of one step."""


def text(outcome: Outcome) -> str:
    lines: list[str] = []
    for severity, level in LEVELS.items():
        items = [item for item in outcome.diagnostics if item.severity is severity]
        lines += [annotation(item) for item in items[:MOST]]
        if len(items) > MOST:
            lines.append(f"::{level}::and {len(items) - MOST} more; `auditctl check` shows all")
    return "\n".join([*lines, summary(outcome)]) + "\n"


def annotation(item: Diagnostic) -> str:
    place = item.location
    properties = {
        "file": place.path,
        "line": place.line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": f"{item.code} {item.name}",
    }
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = visible(item.message) + (f"\nhelp: {visible(item.help)}" if item.help else "")
    return f"::{LEVELS[item.severity]} {told}::{_data(message)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(visible(words)).replace(":", "%3A").replace(",", "%2C")
