"""The team, each with their competence, and the statement of independence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.assignment import of_session, planned_day
from auditctl.analysis.independence import Independence, Verdict
from auditctl.analysis.roster import auditing
from auditctl.model.audit import AcceptedConflict
from auditctl.model.people import Qualification
from auditctl.phrases import joined
from auditctl.reports.people import People, Who
from auditctl.repository import Audit


@dataclass(frozen=True, slots=True)
class QualificationView:
    name: str
    on: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the team; `role` is lead, auditor, expert or observer; what is unknown is empty."""

    who: Who
    role: str
    qualifications: tuple[QualificationView, ...]
    evaluation: str
    evaluated_on: date | None
    evaluated_by: str
    competences: tuple[str, ...]
    declared_on: date | None
    declared_conflicts: tuple[tuple[str, str], ...]
    declaration: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict between an auditor and a session."""

    auditor: str
    process: str
    session: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """An exception that the audit records, and the conflicts that it accepts; without any it holds for none."""

    rule: str
    auditor: str
    subject: str
    reason: str
    safeguards: tuple[str, ...]
    approved_by: str
    approved_on: date | None
    expires: date | None
    second_reviewer: str
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Members, and how many assignments were judged with which conflicts."""

    members: tuple[Member, ...]
    assignments: int
    sessions: int
    open: tuple[ConflictView, ...]
    accepted: int
    exceptions: tuple[ExceptionView, ...]
    details: str

    @property
    def conflicts(self) -> int:
        """How many assignments and reasons stand against each other, accepted ones included."""
        return len(self.open) + self.accepted

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Who audits and has not declared to be impartial."""
        return tuple(
            member.who.name for member in self.members if member.role != "observer" and not member.declared_on
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    session: str
    process: str
    verdict: Verdict


def team(people: People, audit: Audit) -> Team:
    judged = list(_judged(people, audit))
    accepted = [(item, held) for item in judged for held in item.verdict.accepted]
    return Team(
        members=tuple(_members(people, audit)),
        assignments=len(judged),
        sessions=len(audit.sessions),
        open=tuple(
            ConflictView(
                people.name(item.verdict.person), item.process, item.session, conflict.code, conflict.reason
            )
            for item in judged
            for conflict in item.verdict.open
        ),
        accepted=len(accepted),
        exceptions=tuple(
            _exception(
                people,
                exception,
                tuple(
                    joined(": ", (item.session, held[0].reason))
                    for item, held in accepted
                    if held[1] is exception
                ),
            )
            for exception in audit.team_data.exceptions
        ),
        details=audit.team_data.details or "",
    )


def _judged(people: People, audit: Audit) -> Iterator[_Judged]:
    """Yield a verdict for every auditor of every session."""
    repository = people.repository
    engine = Independence(repository)
    for session in audit.sessions.values():
        assignment = of_session(repository, audit, session)
        process = repository.processes.get(session.data.process)
        for person, _ in auditing(audit, session):
            name = process.data.name if process else session.data.process
            yield _Judged(session.id, name, engine.verdict(person, assignment))


def _members(people: People, audit: Audit) -> Iterator[Member]:
    held = audit.team_data
    legacy_lead = audit.data.legacy.lead if audit.data.legacy else None
    lead = held.lead or legacy_lead
    roles = (
        dict.fromkeys(held.observers, "observer")
        | dict.fromkeys(held.experts, "expert")
        | dict.fromkeys(held.auditors, "auditor")
    )
    roles |= {lead: "lead"} if lead else {}
    sessions = (person for session in audit.sessions.values() for person in session.data.auditors)
    for person in dict.fromkeys((*audit.members, *([lead] if lead else []), *sessions, *held.observers)):
        yield _member(people, audit, person, roles.get(person, "auditor"))


def _member(people: People, audit: Audit, person: str, role: str) -> Member:
    day = planned_day(people.repository, audit)
    register = people.repository.auditors.get(person)
    last = register.data.evaluation_before(day) if register else None
    declared = audit.team_data.declarations.get(person)
    return Member(
        who=people.who(person, day),
        role=role,
        qualifications=tuple(_qualification(item) for item in register.data.qualifications)
        if register
        else (),
        evaluation=last.result.value if last else "",
        evaluated_on=last.date if last else None,
        evaluated_by=people.name(last.by) if last else "",
        competences=register.data.competences if register else (),
        declared_on=declared.date if declared else None,
        declared_conflicts=tuple((people.name(item.person), item.kind.value) for item in declared.conflicts)
        if declared
        else (),
        declaration=(declared.details if declared else None) or "",
    )


def _qualification(item: Qualification) -> QualificationView:
    return QualificationView(item.name, item.date, item.valid_until)


def _exception(people: People, item: AcceptedConflict, accepts: tuple[str, ...]) -> ExceptionView:
    process = people.repository.processes.get(item.process or "")
    return ExceptionView(
        rule=item.rule,
        auditor=people.name(item.auditor),
        subject=process.data.name if process else item.process or item.capa or "",
        reason=item.reason or "",
        safeguards=item.safeguards,
        approved_by=people.name(item.approved.by) if item.approved else "",
        approved_on=item.approved.date if item.approved else None,
        expires=item.expires,
        second_reviewer=people.name(item.second_reviewer),
        accepts=accepts,
    )
