"""A new audit put together: audit.yaml and its parts scope, criteria, team and schedule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.days import days_after, months_before
from auditctl.analysis.posts import Posts
from auditctl.analysis.programme import planned_days
from auditctl.analysis.review import reviewed_before
from auditctl.model.audit import AuditFile, AuditKind, Criteria, Schedule, Scope, Session, Team
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.model.types import Period
from auditctl.planning.auditees import is_here
from auditctl.planning.new import criteria, earlier, people, scope, sessions, window
from auditctl.planning.new.clashes import without_clashes
from auditctl.planning.new.request import About, Remark, Request
from auditctl.planning.new.scope import Reach
from auditctl.planning.new.timetable import Shift, first_planned, meetings
from auditctl.planning.new.window import Window
from auditctl.repository import Cycle, Repository


@dataclass(frozen=True)
class NewAudit:
    """A new audit that is not written yet, with what there is to say of it."""

    name: str
    file: AuditFile
    scope: Scope
    criteria: Criteria
    team: Team
    schedule: Schedule
    sessions: dict[str, Session]
    follow_up: tuple[Record[Finding], ...]
    remarks: tuple[Remark, ...]

    @property
    def days(self) -> list[date]:
        """The days that something is planned on, in order."""
        meetings = (self.schedule.opening, self.schedule.closing)
        days = [session.date for session in self.sessions.values() if session.date]
        return sorted([*days, *(meeting.date for meeting in meetings if meeting)])

    @property
    def is_complete(self) -> bool:
        """Whether somebody leads it, and each session has auditors and a day."""
        return bool(self.team.lead) and all(item.auditors and item.date for item in self.sessions.values())


def new_audit(repository: Repository, request: Request) -> NewAudit:
    """Return the audit that was asked for; a past day of the earlier audit never bears on the new one.

    Raises NothingToAudit, RetiredBy, LeftBy.
    """
    held = window.window(repository, request)
    day = held.first or repository.today
    within = scope.reach(repository, request, day)
    against = criteria.criteria(repository, request, within, day)
    shift = Shift.of(request.previous, held.first, within.processes if within.is_narrowed else None)
    planner = sessions.Planner(repository, request, within.processes, against, held, shift, day)
    made = planner.sessions()
    planned, clashes = without_clashes(repository, made.planned)
    followed = tuple(earlier.to_follow_up(repository, request, within.processes, day))
    schedule = _schedule(request, within, held, shift, planned)
    file = _file(repository, request, held, within.processes, followed, day)
    team = people.team(repository, request, day)
    said = [
        *window.remarks(repository, request, held),
        *scope.remarks(repository, request, within, day),
        *criteria.remarks(repository, request, within, against),
        *sessions.remarks(request, made),
        *clashes,
        *_of_people(repository, request, made, within.processes, day),
        *earlier.remarks(repository, request, within.processes, day),
        *_of_days(request, schedule, planned),
        *_left_behind(request),
        *_missing(file, team),
    ]
    return NewAudit(
        name=request.name,
        file=file,
        scope=scope.with_locations(repository, request, within, planned.values(), day),
        criteria=against,
        team=team,
        schedule=schedule,
        sessions=planned,
        follow_up=followed,
        remarks=tuple(said),
    )


def _file(
    repository: Repository,
    request: Request,
    held: Window,
    processes: tuple[str, ...],
    followed: tuple[Record[Finding], ...],
    day: date,
) -> AuditFile:
    entry, previous = request.entry, request.previous
    return AuditFile(
        title=request.title or (entry.data.title if entry else None) or f"Internal audit {request.name}",
        unplanned=None if entry else request.why,
        client=_client(repository, request, day),
        objectives=_objectives(repository, request, day) or (previous.data.objectives if previous else ()),
        period=_period(repository, processes, held.first) if held.first else None,
        follow_up=tuple(finding.name for finding in followed),
    )


def _client(repository: Repository, request: Request, day: date) -> str | None:
    """Return for whom it is held: as the earlier audit, else the first of top management who is here."""
    before = request.previous.data.client if request.previous else None
    candidates = [person for person in (before, *repository.settings.top_management) if person]
    return next((person for person in candidates if is_here(repository, person, day)), None)


def _objectives(repository: Repository, request: Request, day: date) -> tuple[str, ...]:
    """Return the objectives of the programme that lists the audit, else of the one that covers its day."""
    covering = [cycle for cycle in repository.cycles.values() if cycle.programme.data.covers(day)]
    cycle: Cycle | None = request.cycle or next(iter(covering), None)
    return cycle.programme.data.objectives if cycle else ()


def _period(repository: Repository, processes: tuple[str, ...], first: date) -> Period:
    """Return the time under review: from the day after the last audits of these processes to the eve.

    Where none of them was audited before, it goes back as far as the house lets an audit wait.
    """
    reviewed = [reviewed_before(repository, process, first) for process in processes]
    known = [days_after(last, 1) for last, _ in filter(None, reviewed)]
    back = months_before(first, repository.settings.policy.audit_every_months)
    eve = days_after(first, -1)
    return Period.model_validate({"from": min(*known, eve) if known else min(back, eve), "to": eve})


def _schedule(
    request: Request, within: Reach, held: Window, shift: Shift | None, planned: dict[str, Session]
) -> Schedule:
    """Return the meetings: those of the earlier audit moved, else around what has hours, else on the window."""
    previous = request.previous
    before = previous.schedule.data if previous and previous.schedule else Schedule()
    if shift and not within.is_narrowed and (before.opening or before.closing):
        return Schedule(opening=shift.meeting(before.opening), closing=shift.meeting(before.closing))
    hours = [
        (item.date, item.start, item.minutes)
        for item in planned.values()
        if item.date and item.start and item.minutes
    ]
    return meetings(held, hours)


def _of_people(
    repository: Repository, request: Request, made: sessions.Sessions, processes: tuple[str, ...], day: date
) -> Iterator[Remark]:
    posts, previous = Posts(repository), request.previous
    if previous:
        yield from people.gone(repository, previous, made.carried, day)
        then = first_planned(previous) or (previous.fieldwork[0] if previous.fieldwork else None)
        if then:
            yield from people.new_owners(posts, previous, processes, then, day)
    yield from people.ownerless(posts, processes, day)


def _of_days(request: Request, schedule: Schedule, planned: dict[str, Session]) -> Iterator[Remark]:
    """Yield that the audit ends after what its programme plans."""
    days = [item.date for item in planned.values() if item.date]
    days += [meeting.date for meeting in (schedule.opening, schedule.closing) if meeting]
    if request.entry is None or not days or request.start:
        return
    ends = planned_days(request.entry.data)[1]
    if max(days) > ends:
        yield Remark(About.days, f"it would end on {max(days)}, the programme plans until {ends}")


def _missing(file: AuditFile, team: Team) -> Iterator[Remark]:
    """Yield what the files cannot say and an announced plan needs."""
    if not file.objectives:
        yield Remark(About.open, "no programme states objectives: write them in audit.yaml")
    if not team.lead:
        yield Remark(About.open, "nobody leads it: name somebody with --lead, or in team.yaml")


def _left_behind(request: Request) -> Iterator[Remark]:
    """Yield what of an earlier audit is its own, so that it is not carried over, and why; and that it was never held."""
    previous = request.previous
    if previous is None:
        return
    team = previous.team_data
    if previous.data.legacy:
        text = f"{previous.id} was held before the repository: of its plan no more is known than lead, processes and requirements"
        yield Remark(About.not_carried, text)
    if previous.data.kind is AuditKind.follow_up:
        text = f"{previous.id} is a follow-up; this becomes an internal audit (`auditctl followup` plans a follow-up)"
        yield Remark(About.not_carried, text)
    if previous.data.cancelled:
        text = f"{previous.id} was cancelled on {previous.data.cancelled.date}: its plan is carried over all the same"
        yield Remark(About.cancelled, text)
    if team.declarations:
        text = "the declarations of impartiality: each auditor declares anew for each audit"
        yield Remark(About.not_carried, text, tuple(team.declarations))
    for item in team.exceptions:
        what = item.process or item.capa or ""
        text = f"the exception of {item.rule} for {item.auditor} and {what}: a conflict is accepted for one audit"
        yield Remark(About.not_carried, text, (item.auditor,))
    if previous.scope and previous.scope.data.excluded:
        names = tuple(item.what for item in previous.scope.data.excluded)
        yield Remark(
            About.scope, f"excluded from the scope as before: {', '.join(names)}; see whether it holds"
        )
