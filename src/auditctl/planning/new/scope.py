"""What a new audit looks at: as asked for, else as its programme says, else as the earlier audit did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.scope import follows_only, processes_to_audit, session_locations
from auditctl.model.audit import AuditFile, Meeting, Schedule, Scope, Session
from auditctl.model.record import Record
from auditctl.model.types import ALL
from auditctl.planning.new.refusals import NothingToAudit, RetiredBy
from auditctl.planning.new.request import About, Remark, Request
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.source.reader import Document


@dataclass(frozen=True, slots=True)
class Reach:
    """The scope without its locations, which follow from the sessions, and the processes that it means."""

    scope: Scope
    processes: tuple[str, ...]
    is_narrowed: bool
    """Whether somebody chose processes, so that criteria and places follow from these alone."""


def reach(repository: Repository, request: Request, day: date) -> Reach:
    """Return what is in scope on a day.

    Raises RetiredBy for a process that was asked for and is no more, NothingToAudit where nothing is left.
    """
    for name in request.processes:
        retired = repository.processes[name].data.retired if name in repository.processes else None
        if retired and retired <= day:
            raise RetiredBy(name, retired)
    scope = _scope(repository, request)
    named = scope.processes
    if named not in {(), ALL}:
        live = {record.id for record in repository.live_processes(day)}
        scope = scope.model_copy(update={"processes": tuple(name for name in named if name in live)})
        if not scope.processes:
            raise NothingToAudit(request.name, f"no live process of this name: {listed(named)}")
    found = tuple(processes_to_audit(repository, _stand_in(request.name, scope, day)))
    if not found:
        raise NothingToAudit(request.name, "no live process is in scope")
    chosen = request.processes or _listed_by_programme(request)
    return Reach(scope, found, chosen not in {(), ALL})


def _scope(repository: Repository, request: Request) -> Scope:
    """Return processes, departments and exclusions in the words of whoever names them first."""
    carried = _carried(repository, request)
    excluded = carried.excluded
    chosen = request.processes or _listed_by_programme(request)
    if chosen not in {(), ALL}:
        return Scope(processes=chosen, excluded=tuple(item for item in excluded if item.what not in chosen))
    if chosen == ALL or (request.entry and request.entry.data.processes == ALL):
        departments = carried.departments if carried.departments == ALL else ()
        return Scope(departments=departments, processes=ALL, excluded=excluded)
    if carried.processes or carried.departments:
        return carried.model_copy(update={"locations": (), "details": None})
    return Scope(processes=ALL, excluded=excluded)


def _listed_by_programme(request: Request) -> tuple[str, ...]:
    named = request.entry.data.processes if request.entry else ()
    return () if named == ALL else named


def _carried(repository: Repository, request: Request) -> Scope:
    previous = request.previous
    if previous is None:
        return Scope()
    if previous.data.legacy:
        return Scope(processes=previous.data.legacy.processes)
    if follows_only(previous):
        return Scope(processes=tuple(processes_to_audit(repository, previous)))
    if previous.scope:
        return previous.scope.data
    return Scope(processes=previous.entry.data.processes if previous.entry else ())


def _stand_in(name: str, scope: Scope, day: date) -> Audit:
    """Return an audit of that scope which begins on that day, for the questions that one asks of an audit."""
    document = Document(f"audits/{name}/audit.yaml", "")
    schedule = Schedule(opening=Meeting(date=day))
    return Audit(
        name,
        Record(name, AuditFile(title=name), document, (), name),
        scope=Record("scope", scope, document, (), name),
        schedule=Record("schedule", schedule, document, (), name),
    )


def with_locations(
    repository: Repository, request: Request, held: Reach, sessions: Iterable[Session], day: date
) -> Scope:
    """Return the scope with the places that its sessions look at; `all` stays where nothing was narrowed."""
    carried = _carried(repository, request).locations
    if carried == ALL and not held.is_narrowed:
        return held.scope.model_copy(update={"locations": ALL})
    visited = {place for session in sessions for place in session_locations(repository, session)}
    live = [
        name
        for name, place in repository.locations.items()
        if name in visited and (place.data.retired is None or day < place.data.retired)
    ]
    ordered = [*(name for name in carried if name in live), *(name for name in live if name not in carried)]
    return held.scope.model_copy(update={"locations": tuple(ordered)})


def remarks(repository: Repository, request: Request, held: Reach, day: date) -> Iterator[Remark]:
    """Yield what the scope leaves out, and where it is not the programme's."""
    for name in _expected(repository, request, held):
        if name not in held.processes:
            yield Remark(About.process, f"{name} {_why_lost(repository, name, day)}: it is left out", (name,))
    if request.processes and (planned := _listed_by_programme(request)):
        yield from _beside_programme(request.processes, planned)
    elif request.entry and request.processes not in {(), ALL}:
        yield Remark(
            About.scope, f"the programme plans all processes, this plan {listed(request.processes)} alone"
        )


def _expected(repository: Repository, request: Request, held: Reach) -> Iterable[str]:
    """Return the processes that were named, and those of the earlier audit where nobody chose others."""
    named = request.processes or _listed_by_programme(request) or _carried(repository, request).processes
    previous = request.previous.sessions.values() if request.previous and not held.is_narrowed else ()
    return dict.fromkeys((*(() if named == ALL else named), *(session.data.process for session in previous)))


def _why_lost(repository: Repository, name: str, day: date) -> str:
    record = repository.processes.get(name)
    if record is None:
        return "is no process of processes.yaml"
    retired = record.data.retired
    if retired and retired <= day:
        return f"is retired from {retired} on"
    return "is not in the scope"


def _beside_programme(asked: tuple[str, ...], planned: tuple[str, ...]) -> Iterator[Remark]:
    if asked == ALL:
        yield Remark(About.scope, f"the programme plans {listed(planned)} alone", planned)
        return
    left = tuple(name for name in planned if name not in asked)
    more = tuple(name for name in asked if name not in planned)
    if left:
        yield Remark(About.scope, f"the programme plans {listed(left)} too", left)
    if more:
        yield Remark(About.scope, f"the programme does not plan {listed(more)}", more)
