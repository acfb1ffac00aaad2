"""Derived states: nobody writes a state, it follows from the dated facts. The first match wins."""

from datetime import date
from enum import StrEnum

from auditctl.analysis.order import counts, early_milestones
from auditctl.model.capa import Capa, Item, PlanStep, Step, Verification, VerificationResult
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.types import Signed
from auditctl.repository import Audit, Repository


class AuditState(StrEnum):
    cancelled = "cancelled"
    closed = "closed"
    follow_up = "follow-up"
    reported = "reported"
    fieldwork_done = "fieldwork-done"
    fieldwork = "fieldwork"
    announced = "announced"
    planned = "planned"
    draft = "draft"


class FindingState(StrEnum):
    withdrawn = "withdrawn"
    noted = "noted"
    declined = "declined"
    reopened = "reopened"
    closed = "closed"
    in_capa = "in-capa"
    accepted = "accepted"
    issued = "issued"
    draft = "draft"


class CapaState(StrEnum):
    cancelled = "cancelled"
    closed = "closed"
    ineffective = "ineffective"
    verification = "verification"
    implemented = "implemented"
    in_progress = "in-progress"
    approved = "approved"
    rejected = "rejected"
    submitted = "submitted"
    analysis = "analysis"
    open = "open"
    draft = "draft"


def audit_state(repository: Repository, audit: Audit) -> AuditState:
    data, today = audit.data, repository.today
    early = {fact.key for fact, _ in early_milestones(audit)} if audit.is_own else set()
    if data.cancelled:
        return AuditState.cancelled
    if data.closed and "closed" not in early:
        return AuditState.closed
    if is_reported(audit) and "issued" not in early:
        waiting = any(_is_open_nonconformity(repository, record) for record in audit.findings.values())
        return AuditState.follow_up if waiting else AuditState.reported
    if data.closing and data.closing.date <= today and "closing" not in early:
        return AuditState.fieldwork_done
    if data.opening and data.opening.date <= today and "opening" not in early:
        return AuditState.fieldwork
    if data.plan.sent:
        return AuditState.announced
    return AuditState.planned if _is_planned(audit) else AuditState.draft


def is_reported(audit: Audit) -> bool:
    """Whether the results went out; those of legacy and external audits have."""
    return audit.is_issued or audit.data.issued is not None or audit.is_legacy


def _is_planned(audit: Audit) -> bool:
    sessions = [session.data for session in audit.sessions.values()]
    return bool(audit.team_data.lead and sessions) and all(item.auditors and item.date for item in sessions)


def _is_open_nonconformity(repository: Repository, finding: Record[Finding]) -> bool:
    closed = {FindingState.closed, FindingState.withdrawn}
    return finding.data.is_nonconformity and finding_state(repository, finding) not in closed


def finding_state(repository: Repository, finding: Record[Finding]) -> FindingState:
    data = finding.data
    capas = repository.capas_of.get(finding.name, [])
    live = [capa for capa in capas if not is_cancelled(capa.data)]
    if _moves(data, data.withdrawn):
        return FindingState.withdrawn
    if data.grade is Grade.strength:
        return FindingState.noted
    if data.grade is Grade.ofi and _moves(data, data.declined):
        return FindingState.declined
    if _is_reopened(repository, finding, live):
        return FindingState.reopened
    if live and all(_is_settled(repository, capa) for capa in live):
        return FindingState.closed
    if live:
        return FindingState.in_capa
    if data.grade is Grade.ofi and _moves(data, data.accepted):
        return FindingState.accepted
    audit = repository.audit_of(finding)
    return FindingState.issued if audit and is_reported(audit) else FindingState.draft


def _moves(finding: Finding, fact: Signed | None) -> bool:
    """Whether a fact stands, and not before the finding was raised."""
    return fact is not None and fact.date >= finding.raised.date


def _is_reopened(repository: Repository, finding: Record[Finding], live: list[Record[Capa]]) -> bool:
    """Its last CAPA ineffective and no follower closed, or an open finding repeats it."""
    last = _last(repository, live)
    if last and capa_state(repository, last) is CapaState.ineffective and not _is_settled(repository, last):
        return True
    # only a later finding can repeat this one, so that a circle of `repeat_of` ends
    own = (finding.data.raised.date, finding.name)
    later = (
        repeat
        for repeat in repository.repeats.get(finding.name, [])
        if (repeat.data.raised.date, repeat.name) > own
    )
    return any(is_open(repository, repeat) for repeat in later)


def _last(repository: Repository, capas: list[Record[Capa]]) -> Record[Capa] | None:
    """Return the CAPA of a finding that none of the others follows, the one opened last of several."""
    if len(capas) < 2:  # noqa: PLR2004 - one alone is the last
        return capas[0] if capas else None
    names = {capa.name for capa in capas}
    followed = {
        capa.name
        for capa in capas
        for follower in repository.followers.get(capa.name, [])
        if follower.name in names - {capa.name}
    }
    ends = [capa for capa in capas if capa.name not in followed]
    return max(ends or capas, key=lambda capa: (capa.data.opened or date.min, capa.name))


def _is_settled(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA is closed, or did not work and what follows it in the end is closed."""
    seen: set[str] = set()
    waiting = [capa]
    while waiting:
        at = waiting.pop()
        if at.name in seen:
            continue
        seen.add(at.name)
        state = capa_state(repository, at)
        if state is CapaState.closed:
            return True
        if state is CapaState.ineffective:
            waiting += repository.followers.get(at.name, [])
        elif into := repository.capa(at.data.merged_into or "", at.audit):
            waiting.append(into)
    return False


def is_followed(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA that did not work has a follower that was not cancelled, or went into another one."""
    followers = repository.followers.get(capa.name, [])
    return any(follower.data.merged_into or not is_cancelled(follower.data) for follower in followers)


def is_dropped(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding was drafted in an audit that was cancelled before it was reported."""
    audit = repository.audit_of(finding)
    return audit is not None and audit.data.cancelled is not None and not is_reported(audit)


def is_counted(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding counts: it was not withdrawn, and its audit was not called off before the report."""
    is_withdrawn = finding_state(repository, finding) is FindingState.withdrawn
    return not is_withdrawn and not is_dropped(repository, finding)


def is_open(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding still waits for something."""
    if is_dropped(repository, finding):
        return False
    done = {FindingState.withdrawn, FindingState.noted, FindingState.declined, FindingState.closed}
    return finding_state(repository, finding) not in done


def is_cancelled(capa: Capa) -> bool:
    return capa.cancelled is not None or capa.merged_into is not None


def is_for_nonconformity(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA answers a nonconformity, or an origin that is graded one."""
    origin = capa.data.origin
    if origin is not None:
        return origin.grade is not None and origin.grade.is_nonconformity
    return any(finding.data.is_nonconformity for finding in repository.findings_of(capa))


def standing_step(capa: Capa, until: date = date.max) -> Step | None:
    """Return where the plan stands on a day; an answer that no submission precedes does not count."""
    stands: PlanStep | None = None
    for step in capa.plan:
        if step.date <= until and counts(stands, step):
            stands = step
    return stands.step if stands else None


def last_verification(capa: Capa) -> int | None:
    """Return the place of the latest verification; of one day's, that of the last."""
    days = [(verification.date, index) for index, verification in enumerate(capa.verifications)]
    return max(days)[1] if days else None


def counting_verification(repository: Repository, record: Record[Capa]) -> Verification | None:
    """Return the latest verification that came after everything was done, and not against the plan.

    The plan of a nonconformity that was submitted has to be approved by then.
    """
    capa = record.data
    is_planned = bool(capa.plan) and is_for_nonconformity(repository, record)
    items = [item for _, _, item in capa.items()]
    counting = [
        (verification.date, index)
        for index, verification in enumerate(capa.verifications)
        if all(item.done is not None and item.done <= verification.date for item in items)
        and not (is_planned and standing_step(capa, verification.date) is not Step.approved)
    ]
    return capa.verifications[max(counting)[1]] if counting else None


def capa_state(repository: Repository, record: Record[Capa]) -> CapaState:
    capa = record.data
    if is_cancelled(capa):
        return CapaState.cancelled
    items = [item for _, _, item in capa.items()]
    all_done = bool(items) and all(item.done for item in items)
    verification = counting_verification(repository, record)
    if verification:
        effective = verification.result is VerificationResult.effective
        return CapaState.closed if effective else CapaState.ineffective
    if all_done and not is_for_nonconformity(repository, record):
        return CapaState.closed
    return _state_of_plan(repository, record, items, all_done=all_done)


def _state_of_plan(
    repository: Repository, record: Record[Capa], items: list[Item], *, all_done: bool
) -> CapaState:
    capa, step = record.data, standing_step(record.data)
    if step is Step.approved and all_done:
        due = capa.effectiveness.not_before if capa.effectiveness else None
        return CapaState.verification if due and repository.today >= due else CapaState.implemented
    if step is Step.approved:
        return CapaState.in_progress if any(item.done for item in items) else CapaState.approved
    if step is not None:
        return CapaState(step.value)
    if any((items, capa.correction_not_needed, capa.cause, capa.extent)):
        return CapaState.analysis
    return CapaState.open if _answers_issued(repository, record) else CapaState.draft


def _answers_issued(repository: Repository, record: Record[Capa]) -> bool:
    if record.data.origin is not None:
        return True
    audits = (repository.audit_of(finding) for finding in repository.findings_of(record))
    return any(audit is not None and is_reported(audit) for audit in audits)
