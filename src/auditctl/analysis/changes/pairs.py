"""The records of two repositories, each with what it was; one that was given another name is the same one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.repository.history import ALIKE, likeness

PARTS = ("scope", "criteria", "team", "schedule", "report")
Key = tuple[str, str, str]
"""Audit, kind and id."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A record before and after, either None where it is not there; their values as plain data."""

    audit: str
    kind: str
    id: str
    before: Record[Any] | None
    after: Record[Any] | None
    path: str = ""
    old_id: str = ""
    old_audit: str = ""
    unread: bool = False
    """Whether it stands there and cannot be read any more."""
    was_unread: bool = False

    @property
    def values(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return values(self.before), values(self.after)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the names by which references meant it, with those by which they mean it now."""
        if self.old_id:
            yield self.old_id, self.id
            yield f"{self.old_audit}/{self.old_id}", f"{self.audit}/{self.id}"
        elif self.old_audit:
            yield f"{self.old_audit}/{self.id}", f"{self.audit}/{self.id}"


def values(record: Record[Any] | None) -> dict[str, Any]:
    """Return what a record says, without what it says by default."""
    if record is None:
        return {}
    found: dict[str, Any] = record.data.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return found


def pairs(before: Repository, after: Repository) -> list[Pair]:
    """Return every record that differs, was removed, added or renamed, or can no longer be read."""
    old, new = dict(_records(before)), dict(_records(after))
    folders = _moved_audits(before, after)
    moved = {(folders.get(key[0], key[0]), key[1], _audit_id(key, folders)): key for key in old}
    found = [
        Pair(
            *key,
            old[moved[key]],
            new[key],
            old_id=_other(moved[key][2], key[2]),
            old_audit=_other(moved[key][0], key[0]),
        )
        for key in new
        if key in moved and (old[moved[key]].data != new[key].data or moved[key] != key)
    ]
    gone = {key: old[origin] for key, origin in moved.items() if key not in new}
    fresh = {key: record for key, record in new.items() if key not in moved}
    found += _unread(before, after, gone, fresh)
    found += _renamed(gone, fresh)
    found += [Pair(*key, record, None) for key, record in gone.items()]
    return found + [Pair(*key, None, record) for key, record in fresh.items()]


def _other(before: str, now: str) -> str:
    return before if before != now else ""


def _audit_id(key: Key, folders: dict[str, str]) -> str:
    return folders.get(key[2], key[2]) if key[1] == Kind.audit else key[2]


def _records(repository: Repository) -> Iterator[tuple[Key, Record[Any]]]:
    """Yield every record by audit, kind and id; a part that an audit has once has no id."""
    root: dict[Kind, Mapping[str, Record[Any]]] = {
        Kind.person: repository.people,
        Kind.auditor: repository.auditors,
        Kind.process: repository.processes,
        Kind.department: repository.departments,
        Kind.location: repository.locations,
        Kind.system: repository.systems,
        Kind.firm: repository.firms,
        Kind.document: repository.documents,
        Kind.checklist: repository.checklists,
        Kind.capa: repository.own_capas,
    }
    for kind, held in root.items():
        for record in held.values():
            yield ("", str(kind), record.id), record
    for name, single in (
        ("settings", repository.settings_record),
        ("statement of applicability", repository.soa),
    ):
        if single is not None:
            yield ("", name, ""), single
    for cycle in repository.cycles.values():
        yield ("", str(Kind.programme), cycle.programme.id), cycle.programme
        for entry in cycle.audits.values():
            yield ("", str(Kind.planned), entry.id), entry
    for audit in repository.audits.values():
        yield from _of_audit(audit)


def _of_audit(audit: Audit) -> Iterator[tuple[Key, Record[Any]]]:
    if audit.file.document.text:
        yield (audit.id, str(Kind.audit), audit.id), audit.file
    for name in PARTS:
        part = getattr(audit, name)
        if part is not None:
            yield (audit.id, name, ""), part
    folders: dict[Kind, Mapping[str, Record[Any]]] = {
        Kind.session: audit.sessions,
        Kind.workpaper: audit.workpapers,
        Kind.evidence: audit.evidence,
        Kind.finding: audit.findings,
        Kind.capa: audit.capas,
    }
    for kind, held in folders.items():
        for record in held.values():
            yield (audit.id, str(kind), record.id), record


def _moved_audits(before: Repository, after: Repository) -> dict[str, str]:
    """Return the audits whose folder has another name, by the one that it had: their title and period are the same."""
    gone = [audit for name, audit in before.audits.items() if name not in after.audits]
    fresh = [audit for name, audit in after.audits.items() if name not in before.audits]
    found = {}
    for audit in gone:
        same = [other for other in fresh if other.file.data == audit.file.data and audit.file.document.text]
        if len(same) == 1:
            found[audit.id] = same[0].id
            fresh.remove(same[0])
    return found


def _unread(
    before: Repository, after: Repository, gone: dict[Key, Record[Any]], fresh: dict[Key, Record[Any]]
) -> Iterator[Pair]:
    """Yield, and take out, what is not gone but broken, and what is not new but mended."""
    for key in [*gone]:
        if _is_unread(after, key):
            yield Pair(*key, gone.pop(key), None, unread=True)
    for key in [*fresh]:
        if _is_unread(before, key):
            yield Pair(*key, None, fresh.pop(key), was_unread=True)


def _is_unread(repository: Repository, key: Key) -> bool:
    audit, kind, id_ = key
    part = {"settings": "auditctl", "statement of applicability": "soa"}.get(kind, kind)
    names = {f"{part}:{id_}", part} if id_ else {part}
    whole = {"schedule"} if kind == str(Kind.session) else set(WHOLE.get(kind, ()))
    return bool({(audit, name) for name in names | whole} & repository.unread)


WHOLE = {
    str(Kind.person): ("people",),
    str(Kind.auditor): ("auditors",),
    str(Kind.process): ("processes",),
    str(Kind.department): ("organisation",),
    str(Kind.location): ("organisation",),
    str(Kind.system): ("organisation",),
    str(Kind.firm): ("firms",),
    str(Kind.document): ("documents",),
    str(Kind.programme): ("programmes",),
    str(Kind.planned): ("programmes",),
}
"""The part of the root in which records of a kind stand."""


def _renamed(gone: dict[Key, Record[Any]], fresh: dict[Key, Record[Any]]) -> Iterator[Pair]:
    """Yield, and take out, records that stand under another name: the same data, or the same title and most of it."""
    for key in [*fresh]:
        audit, kind, id_ = key
        likes = [
            (score, other)
            for other in gone
            if other[:2] == (audit, kind) and (score := _likeness(gone[other], fresh[key])) >= ALIKE
        ]
        if likes:
            _, other = max(likes)
            yield Pair(audit, kind, id_, gone.pop(other), fresh.pop(key), old_id=other[2], old_audit=audit)


def _likeness(before: Record[Any], after: Record[Any]) -> float:
    """Return the part of the values that two records share; 0 where their titles differ."""
    if before.data == after.data:
        return 1.0
    old, new = values(before), values(after)
    name = "title" if "title" in old or "title" in new else "name"
    if name not in old or old.get(name) != new.get(name):
        return 0.0
    return likeness(old, new)
