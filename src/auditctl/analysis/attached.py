"""Files that belong to a record and are none themselves: those that evidence names, and the signature of a seal."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from auditctl.analysis.changes.change import Change
from auditctl.analysis.changes.files import EVIDENCE, of_files
from auditctl.model.seal import SEAL, SIGNATURE
from auditctl.repository.history import History
from auditctl.repository.moves import Data
from auditctl.repository.stored import same_file
from auditctl.repository.stretches import Version
from auditctl.source.git import tree
from auditctl.source.hashes import HashNote

Told = tuple[str, str, str]
"""A file by its path, with what it was and is; nothing where it is not there."""


def attached(states: Iterable[tuple[str, Data]]) -> tuple[str, ...]:
    """Return the paths of the files that belong to a record, given each state of it by the path at which it stood."""
    return tuple(dict.fromkeys(path for at, data in states for path in _of_state(at, data)))


def _of_state(at: str, data: Data) -> Iterator[str]:
    folder, name = posixpath.split(at)
    if name == SEAL:
        yield f"{folder}/{SIGNATURE}"
    elif folder.endswith(f"/{EVIDENCE[0]}"):
        for held in (data.get("file"), _list_of(data.get("sample"))):
            if isinstance(held, str) and held:
                yield posixpath.normpath(f"{folder}/{held}")


def _list_of(sample: Any) -> Any:
    return sample.get("list") if isinstance(sample, dict) else None


def of_commit(versions: Sequence[Version]) -> tuple[Change, ...]:
    """Return what a commit did to attached files."""
    return _told((version.path, version.before, version.blob) for version in versions)


def not_committed(history: History, paths: Sequence[str]) -> tuple[Change, ...]:
    """Return what became of attached files since the last commit. Raises OSError, GitFailed."""
    return _told(_on_disk(history, paths)) if paths else ()


def _on_disk(history: History, paths: Sequence[str]) -> Iterator[Told]:
    git = history.git
    held = tree(git, history.commits[0].id, paths)
    for path in paths:
        before, file = held.get(path), git.root / path
        known = before.id if before else ""
        if before and before.is_submodule:
            continue
        if not file.is_file():
            yield path, known, ""
        elif before is None or not same_file(git, before, file, HashNote()):
            yield path, known, "changed"


def _told(files: Iterable[Told]) -> tuple[Change, ...]:
    found = of_files([held for held in files if held[1] != held[2]])
    return tuple(_named(item.kind, item.id, change) for item in found for change in item.changes)


def _named(kind: str, name: str, change: Change) -> Change:
    told = (
        change.told if change.told.startswith("signed") else " ".join(filter(None, (kind, name, change.told)))
    )
    return Change(change.sort, told, change.route, change.before, change.after)
