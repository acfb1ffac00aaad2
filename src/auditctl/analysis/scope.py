"""What an audit set out to look at, and what lies outside."""

from collections.abc import Iterable

from auditctl.analysis.assignment import planned_day
from auditctl.analysis.likeness import normalised
from auditctl.model.audit import AuditKind, Scope, Session
from auditctl.model.types import ALL
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository


def processes_to_audit(repository: Repository, audit: Audit) -> list[str]:
    """Return the live processes of the scope that it does not exclude.

    A follow-up that states no scope looks at the processes of the findings it follows.
    """
    day, scope = planned_day(repository, audit), _scope(audit)
    named = _of_followed(repository, audit) if follows_only(audit) else repository.scope_processes(audit)
    live = [record for record in repository.live_processes(day) if record.id in named]
    return [
        record.id
        for record in live
        if _in_departments(repository, scope, record.id)
        and not is_excluded(scope, (record.id, record.data.name))
    ]


def locations_to_audit(repository: Repository, audit: Audit) -> list[str]:
    """Return the locations of the scope that it does not exclude; where none are stated, those of its processes."""
    day, scope = planned_day(repository, audit), _scope(audit)
    named: Iterable[str] = scope.locations
    if scope.locations == ALL:
        named = repository.locations
    elif not scope.locations:
        processes = (repository.processes[name].data for name in processes_to_audit(repository, audit))
        named = dict.fromkeys(location for process in processes for location in process.locations)
    known = (repository.locations[name] for name in named if name in repository.locations)
    return [
        place.id
        for place in known
        if (place.data.retired is None or day < place.data.retired)
        and not is_excluded(scope, (place.id, place.data.name))
    ]


def session_locations(repository: Repository, session: Session) -> tuple[str, ...]:
    """Return where a session looks; one that does not say looks at all locations of its process."""
    if session.location:
        return (session.location,)
    process = repository.processes.get(session.process)
    return process.data.locations if process else ()


def outside(repository: Repository, audit: Audit, session: Session) -> str:
    """Return in words what puts a session outside the scope, or nothing."""
    scope, process = _scope(audit), repository.processes.get(session.process)
    if process is None:
        return ""
    if not follows_only(audit) and process.id not in repository.scope_processes(audit):
        return phrase("the process %(process)s", process=process.id)
    if not _in_departments(repository, scope, process.id):
        return phrase(
            "%(process)s of the department %(department)s",
            process=process.id,
            department=process.data.department,
        )
    if session.location and scope.locations not in {ALL, ()} and session.location not in scope.locations:
        return phrase("the location %(location)s", location=session.location)
    return ""


def is_excluded(scope: Scope, names: Iterable[str]) -> bool:
    """Whether an exclusion names one of these, as whole words."""
    said = [f" {normalised(item.what)} " for item in scope.excluded]
    return any(f" {normalised(name)} " in what for name in names for what in said)


def follows_only(audit: Audit) -> bool:
    """Whether a follow-up states no scope of its own, so that it looks where its findings lie."""
    stated = _scope(audit).processes or (audit.entry.data.processes if audit.entry else ())
    return audit.data.kind is AuditKind.follow_up and not stated


def _scope(audit: Audit) -> Scope:
    return audit.scope.data if audit.scope else Scope()


def _of_followed(repository: Repository, audit: Audit) -> frozenset[str]:
    found = (repository.finding(reference, audit.id) for reference in audit.data.follow_up)
    return frozenset(finding.data.process for finding in found if finding and finding.data.process)


def _in_departments(repository: Repository, scope: Scope, process: str) -> bool:
    """Whether the stated departments hold a process; one that the scope names itself is in it anyway."""
    if scope.departments in {ALL, ()} or process in scope.processes:
        return True
    department = repository.processes[process].data.department
    return department is None or department in scope.departments
