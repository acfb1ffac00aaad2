"""Which record each reference means, and how it is written once a record has another name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from auditctl.model.audit import AuditFile, Scope, Session
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.organisation import Department, Firm, OwnDocument, Place, System
from auditctl.model.people import Auditor, Person
from auditctl.model.process import Process
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.record import Record, Site
from auditctl.model.report import Report
from auditctl.model.shape import marks
from auditctl.model.types import Kind, RefTo
from auditctl.model.workpaper import Checklist, Workpaper
from auditctl.repository import Repository
from auditctl.repository.records import records
from auditctl.repository.references import SCOPED
from auditctl.source.reader import Route

KINDS: dict[type[BaseModel], Kind] = {
    Person: Kind.person, Auditor: Kind.person, Firm: Kind.firm, Process: Kind.process, Department: Kind.department,
    Place: Kind.location, System: Kind.system, OwnDocument: Kind.document, Programme: Kind.programme,
    PlannedAudit: Kind.audit, AuditFile: Kind.audit, Session: Kind.session, Workpaper: Kind.session,
    Evidence: Kind.evidence, Finding: Kind.finding, Capa: Kind.capa, Checklist: Kind.checklist,
}  # fmt: skip
"""What a record is the name of: an entry of the register that of a person, a work paper that of its session."""
SAME = {Kind.auditor: Kind.person, Kind.workpaper: Kind.session, Kind.planned: Kind.audit}
"""Kinds of names that belong to a record of another kind."""
AMENDED = {
    "findings": Kind.finding, "evidence": Kind.evidence, "capas": Kind.capa, "workpapers": Kind.session,
}  # fmt: skip
"""The folders by which an amendment of a report names records."""


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """What a record is called: its kind, the audit whose record it is or nothing, and its id."""

    kind: Kind
    audit: str
    id: str

    @property
    def full(self) -> str:
        return f"{self.audit}/{self.id}" if self.audit else self.id

    def __str__(self) -> str:
        return f"the {self.kind.value} {self.full}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of a record where the text names another one; `is_known` tells whether that one is there."""

    record: Record[Any]
    route: Route
    on_key: bool
    text: str
    meant: Name
    is_known: bool

    @property
    def site(self) -> Site:
        return self.record.key(*self.route) if self.on_key else self.record.at(*self.route)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A record's name, and the one that it is to get."""

    old: Name
    new: Name

    def applied(self, name: Name) -> Name:
        """Return what a record is called afterwards; those of an audit go with it."""
        return self.new if name == self.old else replace(name, audit=self.audit(name.audit))

    def audit(self, audit: str) -> str:
        """Return what the folder of an audit is called afterwards."""
        return self.new.id if self.old.kind is Kind.audit and audit == self.old.id else audit

    def rewritten(self, reference: Reference) -> str:
        """Return how a reference is written afterwards."""
        text, old, new = reference.text, self.old.id, self.new.id
        if reference.meant != self.old:
            is_prefix = self.old.kind is Kind.audit and text.startswith(f"{old}/")
            return new + text.removeprefix(old) if is_prefix else text
        if self.old.kind in {Kind.document, Kind.catalog}:
            is_named = text == old or text.startswith((f"{old}#", f"{old}:"))
            return new + text.removeprefix(old) if is_named else text
        return text.removesuffix(old) + new


def name_of(record: Record[Any]) -> Name | None:
    """Return what a record is called; None for a part of the root or of an audit, which has no name."""
    kind = KINDS.get(type(record.data))
    if kind is None:
        return None
    return Name(kind, record.audit if kind in SCOPED else "", record.id)


def references(repository: Repository) -> Iterator[Reference]:
    """Yield every reference of every record."""
    for record in records(repository):
        yield from references_in(repository, record)


def references_in(repository: Repository, record: Record[Any]) -> Iterator[Reference]:
    """Yield the references of a record: what its model marks, and what else is read as the name of a record."""
    for route, on_key, mark, value in marks(record.data):
        if isinstance(mark, RefTo) and not (value == "all" and mark.kind is not Kind.requirement):
            meant, is_known = _meant(repository, mark.kind, value, record.audit)
            yield Reference(record, route, on_key, value, meant, is_known)
    if isinstance(record.data, Report):
        yield from _amended(repository, record)
    elif isinstance(record.data, Scope):
        yield from _excluded(repository, record)


def _meant(repository: Repository, kind: Kind, text: str, audit: str) -> tuple[Name, bool]:
    """Return the record that a text means inside an audit, and whether there is one."""
    if kind is Kind.requirement:
        return _carrier(repository, text)
    if kind not in SCOPED:
        return _looked_up(repository, Name(kind, "", text))
    owner, slash, slug = text.rpartition("/")
    found = _looked_up(repository, Name(kind, owner if slash else audit, slug))
    if found[1] or slash or kind is not Kind.capa:
        return found
    of_root = _looked_up(repository, Name(kind, "", slug))
    return of_root if of_root[1] else found


def _carrier(repository: Repository, requirement: str) -> tuple[Name, bool]:
    """Return the own document or the catalogue of a requirement; what is asked of it stays as it is."""
    requirements = repository.requirements
    if section := requirements.section(requirement):
        return _looked_up(repository, Name(Kind.document, "", section[0]))
    return _looked_up(repository, Name(Kind.catalog, "", requirements.split(requirement)[0]))


def _looked_up(repository: Repository, name: Name) -> tuple[Name, bool]:
    if name.kind is Kind.catalog:
        return name, name.id in repository.requirements.catalogs
    kinds = (Kind.audit, Kind.planned) if name.kind is Kind.audit else (name.kind,)
    return name, any(name.id in repository.names.get((kind, name.audit), {}) for kind in kinds)


def _amended(repository: Repository, record: Record[Report]) -> Iterator[Reference]:
    """Yield the records that amendments name by their folder, as in `findings/restore-tests`."""
    for index, amendment in enumerate(record.data.amendments):
        for place, text in enumerate(amendment.records):
            folder, _, slug = text.partition("/")
            if folder in AMENDED:
                meant = Name(AMENDED[folder], record.audit, slug)
                route = ("amendments", index, "records", place)
                yield Reference(record, route, False, text, *_looked_up(repository, meant))


def _excluded(repository: Repository, record: Record[Scope]) -> Iterator[Reference]:
    """Yield what a scope excludes by its id alone; an id that both a process and a location bear is words."""
    for index, item in enumerate(record.data.excluded):
        named = [
            name
            for kind in (Kind.process, Kind.location)
            if (name := Name(kind, "", item.what)) and _looked_up(repository, name)[1]
        ]
        if len(named) == 1:
            yield Reference(record, ("excluded", index, "what"), False, item.what, named[0], True)
