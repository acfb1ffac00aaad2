"""Where things stand on a day: what comes next, what is due, and everything by state and age."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.ageing import CapaAges, FindingAges, capa_ages, finding_ages
from auditctl.analysis.dues import dues
from auditctl.analysis.lifecycle import (
    FindingState,
    audit_state,
    capa_state,
    finding_state,
    is_counted,
    is_open,
)
from auditctl.analysis.owed import Due, ahead, overdue
from auditctl.analysis.programme import StopState, own_stops
from auditctl.analysis.waiting import Waiting, waiting
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Record
from auditctl.model.settings import ExternalAudit
from auditctl.repository import Audit, Repository

NEXT_STEPS = 3


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit, or an entry of the programme that has no folder yet; `late` where its planned end has passed unopened.

    `findings` are those that count, without withdrawn ones.
    """

    id: str
    title: str
    state: str
    late: bool
    first: date | None
    findings: int
    open: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that `status` shows, on a day; `waiting` is how many records the next steps were chosen from."""

    name: str
    today: date
    external: ExternalAudit | None
    next_steps: tuple[Waiting, ...]
    waiting: int
    overdue: tuple[Due, ...]
    next_days: tuple[Due, ...]
    audits: tuple[AuditLine, ...]
    findings: dict[str, dict[str, int]]
    finding_ages: tuple[FindingAges, ...]
    capas: dict[str, int]
    capa_ages: tuple[CapaAges, ...]


def overview(repository: Repository) -> Overview:
    """Return where everything stands; withdrawn findings are listed as a state and counted in no grade."""
    owed, steps = dues(repository), waiting(repository)
    return Overview(
        name=repository.settings.name,
        today=repository.today,
        external=repository.settings.next_external(repository.today),
        next_steps=tuple(steps[:NEXT_STEPS]),
        waiting=len(steps),
        overdue=overdue(owed),
        next_days=ahead(owed),
        audits=tuple(_audits(repository)),
        findings=_findings(repository),
        finding_ages=finding_ages(repository),
        capas=dict(Counter(capa_state(repository, capa).value for capa in repository.capas.values())),
        capa_ages=capa_ages(repository),
    )


def _audits(repository: Repository) -> list[AuditLine]:
    """Return the audits and the entries of programmes without a folder, the earliest first."""
    late = {stop.name for stop in own_stops(repository) if stop.state is StopState.late}
    lines = [_line(repository, audit, is_late=audit.id in late) for audit in repository.audits.values()]
    lines += [
        _entry_line(entry, is_late=entry.id in late)
        for cycle in repository.cycles.values()
        for entry in cycle.audits.values()
        if entry.id not in repository.audits
    ]
    return sorted(lines, key=lambda line: (line.first or date.max, line.id))


def _line(repository: Repository, audit: Audit, *, is_late: bool) -> AuditLine:
    findings = audit.findings.values()
    counted = sum(is_counted(repository, finding) for finding in findings)
    waits = sum(is_open(repository, finding) for finding in findings)
    state = audit_state(repository, audit).value
    first = audit.fieldwork[0] if audit.fieldwork else None
    return AuditLine(audit.id, audit.data.title, state, is_late, first, counted, waits)


def _entry_line(entry: Record[PlannedAudit], *, is_late: bool) -> AuditLine:
    state = _planned_state(entry.data)
    return AuditLine(entry.id, entry.data.title or entry.id, state, is_late, entry.data.start, 0, 0)


def _planned_state(entry: PlannedAudit) -> str:
    if entry.cancelled:
        return "cancelled"
    return "postponed" if entry.postponed else "scheduled"


def _findings(repository: Repository) -> dict[str, dict[str, int]]:
    """Return grade -> state -> count."""
    found: dict[str, Counter[str]] = {grade: Counter() for grade in ("major", "minor", "ofi", "strength")}
    for finding in repository.findings.values():
        state = finding_state(repository, finding)
        key = "withdrawn" if state is FindingState.withdrawn else finding.data.grade.value
        found.setdefault(key, Counter())[state.value] += 1
    return {grade: dict(states) for grade, states in found.items()}
