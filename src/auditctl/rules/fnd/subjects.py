"""Which findings the rules look at."""

from collections.abc import Iterator

from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository


def drafted(repository: Repository) -> Iterator[tuple[Audit, Record[Finding]]]:
    """Yield the findings of own audits that are not issued, the withdrawn ones too."""
    for audit in repository.own_audits:
        for finding in audit.findings.values():
            yield audit, finding


def standing(repository: Repository) -> Iterator[tuple[Audit, Record[Finding]]]:
    """Yield the same without those that were withdrawn."""
    return ((audit, finding) for audit, finding in drafted(repository) if not finding.data.withdrawn)
