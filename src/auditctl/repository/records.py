"""All records of a repository, one after the other."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from auditctl.model.record import Record
from auditctl.repository.repository import Repository


def records(repository: Repository) -> Iterator[Record[BaseModel]]:
    """Yield every record that validated."""
    single: tuple[Record[BaseModel] | None, ...] = (repository.settings_record, repository.soa)
    yield from (record for record in single if record)
    for group in _root_groups(repository):
        yield from group
    for cycle in repository.cycles.values():
        yield cycle.programme
        yield from cycle.audits.values()
    for audit in repository.audits.values():
        parts: tuple[Record[BaseModel] | None, ...]
        parts = (audit.file, audit.scope, audit.criteria, audit.team, audit.schedule, audit.report)
        yield from (record for record in parts if record)
        for held in (audit.sessions, audit.workpapers, audit.evidence, audit.findings, audit.capas):
            yield from held.values()


def _root_groups(repository: Repository) -> tuple[Iterable[Record[BaseModel]], ...]:
    return (
        repository.people.values(),
        repository.auditors.values(),
        repository.processes.values(),
        repository.departments.values(),
        repository.locations.values(),
        repository.systems.values(),
        repository.firms.values(),
        repository.documents.values(),
        repository.checklists.values(),
        repository.own_capas.values(),
    )
