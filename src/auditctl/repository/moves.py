"""Which files a commit moved: what it took away is held against what it added."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditctl.repository.layout import PROSE_ROLES, Placed, Role, place
from auditctl.repository.revision import is_record
from auditctl.source.git import Commit, Touch

ALIKE = 0.6
"""The part of the values that two records share to count as one that moved."""
MOST_ALIKE = 50
"""Files that a commit took away, up to which each is held against one that it added."""
Data = dict[str, Any]
Reader = Callable[[Iterable[tuple[str, str]]], Mapping[str, Data | None]]
"""Reads files by blob and path, all with one question to git."""
_PARTS = frozenset({Role.root_part, Role.audit_part})


@dataclass(frozen=True, slots=True)
class Move:
    """A file that a commit gave another name."""

    commit: Commit
    before: str
    after: str


def likeness(before: Data | None, after: Data | None) -> float:
    """Return the part of the values that two records share, from 0 to 1."""
    if not before or not after:
        return 0.0
    same: int = sum(key in after and bool(after[key] == value) for key, value in before.items())
    return same / len(before.keys() | after.keys())


def placed_of(path: str) -> Placed | None:
    """Return what a record or part is by its path; nothing for any other file."""
    placed = place(path) if is_record(path) else None
    return placed if isinstance(placed, Placed) else None


def names_of(path: str) -> tuple[str, ...]:
    """Return the paths at which a file may stand under its name: most records as YAML or as Markdown."""
    placed = placed_of(path)
    if placed and (placed.role in PROSE_ROLES or (placed.audit and placed.id == "report")):
        stem = path.rpartition(".")[0]
        return (f"{stem}.yaml", f"{stem}.md")
    return (path,)


def moved_with_audit(commit: Commit, before: str, after: str) -> bool:
    """Whether a commit moved the whole audit of one path to that of another, as `auditctl rename` does."""
    gone, added = (f"audits/{audit}/audit.yaml" for audit in (before, after))
    touches = {touch.path: touch for touch in commit.touches if touch.path in {gone, added}}
    return len(touches) == 2 and touches[gone].is_gone and touches[added].is_added  # noqa: PLR2004 - both


def compared(touches: Collection[Touch]) -> Iterator[tuple[str, str]]:
    """Yield the blobs, each with its path, that `moves_of` reads, so that those of many commits are read at once."""
    gone, added = _both(touches)
    if gone and added:
        found = _same_bytes(added, gone)
        for new, near in _near(*_left(added, gone, found)):
            yield new.blob, new.path
            yield from ((old.before, old.path) for old in near)


def moves_of(touches: Collection[Touch], read: Reader) -> dict[str, str]:
    """Return the old path of each file that moved, by the new one; a record stays what it is.

    A finding that appears where evidence was taken away is another record, whatever it says.
    """
    gone, added = _both(touches)
    if not (gone and added):
        return {}
    found = _same_bytes(added, gone)
    return found | _alike(*_left(added, gone, found), read)


def _both(touches: Collection[Touch]) -> tuple[list[Touch], list[Touch]]:
    gone = [touch for touch in touches if touch.is_gone]
    return gone, [touch for touch in touches if touch.is_added] if gone else []


def _left(
    added: Iterable[Touch], gone: Iterable[Touch], found: Mapping[str, str]
) -> tuple[list[Touch], list[Touch]]:
    """Return what was added and what was taken away without what is matched already."""
    taken = set(found.values())
    return [item for item in added if item.path not in found], [
        item for item in gone if item.path not in taken
    ]


def _same_bytes(added: Iterable[Touch], gone: Iterable[Touch]) -> dict[str, str]:
    """Match files of the very same bytes: first those that keep their name, then those that stay in their folder."""
    known: dict[tuple[str, str], list[str]] = {}
    for touch in gone:
        known.setdefault((_kind(touch.path), touch.before), []).append(touch.path)
    found: dict[str, str] = {}
    waiting = list(added)
    for mark in (posixpath.basename, posixpath.dirname, _nothing):
        for touch in [touch for touch in waiting if touch.path not in found]:
            same = known.get((_kind(touch.path), touch.blob), [])
            old = next((path for path in same if mark(path) == mark(touch.path)), "")
            if old:
                found[touch.path] = old
                same.remove(old)
    return found


def _nothing(_: str) -> str:
    return ""


def _alike(added: Iterable[Touch], gone: Iterable[Touch], read: Reader) -> dict[str, str]:
    """Match records that say nearly the same, the most alike first."""
    pairs = [(new, old) for new, near in _near(added, gone) for old in near]
    known = read([*((new.blob, new.path) for new, _ in pairs), *((old.before, old.path) for _, old in pairs)])
    scored = [
        (likeness(known.get(old.before), known.get(new.blob)), _is_beside(new.path, old.path), new.path, old.path)
        for new, old in pairs
    ]  # fmt: skip
    found: dict[str, str] = {}
    for score, _, new_path, old_path in sorted(scored, key=lambda item: (-item[0], not item[1], item[2:])):
        if score >= ALIKE and new_path not in found and old_path not in found.values():
            found[new_path] = old_path
    return found


def _near(added: Iterable[Touch], gone: Iterable[Touch]) -> Iterator[tuple[Touch, list[Touch]]]:
    """Yield with each added record what was taken away and may be it: of that kind, first what has its name.

    Where a commit took many away, only a name tells which is which.
    """
    kinds: dict[str, list[Touch]] = {}
    for touch in gone:
        kinds.setdefault(_kind(touch.path), []).append(touch)
    for touch in added:
        alike = kinds.get(_kind(touch.path), []) if _kind(touch.path) else []
        named = [old for old in alike if _stem(old.path) == _stem(touch.path)]
        if near := named or (alike if len(alike) <= MOST_ALIKE else []):
            yield touch, near


def _kind(path: str) -> str:
    """Return what a record or part is; nothing for other files."""
    placed = placed_of(path)
    if placed is None:
        return ""
    return f"{placed.role}:{placed.id}" if placed.role in _PARTS else str(placed.role)


def _stem(path: str) -> str:
    return posixpath.basename(path).rpartition(".")[0]


def _is_beside(path: str, other: str) -> bool:
    return posixpath.dirname(path) == posixpath.dirname(other)
