"""The repository as rules and reports see it: records by id, with the questions everybody asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditctl.model.audit import Session
from auditctl.model.capa import Capa
from auditctl.model.catalog import Catalog
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.organisation import Department, Firm, OwnDocument, Place, Soa, System
from auditctl.model.people import Auditor, Person
from auditctl.model.process import Process
from auditctl.model.record import Hit, Record, Site
from auditctl.model.requirements import Requirements
from auditctl.model.settings import Settings
from auditctl.model.types import ALL, Kind
from auditctl.model.workpaper import Checklist, Workpaper
from auditctl.repository.audit import Audit, Cycle
from auditctl.source.hashes import HashNote
from auditctl.source.reader import Document

if TYPE_CHECKING:
    from auditctl.repository.stored import Stored


@dataclass(frozen=True)
class Repository:
    """Everything that the files say, on the day `today`."""

    root: Path
    today: date
    settings: Settings
    settings_record: Record[Settings] | None
    requirements: Requirements
    people: dict[str, Record[Person]]
    auditors: dict[str, Record[Auditor]]
    processes: dict[str, Record[Process]]
    departments: dict[str, Record[Department]]
    locations: dict[str, Record[Place]]
    systems: dict[str, Record[System]]
    firms: dict[str, Record[Firm]]
    documents: dict[str, Record[OwnDocument]]
    soa: Record[Soa] | None
    cycles: dict[str, Cycle]
    checklists: dict[str, Record[Checklist]]
    audits: dict[str, Audit]
    own_capas: dict[str, Record[Capa]]
    own_catalogs: dict[str, Record[Catalog]]
    names: dict[tuple[Kind, str], dict[str, Site]]
    unread: frozenset[tuple[str, str]]
    problems: tuple[Hit, ...]
    files: int
    commented: tuple[Document, ...] = ()
    """Documents that speak to auditctl in a comment."""
    hashes: HashNote = field(default_factory=HashNote, compare=False, repr=False)
    """What is known of the files of evidence; the default knows nothing yet."""
    stored: "Stored | None" = field(default=None, compare=False, repr=False)
    """Where the files of evidence come from that a revision has; None for those on disk."""
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What analyses keep for one run; a pure function's result, never a fact."""

    @cached_property
    def unread_places(self) -> tuple[str, ...]:
        """What stands in the files but could not be taken up: `AUDIT/part`, or the part of the root."""
        return tuple(sorted(f"{audit}/{part}" if audit else part for audit, part in self.unread))

    @cached_property
    def findings(self) -> dict[str, Record[Finding]]:
        """Every finding by its name `AUDIT/slug`."""
        return {record.name: record for audit in self.audits.values() for record in audit.findings.values()}

    @cached_property
    def capas(self) -> dict[str, Record[Capa]]:
        """Every CAPA by its name; those of the root have a bare slug."""
        within = {record.name: record for audit in self.audits.values() for record in audit.capas.values()}
        return within | {record.name: record for record in self.own_capas.values()}

    @cached_property
    def evidence(self) -> dict[str, Record[Evidence]]:
        return {record.name: record for audit in self.audits.values() for record in audit.evidence.values()}

    def audit_of(
        self, record: Record[Finding] | Record[Capa] | Record[Evidence] | Record[Workpaper]
    ) -> Audit | None:
        return self.audits.get(record.audit)

    def finding(self, reference: str, audit: str = "") -> Record[Finding] | None:
        return self.findings.get(full_name(reference, audit))

    def capa(self, reference: str, audit: str = "") -> Record[Capa] | None:
        return self.capas.get(full_name(reference, audit)) or self.own_capas.get(reference)

    def evidence_item(self, reference: str, audit: str = "") -> Record[Evidence] | None:
        return self.evidence.get(full_name(reference, audit))

    @cached_property
    def capas_of(self) -> dict[str, list[Record[Capa]]]:
        """CAPAs by the name of each finding that they answer."""
        found: dict[str, list[Record[Capa]]] = {}
        for capa in self.capas.values():
            for reference in capa.data.findings:
                found.setdefault(full_name(reference, capa.audit), []).append(capa)
        return found

    @cached_property
    def followers(self) -> dict[str, list[Record[Capa]]]:
        """CAPAs that follow one that did not work, by the name of that one."""
        found: dict[str, list[Record[Capa]]] = {}
        for record in self.capas.values():
            before = self.capa(record.data.follows, record.audit) if record.data.follows else None
            if before is not None:
                found.setdefault(before.name, []).append(record)
        return found

    @cached_property
    def repeats(self) -> dict[str, list[Record[Finding]]]:
        """Findings that repeat an earlier one, by the name of that one."""
        found: dict[str, list[Record[Finding]]] = {}
        for record in self.findings.values():
            if record.data.repeat_of:
                found.setdefault(full_name(record.data.repeat_of, record.audit), []).append(record)
        return found

    def findings_of(self, capa: Record[Capa]) -> list[Record[Finding]]:
        found = (self.finding(reference, capa.audit) for reference in capa.data.findings)
        return [record for record in found if record is not None]

    def person_name(self, person: str) -> str:
        record = self.people.get(person)
        return record.data.name if record else person

    @cached_property
    def own_audits(self) -> list[Audit]:
        """Audits that the rules judge: neither external, legacy nor cancelled nor issued."""
        return [
            audit
            for audit in self.audits.values()
            if audit.is_own and not audit.is_issued and not audit.data.cancelled
        ]

    def live_processes(self, day: date) -> Iterator[Record[Process]]:
        return (
            record
            for record in self.processes.values()
            if record.data.retired is None or day < record.data.retired
        )

    def scope_processes(self, audit: Audit) -> frozenset[str]:
        """Return the processes in an audit's scope; without one, those of its programme entry."""
        named: tuple[str, ...] = ()
        if audit.scope:
            named = audit.scope.data.processes
        if not named and audit.entry:
            named = audit.entry.data.processes
        if audit.scope and not named and audit.scope.data.departments not in {(), ALL}:
            return frozenset(
                key
                for key, record in self.processes.items()
                if record.data.department in audit.scope.data.departments
            )
        return self._selected(named, self.processes)

    @staticmethod
    def _selected(named: tuple[str, ...], known: dict[str, Record[Process]]) -> frozenset[str]:
        return frozenset(known) if named in {ALL, ()} else frozenset(named)

    def criteria_requirements(self, audit: Audit) -> frozenset[str]:
        """Return the requirements audited against; the default is all that is in force."""
        key = ("criteria", audit.id)
        if key not in self.memo:
            self.memo[key] = self._criteria_requirements(audit)
        found: frozenset[str] = self.memo[key]
        return found

    def _criteria_requirements(self, audit: Audit) -> frozenset[str]:
        named = audit.criteria.data.requirements if audit.criteria else ()
        if not named:
            return self.requirements.in_force()
        explicit = frozenset(item for item in named if not self.requirements.is_group(item))
        return (self.requirements.expand(named) - self.requirements.excluded) | self.requirements.expand(
            explicit
        )

    def criteria_documents(self, audit: Audit) -> frozenset[str]:
        """Return the own documents audited against; the default is every one in force."""
        if audit.criteria and audit.criteria.data.documents:
            return frozenset(audit.criteria.data.documents)
        day = audit.fieldwork[0] if audit.fieldwork else self.today
        return frozenset(key for key, record in self.documents.items() if record.data.in_force(day))

    def session_requirements(self, audit: Audit, session: Session) -> frozenset[str]:
        """Return what a session is held against; the default is the process's part of the criteria."""
        if session.requirements:
            return self.requirements.expand(session.requirements)
        process = self.processes.get(session.process)
        if process is None:
            return frozenset()
        return self.requirements.expand(process.data.requirements) & self.criteria_requirements(audit)


def full_name(reference: str, audit: str) -> str:
    """Return `AUDIT/slug` for a reference made inside that audit, which may be the bare slug."""
    return reference if "/" in reference or not audit else f"{audit}/{reference}"
