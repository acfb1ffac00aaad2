"""The shortest name of a record that a command takes."""

from collections import Counter
from collections.abc import Iterable

from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Repository

Named = Record[Capa] | Record[Finding] | Record[Evidence]


def called(repository: Repository, record: Named) -> str:
    """Return the id of a record, or `AUDIT/id` where another one of its kind has the same id."""
    kind = type(record.data)
    key = ("how often an id is used", kind)
    if key not in repository.memo:
        repository.memo[key] = Counter(held.id for held in _all(repository)[kind])
    used: Counter[str] = repository.memo[key]
    return record.id if used[record.id] == 1 else record.name


def _all(repository: Repository) -> dict[type, Iterable[Named]]:
    return {
        Capa: repository.capas.values(),
        Finding: repository.findings.values(),
        Evidence: repository.evidence.values(),
    }
