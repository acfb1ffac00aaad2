"""The plan of an audit as a calendar: meetings, sessions, and what is due for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from auditctl.analysis.days import working_days_after
from auditctl.analysis.dues import dues
from auditctl.analysis.lifecycle import AuditState, audit_state
from auditctl.analysis.milestones import closing_due, meetings
from auditctl.analysis.owed import Due, DueKind
from auditctl.analysis.scope import locations_to_audit, session_locations
from auditctl.exchange.ics import guests
from auditctl.exchange.ics.dues import entry_of
from auditctl.exchange.ics.events import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    Entry,
    event,
    new_calendar,
    text_of,
)
from auditctl.exchange.ics.guests import Guests
from auditctl.model.audit import LAST, Mode, Session
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository

PRODUCT = "-//auditctl//plan of an audit//EN"
DRAFTED = frozenset({AuditState.draft, AuditState.planned})
"""States in which the plan has not gone out, so that its days may still move."""
UNREPORTED = DRAFTED | {AuditState.announced, AuditState.fieldwork}
WITH_HOURS = frozenset({DueKind.opening, DueKind.session, DueKind.closing})
"""What is owed on a day and stands in the plan with its hours."""
ELSEWHERE = WITH_HOURS | {DueKind.review}
"""What stands in the plan already, or concerns a programme that may have the name of an audit."""


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """A calendar as text, the sessions that it leaves out, and of those invited who has no address.

    `host` is who invites; nobody where nobody is invited, or nobody of the team has an address.
    """

    text: str
    undated: tuple[str, ...] = ()
    without_address: tuple[str, ...] = ()
    host: str = ""


def plan_calendar(repository: Repository, audit: Audit, *, invites: bool = False) -> PlanCalendar:
    """Return the calendar of an audit; the same files on the same day give the same text.

    An event keeps its UID when its day, its hour or its words change. Raises NoCalendarLibrary.
    """
    made = new_calendar(PRODUCT, f"{audit.data.title} ({audit.id})")
    held = [*_meetings(repository, audit), *_sessions(repository, audit)]
    host = guests.organizer(repository, audit) if invites else ""
    for entry, people in held:
        component = event(repository, entry)
        if invites:
            guests.invite(repository, component, people, host)
        made.add_component(component)
    for entry in (*_span(audit), *_dues(repository, audit)):
        made.add_component(event(repository, entry))
    return PlanCalendar(
        text_of(made),
        tuple(session.id for session in audit.sessions.values() if session.data.date is None),
        guests.without_address(repository, (people for _, people in held)) if invites else (),
        host,
    )


def _status(repository: Repository, audit: Audit) -> str:
    state = audit_state(repository, audit)
    if state is AuditState.cancelled:
        return CANCELLED
    return TENTATIVE if state in DRAFTED else CONFIRMED


def _meetings(repository: Repository, audit: Audit) -> Iterator[tuple[Entry, Guests]]:
    held = meetings(audit)
    places = locations_to_audit(repository, audit) if any(held.values()) else []
    people = guests.of_meetings(repository, audit)
    team = ", ".join(_with_lead(repository, audit, person) for person in audit.members)
    for key, meeting in held.items():
        if meeting:
            first, last = _times(meeting.date, meeting.start, meeting.minutes)
            entry = Entry(
                of=("plan", audit.id, key),
                first=first,
                last=last,
                summary=f"{key.capitalize()} meeting ({audit.id})",
                lines=(audit.data.title, f"Team: {team}" if team else "", _begins(first, meeting.start)),
                category=key,
                place=_place(repository, places[0]) if len(places) == 1 else "",
                status=_status(repository, audit),
                is_free=not isinstance(first, datetime),
            )
            yield entry, people


def _sessions(repository: Repository, audit: Audit) -> Iterator[tuple[Entry, Guests]]:
    for session in audit.sessions.values():
        if session.data.date:
            yield (
                _session(repository, audit, session, session.data.date),
                guests.of_session(audit, session.data),
            )


def _session(repository: Repository, audit: Audit, session: Record[Session], day: date) -> Entry:
    data = session.data
    process = repository.processes.get(data.process)
    first, last = _times(day, data.start, data.minutes)
    return Entry(
        of=("plan", audit.id, "session", session.id),
        first=first,
        last=last,
        summary=f"Audit: {process.data.name if process else data.process} ({audit.id})",
        lines=(audit.data.title, *_about(repository, audit, session), _begins(first, data.start)),
        category="session",
        place=", ".join(_place(repository, place) for place in session_locations(repository, data)),
        status=_status(repository, audit),
        is_free=not isinstance(first, datetime),
    )


def _about(repository: Repository, audit: Audit, session: Record[Session]) -> Iterator[str]:
    """Yield what somebody wants to know who is met, or audits: who, about what, how."""
    data = session.data
    yield f"Session: {session.id}"
    people = {"Auditors": data.auditors, "Auditees": data.auditees, "Guides": data.guides}
    for role, named in people.items():
        if named:
            yield f"{role}: {', '.join(_with_lead(repository, audit, person) for person in named)}"
    if data.others:
        yield f"Others: {' '.join(data.others.split())}"
    requirements = repository.requirements.in_order(repository.session_requirements(audit, data))
    sections = [item for item in data.requirements if repository.requirements.section(item)]
    if requirements or sections:
        yield f"Requirements: {', '.join((*requirements, *sections))}"
    if data.methods:
        yield f"Methods: {', '.join(method.value for method in data.methods)}"
    if data.mode:
        yield "Held remotely" if data.mode is Mode.remote else "Held on site"


def _with_lead(repository: Repository, audit: Audit, person: str) -> str:
    name = repository.person_name(person)
    return f"{name} (lead)" if person == audit.team_data.lead else name


def _times(day: date, start: time | None, minutes: int | None) -> tuple[date, date]:
    """Return when something begins and ends; the whole day where its hours are not known."""
    if start is None or minutes is None:
        return day, day
    begin = datetime.combine(day, start)
    return begin, begin + min(timedelta(minutes=minutes), LAST.replace(microsecond=0) - begin)


def _begins(first: date, start: time | None) -> str:
    """Return the hour in words where it is known and its length is not."""
    return f"Begins at {start:%H:%M}" if start and not isinstance(first, datetime) else ""


def _place(repository: Repository, place: str) -> str:
    record = repository.locations.get(place)
    return record.data.name if record else place


def _span(audit: Audit) -> Iterator[Entry]:
    """Yield an audit that has no plan of ours as its days."""
    if audit.is_own or audit.fieldwork is None:
        return
    first, last = audit.fieldwork
    status = CANCELLED if audit.data.cancelled else CONFIRMED
    lines = ("An external audit" if audit.is_external else "Held before the repository",)
    yield Entry(
        ("plan", "audit", audit.id),
        first,
        last,
        f"{audit.data.title} ({audit.id})",
        lines,
        "audit",
        status=status,
        is_free=True,
    )


def _dues(repository: Repository, audit: Audit) -> Iterator[Entry]:
    """Yield what is owed on a day for the audit and its records; it shares its events with the calendar of dues."""
    within = f"{audit.id}/"
    owed = [due for due in dues(repository) if due.where == audit.id or due.where.startswith(within)]
    for due in owed:
        if due.kind not in ELSEWHERE:
            yield entry_of(repository, due)
    if report := _report_ahead(repository, audit):
        yield entry_of(repository, report)


def _report_ahead(repository: Repository, audit: Audit) -> Due | None:
    """Return until when the report is to be issued if the closing meeting is held as planned."""
    closing = closing_due(audit)
    if not audit.is_own or closing is None or audit_state(repository, audit) not in UNREPORTED:
        return None
    days = repository.settings.policy.report_working_days
    day = working_days_after(closing, days)
    detail = f"{days} working days after the closing meeting as it is planned"
    people = (audit.team_data.lead,) if audit.team_data.lead else ()
    left = (day - repository.today).days
    return Due(day, left, people, "issue the report", audit.id, audit.id, DueKind.report, detail=detail)
