"""The plan of an audit for the people who are audited: when who is met where, about what, and what to have ready.

How the team was chosen, and which conflict of independence spoke against whom, stays with the team.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from auditctl.analysis.assignment import planned_day
from auditctl.analysis.days import working_days_after
from auditctl.analysis.deadlines import answer_days
from auditctl.analysis.milestones import closing_due, expected_at_meetings
from auditctl.errors import AuditctlError
from auditctl.model.finding import Grade
from auditctl.reports.people import People, Signature, Who
from auditctl.reports.preparation import Ask, Preparation, asks, preparations
from auditctl.reports.scope import Scope, scope
from auditctl.reports.timetable import Day, timetable
from auditctl.reports.view_title import ViewTitle, unread_places, view_title
from auditctl.repository import Audit, Repository


class NotPlannedHere(AuditctlError):
    """An audit of others, or one held before the repository: neither has a plan of the house."""

    def __init__(self, audit: str, why: str) -> None:
        super().__init__(
            f"{audit} has no plan here: {why}", "name an audit that the house plans and holds itself"
        )


@dataclass(frozen=True, slots=True)
class TeamMember:
    """`role` is lead, auditor, expert or observer."""

    who: Who
    role: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What follows: the report by a day, and the days that the house leaves for an answer to each grade."""

    report: date | None
    report_days: int
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """When the plan went out, and who accepted it."""

    on: date | None
    accepted: Signature | None


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """The plan; until it went out it is a draft. `attendees` are expected at both meetings, `minutes` those of sessions."""

    unread: tuple[str, ...]
    title: ViewTitle
    cancelled: Signature | None
    client: str
    lead: str
    sent: Sent
    scope: Scope
    team: tuple[TeamMember, ...]
    days: tuple[Day, ...]
    sessions: int
    minutes: int
    attendees: tuple[Who, ...]
    asks: tuple[Ask, ...]
    preparations: tuple[Preparation, ...]
    afterwards: Afterwards

    @property
    def hours(self) -> float:
        """The time planned for sessions, in hours with one decimal place at most."""
        hours = round(self.minutes / 60, 1)
        return int(hours) if hours.is_integer() else hours

    @property
    def dated(self) -> tuple[Day, ...]:
        return tuple(day for day in self.days if day.on)

    @property
    def undated(self) -> tuple[Day, ...]:
        """What has no day yet."""
        return tuple(day for day in self.days if not day.on)


def audit_plan(repository: Repository, audit: Audit) -> AuditPlan:
    """Return the plan of an audit that the house holds itself; NotPlannedHere for another one."""
    if not audit.is_own:
        why = "it is an external audit" if audit.is_external else "it was held before these records began"
        raise NotPlannedHere(audit.id, why)
    people, data, day = People(repository), audit.data, planned_day(repository, audit)
    sessions = [session.data for session in audit.sessions.values()]
    days = timetable(people, audit)
    title = view_title(repository, "plan", data.title, audit.fieldwork, audit.id)
    return AuditPlan(
        unread=unread_places(repository, audit.id),
        title=replace(title, is_draft=data.plan.sent is None),
        cancelled=people.signature(data.cancelled),
        client=people.name(data.client),
        lead=people.name(audit.team_data.lead),
        sent=Sent(data.plan.sent, people.signature(data.plan.accepted)),
        scope=scope(people, audit),
        team=tuple(_team(people, audit, day)),
        days=days,
        sessions=len(sessions),
        minutes=sum(session.minutes or 0 for session in sessions),
        attendees=tuple(people.who(person, day) for person in expected_at_meetings(repository, audit)),
        asks=asks(days),
        preparations=preparations(people, audit),
        afterwards=_afterwards(repository, audit),
    )


def _team(people: People, audit: Audit, day: date) -> Iterator[TeamMember]:
    held = audit.team_data
    for person in dict.fromkeys((*audit.members, *held.observers)):
        role = "observer" if person in held.observers else "expert" if person in held.experts else "auditor"
        yield TeamMember(people.who(person, day), "lead" if person == held.lead else role)


def _afterwards(repository: Repository, audit: Audit) -> Afterwards:
    policy, closing = repository.settings.policy, closing_due(audit)
    held = audit.data.closing.date if audit.data.closing else closing
    days = policy.report_working_days
    answers = ((grade.value, answer_days(policy.deadlines, grade)) for grade in Grade)
    return Afterwards(
        working_days_after(held, days) if held else None,
        days,
        tuple((grade, left) for grade, left in answers if left is not None),
    )
