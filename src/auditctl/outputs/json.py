"""The JSON output of `check`."""

import json
from typing import Any

from auditctl.diagnostics import Diagnostic, Location, Outcome, Severity

SCHEMA_VERSION = 1


def text(outcome: Outcome) -> str:
    return json.dumps(document(outcome), ensure_ascii=False, indent=2) + "\n"


def document(outcome: Outcome) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "summary": {
            **{f"{severity.name}s": outcome.count(severity) for severity in sorted(Severity, reverse=True)},
            "files": outcome.files,
            "accepted_exceptions": outcome.accepted,
            "silenced": len(outcome.silenced),
            "not_shown": outcome.ignored,
        },
        "diagnostics": [_diagnostic(item) for item in outcome.diagnostics],
        "silenced": [
            {**_diagnostic(item.diagnostic), "reason": item.reason, "comment": _place(item.comment)}
            for item in outcome.silenced
        ],
    }


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity.name,
        "message": item.message,
        "location": _place(item.location),
        "label": item.label,
        "also": list(item.also),
        "related": [{"location": _place(label.location), "text": label.text} for label in item.related],
        "help": item.help,
        "basis": item.basis,
        "accepted_by": item.accepted_by,
        "audit": item.audit,
    }


def _place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column, "end_column": place.end_column}
