"""An audit with its parts and records, and the programme that plans it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from auditctl.model.audit import AuditFile, AuditKind, Criteria, Schedule, Scope, Session, Team
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.record import Hit, Record, Site
from auditctl.model.report import Report
from auditctl.model.seal import Seal
from auditctl.model.workpaper import Workpaper


@dataclass(frozen=True)
class Cycle:
    """A programme with its planned audits."""

    programme: Record[Programme]
    audits: dict[str, Record[PlannedAudit]]


@dataclass(frozen=True)
class Audit:
    """One audit with its parts and records. `unread` names parts that stand there but are broken."""

    id: str
    file: Record[AuditFile]
    scope: Record[Scope] | None = None
    criteria: Record[Criteria] | None = None
    team: Record[Team] | None = None
    schedule: Record[Schedule] | None = None
    report: Record[Report] | None = None
    sessions: dict[str, Record[Session]] = field(default_factory=dict)
    workpapers: dict[str, Record[Workpaper]] = field(default_factory=dict)
    evidence: dict[str, Record[Evidence]] = field(default_factory=dict)
    findings: dict[str, Record[Finding]] = field(default_factory=dict)
    capas: dict[str, Record[Capa]] = field(default_factory=dict)
    seal: Record[Seal] | Hit | None = None
    """SEAL.json, or what keeps it from being read."""
    places: dict[str, tuple[Site, ...]] = field(default_factory=dict)
    """Where each part and record stands, as `team` and `findings/NAME`, also one that is broken or stands twice."""
    unread: frozenset[str] = frozenset()
    entry: Record[PlannedAudit] | None = None
    cycle: Cycle | None = None

    @property
    def data(self) -> AuditFile:
        return self.file.data

    @property
    def is_external(self) -> bool:
        return self.data.kind is AuditKind.external

    @property
    def is_legacy(self) -> bool:
        return self.data.legacy is not None

    @property
    def is_issued(self) -> bool:
        """Whether the report went out."""
        return self.report is not None and self.report.data.issued is not None

    @property
    def is_sealed(self) -> bool:
        """Whether the report went out under a seal, be it one that cannot be read."""
        return self.is_issued and self.seal is not None

    @property
    def is_own(self) -> bool:
        """Whether it is an audit that the house itself holds and keeps here."""
        return not (self.is_external or self.is_legacy)

    @property
    def team_data(self) -> Team:
        return self.team.data if self.team else Team()

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Lead, auditors and experts, each once."""
        team = self.team_data
        lead = (team.lead,) if team.lead else ()
        return tuple(dict.fromkeys((*lead, *team.auditors, *team.experts)))

    def site(self, part: str, *route: str | int) -> Site:
        """Return the site of a part, or of the audit itself where the part is missing."""
        record: Record[Scope] | Record[Criteria] | Record[Team] | Record[Schedule] | Record[Report] | None
        record = {
            "scope": self.scope,
            "criteria": self.criteria,
            "team": self.team,
            "schedule": self.schedule,
            "report": self.report,
        }[part]
        return record.at(*route) if record else self.file.key()

    @cached_property
    def fieldwork(self) -> tuple[date, date] | None:
        """First and last day of sessions and meetings, planned or held."""
        data = self.data
        days = [session.data.date for session in self.sessions.values()]
        days += [data.opening.date if data.opening else None, data.closing.date if data.closing else None]
        days += [data.from_, data.to]
        if data.legacy:
            days += [data.legacy.from_, data.legacy.to]
        if self.schedule:
            meetings = (self.schedule.data.opening, self.schedule.data.closing)
            days += [meeting.date for meeting in meetings if meeting]
        known = [day for day in days if day]
        return (min(known), max(known)) if known else None
