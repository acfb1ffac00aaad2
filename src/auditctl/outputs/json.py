"""The JSON output of `check`; `check.schema.json` beside this module describes it, and `auditctl schema --print check` prints that."""

import json
import re
from typing import Any

from auditctl.diagnostics import Diagnostic, Location, Outcome, Severity
from auditctl.fingerprints import fingerprints

SCHEMA_VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff]")
"""What no file can hold but as an escape."""


def text(outcome: Outcome) -> str:
    told = json.dumps(document(outcome), ensure_ascii=False, indent=2)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", told) + "\n"


def document(outcome: Outcome) -> dict[str, Any]:
    known_by = fingerprints([*outcome.diagnostics, *(item.diagnostic for item in outcome.silenced)])
    spoken_of = len(outcome.diagnostics)
    return {
        "schema_version": SCHEMA_VERSION,
        "summary": {
            **{f"{severity.name}s": outcome.count(severity) for severity in sorted(Severity, reverse=True)},
            "files": outcome.files,
            "accepted_exceptions": outcome.accepted,
            "silenced": len(outcome.silenced),
            "not_shown": outcome.ignored,
        },
        "diagnostics": [
            _diagnostic(item, mark)
            for item, mark in zip(outcome.diagnostics, known_by[:spoken_of], strict=True)
        ],
        "silenced": [
            {**_diagnostic(item.diagnostic, mark), "reason": item.reason, "comment": _place(item.comment)}
            for item, mark in zip(outcome.silenced, known_by[spoken_of:], strict=True)
        ],
    }


def _diagnostic(item: Diagnostic, fingerprint: str) -> dict[str, Any]:
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
        "timed": item.timed,
        "fingerprint": fingerprint,
    }


def _place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column, "end_column": place.end_column}
