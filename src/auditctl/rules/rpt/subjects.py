"""Which reports the rules ask about, and what was said of those that are sealed."""

from collections.abc import Iterator

from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Record, Site
from auditctl.model.seal import Seal
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository


def reported(repository: Repository) -> list[Audit]:
    """Return the own audits whose reports are looked at: not those called off, nor from before `records_since`."""
    since = repository.settings.records_since
    return [
        audit
        for audit in repository.audits.values()
        if audit.is_own
        and not audit.data.cancelled
        and not (since and audit.fieldwork and audit.fieldwork[1] < since)
    ]


def unsealed(repository: Repository) -> list[Audit]:
    """Return those whose report is judged by the facts of today, since no seal says what held at issue."""
    return [audit for audit in reported(repository) if not audit.is_sealed]


def held_at_issue(repository: Repository, code: str) -> Iterator[Hit]:
    """Yield what a rule said of each sealed audit when it was sealed: that stands, whatever came later."""
    for audit in reported(repository):
        if audit.is_issued and isinstance(audit.seal, Record):
            seal: Seal = audit.seal.data
            for problem in seal.check.problems:
                if problem.code == code:
                    yield Hit(
                        _site(audit),
                        phrase("said when the report was sealed: %(said)s", said=problem.message),
                        severity=Severity[problem.severity.value],
                        audit=audit.id,
                        is_settled=True,
                    )


def expected_from(audit: Audit) -> Gate | None:
    """Return the gate before which no report can be missed; None where one was begun."""
    return None if audit.report else Gate.closing


def _site(audit: Audit) -> Site:
    return audit.site("report", "issued")
