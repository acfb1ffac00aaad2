"""The plan of an audit: scope, timetable, who audits what, conflicts, coverage, what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from auditctl.analysis.appointments import is_trainee
from auditctl.analysis.assignment import Assignment, of_session
from auditctl.analysis.competence import unfit, unfit_companion
from auditctl.analysis.independence import Independence
from auditctl.analysis.lifecycle import audit_state
from auditctl.analysis.programme import planned_days
from auditctl.analysis.roster import auditing
from auditctl.analysis.standing import EXCEPTION, NO, Standing, standing, standings
from auditctl.check import check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.model.audit import Session
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of the timetable; `free` names who is fit and free to take it, where somebody cannot."""

    id: str
    process: str
    date: date | None
    start: str
    minutes: int | None
    auditors: tuple[Standing, ...]
    met: tuple[str, ...]
    location: str
    methods: tuple[str, ...]
    requirements: tuple[str, ...]
    free: tuple[str, ...] = ()

    @property
    def is_troubled(self) -> bool:
        return not self.auditors or any(item.is_troubled for item in self.auditors)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    name: str
    date: date
    start: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class CallOff:
    """Who called the audit off, when and why, as its own file or else the programme says it."""

    by: str
    date: date
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the criteria is in a session."""

    criteria: int
    planned: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything that `plan AUDIT` shows."""

    id: str
    title: str
    kind: str
    state: str
    from_: date | None
    to: date | None
    lead: str
    team: tuple[str, ...]
    objectives: tuple[str, ...]
    processes: tuple[str, ...]
    locations: tuple[str, ...]
    documents: tuple[str, ...]
    period: tuple[date | None, date | None]
    meetings: tuple[MeetingLine, ...]
    sessions: tuple[SessionLine, ...]
    matrix: tuple[tuple[str, tuple[Standing, ...]], ...]
    coverage: Coverage
    missing: tuple[Diagnostic, ...]
    cancelled: CallOff | None = None

    @property
    def conflicts(self) -> int:
        """How many assignments no exception accepts."""
        return sum(standing.state in {EXCEPTION, NO} for line in self.sessions for standing in line.auditors)


def plan_view(repository: Repository, audit: Audit) -> PlanView:
    """Return the plan of an audit with every conflict."""
    engine = Independence(repository)
    data, team = audit.data, audit.team_data
    span = audit.fieldwork or (planned_days(audit.entry.data) if audit.entry else None) or (None, None)
    return PlanView(
        id=audit.id,
        title=data.title,
        kind=data.kind.value,
        state=audit_state(repository, audit).value,
        from_=span[0],
        to=span[1],
        lead=team.lead or "",
        team=audit.members,
        objectives=data.objectives,
        processes=tuple(sorted(repository.scope_processes(audit))),
        locations=_locations(repository, audit),
        documents=tuple(sorted(repository.criteria_documents(audit))),
        period=(data.period.from_, data.period.to) if data.period else (None, None),
        meetings=_meetings(audit),
        sessions=tuple(_sessions(engine, audit)),
        matrix=tuple(standings(engine, audit)),
        coverage=coverage(repository, audit),
        missing=_missing(repository, audit),
        cancelled=_call_off(audit),
    )


def _call_off(audit: Audit) -> CallOff | None:
    own, entry = audit.data.cancelled, audit.entry.data.cancelled if audit.entry else None
    if own:
        return CallOff(own.by, own.date, own.why)
    return CallOff(entry.by, entry.date, entry.why or "") if entry else None


def _sessions(engine: Independence, audit: Audit) -> Iterator[SessionLine]:
    ordered = sorted(
        audit.sessions.values(),
        key=lambda item: (item.data.date or date.max, str(item.data.start or ""), item.id),
    )
    for session in ordered:
        data = session.data
        assignment = of_session(engine.repository, audit, session)
        auditors = tuple(
            standing(engine.verdict(person, assignment), _unfit_beside(engine, audit, person, assignment))
            for person, _ in auditing(audit, session)
        )
        line = SessionLine(
            session.id, data.process, data.date, _clock(data), data.minutes, auditors, (*data.auditees, *data.guides),
            data.location or "", tuple(method.value for method in data.methods),
            tuple(engine.repository.requirements.in_order(assignment.requirements)),
        )  # fmt: skip
        yield replace(line, free=tuple(engine.free(assignment))) if line.is_troubled else line


def _unfit_beside(engine: Independence, audit: Audit, person: str, assignment: Assignment) -> list[str]:
    """Return why somebody may not sit in a session; a trainee or an expert sits there beside an auditor."""
    is_companion = is_trainee(engine.repository, person) or person in audit.team_data.experts
    asked = unfit_companion if is_companion else unfit
    return asked(engine.repository, person, assignment.on)


def _clock(data: Session) -> str:
    return data.start.strftime("%H:%M") if data.start else ""


def _meetings(audit: Audit) -> tuple[MeetingLine, ...]:
    if audit.schedule is None:
        return ()
    held = (
        ("opening meeting", audit.schedule.data.opening),
        ("closing meeting", audit.schedule.data.closing),
    )
    return tuple(
        MeetingLine(name, item.date, item.start.strftime("%H:%M") if item.start else "", item.minutes)
        for name, item in held
        if item
    )


def coverage(repository: Repository, audit: Audit) -> Coverage:
    """Return how much of the criteria some session covers."""
    criteria = repository.criteria_requirements(audit)
    planned = frozenset().union(
        *(repository.session_requirements(audit, item.data) for item in audit.sessions.values())
    )
    missing = repository.requirements.in_order(criteria - planned)
    return Coverage(len(criteria), len(criteria & planned), tuple(missing))


def _locations(repository: Repository, audit: Audit) -> tuple[str, ...]:
    named = audit.scope.data.locations if audit.scope else ()
    return tuple(repository.locations) if named in {(), ("all",)} else named


def _missing(repository: Repository, audit: Audit) -> tuple[Diagnostic, ...]:
    """Return what the check says of this plan beyond the conflicts shown in place."""
    shown = {"PLN", "CMP"}
    within = f"audits/{audit.id}/"
    return tuple(
        item
        for item in check(repository).diagnostics
        if (
            item.audit == audit.id
            and (
                item.code[:3] in shown
                or item.code in {"IND017", "IND018", "IND019", "IND020", "IND010", "IND016"}
            )
        )
        or (
            item.location.path.startswith(within)
            and item.code[:3] in {"SYN", "SCH", "REF"}
            and item.severity is Severity.error
        )
    )
