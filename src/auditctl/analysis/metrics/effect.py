"""Whether what was corrected stays corrected: what came back, and what verifications found."""

from dataclasses import dataclass, replace

from auditctl.analysis.lifecycle import FindingState, counting_verification, finding_state
from auditctl.analysis.metrics.counted import counted_capas, is_internal, issued_nonconformities
from auditctl.analysis.metrics.figures import Share, share
from auditctl.model.capa import Capa, Verification, VerificationResult
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """How many corrective actions the first verification found effective, and how many the latest."""

    first_try: Share
    now: Share


def repeat_rate(repository: Repository) -> Share:
    """Return how many of the nonconformities that internal audits issued repeat an earlier finding.

    One that repeats a withdrawn finding repeats nothing.
    """
    issued = [item for item in issued_nonconformities(repository) if is_internal(repository, item)]
    answers = [repeats(repository, finding) for finding in issued]
    return share(repository.today, answers, "nonconformities issued by internal audits")


def repeats(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding says that it repeats an earlier one, which was not withdrawn."""
    named = finding.data.repeat_of
    before = repository.finding(named, finding.audit) if named else None
    withdrawn = before is not None and finding_state(repository, before) is FindingState.withdrawn
    return named is not None and not withdrawn


def effectiveness(repository: Repository) -> Effectiveness:
    """Return what verifications found, of the corrective actions that were verified at least once.

    Each corrective action counts once, however often it was verified, one that follows another as one of its own.
    A verification before everything was done, or against a plan that was not approved, judges no effect and does
    not count. Of several on one day the later one in the file is the later one.
    """
    looked = [held for capa in counted_capas(repository) if (held := _verifications(repository, capa))]
    of = "corrective actions verified at least once"
    return Effectiveness(
        share(repository.today, [_is_effective(held[0]) for held in looked], of),
        share(repository.today, [_is_effective(held[-1]) for held in looked], of),
    )


def _is_effective(verification: Verification) -> bool:
    return verification.result is VerificationResult.effective


def _verifications(repository: Repository, capa: Record[Capa]) -> list[Verification]:
    """Return the verifications that count, the earliest first."""
    counting = (
        item
        for item in capa.data.verifications
        if item.date <= repository.today and _counts(repository, capa, item)
    )
    return sorted(counting, key=lambda item: item.date)


def _counts(repository: Repository, capa: Record[Capa], verification: Verification) -> bool:
    """Whether a verification would move the state if it were the only one."""
    alone = replace(capa, data=capa.data.model_copy(update={"verifications": (verification,)}))
    return counting_verification(repository, alone) is not None
