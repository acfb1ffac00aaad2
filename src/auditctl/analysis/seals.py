"""What a seal holds of an audit, and what differs from it: digests of data, never of layout."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditctl.model.record import Record, Site
from auditctl.model.report import Amendment
from auditctl.model.seal import FOLDERS, PARTS, Resealing, Seal, later_keys
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import Attachment, attached, attachment
from auditctl.repository.layout import KINDS
from auditctl.source.reader import Document, Route, contents

Digest = Callable[[Path], str]
"""Gives the sha256 of a file of evidence."""
PROOF = "action"
"""The purpose of evidence that comes after the report: proof of a corrective action."""


@dataclass(frozen=True, slots=True)
class Sealable:
    """A record as a seal names it, where it stands, and its data; None where the file cannot be read."""

    name: str
    site: Site
    data: dict[str, Any] | None

    @property
    def sha256(self) -> str:
        return sha256(canonical(self.data)).hexdigest()

    @property
    def is_proof(self) -> bool:
        """Whether it is evidence that rightly comes later."""
        return self.name.startswith("evidence/") and (self.data or {}).get("purpose") == PROOF


def canonical(data: Any) -> bytes:
    """Return plain data as canonical JSON (RFC 8785 for texts, lists and mappings); an empty key counts as absent."""
    text = json.dumps(_filled(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _filled(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _filled(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_filled(item) for item in data]
    return data.replace("\r\n", "\n") if isinstance(data, str) else data


def sealable(repository: Repository, audit: Audit) -> dict[str, Sealable]:
    """Return each record of an audit that a seal holds, by its name there; whether it is a file or a key tells nothing."""
    found = {item.name: item for item in (*_parts(audit), *_records(repository, audit))}
    return dict(sorted(found.items()))


def _parts(audit: Audit) -> Iterator[Sealable]:
    records = (audit.file, audit.scope, audit.criteria, audit.team, audit.schedule, audit.report)
    for name, record in zip(PARTS, records, strict=True):
        if record is None or not record.document.text:
            continue
        data = _at(_plain(record.document), record.base)
        left_out = later_keys(name) | (set(PARTS[1:]) if name == "audit" else set())
        yield Sealable(name, record.key(), _without(data, left_out))


def _records(repository: Repository, audit: Audit) -> Iterator[Sealable]:
    """Yield the records of the folders, also those that do not validate."""
    for folder in FOLDERS:
        for name, site in repository.names.get((Kind(KINDS[folder]), audit.id), {}).items():
            record = f"{folder}/{name}"
            data = _plain(site.document)
            yield Sealable(record, Site(site.document), _without(data, later_keys(record)))


def _plain(document: Document) -> dict[str, Any] | None:
    return contents(document.path, document.data)[1] if document.readable else None


def _at(data: Any, base: Route) -> dict[str, Any] | None:
    for step in base:
        data = data.get(step) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else None


def _without(data: dict[str, Any] | None, keys: frozenset[str] | set[str]) -> dict[str, Any] | None:
    return None if data is None else {key: value for key, value in data.items() if key not in keys}


class What(StrEnum):
    """How something differs from its seal."""

    changed = "changed"
    removed = "removed"
    added = "added"
    unreadable = "unreadable"
    unamended = "unamended"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was sealed; `name` is that of a record, or the path of a file in the audit's folder."""

    what: What
    name: str
    site: Site
    is_file: bool = False


def differences(repository: Repository, audit: Audit, digest: Digest) -> list[Difference]:
    """Return what differs from the seal of an audit and no amendment explains; nothing where no seal can be read."""
    if not isinstance(audit.seal, Record):
        return []
    found = differences_whole(repository, audit, digest)
    waiting = open_amendments(audit, audit.seal.data)
    left = [item for item in found if not any(explained_by(audit, named, item) for named in waiting)]
    return [*left, *_of_amendments(audit, audit.seal)]


def differences_whole(repository: Repository, audit: Audit, digest: Digest) -> list[Difference]:
    """Return every record and file that differs from the seal, be it explained or not."""
    if not isinstance(audit.seal, Record):
        return []
    return [*_of_records(repository, audit, audit.seal), *_of_files(repository, audit, audit.seal, digest)]


def explained_by(audit: Audit, amendment: Amendment, item: Difference) -> bool:
    """Whether an amendment names a difference."""
    return not {as_sealed(audit, name) for name in amendment.records}.isdisjoint(_names(audit, item))


def _of_records(repository: Repository, audit: Audit, seal: Record[Seal]) -> Iterator[Difference]:
    now = sealable(repository, audit)
    for name, recorded in seal.data.records.items():
        item = now.get(name)
        if item is None and name in audit.unread:
            continue  # a part that does not validate is an error of its own, and shows itself
        if item is None:
            yield Difference(What.removed, name, seal.key("records", name))
        elif item.data is None:
            yield Difference(What.unreadable, name, item.site)
        elif item.sha256 != recorded:
            yield Difference(What.changed, name, item.site)
    for name, item in now.items():
        if name not in seal.data.records and not item.is_proof:
            yield Difference(What.added, name, item.site)


def _of_files(
    repository: Repository, audit: Audit, seal: Record[Seal], digest: Digest
) -> Iterator[Difference]:
    disposed = {file for item in audit.evidence.values() if item.data.disposed for file in _files(item.data)}
    for name, recorded in seal.data.files.items():
        held = attachment(repository, audit.id, name.removeprefix("evidence/"))
        site = seal.key("files", name)
        if held.real is None:
            if not (held.is_absent and name in disposed):
                what = What.removed if held.is_absent else What.unreadable
                yield Difference(what, name, site, is_file=True)
        elif digest(held.real) != recorded:
            yield Difference(What.changed, name, site, is_file=True)


def _files(evidence: Any) -> list[str]:
    return [f"evidence/{named.name}" for named in evidence.named_files()]


def _names(audit: Audit, item: Difference) -> set[str]:
    """Return the names by which an amendment can speak of a difference: a file also by its record of evidence."""
    if not item.is_file:
        return {item.name}
    return {item.name} | {
        f"evidence/{name}" for name, record in audit.evidence.items() if item.name in _files(record.data)
    }


def as_sealed(audit: Audit, name: str) -> str:
    """Return a record as a seal names it, from its path or its name."""
    stem = name.strip().removeprefix(f"audits/{audit.id}/")
    return stem if stem.startswith("evidence/files/") else stem.removesuffix(".yaml").removesuffix(".md")


def amendments(audit: Audit) -> tuple[Amendment, ...]:
    return audit.report.data.amendments if audit.report else ()


def open_amendments(audit: Audit, seal: Seal) -> list[Amendment]:
    """Return the amendments that are recorded and not sealed."""
    return [item for item in amendments(audit) if not any(_is_same(item, held) for held in seal.amended)]


def _is_same(item: Amendment, held: Resealing) -> bool:
    return (item.by, item.date, item.why, item.records) == (held.by, held.date, held.why, held.records)


def _of_amendments(audit: Audit, seal: Record[Seal]) -> Iterator[Difference]:
    """Yield the amendments that were sealed and no longer stand in the report as they were."""
    for held in seal.data.amended:
        if audit.report and not any(_is_same(item, held) for item in amendments(audit)):
            yield Difference(What.unamended, f"{held.date}, {held.by}", audit.site("report", "amendments"))


def evidence_files(repository: Repository, audit: Audit) -> list[Attachment]:
    """Return every file of evidence that lies there, whether a record names it or not."""
    return [attachment(repository, audit.id, name) for name in attached(repository, audit.id)]
