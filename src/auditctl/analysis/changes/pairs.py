"""The records of two repositories, each with what it was; one that was given another name is the same one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditctl.analysis.changes.quiet import Quiet, kept_quiet
from auditctl.analysis.changes.records import Key, is_unread, records
from auditctl.analysis.changes.references import Names, values
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import Repository
from auditctl.repository.moves import ALIKE, MOST_ALIKE, likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """A record before and after, either None where it is not there."""

    audit: str
    kind: str
    id: str
    before: Record[Any] | None
    after: Record[Any] | None
    old_id: str = ""
    old_audit: str = ""
    unread: bool = False
    """Whether it stands there and cannot be read any more."""
    was_unread: bool = False
    quiet: tuple[Quiet, Quiet] = ((), ())
    """What comments in it keep quiet, before and after."""

    def values(self, names: Names) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what it said, with the names that records have now, and what it says."""
        return values(self.before, names, self.audit), values(self.after)

    def names(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield kind and name by which references meant it, with the name by which they mean it now."""
        if self.old_id or self.old_audit:
            old_audit, old_id = self.old_audit or self.audit, self.old_id or self.id
            is_within = bool(self.audit) and self.kind != str(Kind.audit)
            before = f"{old_audit}/{old_id}" if is_within else old_id
            yield (self.kind, before), f"{self.audit}/{self.id}" if is_within else self.id


@dataclass(frozen=True)
class _Held:
    """The records of a repository by key, and what comments keep quiet in each."""

    records: Mapping[Key, Record[Any]]
    quiet: Mapping[Key, Quiet] = field(default_factory=dict)

    @classmethod
    def of(cls, repository: Repository) -> "_Held":
        found = dict(records(repository))
        return cls(found, kept_quiet(repository, found.items()))


def pairs(before: Repository, after: Repository) -> list[Pair]:
    """Return every record that differs, was removed, added or renamed, or can no longer be read."""
    old, new = _Held.of(before), _Held.of(after)
    folders = _moved_audits(before, after)
    moved = {_moved(key, folders): key for key in old.records}
    found = [
        _pair(old, new, moved[key], key)
        for key in new.records
        if key in moved and _differs(old, new, moved[key], key)
    ]
    gone = {key: origin for key, origin in moved.items() if key not in new.records}
    fresh = {key: key for key in new.records if key not in moved}
    found += [_pair(old, new, origin, None, at=key, unread=True) for key, origin in _taken(after, gone)]
    found += [_pair(old, new, None, key, was_unread=True) for key, _ in _taken(before, fresh)]
    found += [_pair(old, new, origin, key) for origin, key in _renamed(old, new, gone, fresh)]
    found += [_pair(old, new, origin, None, at=key) for key, origin in gone.items()]
    return found + [_pair(old, new, None, key) for key in fresh]


def _moved(key: Key, folders: Mapping[str, str]) -> Key:
    audit, kind, id_ = key
    return folders.get(audit, audit), kind, folders.get(id_, id_) if kind == str(Kind.audit) else id_


def _differs(old: _Held, new: _Held, origin: Key, key: Key) -> bool:
    is_other = old.records[origin].data != new.records[key].data
    return is_other or origin != key or old.quiet.get(origin) != new.quiet.get(key)


def _pair(
    old: _Held,
    new: _Held,
    origin: Key | None,
    key: Key | None,
    *,
    at: Key | None = None,
    unread: bool = False,
    was_unread: bool = False,
) -> Pair:
    here = key or at or ("", "", "")
    return Pair(
        *here,
        old.records[origin] if origin else None,
        new.records[key] if key else None,
        old_id=origin[2] if origin and key and origin[2] != key[2] else "",
        old_audit=origin[0] if origin and key and origin[0] != key[0] else "",
        unread=unread,
        was_unread=was_unread,
        quiet=(old.quiet.get(origin, ()) if origin else (), new.quiet.get(key, ()) if key else ()),
    )


def _moved_audits(before: Repository, after: Repository) -> dict[str, str]:
    """Return the audits whose folder has another name, by the one that it had: they say the same, or most of it."""
    gone = [audit for name, audit in before.audits.items() if name not in after.audits]
    fresh = [audit for name, audit in after.audits.items() if name not in before.audits]
    found = {}
    for audit in gone:
        same = [other for other in fresh if other.file.data == audit.file.data and audit.file.document.text]
        same = same or [other for other in fresh if _likeness(audit.file, other.file) >= ALIKE]
        if len(same) == 1:
            found[audit.id] = same[0].id
            fresh.remove(same[0])
    return found


def _taken(repository: Repository, keys: dict[Key, Key]) -> list[tuple[Key, Key]]:
    """Return, and take out, what stands in a repository and cannot be read."""
    found = [(key, origin) for key, origin in keys.items() if is_unread(repository, key)]
    for key, _ in found:
        del keys[key]
    return found


def _renamed(
    old: _Held, new: _Held, gone: dict[Key, Key], fresh: dict[Key, Key]
) -> Iterator[tuple[Key, Key]]:
    """Yield, and take out, records that stand under another name: the same data, or the same title and most of it."""
    known = {key: values(old.records[origin]) for key, origin in gone.items()} if fresh else {}
    for key in [*fresh]:
        held = values(new.records[key])
        like = max(_likes(held, key, known), default=None)
        if like:
            del fresh[key]
            del known[like[1]]
            yield gone.pop(like[1]), key


def _likes(
    held: dict[str, Any], key: Key, known: Mapping[Key, dict[str, Any]]
) -> Iterable[tuple[float, Key]]:
    near = [(other, was) for other, was in known.items() if other[:2] == key[:2] and _is_near(was, held)]
    near = near if len(near) <= MOST_ALIKE else [(other, was) for other, was in near if was == held]
    scores = ((likeness(was, held), other) for other, was in near)
    return [(score, other) for score, other in scores if score >= ALIKE]


def _is_near(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether two records may be one: they are called the same, or neither is called anything."""
    name = "title" if "title" in before or "title" in after else "name"
    return before == after or before.get(name) == after.get(name)


def _likeness(before: Record[Any], after: Record[Any]) -> float:
    old, new = values(before), values(after)
    return likeness(old, new) if _is_near(old, new) else 0.0
