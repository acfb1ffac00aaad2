"""The problem that an audit's plan poses: from the repository to sessions, people and hours."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from auditctl.analysis.assignment import Assignment, of_process, of_session
from auditctl.analysis.competence import is_lead_auditor, unfit
from auditctl.analysis.independence import Independence
from auditctl.analysis.posts import Posts
from auditctl.analysis.responsibility import answering
from auditctl.analysis.roster import auditing
from auditctl.analysis.scope import processes_to_audit
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.planning.auditees import auditees
from auditctl.planning.new.sessions import suggested_minutes
from auditctl.planning.suggest.calendar import Calendar, step_of
from auditctl.planning.suggest.candidates import Candidates
from auditctl.planning.suggest.days import calendar_of
from auditctl.planning.suggest.keeping import busy, loads, require_apart, stays
from auditctl.planning.suggest.problem import Problem, Task
from auditctl.planning.suggest.request import (
    KeptConflict,
    NothingToStaff,
    NotKept,
    NotToPlan,
    PlanUnread,
    Request,
    TooLong,
)
from auditctl.repository import Audit, Repository

PARTS = ("audit", "scope", "criteria", "team", "schedule", "session")


@dataclass(frozen=True)
class Posed:
    """A problem with what it was made of: the assignment of each session, those that stay, and what is odd about it."""

    problem: Problem
    assignments: dict[str, Assignment]
    kept: tuple[Record[Session], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def held_until(self) -> int:
        """When the last of the sessions that stay has ended, in minutes as the problem counts them; 0 without any."""
        hours = (session.data.hours() for session in self.kept)
        ends = [self.problem.calendar.minute(span[1].date(), span[1].time()) for span in hours if span]
        return max(ends, default=0)


def pose(repository: Repository, audit: Audit, request: Request) -> Posed:
    """Return the problem of an audit.

    Raises NotToPlan, PlanUnread, NoDays, NothingToStaff, TooLong, KeptConflict, KeptTwice and NotKept.
    """
    _require_plan(audit)
    calendar = calendar_of(repository, audit, request)
    engine = Independence(repository)
    kept = [session for session in audit.sessions.values() if stays(repository, audit, session, request)]
    subjects = dict(_subjects(engine, audit, calendar, {session.id for session in kept}))
    _require_sessions(audit, subjects, kept)
    tasks = tuple(task for task, _ in subjects.values())
    _require_room(tasks, calendar)
    candidates = Candidates(engine, audit, calendar.offsets, _pool(repository, audit, request))
    _require_kept(candidates, kept, request)
    require_apart(repository, audit, kept, calendar, request)
    found = {task.id: candidates.of(task, assignment) for task, assignment in subjects.values()}
    problem = Problem(
        calendar=calendar,
        tasks=tasks,
        options={name: options for name, (options, _) in found.items()},
        refusals={name: refusals for name, (_, refusals) in found.items()},
        outside=frozenset(name for name in candidates.pool if _is_outside(repository, name)),
        busy=busy(repository, audit, kept, calendar),
        loads=loads(kept),
        there=frozenset(_there(repository, kept, calendar)),
        lead=_lead(repository, audit, calendar, [refused for _, refused in found.values()]),
        mutual=frozenset(_mutual(engine.posts, audit, kept)),
        outdated=candidates.outdated(),
        covers_needs=not request.allow_gaps,
    )
    assignments = {name: assignment for name, (_, assignment) in subjects.items()}
    return Posed(problem, assignments, tuple(kept), tuple(_remarks(repository, audit, assignments)))


def _there(
    repository: Repository, kept: Iterable[Record[Session]], calendar: Calendar
) -> Iterator[tuple[str, int]]:
    """Yield who from outside is there on which day for sessions that stay."""
    for session in kept:
        if session.data.date:
            day = (session.data.date - calendar.days[0]).days
            yield from ((person, day) for person in session.data.auditors if _is_outside(repository, person))


def _lead(
    repository: Repository, audit: Audit, calendar: Calendar, refusals: Iterable[Collection[str]]
) -> str:
    """Return the lead so far, where they are a lead auditor, fit on the first day, and could audit every session."""
    lead = audit.team_data.lead or ""
    can = is_lead_auditor(repository, lead) and not unfit(repository, lead, calendar.days[0])
    return lead if can and not any(lead in refused for refused in refusals) else ""


def _remarks(repository: Repository, audit: Audit, assignments: Mapping[str, Assignment]) -> Iterator[str]:
    """Yield which sessions are left out, and what their processes lack."""
    for session in audit.sessions.values():
        if session.data.process not in repository.processes:
            yield f"{session.id} is left out: there is no process {session.data.process}"
    for name, assignment in assignments.items():
        process = repository.processes[assignment.process].data
        if process.owner is None:
            yield f"{name}: nobody owns {assignment.process}, so that a tie to its owner cannot be judged (ORG006)"
        if process.retired and process.retired <= assignment.on:
            yield f"{name}: {assignment.process} is retired since {process.retired}"


def _require_plan(audit: Audit) -> None:
    if audit.is_external:
        raise NotToPlan(audit, "is an external audit")
    if audit.is_legacy:
        raise NotToPlan(audit, "was held before the repository")
    if audit.data.cancelled:
        raise NotToPlan(audit, "is cancelled")
    if audit.entry and audit.entry.data.cancelled:
        raise NotToPlan(audit, "is cancelled in its programme")
    if audit.is_issued or audit.data.closing or audit.data.closed:
        raise NotToPlan(audit, "has been held")
    if unread := sorted({part.partition(":")[0] for part in audit.unread} & set(PARTS)):
        raise PlanUnread(audit, unread)


def _require_kept(candidates: Candidates, kept: Iterable[Record[Session]], request: Request) -> None:
    """Raise where a session that was asked to stay is not complete, or has somebody who may not audit it."""
    for session in kept:
        if session.id not in request.keep:
            continue
        if not session.data.auditors or session.data.hours() is None:
            raise NotKept(session.id)
        assignment = of_session(candidates.repository, candidates.audit, session)
        task = _task(candidates.engine, session, assignment, None)
        for person in session.data.auditors:
            only = replace(candidates, days={0: assignment.on}, pool=(person,))
            _, refusals = only.of(task, assignment)
            if person in refusals:
                raise KeptConflict(session.id, person, refusals[person])


def _require_sessions(audit: Audit, subjects: Collection[str], kept: Iterable[Record[Session]]) -> None:
    if subjects:
        return
    if list(kept):
        why = "all of them were held, have a result or are kept"
        raise NothingToStaff(audit, why, "add what is still open to its schedule, or leave out --keep")
    if audit.sessions:
        raise NothingToStaff(
            audit, "none of them is on a process that there is", "`auditctl check` says where"
        )
    raise NothingToStaff(
        audit, "no process is in its scope", "add sessions to its schedule, or processes to its scope"
    )


def _require_room(tasks: Iterable[Task], calendar: Calendar) -> None:
    """Raise TooLong for sessions that fit between no two meetings."""
    tasks = tuple(tasks)
    step = step_of(task.minutes for task in tasks)
    homeless = [
        f"{task.id} ({task.minutes} min)"
        for task in tasks
        if next(calendar.starts(task.minutes, step, over_lunch=True), None) is None
    ]
    if homeless:
        raise TooLong(homeless, calendar.hours)


def _subjects(
    engine: Independence, audit: Audit, calendar: Calendar, kept: set[str]
) -> Iterator[tuple[str, tuple[Task, Assignment]]]:
    """Yield each session to plan with its assignment; where the plan has none at all, one for each process in scope."""
    repository, day = engine.repository, calendar.days[0]
    for session in audit.sessions.values():
        if session.id not in kept and session.data.process in repository.processes:
            assignment = replace(of_session(repository, audit, session), on=day)
            yield session.id, (_task(engine, session, assignment, calendar), assignment)
    if not audit.sessions:
        for process in processes_to_audit(repository, audit):
            assignment = of_process(repository, process, day, audit)
            yield process, (_new_task(engine, process, assignment), assignment)


def _task(
    engine: Independence, session: Record[Session], assignment: Assignment, calendar: Calendar | None
) -> Task:
    data = session.data
    process = engine.repository.processes[data.process].data
    begin = calendar.minute(data.date, data.start) if calendar and data.date and data.start else None
    hosts = data.guides or (() if data.auditees else _hosts(engine.repository, data.process, assignment.on))
    return Task(
        id=session.id,
        process=data.process,
        minutes=data.minutes or suggested_minutes(process, len(assignment.requirements)),
        auditees=data.auditees,
        hosts=hosts,
        needs=tuple(dict.fromkeys(process.needs)),
        given=tuple(dict.fromkeys(data.auditors)),
        begin=begin,
        answering=frozenset(answering(engine.posts, data.process, assignment.on)),
        requirements=len(assignment.requirements),
        location=data.location or "",
    )


def _new_task(engine: Independence, name: str, assignment: Assignment) -> Task:
    process = engine.repository.processes[name].data
    return Task(
        id=name,
        process=name,
        minutes=suggested_minutes(process, len(assignment.requirements)),
        hosts=_hosts(engine.repository, name, assignment.on),
        needs=tuple(dict.fromkeys(process.needs)),
        answering=frozenset(answering(engine.posts, name, assignment.on)),
        requirements=len(assignment.requirements),
        is_new=True,
    )


def _hosts(repository: Repository, process: str, day: date) -> tuple[str, ...]:
    """Return who will be met where the plan names nobody: the owner, else whoever performs the process."""
    owner = repository.processes[process].data.owner
    return auditees(repository, process, day, (owner,) if owner else ())


def _pool(repository: Repository, audit: Audit, request: Request) -> tuple[str, ...]:
    """Return who is asked about: those who were named, else the register and whoever the plan has so far."""
    if request.auditors:
        return request.auditors
    assigned = (person for session in audit.sessions.values() for person in session.data.auditors)
    return tuple(sorted({*repository.auditors, *audit.members, *assigned}))


def _is_outside(repository: Repository, person: str) -> bool:
    record = repository.people.get(person)
    return record is not None and record.data.employer is not None


def _mutual(posts: Posts, audit: Audit, kept: Iterable[Record[Session]]) -> Iterator[tuple[str, str]]:
    """Yield who audits a process that whom answers for, in the other audits of the cycle and in what stays (IND016)."""
    repository = posts.repository
    cycle = audit.cycle.programme.id if audit.cycle else None
    for other in repository.audits.values():
        if not other.is_own or other.data.cancelled or (other.cycle and other.cycle.programme.id) != cycle:
            continue
        sessions = kept if other.id == audit.id else other.sessions.values() if cycle else ()
        for session in sessions:
            day = of_session(repository, other, session).on
            for person, _ in auditing(other, session):
                yield from (
                    (person, owner)
                    for owner in answering(posts, session.data.process, day)
                    if owner != person
                )
