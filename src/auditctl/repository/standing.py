"""Single files as they are on disk."""

from collections.abc import Iterable
from pathlib import Path

from auditctl.source.files import read_bytes
from auditctl.source.reader import Document, contents


def documents_at(root: Path, paths: Iterable[str]) -> dict[str, Document]:
    """Return the files that are there and can be read, by path."""
    found = {}
    for path in paths:
        try:
            found[path] = contents(path, read_bytes(root, path))[0]
        except OSError:
            continue
    return found
