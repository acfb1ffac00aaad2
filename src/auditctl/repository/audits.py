"""The folders under `audits/`, and the CAPAs of the root."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

from auditctl.model.audit import AuditFile, Criteria, Schedule, Scope, Session, Team
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Hit, Record, Site
from auditctl.model.report import Report
from auditctl.model.seal import Seal
from auditctl.model.types import Kind
from auditctl.model.validation import validate
from auditctl.model.workpaper import Workpaper
from auditctl.repository.audit import Audit, Cycle
from auditctl.repository.layout import AUDIT_PARTS, Role
from auditctl.repository.parts import Part, parts_of
from auditctl.repository.shelf import Shelf
from auditctl.repository.sources import Sources
from auditctl.source.reader import Document

M = TypeVar("M", bound=BaseModel)


def audits(
    sources: Sources, shelf: Shelf, cycles: dict[str, Cycle]
) -> tuple[dict[str, Audit], dict[str, Record[Capa]]]:
    """Return every audit by its folder, and the CAPAs that no audit raised."""
    entries = {name: (entry, cycle) for cycle in cycles.values() for name, entry in cycle.audits.items()}
    found = {name: _audit(sources, shelf, name, entries.get(name)) for name in sources.audits}
    own_capas = _records(sources, shelf, Role.capa, Kind.capa, Capa, "")
    for record in own_capas.values():
        if record.data.origin is None:
            shelf.report(
                "SCH002",
                record.key(),
                "`origin` is missing",
                "a CAPA of the root says what raised it: `origin: {kind: incident, date: …}`",
            )
    return found, own_capas


def _audit(
    sources: Sources, shelf: Shelf, name: str, planned: tuple[Record[PlannedAudit], Cycle] | None
) -> Audit:
    parts = parts_of(sources, shelf, Role.audit_part, name, AUDIT_PARTS)
    file = _file(shelf, name, parts.get("audit"))
    schedule, sessions = _schedule(shelf, parts.get("schedule"), name)
    findings = _records(sources, shelf, Role.finding, Kind.finding, Finding, name)
    capas = _records(sources, shelf, Role.capa, Kind.capa, Capa, name)
    audit = Audit(
        id=name,
        file=file,
        scope=_part(shelf, parts, "scope", Scope, name),
        criteria=_part(shelf, parts, "criteria", Criteria, name),
        team=_part(shelf, parts, "team", Team, name),
        schedule=schedule,
        report=_part(shelf, parts, "report", Report, name),
        sessions=sessions,
        workpapers=_records(sources, shelf, Role.workpaper, Kind.workpaper, Workpaper, name),
        evidence=_records(sources, shelf, Role.evidence, Kind.evidence, Evidence, name),
        findings=findings,
        capas=capas,
        seal=_seal(sources, name),
        places={part: tuple(sites) for part, sites in shelf.places.get(name, {}).items()},
        unread=frozenset(part for owner, part in shelf.unread if owner == name),
        entry=planned[0] if planned else None,
        cycle=planned[1] if planned else None,
    )
    _missing_by_kind(shelf, audit)
    return audit


def _file(shelf: Shelf, name: str, part: Part | None) -> Record[AuditFile]:
    """Return audit.yaml; where it is missing or broken, a stand-in that keeps the rest judged."""
    path = f"audits/{name}/audit.yaml"
    site = Site(part.document if part else Document(path, ""))
    shelf.claim(Kind.audit, "", name, site)
    if part is None:
        if (name, "audit") not in shelf.unread:
            hint = f"create {path} with at least `title: …`, or rename the folder if it is no audit"
            shelf.report("SCH002", site, f"the audit {name} has no audit.yaml", hint)
        shelf.unread.add((name, "audit"))
        return Record(name, AuditFile(title=name), site.document, (), name)
    record = shelf.whole(AuditFile, part.data, part.document, part.base, name="audit", id_=name, audit=name)
    return record or Record(name, AuditFile(title=name), part.document, (), name)


def _seal(sources: Sources, audit: str) -> Record[Seal] | Hit | None:
    """Return what SEAL.json says, or what is wrong with it; JSON is YAML, so it is read like every other file."""
    for source in sources.of(Role.seal, audit):
        if source.problems:
            first = source.problems[0]
            return Hit(Site(source.document, span=first.span), first.message, audit=audit)
        seal, faults = validate(Seal, source.data) if source.data is not None else (None, [])
        if seal is not None:
            return Record("seal", seal, source.document, (), audit)
        route = faults[0].route if faults else ()
        why = faults[0].message if faults else "it is no file of that kind"
        return Hit(Site(source.document, route), why, audit=audit)
    return None


def _part(shelf: Shelf, parts: dict[str, Part], key: str, model: type[M], audit: str) -> Record[M] | None:
    part = parts.get(key)
    return shelf.whole(model, part.data, part.document, part.base, name=key, audit=audit) if part else None


def _schedule(
    shelf: Shelf, part: Part | None, audit: str
) -> tuple[Record[Schedule] | None, dict[str, Record[Session]]]:
    if part is None:
        return None, {}
    data = part.data if isinstance(part.data, dict) else part.data or {}
    whole = (
        {key: value for key, value in data.items() if key != "sessions"} if isinstance(data, dict) else data
    )
    record = shelf.whole(Schedule, whole, part.document, part.base, name="schedule", audit=audit)
    sessions = data.get("sessions") if isinstance(data, dict) else None
    return record, shelf.entries(
        Kind.session, Session, sessions, part.document, (*part.base, "sessions"), audit=audit
    )


def _records(
    sources: Sources, shelf: Shelf, role: Role, kind: Kind, model: type[M], audit: str
) -> dict[str, Record[M]]:
    """Return the records of one folder; `NAME.yaml` beside `NAME.md` is reported and the first kept."""
    found: dict[str, Record[M]] = {}
    seen: dict[str, Document] = {}
    for source in sources.of(role, audit):
        if audit:
            shelf.stands(audit, _below(audit, source.placed.path), Site(source.document))
        if source.id in seen:
            shelf.report(
                "SCH007",
                Site(source.document),
                f"{seen[source.id].path} is the same record",
                "keep one of the two files",
            )
            continue
        seen[source.id] = source.document
        shelf.claim(kind, audit, source.id, Site(source.document))
        record = source.record or shelf.file(kind, model, source.id, source.data, source.document, audit)
        if record:
            found[source.id] = record
    return found


def _below(audit: str, path: str) -> str:
    """Return a record by its folder and name, such as `findings/restore-tests`."""
    return path.removeprefix(f"audits/{audit}/").rpartition(".")[0]


def _missing_by_kind(shelf: Shelf, audit: Audit) -> None:
    """Report what an own audit needs and an external one does not, and the other way round."""
    data = audit.data
    external = (("body", data.body), ("from", data.from_), ("to", data.to), ("issued", data.issued))
    for key, value in external:
        if value and not audit.is_external:
            message = f"`{key}` belongs to an audit of `kind: external`"
            shelf.report("SCH003", audit.file.key(key), message, "add `kind: external`, or take it out")
    for record in _own_findings(audit):
        if record.data.raised.by is None:
            shelf.report(
                "SCH002",
                record.at("raised"),
                "`by` is missing",
                "name the auditor: `raised: {by: …, date: …}`",
            )
    for capa in audit.capas.values():
        if not capa.data.findings:
            shelf.report(
                "SCH002",
                capa.key(),
                "`findings` is missing",
                "a CAPA of an audit names its findings: `findings: [...]`",
            )


def _own_findings(audit: Audit) -> Iterator[Record[Finding]]:
    if audit.is_own:
        yield from audit.findings.values()
