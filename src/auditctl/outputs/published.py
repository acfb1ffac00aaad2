"""JSON Schemas of what auditctl writes and others read; each stands beside this module as NAME.schema.json."""

import json
from pathlib import Path
from typing import Any

PUBLISHED = {
    "check": "what `check --format json` prints",
    "pack": "manifest.json of a pack",
    "seal": "SEAL.json of an issued report",
}
"""The names of the schemas, and what each is of."""


def published(name: str) -> dict[str, Any]:
    """Return one of the schemas."""
    made: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.schema.json").read_text("utf-8"))
    return made
