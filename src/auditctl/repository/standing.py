"""Single files as they are on disk, and what they say."""

from collections.abc import Iterable
from pathlib import Path

from auditctl.repository.moves import Data
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


def data_of(document: Document) -> Data:
    """Return the plain data of a file; nothing where it cannot be read."""
    return contents(document.path, document.data)[1] or {}
