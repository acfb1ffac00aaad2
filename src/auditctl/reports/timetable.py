"""The timetable of an audit: day by day the meetings and sessions, with who is met where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from auditctl.analysis.assignment import planned_day
from auditctl.analysis.milestones import meetings
from auditctl.analysis.roster import auditing
from auditctl.analysis.scope import session_locations
from auditctl.model.audit import Meeting, Session
from auditctl.model.record import Record
from auditctl.reports.people import People, Signature, Who
from auditctl.reports.scope import requirements_of_session
from auditctl.repository import Audit

FORM = "%H:%M"


@dataclass(frozen=True, slots=True)
class Slot:
    """A session or meeting: `kind` is `session`, `opening` or `closing`; what nobody set is empty.

    `owner` answers for the process where nobody is named who is met.
    """

    kind: str
    id: str
    on: date | None
    start: str
    end: str
    minutes: int | None
    process: str = ""
    places: tuple[str, ...] = ()
    mode: str = ""
    auditors: tuple[str, ...] = ()
    met: tuple[Who, ...] = ()
    guides: tuple[Who, ...] = ()
    others: str = ""
    owner: str = ""
    methods: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    agreed: Signature | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What happens on a day in the order of its hours; `on` is None for what has no day yet."""

    on: date | None
    slots: tuple[Slot, ...]


def timetable(people: People, audit: Audit) -> tuple[Day, ...]:
    """Return the days of an audit in order, what has no day last."""
    slots = [*_meetings(audit), *(_session(people, audit, record) for record in audit.sessions.values())]
    ranked = sorted(slots, key=_order)
    days = dict.fromkeys(slot.on for slot in ranked)
    return tuple(Day(day, tuple(slot for slot in ranked if slot.on == day)) for day in days)


def _order(slot: Slot) -> tuple[date, int, str, str]:
    """Return where a slot stands: without an hour the opening comes before the sessions of its day, the closing last."""
    rank = {"opening": 0, "closing": 2}.get(slot.kind, 1) if not slot.start else 1
    return slot.on or date.max, rank, slot.start, slot.id


def _meetings(audit: Audit) -> Iterator[Slot]:
    for key, meeting in meetings(audit).items():
        if meeting:
            start, end = _hours(meeting)
            yield Slot(key, key, meeting.date, start, end, meeting.minutes)


def _session(people: People, audit: Audit, record: Record[Session]) -> Slot:
    data, repository = record.data, people.repository
    process = repository.processes.get(data.process)
    day = data.date or planned_day(repository, audit)
    start, end = _hours(data)
    return Slot(
        kind="session",
        id=record.id,
        on=data.date,
        start=start,
        end=end,
        minutes=data.minutes,
        process=process.data.name if process else data.process,
        places=tuple(_place(people, place) for place in session_locations(repository, data)),
        mode=data.mode.value if data.mode else "",
        auditors=tuple(people.name(person) for person, _ in auditing(audit, record)),
        met=tuple(people.who(person, day) for person in data.auditees),
        guides=tuple(people.who(person, day) for person in data.guides if person not in data.auditees),
        others=data.others or "",
        owner=people.owner(data.process, day),
        methods=tuple(method.value for method in data.methods),
        requirements=requirements_of_session(repository, audit, data),
        agreed=people.signature(data.agreed),
    )


def _hours(held: Session | Meeting) -> tuple[str, str]:
    """Return start and end as a clock says them; the end is empty where the length is not known."""
    if held.start is None:
        return "", ""
    return held.start.strftime(FORM), _end(held.start, held.minutes) if held.minutes else ""


def _end(start: time, minutes: int) -> str:
    hour, minute = divmod(start.hour * 60 + start.minute + minutes, 60)
    return f"{hour % 24:02}:{minute:02}"


def _place(people: People, place: str) -> str:
    record = people.repository.locations.get(place)
    return record.data.name if record else place
