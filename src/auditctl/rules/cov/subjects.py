"""What coverage is judged on."""

from auditctl.analysis.cycle_coverage import knows_coverage, last_of_processes, requirement_covers
from auditctl.analysis.programme import in_force
from auditctl.model.record import Site
from auditctl.repository import Repository
from auditctl.repository.audit import Cycle


def is_judged(repository: Repository) -> bool:
    """Whether anything was planned or audited at all; where nothing was, the rules of the programme say so."""
    if repository.settings_record is None or not knows_coverage(repository):
        return False
    entries = (entry for cycle in repository.cycles.values() for entry in cycle.audits.values())
    return any(entry.data.cancelled is None for entry in entries) or was_ever_audited(repository)


def was_ever_audited(repository: Repository) -> bool:
    covers = requirement_covers(repository).values()
    return bool(last_of_processes(repository)) or any(cover.last for cover in covers)


def current(repository: Repository) -> Cycle | None:
    """Return the programme in force, or the next one, if it has not ended."""
    cycle = in_force(repository)
    return cycle if cycle and cycle.programme.data.to >= repository.today else None


def programme_site(repository: Repository) -> Site | None:
    """Return where audits are planned: the programme in force, else where one would be written."""
    cycle, settings = in_force(repository), repository.settings_record
    if cycle:
        return cycle.programme.key("audits")
    return settings.at("standards") if settings else None
