"""What `history` tells, read back from its JSON."""

import json
from pathlib import Path
from typing import Any

from small_repository import auditctl


def records(root: Path, *words: str) -> list[dict[str, Any]]:
    done = auditctl(root, "history", *words, "--json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["records"]
    return found


def life(root: Path, *words: str) -> list[tuple[str, str, list[str]]]:
    """Return day, author and what each commit did to the only record of that name."""
    (record,) = records(root, *words)
    return [
        ((step["authored"] or "")[:10], step["email"] or "", [change["told"] for change in step["changes"]])
        for step in record["commits"]
    ]
