"""The order within a timetable, and whether it lies on the days that the programme plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from auditctl.analysis.gates import Gate
from auditctl.analysis.programme import is_before_records, planned_site, strays
from auditctl.diagnostics import Severity
from auditctl.model.audit import HeldMeeting, Meeting
from auditctl.model.record import Hit, Site
from auditctl.phrases import Phrase, filled, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed

SHOWN = 5
"""Further places that a message names."""
BEFORE = phrase("planned before the opening meeting on %(when)s: %(sessions)s")
AFTER = phrase("planned not over before the closing meeting on %(when)s: %(sessions)s")


@dataclass(frozen=True, slots=True)
class _Planned:
    """A meeting or session of a timetable in words, with its place, its day and, where they are known, its hours."""

    words: str
    site: Site
    day: date
    start: time | None = None
    minutes: int = 0

    @property
    def when(self) -> Phrase | date:
        if self.start:
            return phrase("%(day)s at %(time)s", day=self.day, time=self.start.strftime("%H:%M"))
        return self.day

    def begins_before(self, other: "_Planned") -> bool:
        if self.day == other.day and self.start and other.start:
            return self.start < other.start
        return self.day < other.day

    def ends_after_begin(self, other: "_Planned") -> bool:
        """Whether it is not over when the other one begins."""
        if self.day == other.day and self.start and other.start:
            return not self.start < other.start or _minute(self.start) + self.minutes > _minute(other.start)
        return self.day > other.day


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def timetable_out_of_order(audit: Audit) -> Iterator[Hit]:
    """Yield a closing meeting planned before the opening, else the sessions planned before the one or after the other."""
    opening, closing = _opening(audit), _closing(audit)
    if opening and closing and closing.begins_before(opening):
        yield Hit(
            closing.site,
            phrase(
                "the closing meeting is planned for %(when)s, before the opening meeting on %(opening)s",
                when=closing.when,
                opening=opening.when,
            ),
            help=phrase("correct the date that is wrong"),
            related=((opening.site, opening.words),),
            gate=Gate.announced,
            audit=audit.id,
        )
        return
    sessions = list(_sessions(audit))
    if opening:
        early = [session for session in sessions if session.begins_before(opening)]
        yield from _outside(audit, early, BEFORE, opening)
    if closing:
        late = [session for session in sessions if session.ends_after_begin(closing)]
        yield from _outside(audit, late, AFTER, closing)


def _outside(audit: Audit, sessions: list[_Planned], how: Phrase, meeting: _Planned) -> Iterator[Hit]:
    if sessions:
        words = [
            phrase("%(what)s (%(detail)s)", what=session.words, detail=session.when) for session in sessions
        ]
        yield Hit(
            sessions[0].site,
            filled(how, when=meeting.when, sessions=listed(words)),
            help="move the session or the meeting",
            related=((meeting.site, meeting.words), *_places(sessions[1:])),
            severity=Severity.warning,
            audit=audit.id,
        )


def _opening(audit: Audit) -> _Planned | None:
    planned = audit.schedule.data.opening if audit.schedule else None
    return _meeting(audit, "opening", phrase("the opening meeting"), planned, audit.data.opening)


def _closing(audit: Audit) -> _Planned | None:
    planned = audit.schedule.data.closing if audit.schedule else None
    return _meeting(audit, "closing", phrase("the closing meeting"), planned, audit.data.closing)


def _meeting(
    audit: Audit, key: str, words: Phrase, planned: Meeting | None, held: HeldMeeting | None
) -> _Planned | None:
    """Return a meeting as it is planned; one that was held on another day is planned no more."""
    if planned is None or (held and held.date != planned.date):
        return None
    site = audit.site("schedule", key, "date")
    return _Planned(words, site, planned.date, planned.start, planned.minutes or 0)


def _sessions(audit: Audit) -> Iterator[_Planned]:
    for session in audit.sessions.values():
        data = session.data
        if data.date:
            yield _Planned(session.id, session.at("date"), data.date, data.start, data.minutes or 0)


def _places(planned: list[_Planned]) -> tuple[tuple[Site, str], ...]:
    return tuple((item.site, item.words) for item in planned[:SHOWN])


def timetable_astray(repository: Repository, audit: Audit) -> Iterator[Hit]:
    """Yield that the timetable of an audit that is not opened lies outside of the days that the programme plans."""
    entry, days = audit.entry, strays(audit)
    if entry is None or days is None or entry.data.cancelled or is_before_records(repository, days[1]):
        return
    meetings = [meeting for meeting in (_opening(audit), _closing(audit)) if meeting]
    outside = [item for item in (*meetings, *_sessions(audit)) if not days[0] <= item.day <= days[1]]
    if outside:
        words = [phrase("%(what)s (%(detail)s)", what=item.words, detail=item.day) for item in outside]
        yield Hit(
            outside[0].site,
            phrase(
                "the timetable of %(audit)s lies outside the days that the programme plans, %(first)s to %(last)s: "
                "%(planned)s",
                audit=audit.id,
                first=days[0],
                last=days[1],
                planned=listed(words),
            ),
            help="move it to those days, or write `postponed` at the entry of the programme; for earlier days change its `planned`",
            related=((planned_site(entry, "from"), "planned here"), *_places(outside[1:])),
            severity=Severity.warning,
            audit=audit.id,
        )
