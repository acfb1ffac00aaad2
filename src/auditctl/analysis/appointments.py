"""Who is appointed to audit in an audit, on which days, and where that is said."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.assignment import planned_day
from auditctl.model.people import AuditorRole
from auditctl.model.record import Site
from auditctl.model.types import Kind
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository

IN_OWN_RIGHT = frozenset({AuditorRole.lead_auditor, AuditorRole.auditor})


@dataclass(frozen=True, slots=True)
class Appointment:
    """One person who audits: where the audit says so, and their days in order, each with what they do on it."""

    person: str
    site: Site
    days: tuple[tuple[date, str], ...]


def appointments(repository: Repository, audit: Audit) -> list[Appointment]:
    """Return auditors and lead of the team and auditors of sessions, each once.

    Somebody whom no session names is judged on the audit's first day.
    """
    first = planned_day(repository, audit)
    days: dict[str, list[tuple[date, str]]] = {}
    for session in audit.sessions.values():
        for person in dict.fromkeys(session.data.auditors):
            day = session.data.date or first
            doing = phrase("audits %(process)s on %(day)s", process=session.data.process, day=day)
            days.setdefault(person, []).append((day, doing))
    idle: list[tuple[date, str]] = [(first, phrase("is on the team from %(day)s", day=first))]
    return [
        Appointment(person, site, tuple(sorted(days.get(person, idle))))
        for person, site in _sites(audit).items()
    ]


def _sites(audit: Audit) -> dict[str, Site]:
    """Return where each person is appointed: in the team, else in their first session."""
    team = audit.team_data
    sites: dict[str, Site] = {}
    for index, person in enumerate(team.auditors):
        sites.setdefault(person, audit.site("team", "auditors", index))
    if team.lead:
        sites.setdefault(team.lead, audit.site("team", "lead"))
    for session in audit.sessions.values():
        for index, person in enumerate(session.data.auditors):
            sites.setdefault(person, session.at("auditors", index))
    return sites


def is_register_clear(repository: Repository, person: str) -> bool:
    """Whether the register says all it has to say on somebody; what is unread or unknown is reported elsewhere."""
    if not repository.unread.isdisjoint({("", "auditors"), ("", f"{Kind.auditor}:{person}")}):
        return False
    return person in repository.auditors or person in repository.names.get((Kind.person, ""), {})


def is_trainee(repository: Repository, person: str) -> bool:
    """Whether somebody is on the register to learn, not yet to audit in their own right."""
    record = repository.auditors.get(person)
    roles = set(record.data.roles) if record else set()
    return AuditorRole.trainee in roles and not roles & IN_OWN_RIGHT
