"""What `diff` tells, read back from its JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from small_repository import auditctl


def document(root: Path, *words: str) -> dict[str, Any]:
    """Return the JSON of a diff, which has to work."""
    done = auditctl(root, "diff", *words, "--json")
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def changes(root: Path, *words: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each change with its record, in the order in which they are told."""
    for audit in document(root, *words)["audits"]:
        for record in audit["records"]:
            for change in record["changes"]:
                yield record, change


def sorts(root: Path, *words: str) -> list[str]:
    """Return what each change comes to, with kind and id of its record."""
    return [
        f"{change['sort']}: {record['kind']} {record['id'] or ''}".strip()
        for record, change in changes(root, *words)
    ]
