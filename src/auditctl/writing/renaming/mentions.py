"""Where an old name still stands and is no reference: in prose, comments, paths and other files."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditctl.model.record import Record
from auditctl.model.shape import marks
from auditctl.model.types import RefTo
from auditctl.repository import Repository
from auditctl.repository.records import records
from auditctl.source.files import read_bytes
from auditctl.source.guards import MAX_BYTES
from auditctl.source.reader import Document, Span, find, line_column, line_text, tree
from auditctl.writing.change import Change

LEAST = 6
"""Letters of a plain word from which on it is looked for; a shorter one stands everywhere."""
LOOKED_INTO = frozenset({".github"})
"""Hidden folders that are looked into all the same."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that holds the old name, counted from 1; the path is that after the change."""

    path: str
    line: int
    text: str


def is_looked_for(old: str) -> bool:
    """Whether a name is told from any other word."""
    return len(old) >= LEAST or not old.isalpha()


def mentions(change: Change, after: Repository, old: str) -> list[Mention]:
    """Return the lines that will still hold a name as a word without referring to it; none for a short word."""
    if not is_looked_for(old):
        return []
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    held: dict[str, list[Record[Any]]] = {}
    for record in records(after):
        held.setdefault(record.document.path, []).append(record)
    found: list[Mention] = []
    for path in _paths(after.root):
        at = change.moved(path)
        known = held.get(at, [])
        text = known[0].document.text if known else _text(after.root, path)
        if word.search(text):
            found += _lines(Document(at, text), word, known)
    return sorted(found, key=lambda item: (item.path, item.line))


def _paths(root: Path) -> Iterator[str]:
    """Yield every file but hidden ones and the copies that are evidence."""
    for folder, folders, files in os.walk(root):
        at = Path(folder).relative_to(root)
        is_evidence = at.parts[:1] == ("audits",) and at.name == "evidence"
        folders[:] = [
            name
            for name in folders
            if (not name.startswith(".") or name in LOOKED_INTO) and not (is_evidence and name == "files")
        ]
        yield from ((at / name).as_posix() for name in files if not name.startswith(".") or at.parts == ())


def _text(root: Path, path: str) -> str:
    """Return a file's text, nothing for what is none, is too large or cannot be read."""
    try:
        data = read_bytes(root, path)
        return data.decode() if len(data) <= MAX_BYTES and b"\0" not in data else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _lines(document: Document, word: re.Pattern[str], known: list[Record[Any]]) -> Iterator[Mention]:
    names = [span for record in known for span in _names(document, record)]
    last = 0
    for match in word.finditer(document.text):
        line, _ = line_column(document.text, match.start())
        if line != last and not any(span.start <= match.start() < span.end for span in names):
            last = line
            yield Mention(document.path, line, line_text(document.text, line).strip())


def _names(document: Document, record: Record[Any]) -> Iterator[Span]:
    """Yield where a record is named or names another one."""
    root = tree(document)
    if root is None:
        return
    if record.base:
        yield find(root, record.base, key=True)
    for route, on_key, mark, _ in marks(record.data):
        if isinstance(mark, RefTo):
            yield find(root, (*record.base, *route), key=on_key)
