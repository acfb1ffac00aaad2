"""What an audit that follows up finds of the corrective actions it is to verify."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.lifecycle import is_cancelled
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


def answers(repository: Repository, finding: Record[Finding]) -> list[Record[Capa]]:
    """Return the CAPAs that answer a finding; for a merged one, that into which it went."""
    found = (_standing(repository, capa) for capa in repository.capas_of.get(finding.name, []))
    return list({capa.name: capa for capa in found if capa is not None}.values())


def _standing(repository: Repository, capa: Record[Capa]) -> Record[Capa] | None:
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
