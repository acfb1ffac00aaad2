"""Which audits and nonconformities are held against the elements."""

from collections.abc import Iterator

from auditctl.analysis.conformity.parts import Held, Nonconformity
from auditctl.analysis.followup import answers
from auditctl.analysis.last_answers import chains, goes_on_from_another
from auditctl.analysis.lifecycle import is_cancelled, is_reported
from auditctl.analysis.naming import called
from auditctl.analysis.programme import in_force, stops, was_opened
from auditctl.repository import Audit, Cycle, Repository


def held(repository: Repository, audit: Audit | None = None) -> Held:
    """Return what is looked at: one audit, else the programme in force, else all that there is."""
    if audit is not None:
        cycle = audit.cycle or _cycle_of(repository, audit)
        return Held(repository, cycle, (audit,), tuple(_found(repository, [audit])), audit)
    cycle = in_force(repository)
    if cycle is None:
        known = [*repository.audits.values()]
    else:
        known = [stop.audit for stop in stops(repository, cycle) if stop.audit]
    took_place = (
        held for held in known if not held.data.cancelled and not held.is_external and was_opened(held)
    )
    raised = [*_found(repository, known), *_raised_elsewhere(repository, cycle)]
    return Held(repository, cycle, tuple(took_place), tuple(raised))


def _cycle_of(repository: Repository, audit: Audit) -> Cycle | None:
    """Return the programme in whose time an audit that none lists was held."""
    first = audit.fieldwork[0] if audit.fieldwork else None
    cycles = repository.cycles.values()
    return next((cycle for cycle in cycles if first and cycle.programme.data.covers(first)), None)


def _found(repository: Repository, audits: list[Audit]) -> Iterator[Nonconformity]:
    """Yield the nonconformities that audits reported and that stand, those of external audits too."""
    for audit in audits:
        if audit.data.cancelled or not is_reported(audit):
            continue
        for finding in audit.findings.values():
            if finding.data.is_nonconformity and not finding.data.withdrawn:
                name, path = called(repository, finding), finding.document.path
                held = chains(repository, answers(repository, finding))
                yield Nonconformity(name, path, tuple(held), finding)


def _raised_elsewhere(repository: Repository, cycle: Cycle | None) -> Iterator[Nonconformity]:
    """Yield the nonconformities that incidents, complaints and reviews raised in the time of a programme."""
    for capa in repository.capas.values():
        origin = capa.data.origin
        if origin is None or is_cancelled(capa.data) or not (origin.grade and origin.grade.is_nonconformity):
            continue
        is_in_time = cycle is None or cycle.programme.data.covers(origin.date)
        if is_in_time and not goes_on_from_another(repository, capa):
            held = chains(repository, [capa])
            yield Nonconformity(called(repository, capa), capa.document.path, tuple(held))
