"""The code quality report of GitLab: what its merge requests show as degraded or improved.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import json
from typing import Any

from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.fingerprints import fingerprints
from auditctl.source.text import visible

WEIGHTS = {Severity.error: "major", Severity.warning: "minor", Severity.note: "info"}


def text(outcome: Outcome) -> str:
    """Return the report, a problem a line; what a comment silences is no part of it."""
    known_by = fingerprints(outcome.diagnostics)
    entries = (_entry(item, mark) for item, mark in zip(outcome.diagnostics, known_by, strict=True))
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _entry(item: Diagnostic, fingerprint: str) -> dict[str, Any]:
    return {
        "check_name": item.code,
        "description": f"{item.code} {item.name}: {visible(item.message)}",
        "fingerprint": fingerprint,
        "severity": WEIGHTS[item.severity],
        "location": {"path": visible(item.location.path), "lines": {"begin": item.location.line}},
    }
