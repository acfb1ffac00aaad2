"""What stays as the plan has it, and when people are therefore elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.planning.suggest.calendar import Calendar, Span
from auditctl.planning.suggest.request import KeptTwice, Request
from auditctl.repository import Audit, Repository

Sessions = Iterable[Record[Session]]


def stays(repository: Repository, audit: Audit, session: Record[Session], request: Request) -> bool:
    """Whether a session is left as it is: it was asked for, or it was held."""
    data, workpaper = session.data, audit.workpapers.get(session.id)
    has_result = data.result is not None or bool(
        workpaper and any(line.result for line in workpaper.data.lines)
    )
    is_past = audit.data.opening is not None and data.date is not None and data.date < repository.today
    return session.id in request.keep or has_result or is_past


@dataclass(frozen=True, slots=True)
class _Booking:
    """A session with its hours and everybody who is in it."""

    session: Record[Session]
    span: Span

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.session.data.auditors, *self.session.data.auditees)))

    def meets(self, other: "_Booking") -> bool:
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]


def _bookings(repository: Repository, audit: Audit, kept: Sessions, calendar: Calendar) -> Iterator[_Booking]:
    """Yield the sessions that stay, then those of other audits under way, as far as they have hours."""
    others = (other for other in repository.own_audits if other.id != audit.id)
    for session in (*kept, *(session for other in others for session in other.sessions.values())):
        if hours := session.data.hours():
            begin = calendar.minute(hours[0].date(), hours[0].time())
            yield _Booking(session, (begin, begin + round((hours[1] - hours[0]).total_seconds() / 60)))


def busy(
    repository: Repository, audit: Audit, kept: Sessions, calendar: Calendar
) -> dict[str, tuple[Span, ...]]:
    """Return when people are in sessions of other audits under way, or in sessions that stay."""
    found: dict[str, list[Span]] = {}
    for booking in _bookings(repository, audit, kept, calendar):
        for person in booking.people:
            found.setdefault(person, []).append(booking.span)
    return {person: _apart(spans) for person, spans in found.items()}


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that overlap as one."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def require_apart(
    repository: Repository, audit: Audit, kept: Sessions, calendar: Calendar, request: Request
) -> None:
    """Raise KeptTwice where an auditor of a session that was asked to stay would be in another one meanwhile."""
    bookings = list(_bookings(repository, audit, kept, calendar))
    asked = (item for item in bookings if item.session.audit == audit.id and item.session.id in request.keep)
    for item in asked:
        for other in bookings:
            auditors = {*item.session.data.auditors, *other.session.data.auditors}
            both = [person for person in item.people if person in other.people and person in auditors]
            if item is not other and both and item.meets(other):
                raise KeptTwice(item.session.id, other.session.name, both[0])


def loads(kept: Sessions) -> dict[str, int]:
    """Return the minutes that auditors have in sessions that stay."""
    found: dict[str, int] = {}
    for session in kept:
        for person in dict.fromkeys(session.data.auditors):
            found[person] = found.get(person, 0) + (session.data.minutes or 0)
    return found
