"""A follow-up audit: what it verifies, in which sessions, by whom; and the fields of its file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auditctl.analysis.days import working_days_after
from auditctl.model.people import AuditorRole
from auditctl.model.requirements import Requirements
from auditctl.model.types import Kind
from auditctl.planning.follow_up.days import MEETING, MINUTES, OPENING, end, first_day
from auditctl.planning.follow_up.findings import Followed
from auditctl.planning.follow_up.sessions import Planned, Subject, planned_sessions, subjects
from auditctl.repository import Audit, Repository
from auditctl.source.text import slug

IN_FORCE = "in force"
"""The version of a document that records none."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up that is planned and not yet written."""

    name: str
    fields: dict[str, Any]
    sessions: tuple[Planned, ...]
    ready: date | None
    """The day from which everything can be verified, where a plan names one."""


def follow_up(
    repository: Repository,
    audit: Audit,
    followed: list[Followed],
    name: str,
    *,
    start: date | None = None,
    lead: str = "",
    auditors: tuple[str, ...] = (),
) -> FollowUp:
    """Return the follow-up of an audit's findings, from the first day on which all of them can be verified.

    A lead and auditors that are given are the only ones to choose from. Raises NotFree and NeverFree.
    """
    days = [item.ready for item in followed]
    pool = tuple(dict.fromkeys((*auditors, *((lead,) if lead else ()))))
    notice = working_days_after(repository.today, repository.settings.policy.plan_notice_working_days)
    begin = start or first_day(repository.today, [*days, _planned_start(repository, name), notice])
    wanted = subjects(repository, followed)
    sessions = tuple(planned_sessions(repository, wanted, begin, pool))
    fields = dict(_fields(repository, audit, followed, name, sessions, lead))
    return FollowUp(name, fields, sessions, max((day for day in days if day), default=None))


def free_audit_name(repository: Repository, audit: Audit) -> str:
    """Return a name for the follow-up of an audit that no folder and no programme has."""
    taken = {*repository.names.get((Kind.audit, ""), {}), *repository.names.get((Kind.planned, ""), {})}
    return slug(f"{audit.id}-followup", taken)


def _planned_start(repository: Repository, name: str) -> date | None:
    """Return the day on which a programme has the audit of that name begin."""
    entries = (cycle.audits.get(name) for cycle in repository.cycles.values())
    return max((entry.data.start for entry in entries if entry), default=None)


def _fields(
    repository: Repository,
    audit: Audit,
    followed: list[Followed],
    name: str,
    sessions: tuple[Planned, ...],
    lead: str,
) -> Iterator[tuple[str, Any]]:
    """Yield the keys of audit.yaml with their values."""
    yield "title", f"Follow-up of {audit.data.title}"
    yield "kind", "follow-up"
    if name not in repository.names.get((Kind.planned, ""), {}):
        yield "unplanned", f"corrective actions of {audit.id} wait for verification"
    if audit.data.client:
        yield "client", audit.data.client
    yield "objectives", [_objective(item) for item in followed]
    yield "follow_up", [item.finding.name for item in followed]
    yield "scope", dict(_scope(repository, sessions))
    yield "criteria", dict(_criteria(repository, sessions))
    if team := _team(repository, audit, sessions, lead):
        yield "team", team
    yield "schedule", _schedule(sessions)


def _objective(item: Followed) -> str:
    finding = item.finding
    return f"See that what was decided against {finding.name} was done and works: {finding.data.title}"


def _scope(repository: Repository, sessions: tuple[Planned, ...]) -> Iterator[tuple[str, Any]]:
    yield "processes", [planned.subject.process for planned in sessions]
    locations = dict.fromkeys(
        place for planned in sessions for place in _locations(repository, planned.subject)
    )
    if locations:
        yield "locations", list(locations)


def _locations(repository: Repository, subject: Subject) -> tuple[str, ...]:
    return (subject.location,) if subject.location else repository.processes[subject.process].data.locations


def _criteria(repository: Repository, sessions: tuple[Planned, ...]) -> Iterator[tuple[str, Any]]:
    """Yield what it is held against: the requirements of the findings, and the documents of their sections."""
    named = [item for planned in sessions for item in _requirements(repository, planned.subject)]
    if requirements := repository.requirements.in_order(item for item in named if "#" not in item):
        yield "requirements", requirements
    sections = (Requirements.section(item) for item in named)
    documents = dict.fromkeys(section[0] for section in sections if section)
    known = {
        name: repository.documents[name].data.version for name in documents if name in repository.documents
    }
    if known:
        yield "documents", {name: version or IN_FORCE for name, version in known.items()}


def _requirements(repository: Repository, subject: Subject) -> tuple[str, ...]:
    """Return what a session is held against; where its findings name nothing, what lives in the process."""
    return subject.requirements or repository.processes[subject.process].data.requirements


def _team(repository: Repository, audit: Audit, sessions: tuple[Planned, ...], lead: str) -> dict[str, Any]:
    """Return lead and auditors; nothing where nobody was found."""
    load = Counter(planned.chosen.person for planned in sessions if planned.chosen)
    people = list(dict.fromkeys((*((lead,) if lead else ()), *load)))
    if not people:
        return {}
    return {"lead": lead or _lead(repository, audit, load), "auditors": people}


def _lead(repository: Repository, audit: Audit, load: Counter[str]) -> str:
    """Return who leads: somebody registered for it, before others the lead of the audit followed up."""

    def rank(person: str) -> tuple[bool, bool, int, str]:
        entry = repository.auditors.get(person)
        leads = entry is not None and AuditorRole.lead_auditor in entry.data.roles
        return not leads, person != audit.team_data.lead, -load[person], person

    return min(load, key=rank)


def _schedule(sessions: tuple[Planned, ...]) -> dict[str, Any]:
    first, last = sessions[0].begin, end(sessions[-1].begin)
    return {
        "opening": {
            "date": first.date(),
            "start": _clock(datetime.combine(first, OPENING)),
            "minutes": MEETING,
        },
        "closing": {"date": last.date(), "start": _clock(last), "minutes": MEETING},
        "sessions": {planned.subject.process: dict(_session(planned)) for planned in sessions},
    }


def _session(planned: Planned) -> Iterator[tuple[str, Any]]:
    subject = planned.subject
    yield "process", subject.process
    if planned.chosen:
        yield "auditors", [planned.chosen.person]
    yield "date", planned.begin.date()
    yield "start", _clock(planned.begin)
    yield "minutes", MINUTES
    if subject.requirements:
        yield "requirements", list(subject.requirements)
    if subject.auditees:
        yield "auditees", list(subject.auditees)
    if subject.location:
        yield "location", subject.location
    yield "methods", ["interview", "document-review"]


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
