"""What an audit set out to do: objectives, scope, criteria, period, methods; and its sessions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.coverage import GRAVITY
from auditctl.analysis.scope import locations_to_audit, processes_to_audit
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.types import ALL
from auditctl.model.workpaper import Line, LineResult
from auditctl.reports.people import People
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Something with the reason for it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class CriterionDocument:
    id: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session: `decided` of `lines` questions of its work paper have a result."""

    id: str
    process: str
    on: date | None
    start: str
    minutes: int | None
    auditors: tuple[str, ...]
    location: str
    mode: str
    methods: tuple[str, ...]
    requirements: tuple[str, ...]
    result: str
    lines: int
    decided: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Objectives, scope, criteria, period and methods, in words."""

    objectives: tuple[str, ...]
    processes: tuple[str, ...]
    departments: tuple[str, ...]
    locations: tuple[str, ...]
    excluded: tuple[Reasoned, ...]
    details: str
    standards: tuple[str, ...]
    criteria: tuple[str, ...]
    requirements: int
    documents: tuple[CriterionDocument, ...]
    criteria_details: str
    period_from: date | None
    period_to: date | None
    methods: tuple[str, ...]
    sessions: tuple[SessionView, ...]

    @property
    def remote(self) -> tuple[SessionView, ...]:
        return tuple(session for session in self.sessions if session.mode == "remote")


def scope(people: People, audit: Audit) -> Scope:
    repository, period = people.repository, audit.data.period
    sessions = tuple(_session(people, audit, record) for record in _ordered(audit))
    return Scope(
        objectives=audit.data.objectives,
        processes=tuple(
            repository.processes[name].data.name for name in processes_to_audit(repository, audit)
        ),
        departments=_departments(repository, audit),
        locations=tuple(
            repository.locations[name].data.name for name in locations_to_audit(repository, audit)
        ),
        excluded=tuple(Reasoned(item.what, item.why) for item in audit.scope.data.excluded)
        if audit.scope
        else (),
        details=(audit.scope.data.details if audit.scope else None) or "",
        standards=standards(repository),
        criteria=audit.criteria.data.requirements if audit.criteria else (),
        requirements=len(repository.criteria_requirements(audit)),
        documents=tuple(documents_of(repository, audit)),
        criteria_details=(audit.criteria.data.details if audit.criteria else None) or "",
        period_from=period.from_ if period else None,
        period_to=period.to if period else None,
        methods=tuple(dict.fromkeys(method for session in sessions for method in session.methods)),
        sessions=sessions,
    )


def standards(repository: Repository) -> tuple[str, ...]:
    """Return the names of the standards in force."""
    return tuple(map(repository.requirements.name, repository.settings.standards))


def _departments(repository: Repository, audit: Audit) -> tuple[str, ...]:
    """Return the departments that the scope names; nothing where it names all, or none."""
    named = audit.scope.data.departments if audit.scope else ()
    known = repository.departments
    return () if named == ALL else tuple(known[name].data.name if name in known else name for name in named)


def documents_of(repository: Repository, audit: Audit) -> Iterator[CriterionDocument]:
    """Yield the own documents of the criteria, with the version audited."""
    versions = audit.criteria.data.documents if audit.criteria else {}
    for name in sorted(repository.criteria_documents(audit)):
        record = repository.documents.get(name)
        version = versions.get(name) or (record.data.version if record else None) or ""
        yield CriterionDocument(name, record.data.title if record else "", version)


def _ordered(audit: Audit) -> list[Record[Session]]:
    return sorted(
        audit.sessions.values(),
        key=lambda item: (item.data.date or date.max, str(item.data.start or ""), item.id),
    )


def _session(people: People, audit: Audit, record: Record[Session]) -> SessionView:
    data, repository = record.data, people.repository
    process, location = repository.processes.get(data.process), repository.locations.get(data.location or "")
    lines = audit.workpapers[record.id].data.lines if record.id in audit.workpapers else ()
    decided = [line.result for line in lines if line.result and line.result.is_decided]
    return SessionView(
        record.id,
        process.data.name if process else data.process,
        data.date,
        data.start.strftime("%H:%M") if data.start else "",
        data.minutes,
        tuple(people.name(person) for person in data.auditors),
        location.data.name if location else data.location or "",
        data.mode.value if data.mode else "",
        tuple(method.value for method in data.methods),
        requirements_of_session(repository, audit, data),
        _result(data, lines),
        len(lines),
        len(decided),
    )


def _result(session: Session, lines: tuple[Line, ...]) -> str:
    """Return the gravest result of a session's work paper, else its own; nothing while there is none."""
    decided = [line.result for line in lines if line.result and line.result.is_decided]
    if session.result:
        decided.append(LineResult(session.result.value))
    return max(decided, key=GRAVITY.index).value if decided else ""


def requirements_of_session(repository: Repository, audit: Audit, session: Session) -> tuple[str, ...]:
    """Return what a session was held against, as written where that says no more than was meant."""
    process = repository.processes.get(session.process)
    written = session.requirements or (process.data.requirements if process else ())
    meant = repository.session_requirements(audit, session)
    if session.requirements or repository.requirements.expand(written) == meant:
        return written
    return tuple(repository.requirements.in_order(meant))
