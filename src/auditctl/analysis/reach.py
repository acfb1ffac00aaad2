"""What an audit reaches: the requirements, processes, places and departments that it looks at or is planned to."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditctl.analysis.coverage import audited
from auditctl.analysis.programme import Stop, StopState
from auditctl.analysis.scope import follows_only, is_excluded, locations_to_audit, processes_to_audit
from auditctl.model.audit import Scope
from auditctl.model.programme import PlannedAudit
from auditctl.model.types import ALL
from auditctl.repository import Audit, Repository

EVERYTHING = frozenset({ALL, ()})
"""How a selection says that it leaves nothing out."""
NOWHERE = frozenset({StopState.cancelled, StopState.external})
"""States of what reaches nothing: it is not held, or not by the house."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an audit of the house goes, or went: what its sessions were set on counts, whatever came of them."""

    requirements: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()


def reach(repository: Repository, stop: Stop) -> Reach:
    """Return what an audit looked at and is planned to; what was cancelled or is external reaches nothing.

    Where its folder stands, sessions, criteria and scope say it, else the entry of the programme: the requirements
    that it names as far as they live in the processes that it names.
    """
    if stop.state in NOWHERE:
        return Reach()
    entry = stop.entry
    key = ("reach", stop.name, entry.document.path if entry else "", entry.base if entry else ())
    if key not in repository.memo:
        repository.memo[key] = _reach(repository, stop)
    kept: Reach = repository.memo[key]
    return kept


def requirements_of_processes(repository: Repository, processes: Iterable[str]) -> frozenset[str]:
    """Return every assessable requirement that lives in one of these processes."""
    if "requirements by process" not in repository.memo:
        repository.memo["requirements by process"] = {
            name: repository.requirements.expand(record.data.requirements)
            for name, record in repository.processes.items()
        }
    living: dict[str, frozenset[str]] = repository.memo["requirements by process"]
    return frozenset().union(*(living.get(name, frozenset()) for name in processes))


def _reach(repository: Repository, stop: Stop) -> Reach:
    processes = _processes(repository, stop)
    everywhere = _is_everywhere(stop)
    return Reach(
        requirements=_requirements(repository, stop, processes),
        processes=processes,
        locations=_locations(repository, stop, processes, everywhere=everywhere),
        departments=_departments(repository, stop, processes, everywhere=everywhere),
    )


def _processes(repository: Repository, stop: Stop) -> frozenset[str]:
    """Return the processes of the scope and of the sessions."""
    audit = stop.audit
    if audit is None or audit.is_legacy:
        named = _named_processes(stop)
        is_all = named == ALL or (named == () and audit is None)
        return frozenset(_live(repository)) if is_all else frozenset(named)
    sessions = frozenset(session.data.process for session in audit.sessions.values())
    return sessions.union(processes_to_audit(repository, audit))


def _named_processes(stop: Stop) -> tuple[str, ...]:
    """Return what names the processes of an audit: its short form, its scope, or the entry of the programme."""
    audit, entry = stop.audit, stop.entry
    if audit and audit.data.legacy:
        return audit.data.legacy.processes
    stated = audit.scope.data.processes if audit and audit.scope else ()
    return stated or (entry.data.processes if entry else ())


def _is_everywhere(stop: Stop) -> bool:
    """Whether an audit leaves no process and no department out."""
    audit = stop.audit
    if audit and audit.is_legacy:
        return _named_processes(stop) == ALL
    if audit and (follows_only(audit) or _scope(audit).departments not in EVERYTHING):
        return False
    return _named_processes(stop) in EVERYTHING


def _requirements(repository: Repository, stop: Stop, processes: frozenset[str]) -> frozenset[str]:
    audit = stop.audit
    if audit is None:
        return _living_in(repository, _asked(repository, stop.entry.data if stop.entry else None), processes)
    seen = audited(repository, audit)
    if not audit.sessions and stop.state is not StopState.held:
        return seen | _living_in(repository, _criteria(repository, audit), processes)
    sessions = (repository.session_requirements(audit, session.data) for session in audit.sessions.values())
    return seen.union(*sessions)


def _criteria(repository: Repository, audit: Audit) -> frozenset[str]:
    """Return what a folder without sessions will be held against; without criteria, what the programme names."""
    if audit.criteria and audit.criteria.data.requirements:
        return repository.criteria_requirements(audit)
    return _asked(repository, audit.entry.data if audit.entry else None)


def _asked(repository: Repository, entry: PlannedAudit | None) -> frozenset[str]:
    """Return the requirements that an entry names; one that names none leaves none out."""
    requirements = repository.requirements
    if entry is None or entry.requirements in EVERYTHING:
        return requirements.in_force()
    return requirements.expand(entry.requirements) - requirements.excluded


def _living_in(repository: Repository, asked: frozenset[str], processes: frozenset[str]) -> frozenset[str]:
    """Return those that live in the processes; all of them, where no process is left out."""
    if processes.issuperset(_live(repository)):
        return asked
    return asked & requirements_of_processes(repository, processes)


def _locations(
    repository: Repository, stop: Stop, processes: frozenset[str], *, everywhere: bool
) -> frozenset[str]:
    audit = stop.audit
    if everywhere and not (audit and _scope(audit).locations):
        scope = _scope(audit)
        known = repository.locations.values()
        return frozenset(place.id for place in known if not is_excluded(scope, (place.id, place.data.name)))
    if audit is None or audit.is_legacy:
        held = (repository.processes[name].data for name in processes if name in repository.processes)
        return frozenset(location for process in held for location in process.locations)
    sessions = (session.data.location for session in audit.sessions.values())
    return frozenset(place for place in sessions if place).union(locations_to_audit(repository, audit))


def _departments(
    repository: Repository, stop: Stop, processes: frozenset[str], *, everywhere: bool
) -> frozenset[str]:
    scope = _scope(stop.audit)
    if everywhere or scope.departments == ALL:
        known = repository.departments.values()
        return frozenset(part.id for part in known if not is_excluded(scope, (part.id, part.data.name)))
    held = (repository.processes[name].data for name in processes if name in repository.processes)
    return frozenset(process.department for process in held if process.department).union(scope.departments)


def _scope(audit: Audit | None) -> Scope:
    return audit.scope.data if audit and audit.scope else Scope()


def _live(repository: Repository) -> frozenset[str]:
    if "live processes" not in repository.memo:
        live = frozenset(record.id for record in repository.live_processes(repository.today))
        repository.memo["live processes"] = live
    kept: frozenset[str] = repository.memo["live processes"]
    return kept
