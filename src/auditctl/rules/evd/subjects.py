"""Which evidence the rules look at."""

from collections.abc import Iterator

from auditctl.model.evidence import Evidence, Purpose
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository


def collected(repository: Repository) -> Iterator[tuple[Audit, Record[Evidence]]]:
    """Yield the evidence of own audits that are not issued."""
    for audit in repository.own_audits:
        for item in audit.evidence.values():
            yield audit, item


def from_fieldwork(repository: Repository) -> Iterator[tuple[Audit, Record[Evidence]]]:
    """Yield the same without later proof of corrective actions."""
    return ((audit, item) for audit, item in collected(repository) if item.data.purpose is Purpose.fieldwork)
