"""Every record of a repository by the key under which it is known."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.repository.layout import AUDIT_PARTS

Key = tuple[str, str, str]
"""Audit, kind and id; a part that an audit has once has no id."""
SINGLE = {"settings": "auditctl", "statement of applicability": "soa"}
"""Records of which the root has one, with the part in which each stands."""
WHOLE = {
    str(Kind.person): "people",
    str(Kind.auditor): "auditors",
    str(Kind.process): "processes",
    str(Kind.department): "organisation",
    str(Kind.location): "organisation",
    str(Kind.system): "organisation",
    str(Kind.firm): "firms",
    str(Kind.document): "documents",
    str(Kind.programme): "programmes",
    str(Kind.planned): "programmes",
    str(Kind.session): "schedule",
}
"""The part in which records of a kind stand together."""


def records(repository: Repository) -> Iterator[tuple[Key, Record[Any]]]:
    """Yield every record with its key."""
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
        Kind.catalog: repository.own_catalogs,
        Kind.capa: repository.own_capas,
    }
    for kind, held in root.items():
        for record in held.values():
            yield ("", str(kind), record.id), record
    for name, single in zip(SINGLE, (repository.settings_record, repository.soa), strict=True):
        if single is not None:
            yield ("", name, ""), single
    for cycle in repository.cycles.values():
        yield ("", str(Kind.programme), cycle.programme.id), cycle.programme
        for entry in cycle.audits.values():
            yield ("", str(Kind.planned), entry.id), entry
    for audit in repository.audits.values():
        yield from _of_audit(audit)


def _of_audit(audit: Audit) -> Iterator[tuple[Key, Record[Any]]]:
    if audit.file.document.text and "audit" not in audit.unread:
        yield (audit.id, str(Kind.audit), audit.id), audit.file
    for name in AUDIT_PARTS:
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


def is_unread(repository: Repository, key: Key) -> bool:
    """Whether a record of that key may stand in what could not be read."""
    audit, kind, id_ = key
    part = SINGLE.get(kind, kind)
    names = {f"{part}:{id_}", f"{part}:*", part} if id_ else {part}
    if kind in WHOLE:
        names.add(WHOLE[kind])
    return bool({(audit, name) for name in names} & repository.unread)
