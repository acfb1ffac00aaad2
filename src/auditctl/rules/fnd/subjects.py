"""Which findings the rules look at."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.order import judged_from
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


def followed_up(repository: Repository) -> Iterator[tuple[Audit, Record[Finding], date]]:
    """Yield the findings of every own audit that was not cancelled, each with the day from which its facts are judged."""
    for audit in repository.audits.values():
        if audit.is_own and not audit.data.cancelled:
            since = judged_from(audit)
            for finding in audit.findings.values():
                yield audit, finding, since
