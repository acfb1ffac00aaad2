"""Who takes part in an event of an audit, and how they are invited where that is asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditctl.analysis.milestones import expected_at_meetings
from auditctl.model.audit import Session
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\]+@[^\s@<>\"(),:;\\]+\.[^\s@<>\"(),:;\\]+\Z")


@dataclass(frozen=True, slots=True)
class Guests:
    """Who has to be there, and who may."""

    needed: tuple[str, ...] = ()
    welcome: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.needed, *self.welcome)))


def of_session(audit: Audit, session: Session) -> Guests:
    """Return auditors, auditees and guides of a session; an audit's observers may come to each."""
    needed = dict.fromkeys((*session.auditors, *session.auditees, *session.guides))
    return Guests(tuple(needed), audit.team_data.observers)


def of_meetings(repository: Repository, audit: Audit) -> Guests:
    """Return the team and those who answer for what is audited; auditees and guides may come too."""
    sessions = [session.data for session in audit.sessions.values()]
    met = [person for session in sessions for person in (*session.auditees, *session.guides)]
    needed = expected_at_meetings(repository, audit)
    return Guests(needed, tuple(dict.fromkeys((*met, *audit.team_data.observers))))


def address(repository: Repository, person: str) -> str:
    """Return the first of somebody's `emails` that is an address, nothing where there is none."""
    record = repository.people.get(person)
    known = (email.strip() for email in record.data.emails) if record else ()
    return next((email for email in known if _ADDRESS.match(email)), "")


def organizer(repository: Repository, audit: Audit) -> str:
    """Return who invites: the lead, or the first of the team who has an address; nothing where nobody has."""
    return next((person for person in audit.members if address(repository, person)), "")


def without_address(repository: Repository, guests: Iterable[Guests]) -> tuple[str, ...]:
    people = dict.fromkeys(person for held in guests for person in held.all)
    return tuple(person for person in people if not address(repository, person))


def invite(repository: Repository, event: "Event", guests: Guests, host: str) -> None:
    """Add those who have an address as attendees of an event; they are asked, nobody has answered."""
    if host:
        event.add("organizer", _called(repository, host))
    for person in guests.all:
        known = repository.people.get(person)
        if address(repository, person) and known and known.data.is_here(repository.today):
            attendee = _called(repository, person)
            attendee.params["ROLE"] = "REQ-PARTICIPANT" if person in guests.needed else "OPT-PARTICIPANT"
            attendee.params["PARTSTAT"] = "NEEDS-ACTION"
            event.add("attendee", attendee)


def _called(repository: Repository, person: str) -> "vCalAddress":
    from icalendar import vCalAddress  # noqa: PLC0415 - an extra

    called = vCalAddress(f"mailto:{address(repository, person)}")
    called.params["CN"] = visible(repository.person_name(person)).replace('"', "'")
    return called
