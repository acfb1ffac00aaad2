"""What differs from the seal of an audit, and what explains it."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditctl.analysis.seals import (
    Digest,
    Sealable,
    amendments,
    as_sealed,
    evidence_files,
    is_same,
    left_out,
    open_amendments,
    sealable,
)
from auditctl.model.evidence import Evidence
from auditctl.model.record import Record, Site
from auditctl.model.report import Amendment
from auditctl.model.seal import PARTS, Seal
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import attachment
from auditctl.repository.layout import unread_folder
from auditctl.source.reader import Document

UNKNOWN_KEY = "SCH001"
"""A key that no record has: none stood in one that was sealed."""


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
    now = sealable(audit)
    new_keys = [hit.site for hit in repository.problems if hit.code == UNKNOWN_KEY]
    return [
        *_of_records(audit, audit.seal, now, new_keys),
        *_of_files(repository, audit, audit.seal, now, digest),
    ]


def explained_by(audit: Audit, amendment: Amendment, item: Difference) -> bool:
    """Whether an amendment names a difference: a file also by the record of evidence that names it.

    A record that came after the seal explains files that came with it, and none that was sealed.
    """
    named = {as_sealed(audit.id, name) for name in amendment.records}
    if item.name in named:
        return True
    if not item.is_file or not isinstance(audit.seal, Record):
        return False
    sealed = audit.seal.data
    return any(
        f"evidence/{name}" in named
        and item.name in _files(record.data)
        and (item.what is What.added or f"evidence/{name}" in sealed.records)
        for name, record in audit.evidence.items()
    )


def _of_records(
    audit: Audit, seal: Record[Seal], now: Mapping[str, Sealable], new_keys: Sequence[Site]
) -> Iterator[Difference]:
    for name, recorded in seal.data.records.items():
        item = now.get(name)
        if item is None:
            if not _is_told_with_file(name, now):
                what = What.unreadable if _is_in_unlisted_folder(audit, name) else What.removed
                yield Difference(what, name, seal.key("records", name))
        elif item.data is None:
            yield Difference(What.unreadable, name, item.site)
        elif item.sha256 != recorded or any(_is_sealed_key(item, site) for site in new_keys):
            yield Difference(What.changed, name, item.site)
    for name, item in now.items():
        if name not in seal.data.records and not _is_new_proof(item, seal.data):
            yield Difference(What.added, name, item.site)


def _is_sealed_key(item: Sealable, site: Site) -> bool:
    """Whether a key stands where a seal holds what a record says; an empty one is not in its digest."""
    at = len(item.site.route)
    if site.document != item.site.document or site.route[:at] != item.site.route:
        return False
    first = site.route[at] if len(site.route) > at else ""
    return first not in left_out(item.name)


def _is_told_with_file(name: str, now: Mapping[str, Sealable]) -> bool:
    """Whether a part may stand in an audit.yaml that cannot be read, which is told once."""
    main = now.get(PARTS[0])
    return name in PARTS and main is not None and main.data is None


def _is_in_unlisted_folder(audit: Audit, name: str) -> bool:
    folder, slash, _ = name.partition("/")
    return bool(slash) and unread_folder(f"audits/{audit.id}/{folder}")[1] in audit.unread


def _is_new_proof(item: Sealable, seal: Seal) -> bool:
    """Whether it is proof of a corrective action; what was sealed once, as whatever, cannot come back as such."""
    return item.is_proof and not any(item.name in held.before for held in seal.amended)


def _of_files(
    repository: Repository, audit: Audit, seal: Record[Seal], now: Mapping[str, Sealable], digest: Digest
) -> Iterator[Difference]:
    disposed = _disposed(repository, audit, seal.data, now)
    for name, recorded in seal.data.files.items():
        held = attachment(repository, audit.id, name.removeprefix("evidence/"))
        site = seal.key("files", name)
        if held.real is None:
            if not (held.is_absent and name in disposed):
                what = What.removed if held.is_absent else What.unreadable
                yield Difference(what, name, site, is_file=True)
        elif digest(held.real) != recorded:
            yield Difference(What.changed, name, site, is_file=True)
    proof = {
        file
        for item in now.values()
        if item.name not in seal.data.records and _is_new_proof(item, seal.data)
        for file in item.files
    }
    for name, held in evidence_files(repository, audit).items():
        if name not in seal.data.files and name not in proof:
            yield Difference(What.added, name, Site(Document(held.path, "")), is_file=True)


def _disposed(repository: Repository, audit: Audit, seal: Seal, now: Mapping[str, Sealable]) -> set[str]:
    """Return the files whose every sealed record says that they went when they were no longer to be kept.

    A record that is not as it was sealed says nothing: it may have named another file, or another day.
    """
    gone: set[str] = set()
    kept: set[str] = set()
    for name, record in audit.evidence.items():
        item = now.get(f"evidence/{name}")
        if item and item.sha256 == seal.records.get(item.name):
            (gone if _is_over(record.data, repository.today) else kept).update(_files(record.data))
    return gone - kept


def _is_over(evidence: Evidence, today: date) -> bool:
    """Whether evidence was disposed of on the last day that it had to be kept, or later."""
    until, disposed = evidence.retention_until, evidence.disposed
    return disposed is not None and until is not None and until <= disposed.date <= today


def _files(evidence: Evidence) -> list[str]:
    return [posixpath.normpath(f"evidence/{named.name}") for named in evidence.named_files()]


def _of_amendments(audit: Audit, seal: Record[Seal]) -> Iterator[Difference]:
    """Yield the amendments that were sealed and no longer stand in the report as they were."""
    for held in seal.data.amended:
        if audit.report and not any(is_same(item, held) for item in amendments(audit)):
            yield Difference(What.unamended, f"{held.date}, {held.by}", audit.site("report", "amendments"))
