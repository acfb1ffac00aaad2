"""The days of an audit that lie ahead of its facts: notice, meetings, sessions, report."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import working_days_after, working_days_before
from auditctl.analysis.gaps import is_read
from auditctl.model.audit import HeldMeeting, Meeting, Session
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository


def opening_due(audit: Audit) -> date | None:
    """Return the day of the planned opening meeting, else of the first session."""
    planned = audit.schedule.data.opening if audit.schedule else None
    return planned.date if planned else min(_session_days(audit), default=None)


def closing_due(audit: Audit) -> date | None:
    """Return the day of the planned closing meeting, else of the last session."""
    planned = audit.schedule.data.closing if audit.schedule else None
    return planned.date if planned else max(_session_days(audit), default=None)


def meeting(planned: Meeting | None, held: HeldMeeting | None) -> Meeting | None:
    """Return a meeting on the day on which it was held, at its planned hour where that was the planned day."""
    if held is None or (planned and planned.date == held.date):
        return planned
    return Meeting(date=held.date)


def meetings(audit: Audit) -> dict[str, Meeting | None]:
    """Return the opening and the closing meeting as far as they are planned or were held."""
    planned = audit.schedule.data if audit.schedule else None
    return {
        "opening": meeting(planned.opening if planned else None, audit.data.opening),
        "closing": meeting(planned.closing if planned else None, audit.data.closing),
    }


def expected_at_meetings(repository: Repository, audit: Audit) -> tuple[str, ...]:
    """Return who is expected at both meetings: the team, the client, and who owns what is audited."""
    processes = (repository.processes.get(session.data.process) for session in audit.sessions.values())
    owners = (process.data.owner for process in processes if process and process.data.owner)
    client = (audit.data.client,) if audit.data.client else ()
    return tuple(dict.fromkeys((*audit.members, *client, *owners)))


def notice_due(repository: Repository, audit: Audit) -> date | None:
    """Return the last day on which the plan can go out with the house notice."""
    opening = opening_due(audit)
    days = repository.settings.policy.plan_notice_working_days
    return working_days_before(opening, days) if opening else None


def report_due(repository: Repository, audit: Audit) -> date | None:
    """Return until when the report is to be issued: house days after the closing meeting that was held."""
    closing = audit.data.closing
    days = repository.settings.policy.report_working_days
    return working_days_after(closing.date, days) if closing else None


def results_due(audit: Audit, session: Record[Session]) -> date | None:
    """Return until when a session's results are to be recorded: the closing meeting, never before the session."""
    held = audit.data.closing
    days = (session.data.date, held.date if held else closing_due(audit))
    return max((day for day in days if day), default=None)


def _session_days(audit: Audit) -> Iterator[date]:
    return (session.data.date for session in audit.sessions.values() if session.data.date)


def unrecorded(audit: Audit) -> list[Record[Session]]:
    """Return the sessions whose results are not all recorded, the earliest first.

    A session is recorded by its `result`, or by a work paper in which each line has one.
    """
    if not is_read(audit, Kind.workpaper):
        return []
    left = [session for session in audit.sessions.values() if not _is_recorded(audit, session)]
    return sorted(left, key=lambda session: session.data.date or date.max)


def _is_recorded(audit: Audit, session: Record[Session]) -> bool:
    workpaper = audit.workpapers.get(session.id)
    lines = workpaper.data.lines if workpaper else ()
    return session.data.result is not None or (bool(lines) and all(line.result for line in lines))
