"""Where things stand: audits, findings and corrective actions by state, and what is due."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from auditctl.analysis.deadlines import answer_due, awaits_plan, open_items, plan_due
from auditctl.analysis.lifecycle import (
    CapaState,
    FindingState,
    audit_state,
    capa_state,
    finding_state,
    is_open,
)
from auditctl.model.capa import Capa
from auditctl.model.record import Record
from auditctl.model.settings import ExternalAudit
from auditctl.repository import Repository

HORIZON_DAYS = 30
ENDED = frozenset({CapaState.closed, CapaState.cancelled})


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit, or an entry of the programme that has no folder yet."""

    id: str
    title: str
    state: str
    first: date | None
    findings: int
    open: int


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody owes; `days` until then, negative when it has passed."""

    day: date
    days: int
    who: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that `status` shows, on a day."""

    name: str
    today: date
    audits: tuple[AuditLine, ...]
    findings: dict[str, dict[str, int]]
    capas: dict[str, int]
    overdue: tuple[Due, ...]
    next_days: tuple[Due, ...]
    external: ExternalAudit | None


def overview(repository: Repository) -> Overview:
    """Return where everything stands; withdrawn findings are listed as a state and counted in no grade."""
    dues = sorted(_dues(repository), key=lambda item: (item.day, item.where))
    return Overview(
        name=repository.settings.name,
        today=repository.today,
        audits=tuple(_audits(repository)),
        findings=_findings(repository),
        capas=dict(Counter(capa_state(repository, capa).value for capa in repository.capas.values())),
        overdue=tuple(item for item in dues if item.days < 0),
        next_days=tuple(item for item in dues if 0 <= item.days <= HORIZON_DAYS),
        external=repository.settings.next_external(repository.today),
    )


def _audits(repository: Repository) -> list[AuditLine]:
    lines = []
    for audit in repository.audits.values():
        waiting = sum(is_open(repository, finding) for finding in audit.findings.values())
        first = audit.fieldwork[0] if audit.fieldwork else None
        lines.append(
            AuditLine(
                audit.id,
                audit.data.title,
                audit_state(repository, audit).value,
                first,
                len(audit.findings),
                waiting,
            )
        )
    for cycle in repository.cycles.values():
        for entry in cycle.audits.values():
            if entry.id not in repository.audits:
                state = (
                    "cancelled"
                    if entry.data.cancelled
                    else "postponed"
                    if entry.data.postponed
                    else "scheduled"
                )
                lines.append(AuditLine(entry.id, entry.data.title or entry.id, state, entry.data.start, 0, 0))
    return sorted(lines, key=lambda line: (line.first or date.max, line.id))


def _findings(repository: Repository) -> dict[str, dict[str, int]]:
    """Return grade -> state -> count."""
    found: dict[str, Counter[str]] = {grade: Counter() for grade in ("major", "minor", "ofi", "strength")}
    for finding in repository.findings.values():
        state = finding_state(repository, finding)
        key = "withdrawn" if state is FindingState.withdrawn else finding.data.grade.value
        found.setdefault(key, Counter())[state.value] += 1
    return {grade: dict(states) for grade, states in found.items()}


def _dues(repository: Repository) -> Iterator[Due]:
    """Yield what is overdue or due within the horizon: items, answers, verifications, sessions."""
    last = repository.today + timedelta(days=HORIZON_DAYS)
    for day, who, what, where in _dated(repository):
        if day is not None and day <= last:
            yield Due(day, (day - repository.today).days, who, what, where)


Dated = tuple[date | None, str, str, str]
"""A day, who, what, where."""


def _dated(repository: Repository) -> Iterator[Dated]:
    for capa in repository.capas.values():
        state = capa_state(repository, capa)
        if state not in ENDED:
            yield from _of_capa(repository, capa, state)
    for finding in repository.findings.values():
        if finding.data.is_nonconformity and finding_state(repository, finding) is FindingState.issued:
            process = repository.processes.get(finding.data.process or "")
            owner = process.data.owner if process else None
            yield answer_due(repository, finding), owner or "", "plan the corrective action", finding.name
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            if session.data.date and session.data.date >= repository.today:
                yield session.data.date, ", ".join(session.data.auditors), f"session {session.id}", audit.id


def _of_capa(repository: Repository, capa: Record[Capa], state: CapaState) -> Iterator[Dated]:
    for held in open_items(capa):
        yield held.due, held.owner, f"{held.key}: {held.item.what}", capa.name
    if awaits_plan(repository, capa):
        again = " again" if state is CapaState.rejected else ""
        yield plan_due(repository, capa), capa.data.owner, f"submit the plan{again}", capa.name
    effectiveness = capa.data.effectiveness
    if (
        effectiveness
        and effectiveness.not_before
        and state in {CapaState.implemented, CapaState.verification}
    ):
        since = effectiveness.not_before
        waiting = state is CapaState.verification
        words = (
            f"verify the effect, possible since {since}"
            if waiting
            else "verify the effect, possible from here on"
        )
        yield repository.today if waiting else since, effectiveness.verifier or "", words, capa.name
