"""The timetable: clashes, long days, weekends, tests that need a consent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from auditctl.analysis.days import SATURDAY, is_weekend
from auditctl.analysis.gates import Gate
from auditctl.analysis.posts import Posts
from auditctl.diagnostics import Severity
from auditctl.model.audit import Method, Session
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

LONGEST_DAY = 8 * 60
"""Minutes of sessions that one auditor does well on a day."""


@dataclass(frozen=True, slots=True)
class _Booking:
    """One person's time in one session; `audits` where they are there as auditor."""

    start: datetime
    end: datetime
    session: Record[Session]
    audits: bool

    @property
    def hours(self) -> Phrase:
        return phrase(
            "%(first)s to %(last)s", first=self.start.strftime("%H:%M"), last=self.end.strftime("%H:%M")
        )


@rule("PLN004", "double-booked", Severity.error)
def double_booked(repository: Repository) -> Iterator[Hit]:
    """An auditor is in two sessions at once; an auditee is warned about.

    Why: nobody can be in two rooms, so one of the sessions is not held as planned.

    Fix: move one of the sessions, or let somebody else take it.
    """
    clashes: dict[tuple[str, str, bool], list[str]] = {}
    named: dict[str, _Booking] = {}
    for person, bookings in _bookings(repository).items():
        for earlier, later in _overlaps(bookings):
            is_auditor = earlier.audits or later.audits
            names = (earlier.session.name, later.session.name)
            named |= dict(zip(names, (earlier, later), strict=True))
            clashes.setdefault((*names, is_auditor), []).append(person)
    for (one, other, is_auditor), people in clashes.items():
        yield _clash(named[one], named[other], people, is_auditor=is_auditor)


def _bookings(repository: Repository) -> dict[str, list[_Booking]]:
    """Return the time of each person in sessions of audits under way."""
    found: dict[str, list[_Booking]] = {}
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            hours = session.data.hours()
            if hours:
                for person in dict.fromkeys((*session.data.auditors, *session.data.auditees)):
                    booking = _Booking(*hours, session, person in session.data.auditors)
                    found.setdefault(person, []).append(booking)
    return found


def _overlaps(bookings: list[_Booking]) -> Iterator[tuple[_Booking, _Booking]]:
    """Yield each session that starts before the longest earlier one has ended, with that one."""
    last: _Booking | None = None
    for booking in sorted(bookings, key=lambda booking: (booking.start, booking.end)):
        if last and booking.start < last.end:
            yield last, booking
        if last is None or booking.end > last.end:
            last = booking


def _clash(earlier: _Booking, later: _Booking, people: list[str], *, is_auditor: bool) -> Hit:
    one, other = earlier.session, later.session
    same_audit = one.audit == other.audit
    names = (one.id, other.id) if same_audit else (one.name, other.name)
    return Hit(
        other.at("start"),
        phrase(
            "%(people)s would be in %(one)s (%(hours)s) and %(other)s (%(later_hours)s) at once on %(day)s",
            people=listed(people),
            one=names[0],
            hours=earlier.hours,
            other=names[1],
            later_hours=later.hours,
            day=later.start.date(),
        ),
        help=phrase("move one of the sessions, or let somebody else take it"),
        related=((one.at("start"), f"{names[0]} until {earlier.end:%H:%M}"),),
        severity=None if is_auditor else Severity.warning,
        audit=other.audit,
    )


@rule("PLN009", "test-not-agreed", Severity.error, basis="27001 A.8.34", gate=Gate.opening)
def test_not_agreed(repository: Repository) -> Iterator[Hit]:
    """A technical test is planned without the agreement of the process owner.

    Why: a test on systems in operation can harm what it looks at. Who answers for the process agrees when
    and how it is done.

    Fix: agree on the test and record it in the session as `agreed: {by: …, date: …}`. The owner on that date counts.
    """
    posts = Posts(repository)
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            if Method.technical_test in session.data.methods:
                yield from _consent(posts, audit, session)


def _consent(posts: Posts, audit: Audit, session: Record[Session]) -> Iterator[Hit]:
    agreed, process = session.data.agreed, posts.repository.processes.get(session.data.process)
    if agreed is None:
        yield Hit(
            session.at("methods", session.data.methods.index(Method.technical_test)),
            phrase(
                "the technical test of %(session)s is not agreed with the owner of %(process)s",
                session=session.id,
                process=session.data.process,
            ),
            help=phrase("record `agreed: {by: …, date: …}` in the session"),
            audit=audit.id,
        )
    elif process:
        owners = posts.owners(process, agreed.date)
        if owners and agreed.by not in {owner.person for owner in owners}:
            names = listed([owner.person for owner in owners])
            yield Hit(
                session.at("agreed", "by"),
                phrase(
                    "%(by)s agreed to the technical test of %(session)s, but on %(day)s %(names)s owned %(process)s",
                    by=agreed.by,
                    session=session.id,
                    day=agreed.date,
                    names=names,
                    process=process.id,
                ),
                help=phrase("let %(names)s agree", names=names),
                related=tuple((owner.site, f"owner of {process.id}") for owner in owners),
                audit=audit.id,
            )


@rule("PLN010", "long-day", Severity.warning, basis="house")
def long_day(repository: Repository) -> Iterator[Hit]:
    """An auditor has more than eight hours of sessions on a day, or a session is on a weekend.

    Why: notes are written and evidence is looked through between sessions. Whoever has no time for it judges
    from memory. On a weekend the work that is to be seen may not go on.

    Fix: spread the sessions over more days or auditors. Where shifts run on weekends, silence the rule there
    with that reason.
    """
    for audit in repository.own_audits:
        yield from _long_days(audit)
        weekend = [item for item in audit.sessions.values() if item.data.date and is_weekend(item.data.date)]
        if weekend:
            words = [
                phrase("%(what)s (%(detail)s)", what=session.id, detail=_named(session.data.date))
                for session in weekend
                if session.data.date
            ]
            yield Hit(
                weekend[0].at("date"),
                phrase("on a weekend: %(sessions)s", sessions=listed(words)),
                help="move it to a working day",
                related=tuple((session.at("date"), session.id) for session in weekend[1:]),
                audit=audit.id,
            )


def _named(day: date) -> Phrase:
    """Return a day of a weekend with its name."""
    if day.weekday() == SATURDAY:
        return phrase("Sat %(day)s", day=day)
    return phrase("Sun %(day)s", day=day)


def _long_days(audit: Audit) -> Iterator[Hit]:
    days: dict[str, dict[date, list[Record[Session]]]] = {}
    for session in audit.sessions.values():
        day = session.data.date
        if day and session.data.minutes:
            for person in dict.fromkeys(session.data.auditors):
                days.setdefault(person, {}).setdefault(day, []).append(session)
    for person, held in days.items():
        long = {
            day: total
            for day, sessions in sorted(held.items())
            if (total := _minutes(sessions)) > LONGEST_DAY
        }
        if long:
            words = [
                phrase("%(hours)s h on %(day)s", hours=_clock(total), day=day) for day, total in long.items()
            ]
            sessions = held[next(iter(long))]
            yield Hit(
                sessions[-1].at("minutes"),
                phrase(
                    "%(person)s has more than 8 hours of sessions on a day: %(days)s",
                    person=person,
                    days=listed(words),
                ),
                help="spread the sessions over more days or auditors",
                related=tuple((session.at("minutes"), session.id) for session in sessions[:-1]),
                audit=audit.id,
            )


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _minutes(sessions: list[Record[Session]]) -> int:
    return sum(session.data.minutes or 0 for session in sessions)
