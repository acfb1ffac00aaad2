"""Sessions in which somebody who audits would be in two places at once (PLN004): the later one loses its hour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from auditctl.model.audit import LAST, Session
from auditctl.planning.new.request import About, Remark
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class _Booking:
    begin: datetime
    end: datetime
    audits: bool
    session: str


def without_clashes(
    repository: Repository, sessions: Mapping[str, Session]
) -> tuple[dict[str, Session], list[Remark]]:
    """Return the sessions without the hours that clash, and what was said of each."""
    booked = _booked(repository)
    kept: dict[str, Session] = {}
    remarks: list[Remark] = []
    for name, session in sorted(sessions.items(), key=lambda held: held[1].hours() or _NEVER):
        clash = next(_clashes(booked, session), None)
        if clash:
            kept[name] = session.model_copy(update={"start": None})
            remarks.append(_remark(name, session, *clash))
            continue
        kept[name] = session
        for person, booking in _bookings(name, session):
            booked.setdefault(person, []).append(booking)
    return {name: kept[name] for name in sessions}, remarks


_NEVER = (LAST, LAST)


def _booked(repository: Repository) -> dict[str, list[_Booking]]:
    booked: dict[str, list[_Booking]] = {}
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            for person, booking in _bookings(session.name, session.data):
                booked.setdefault(person, []).append(booking)
    return booked


def _bookings(name: str, session: Session) -> Iterator[tuple[str, _Booking]]:
    if hours := session.hours():
        for person in dict.fromkeys((*session.auditors, *session.auditees)):
            yield person, _Booking(*hours, person in session.auditors, name)


def _clashes(booked: Mapping[str, list[_Booking]], session: Session) -> Iterator[tuple[str, _Booking]]:
    for person, wanted in _bookings("", session):
        for held in booked.get(person, ()):
            if (held.audits or wanted.audits) and held.begin < wanted.end and wanted.begin < held.end:
                yield person, held


def _remark(name: str, session: Session, person: str, held: _Booking) -> Remark:
    text = f"{name} has no hour yet: on {session.date} at {session.start:%H:%M} {person} is in {held.session}"
    return Remark(About.days, text, (name,))
