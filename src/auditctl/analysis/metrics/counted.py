"""Which records the figures count.

Withdrawn findings, and those drafted in an audit that was cancelled, count nowhere. An audit of the house is
internal, a follow-up, or one held before the repository; the findings of an external audit count where corrective
action is measured, and in no figure of the house's audits. A figure that reads days takes what is dated after
today as not there; states take it as it stands, and SCH008 tells of it.
"""

from auditctl.analysis.deadlines import report_day
from auditctl.analysis.lifecycle import FindingState, finding_state, is_dropped, is_reported
from auditctl.analysis.next_steps import answers_withdrawn
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository


def is_raised(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding was raised by the day, in an audit that was not called off with its drafts."""
    return finding.data.raised.date <= repository.today and not is_dropped(repository, finding)


def is_withdrawn(repository: Repository, finding: Record[Finding]) -> bool:
    return finding_state(repository, finding) is FindingState.withdrawn


def stands(repository: Repository, finding: Record[Finding]) -> bool:
    return is_raised(repository, finding) and not is_withdrawn(repository, finding)


def has_reported(repository: Repository, audit: Audit) -> bool:
    """Whether the results of an audit had gone out by the day."""
    day = report_day(audit)
    return is_reported(audit) and day is not None and day <= repository.today


def issued_nonconformities(repository: Repository) -> list[Record[Finding]]:
    """Return the majors and minors of reports that went out, of external audits too."""
    return [
        finding
        for audit in repository.audits.values()
        if has_reported(repository, audit)
        for finding in audit.findings.values()
        if finding.data.is_nonconformity and stands(repository, finding)
    ]


def is_internal(repository: Repository, finding: Record[Finding]) -> bool:
    audit = repository.audit_of(finding)
    return audit is not None and not audit.is_external


def opened_capas(repository: Repository, audit: str = "") -> list[Record[Capa]]:
    """Return the corrective actions of audits and of the root that are not dated as opened later.

    Of one audit, those in its folder and those that answer its findings from elsewhere.
    """
    today = repository.today
    return [
        capa
        for capa in repository.capas.values()
        if (capa.data.opened or today) <= today and (not audit or belongs(repository, capa, audit))
    ]


def belongs(repository: Repository, capa: Record[Capa], audit: str) -> bool:
    """Whether a corrective action stands in an audit's folder or answers one of its findings."""
    return capa.audit == audit or any(finding.audit == audit for finding in repository.findings_of(capa))


ENDS = ("cancelled", "merged", "withdrawn")


def ended_without_effect(repository: Repository, capa: Record[Capa]) -> str:
    """Return how a corrective action ended that no figure of effect or time counts; nothing for one that stands.

    It was cancelled, or went into another, which carries it on, or answers withdrawn findings alone.
    """
    if capa.data.merged_into:
        return "merged"
    if capa.data.cancelled:
        return "cancelled"
    return "withdrawn" if answers_withdrawn(repository, capa) else ""


def counted_capas(repository: Repository, audit: str = "") -> list[Record[Capa]]:
    """Return the corrective actions that stand, of one audit or of all."""
    return [capa for capa in opened_capas(repository, audit) if not ended_without_effect(repository, capa)]
