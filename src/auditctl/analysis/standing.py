"""How people stand to what is to be audited: free, by an accepted exception, not without one, or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditctl.analysis.assignment import Assignment, of_process, of_session, planned_day
from auditctl.analysis.competence import unfit
from auditctl.analysis.conflicts import Weight
from auditctl.analysis.independence import Independence, Verdict
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository

FREE, ACCEPTED, EXCEPTION, NO = "free", "accepted", "exception", "no"
UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against one person."""

    code: str
    weight: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to an assignment: free, accepted, exception (needed) or no; with the reasons.

    `unfit` says in words why they may not audit on that day, whatever their conflicts.
    """

    person: str
    state: str
    reasons: tuple[Reason, ...] = ()
    accepted_by: str = ""
    unfit: tuple[str, ...] = ()

    @property
    def is_troubled(self) -> bool:
        """Whether somebody else would have to take it."""
        return bool(self.unfit) or self.state in {EXCEPTION, NO}

    @property
    def shown(self) -> str:
        """The state, and unfit for who would be unfit even if no conflict stood against them."""
        return UNFIT if self.unfit and self.state != NO else self.state

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason.code for reason in self.reasons))


def standing(verdict: Verdict, unfit: Sequence[str] = ()) -> Standing:
    return replace(_standing(verdict), unfit=tuple(unfit))


def _standing(verdict: Verdict) -> Standing:
    conflicts = [*verdict.open, *(held for held, _ in verdict.accepted)]
    reasons = tuple(Reason(item.code, item.weight.name, item.reason) for item in conflicts)
    if verdict.is_free:
        return Standing(verdict.person, FREE)
    if not verdict.open:
        approved = (item.approved for _, item in verdict.accepted)
        return Standing(
            verdict.person, ACCEPTED, reasons, ", ".join(f"{by.by} on {by.date}" for by in approved if by)
        )
    return Standing(verdict.person, NO if verdict.weight is Weight.error else EXCEPTION, reasons)


def standings(engine: Independence, audit: Audit) -> Iterator[tuple[str, tuple[Standing, ...]]]:
    """Yield for each process in scope how everybody on the register and the team stands to it."""
    repository = engine.repository
    people = tuple(dict.fromkeys((*repository.auditors, *audit.members, *assigned(audit))))
    held = {session.data.process: session for session in audit.sessions.values()}
    for process in sorted(repository.scope_processes(audit)):
        if process not in repository.processes:
            continue
        assignment = _assignment(repository, audit, process, held.get(process))
        yield process, _of_all(engine, people, assignment)


def standings_today(engine: Independence) -> Iterator[tuple[str, tuple[Standing, ...]]]:
    """Yield for each live process how everybody on the register who is here today stands to all of it."""
    repository, today = engine.repository, engine.repository.today
    people = [
        name
        for name in repository.auditors
        if name in repository.people and repository.people[name].data.is_here(today)
    ]
    for process in sorted(record.id for record in repository.live_processes(today)):
        assignment = of_process(repository, process, today)
        yield process, _of_all(engine, people, assignment)


def _of_all(engine: Independence, people: Sequence[str], assignment: Assignment) -> tuple[Standing, ...]:
    return tuple(
        standing(engine.verdict(person, assignment), unfit(engine.repository, person, assignment.on))
        for person in people
    )


def assigned(audit: Audit) -> list[str]:
    """Return who audits in some session, as often as they do."""
    return [person for session in audit.sessions.values() for person in session.data.auditors]


def _assignment(
    repository: Repository, audit: Audit, process: str, session: Record[Session] | None
) -> Assignment:
    if session:
        return of_session(repository, audit, session)
    return of_process(repository, process, planned_day(repository, audit), audit)
