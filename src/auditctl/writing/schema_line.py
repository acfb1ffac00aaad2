"""The comment that tells an editor which schema a file follows."""

import os
from pathlib import Path, PurePosixPath

from auditctl.repository.layout import Placed, Role, place

FOLDER = ".schemas"
MARK = "# yaml-language-server: $schema="
KINDS = {
    Role.programme: "programme", Role.catalog: "catalog", Role.checklist: "checklist", Role.workpaper: "workpaper",
    Role.evidence: "evidence", Role.finding: "finding", Role.capa: "capa",
}  # fmt: skip
"""The schema of a record by its role; a part is named as its file is."""


def schema_line(root: Path, folder: str, kind: str) -> str:
    """Return the line for a new file of that folder, or nothing where the repository keeps no schemas."""
    return _line(folder, kind) if (root / FOLDER / f"{kind}.json").is_file() else ""


def with_schema_line(path: str, text: str) -> str:
    """Return a file of a repository that keeps schemas with its line in front; one that is no record stays."""
    placed = place(path)
    if not isinstance(placed, Placed) or MARK in text:
        return text
    line = _line(path.rpartition("/")[0], KINDS.get(placed.role, placed.id))
    if path.endswith(".md"):
        opening, fence, rest = text.partition("---\n")
        return f"{opening}{fence}{line}{rest}"
    return line + text


def _line(folder: str, kind: str) -> str:
    relative = PurePosixPath(os.path.relpath(f"{FOLDER}/{kind}.json", folder or "."))
    return f"{MARK}{relative}\n"
