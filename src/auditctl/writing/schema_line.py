"""The comment that tells an editor which schema a file follows, and that schema where the repository has it not yet."""

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from auditctl.repository.layout import Placed, Role, place

FOLDER = ".schemas"
MARK = "# yaml-language-server: $schema="
KINDS = {
    Role.programme: "programme", Role.catalog: "catalog", Role.checklist: "checklist", Role.workpaper: "workpaper",
    Role.evidence: "evidence", Role.finding: "finding", Role.capa: "capa",
}  # fmt: skip
"""The schema of a record by its role; a part is named as its file is."""
_NAMED = re.compile(rf"^{re.escape(MARK)}(?:\.\./)*{re.escape(FOLDER)}/(\w+)\.json$", re.MULTILINE)


def schema_line(folder: str, kind: str) -> str:
    """Return the line for a new file of that folder."""
    relative = PurePosixPath(os.path.relpath(f"{FOLDER}/{kind}.json", folder or "."))
    return f"{MARK}{relative}\n"


def missing_schemas(root: Path, texts: Iterable[str]) -> dict[str, bytes]:
    """Return the schemas that new files name and the repository has not, by their paths."""
    named = {found[1] for text in texts if (found := _NAMED.search(text))}
    missing = sorted(kind for kind in named if not os.path.lexists(root / FOLDER / f"{kind}.json"))
    if not missing:
        return {}
    from auditctl.writing.schemas import schemas, written  # noqa: PLC0415 - most repositories have all of them

    made = schemas()
    return {f"{FOLDER}/{kind}.json": written(made[kind]) for kind in missing}


def with_schema_line(path: str, text: str) -> str:
    """Return a file with its line in front; one that is no record stays."""
    placed = place(path)
    if not isinstance(placed, Placed) or MARK in text:
        return text
    line = schema_line(path.rpartition("/")[0], KINDS.get(placed.role, placed.id))
    if path.endswith(".md"):
        opening, fence, rest = text.partition("---\n")
        return f"{opening}{fence}{line}{rest}"
    return line + text
