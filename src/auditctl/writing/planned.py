"""A plan written into an audit: who audits, who leads, when each session and meeting is held; and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from auditctl.model.audit import Meeting, Schedule, Session
from auditctl.repository import Audit
from auditctl.source.editor import Append, Edit, Remove, Set
from auditctl.writing.change import Change


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session as it is to be: its auditors, its beginning and its length in minutes; `process` for a new one."""

    auditors: tuple[str, ...]
    begin: datetime
    minutes: int
    process: str


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    begin: datetime
    minutes: int


@dataclass(frozen=True)
class Planned:
    """A whole plan; a meeting of None is left as it is."""

    lead: str
    auditors: tuple[str, ...]
    experts: tuple[str, ...]
    sessions: Mapping[str, PlannedSession]
    opening: PlannedMeeting | None
    closing: PlannedMeeting | None


def write_plan(change: Change, audit: Audit, plan: Planned) -> None:
    """Edit the team and the schedule of an audit so that they say the plan. Raises CannotEdit."""
    _edit_part(change, audit, "team", tuple(_team(audit, plan)))
    schedule = audit.schedule.data if audit.schedule else Schedule()
    meetings = (("opening", schedule.opening, plan.opening), ("closing", schedule.closing, plan.closing))
    for key, stated, planned_meeting in meetings:
        if planned_meeting:
            _edit_part(change, audit, "schedule", tuple(_meeting(key, stated, planned_meeting)))
    for name, planned in plan.sessions.items():
        session = audit.sessions.get(name)
        if session is None:
            _edit_part(change, audit, "schedule", (Set(("sessions", name), _new(planned)),))
        elif edits := tuple(_session(session.data, planned)):
            change.edit(session, *edits)


def _edit_part(change: Change, audit: Audit, part: str, edits: Sequence[Edit]) -> None:
    """Edit a part where it stands; one that the audit lacks becomes a key of audit.yaml."""
    record = {"team": audit.team, "schedule": audit.schedule}[part]
    if record is not None and edits:
        change.edit(record, *edits)
    elif edits:
        change.edit(audit.file, *(_below(part, item) for item in edits))


def _below(part: str, edit: Edit) -> Edit:
    return replace(edit, route=(part, *edit.route))


def _team(audit: Audit, plan: Planned) -> Iterator[Edit]:
    team = audit.team_data
    if plan.lead and plan.lead != team.lead:
        yield Set(("lead",), plan.lead)
    yield from _people("auditors", team.auditors, plan.auditors)
    yield from _people("experts", team.experts, plan.experts)


def _people(key: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    """Yield the fewest changes of a list of people: who comes, then who goes with whatever is noted beside them."""
    if before and not after:
        yield Remove((key,))
        return
    yield from (Append((key,), person) for person in after if person not in before)
    going = [index for index, person in enumerate(before) if person not in after]
    yield from (Remove((key, index)) for index in reversed(going))


def _session(before: Session, planned: PlannedSession) -> Iterator[Edit]:
    yield from _people("auditors", before.auditors, planned.auditors)
    yield from _hours(before.date, _clock(before), planned.begin)
    if before.minutes is None:
        yield Set(("minutes",), planned.minutes)


def _hours(day: date | None, start: str, begin: datetime) -> Iterator[Set]:
    if day != begin.date():
        yield Set(("date",), begin.date())
    if start != f"{begin:%H:%M}":
        yield Set(("start",), f"{begin:%H:%M}")


def _clock(item: Session | Meeting) -> str:
    return item.start.strftime("%H:%M") if item.start else ""


def _new(planned: PlannedSession) -> dict[str, Any]:
    return {
        "process": planned.process,
        "auditors": list(planned.auditors),
        "date": planned.begin.date(),
        "start": f"{planned.begin:%H:%M}",
        "minutes": planned.minutes,
    }


def _meeting(key: str, before: Meeting | None, planned: PlannedMeeting) -> Iterator[Edit]:
    if before is None:
        begin = planned.begin
        yield Set((key,), {"date": begin.date(), "start": f"{begin:%H:%M}", "minutes": planned.minutes})
        return
    for edit in _hours(before.date, _clock(before), planned.begin):
        yield Set((key, *edit.route), edit.value)
    if before.minutes is None:
        yield Set((key, "minutes"), planned.minutes)
