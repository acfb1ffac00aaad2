"""Where a record stands or has stood: its files, and in larger ones the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from auditctl.model.audit import AuditFile, Criteria, Schedule, Scope, Session, Team
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.organisation import Department, Firm, OwnDocument, Place, Soa, System
from auditctl.model.people import Auditor, Person
from auditctl.model.process import Process
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.report import Report
from auditctl.model.seal import SEAL, Seal
from auditctl.model.settings import Settings
from auditctl.model.types import Kind
from auditctl.model.workpaper import Checklist, Workpaper
from auditctl.repository import Repository
from auditctl.repository.history import History
from auditctl.repository.layout import AUDIT_PARTS, ROOT_PARTS, Role
from auditctl.repository.moves import Data, placed_of
from auditctl.repository.renamed import Renames

Route = tuple[str, ...]
FILES: dict[Kind, tuple[str, type[BaseModel]]] = {
    Kind.finding: ("findings", Finding),
    Kind.evidence: ("evidence", Evidence),
    Kind.capa: ("capas", Capa),
    Kind.workpaper: ("workpapers", Workpaper),
    Kind.checklist: ("checklists", Checklist),
}
"""Kinds of which each record has a file, with the folder."""
KEYS: dict[Kind, tuple[str, str, type[BaseModel]]] = {
    Kind.person: ("people", "", Person),
    Kind.auditor: ("auditors", "", Auditor),
    Kind.process: ("processes", "", Process),
    Kind.firm: ("firms", "", Firm),
    Kind.document: ("documents", "", OwnDocument),
    Kind.department: ("organisation", "departments", Department),
    Kind.location: ("organisation", "locations", Place),
    Kind.system: ("organisation", "systems", System),
}
"""Kinds of which each record is a key of a part of the root, with the part and the key above it."""
PARTS: dict[str, type[BaseModel]] = {
    "scope": Scope,
    "criteria": Criteria,
    "team": Team,
    "schedule": Schedule,
    "report": Report,
}
SEALED = "seal"
"""The kind of a seal, which the name of its audit stands for."""
BY_ROLE = {
    Role.finding: Kind.finding,
    Role.evidence: Kind.evidence,
    Role.capa: Kind.capa,
    Role.workpaper: Kind.workpaper,
    Role.checklist: Kind.checklist,
    Role.programme: Kind.programme,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A record by audit, kind and id, with the files and routes at which it may stand; `left_out` are other records' keys."""

    audit: str
    kind: str
    id: str
    model: type[BaseModel]
    places: tuple[tuple[str, Route], ...]
    left_out: frozenset[str] = frozenset()

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for path, _ in self.places)

    @property
    def is_file(self) -> bool:
        """Whether it has a file of its own, whose name is its own."""
        return self.kind in {str(kind) for kind in FILES}

    @property
    def name(self) -> str:
        return "/".join(filter(None, (self.audit if self.audit != self.id else "", self.id)))

    def within(self, path: str, data: Data) -> dict[str, Any] | None:
        """Return its plain data in a file; a file of a name that is not known is one that it had before."""
        held: Any = data
        for step in self.route(path):
            held = held.get(step) if isinstance(held, dict) else None
        if not isinstance(held, dict) or not held:
            return None
        return {key: value for key, value in held.items() if key not in self.left_out}

    def route(self, path: str) -> Route:
        """Return the way to it in a file; in one of an audit that had another name it is that in the same part."""
        routes = dict(self.places)
        if path in routes or self.is_file:
            return routes.get(path, ())
        name = path.rpartition("/")[2]
        return next((route for known, route in self.places if known.rpartition("/")[2] == name), ())


def subjects(repository: Repository, history: History) -> list[Subject]:
    """Return every record that stands or stood in a file of its own."""
    found = {(item.audit, item.kind, item.id): item for item in (*_standing(repository), *_parts(repository))}
    for path in history.by_path:
        if item := _of_file(path):
            found.setdefault((item.audit, item.kind, item.id), item)
    return list(found.values())


def as_it_is_now(subject: Subject, history: History, renames: Renames) -> Subject:
    """Return the record that a name stood for which none bears any more: renames are followed, also uncommitted ones."""
    path = renames.path(history.path_now(subject.paths[0]))
    return subject if path in subject.paths else _of_file(path) or subject


def _of_file(path: str) -> Subject | None:
    """Return the record that has a file of its own at a path."""
    placed = placed_of(path)
    if placed is None:
        return None
    if placed.role is Role.audit_part and placed.id == "audit":
        return _subject(Kind.audit, "", placed.audit, "")
    if placed.role is Role.seal:
        return _seal(placed.audit)
    kind = BY_ROLE.get(placed.role)
    return _subject(kind, placed.audit, placed.id, "") if kind else None


def _standing(repository: Repository) -> Iterator[Subject]:
    cycles = {entry: name for name, cycle in repository.cycles.items() for entry in cycle.audits}
    for (kind, audit), names in repository.names.items():
        for name in names:
            if item := _subject(kind, audit, name, cycles.get(name, "")):
                yield item


def _parts(repository: Repository) -> Iterator[Subject]:
    """Yield the parts of audits, each under the name of its audit, and those of the root."""
    for audit in repository.audits:
        folder = f"audits/{audit}"
        for part in AUDIT_PARTS:
            own = (f"{folder}/{part}.yaml", *((f"{folder}/{part}.md",) if part == "report" else ()))
            places = (*((path, ()) for path in own), (f"{folder}/audit.yaml", (part,)))
            left_out = frozenset({"sessions"} if part == "schedule" else ())
            yield Subject(audit, part, audit, PARTS[part], places, left_out)
        if repository.audits[audit].seal is not None:
            yield _seal(audit)
    yield Subject("", "settings", "auditctl", Settings, (("auditctl.yaml", ()),), frozenset(ROOT_PARTS))
    yield Subject(
        "", "statement of applicability", "soa", Soa, (("soa.yaml", ()), ("auditctl.yaml", ("soa",)))
    )


def _seal(audit: str) -> Subject:
    return Subject(audit, SEALED, audit, Seal, ((f"audits/{audit}/{SEAL}", ()),))


def _subject(kind: Kind, audit: str, name: str, cycle: str) -> Subject | None:
    if kind in FILES:
        folder, model = FILES[kind]
        stem = f"audits/{audit}/{folder}/{name}" if audit else f"{folder}/{name}"
        return Subject(audit, str(kind), name, model, ((f"{stem}.yaml", ()), (f"{stem}.md", ())))
    if kind in KEYS:
        part, above, keyed = KEYS[kind]
        route = (above, name) if above else (name,)
        return Subject(
            "", str(kind), name, keyed, ((f"{part}.yaml", route), ("auditctl.yaml", (part, *route)))
        )
    if kind is Kind.audit:
        places: tuple[tuple[str, Route], ...] = ((f"audits/{name}/audit.yaml", ()),)
        return Subject(name, str(kind), name, AuditFile, places, frozenset(AUDIT_PARTS))
    if kind is Kind.session:
        folder = f"audits/{audit}"
        places = (
            (f"{folder}/schedule.yaml", ("sessions", name)),
            (f"{folder}/audit.yaml", ("schedule", "sessions", name)),
        )
        return Subject(audit, str(kind), name, Session, places)
    return _of_programmes(kind, name, cycle)


def _of_programmes(kind: Kind, name: str, cycle: str) -> Subject | None:
    if kind is Kind.programme:
        return Subject("", str(kind), name, Programme, _cycle_places(name), frozenset({"audits"}))
    if kind is Kind.planned and cycle:
        places = tuple((path, (*route, "audits", name)) for path, route in _cycle_places(cycle))
        return Subject("", str(kind), name, PlannedAudit, places)
    return None


def _cycle_places(cycle: str) -> tuple[tuple[str, Route], ...]:
    return (
        (f"programmes/{cycle}.yaml", ()),
        ("programmes.yaml", (cycle,)),
        ("auditctl.yaml", ("programmes", cycle)),
    )
