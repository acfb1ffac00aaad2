"""What a finding rests on: requirement, criteria, evidence."""

from collections.abc import Iterator

from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.finding import Grade
from auditctl.model.record import Hit
from auditctl.model.requirements import Requirements
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.fnd.subjects import standing
from auditctl.rules.grades import GRADES
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule


@rule("FND001", "without-requirement", Severity.error, basis="19011", gate=Gate.issue)
def without_requirement(repository: Repository) -> Iterator[Hit]:
    """A nonconformity names no requirement.

    Why: a nonconformity is a requirement that is not met. Without one it is an opinion, and nobody can
    tell when it is mended.

    Fix: write the clause, the control or the section of an own document into `requirements`. Where none
    is found, it is an OFI.
    """
    for finding in repository.findings.values():
        data = finding.data
        if data.is_nonconformity and not data.withdrawn and not data.requirements:
            yield Hit(
                finding.key(),
                phrase("%(finding)s is a nonconformity without a requirement", finding=finding.id),
                help=phrase("write it as `requirements: [...]`, or grade it ofi"),
                audit=finding.audit,
            )


@rule("FND002", "without-evidence", Severity.error, basis="19011", gate=Gate.issue)
def without_evidence(repository: Repository) -> Iterator[Hit]:
    """A nonconformity or a strength refers to no evidence; an OFI is only warned about.

    Why: audit evidence is what lets somebody else come to the same conclusion, and what an auditee can
    check and answer.

    Fix: record the evidence with `auditctl evidence add` and name it in `evidence`.
    """
    for audit, finding in standing(repository):
        if not finding.data.evidence:
            grade = finding.data.grade
            yield Hit(
                finding.key(),
                phrase(
                    "%(finding)s (%(grade)s) refers to no evidence", finding=finding.id, grade=GRADES[grade]
                ),
                help=phrase("name the records that show it as `evidence: [...]`"),
                severity=Severity.warning if grade is Grade.ofi else None,
                audit=audit.id,
            )


@rule("FND010", "outside-criteria", Severity.warning, basis="19011", gate=Gate.issue)
def outside_criteria(repository: Repository) -> Iterator[Hit]:
    """A finding is held against a requirement that the audit's criteria do not contain.

    Why: the auditee was told what the audit would be held against. What lies outside was neither
    planned nor covered, so the conclusion cannot speak of it.

    Fix: add it to the audit's criteria and tell the auditee, or hold the finding against a requirement
    that is in them.
    """
    for audit, finding in standing(repository):
        if "criteria" in audit.unread:
            continue
        outside = [
            (index, item)
            for index, item in enumerate(finding.data.requirements)
            if _is_outside(repository, audit, item)
        ]
        if outside:
            named = listed([item for _, item in outside])
            yield Hit(
                finding.at("requirements", outside[0][0]),
                phrase(
                    "%(finding)s is held against %(named)s, outside the criteria of %(audit)s",
                    finding=finding.id,
                    named=named,
                    audit=audit.id,
                ),
                help="add it to the criteria, or name a requirement that is in them",
                audit=audit.id,
            )


def _is_outside(repository: Repository, audit: Audit, requirement: str) -> bool:
    """Whether the criteria lack a requirement; one that nobody knows is no matter of the criteria."""
    section = Requirements.section(requirement)
    if section:
        document = section[0]
        return document in repository.documents and document not in repository.criteria_documents(audit)
    leaves = repository.requirements.leaves(requirement)
    return bool(leaves) and repository.criteria_requirements(audit).isdisjoint(leaves)
