"""The comment that tells an editor which schema a file follows."""

import os
from pathlib import Path, PurePosixPath

FOLDER = ".schemas"


def schema_line(root: Path, folder: str, kind: str) -> str:
    """Return the line for a new file of that folder, or nothing where the repository keeps no schemas."""
    if not (root / FOLDER / f"{kind}.json").is_file():
        return ""
    relative = PurePosixPath(os.path.relpath(f"{FOLDER}/{kind}.json", folder))
    return f"# yaml-language-server: $schema={relative}\n"
