"""What is open of earlier audits, and what an audit that follows it up finds of the corrective actions."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.lifecycle import FindingState, finding_state, is_cancelled, is_open
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository


def followed(repository: Repository, audit: Audit) -> Iterator[tuple[int, Record[Finding]]]:
    """Yield each finding that an audit follows up, with its place in `follow_up`."""
    for index, reference in enumerate(audit.data.follow_up):
        finding = repository.finding(reference, audit.id)
        if finding is not None:
            yield index, finding


def open_nonconformities(repository: Repository) -> dict[str, list[Record[Finding]]]:
    """Return reported nonconformities that are not closed, by process."""
    found: dict[str, list[Record[Finding]]] = {}
    for finding in repository.findings.values():
        if finding.data.is_nonconformity and finding.data.process and is_waiting(repository, finding):
            found.setdefault(finding.data.process, []).append(finding)
    return found


def is_waiting(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding was reported by an audit that was not cancelled, and still waits for something."""
    audit = repository.audit_of(finding)
    if audit is None or audit.data.cancelled:
        return False
    return is_open(repository, finding) and finding_state(repository, finding) is not FindingState.draft


def answers(repository: Repository, finding: Record[Finding]) -> list[Record[Capa]]:
    """Return the CAPAs that answer a finding; for a merged one, that into which it went."""
    found = (standing_capa(repository, capa) for capa in repository.capas_of.get(finding.name, []))
    return list({capa.name: capa for capa in found if capa is not None}.values())


def standing_capa(repository: Repository, capa: Record[Capa]) -> Record[Capa] | None:
    """Return a CAPA that was not cancelled, or the one into which it was merged in the end."""
    seen: set[str] = set()
    at: Record[Capa] | None = capa
    while at is not None and at.data.merged_into and at.name not in seen:
        seen.add(at.name)
        at = repository.capa(at.data.merged_into, at.audit)
    return None if at is None or is_cancelled(at.data) else at


def due_after(capa: Capa, day: date) -> date | None:
    """Return the last day on which something is due after `day` that was not done by then."""
    open_then = (item.due for _, _, item in capa.items() if item.done is None or item.done > day)
    return max((due for due in open_then if due and due > day), default=None)


def records_audit(capa: Capa, audit: str) -> bool:
    """Whether a CAPA says that this audit checked it, its implementation or its effect."""
    checked = capa.implementation is not None and capa.implementation.audit == audit
    return checked or any(verification.audit == audit for verification in capa.verifications)
