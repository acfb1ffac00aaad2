"""What evidence is used for."""

from collections.abc import Iterator

from auditctl.analysis.gaps import is_answer_unread, is_read
from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa
from auditctl.model.evidence import EvidenceKind
from auditctl.model.record import Hit
from auditctl.model.types import Kind
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.repository.repository import full_name
from auditctl.rules.evd.subjects import collected
from auditctl.rules.registry import rule


@rule("EVD009", "unused", Severity.note)
def unused(repository: Repository) -> Iterator[Hit]:
    """A record of evidence is used by no finding, work paper or CAPA.

    Why: either something was left out of the work papers, or more was collected than was needed.

    Fix: name it in the `evidence` of what it shows, or take it out.
    """
    used = frozenset(_used(repository))
    for audit, item in collected(repository):
        knows = is_read(audit, Kind.finding, Kind.workpaper) and not is_answer_unread(repository, audit.id)
        if knows and item.name not in used:
            yield Hit(
                item.key(),
                phrase("%(evidence)s is used by no finding, work paper or CAPA", evidence=item.id),
                help="name it in the `evidence` of what it shows, or take it out",
                audit=audit.id,
            )


def _used(repository: Repository) -> Iterator[str]:
    """Yield the name of every record of evidence that another record refers to."""
    for finding in repository.findings.values():
        yield from (full_name(name, finding.audit) for name in finding.data.evidence)
    for audit in repository.audits.values():
        for workpaper in audit.workpapers.values():
            yield from (full_name(name, audit.id) for line in workpaper.data.lines for name in line.evidence)
    for capa in repository.capas.values():
        yield from (full_name(name, capa.audit) for name in _proof(capa.data))


def _proof(capa: Capa) -> Iterator[str]:
    for _, _, item in capa.items():
        yield from item.evidence
    if capa.implementation:
        yield from capa.implementation.evidence
    for verification in capa.verifications:
        yield from verification.evidence


@rule("EVD010", "interview-alone", Severity.warning, basis="19011", gate=Gate.issue)
def interview_alone(repository: Repository) -> Iterator[Hit]:
    """A nonconformity rests on interviews alone.

    Why: what somebody says becomes evidence when something else bears it out.

    Fix: add a record, a document or an observation to the finding.
    """
    for audit in repository.own_audits:
        for finding in audit.findings.values():
            data = finding.data
            if not data.is_nonconformity or data.withdrawn or not data.evidence:
                continue
            items = [repository.evidence_item(name, audit.id) for name in data.evidence]
            if all(item is not None and item.data.kind is EvidenceKind.interview for item in items):
                yield Hit(
                    finding.at("evidence"),
                    phrase("%(finding)s rests on interviews alone", finding=finding.id),
                    help="add a record, a document or an observation that bears it out",
                    audit=audit.id,
                )
