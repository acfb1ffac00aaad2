"""How many days nonconformities took from the report to the verification that closed them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.ageing import finding_since
from auditctl.analysis.lifecycle import (
    CapaState,
    FindingState,
    capa_state,
    counting_verification,
    finding_state,
)
from auditctl.analysis.metrics.counted import issued_nonconformities
from auditctl.analysis.metrics.figures import Days, median, nearest_rank
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Repository

PERCENT = 90
OF = "nonconformities issued, those of external audits too"


@dataclass(frozen=True, slots=True)
class DaysToClose:
    """The median and the 90th percentile; the numerator is how many are closed, all that could be measured."""

    median: Days
    percentile_90: Days


def days_to_close(repository: Repository) -> DaysToClose:
    """Return how long nonconformities took that are closed today.

    Counted are the days from the issue of the report (`finding_since` says which day that is) to the last
    verification that closed one; of one closed before its report came out, from the day on which it was raised.
    The median of an even number is the mean of the two in the middle; the percentile is by nearest rank, so it is
    a time that one of them took. One that is open again counts as not closed.
    """
    issued = issued_nonconformities(repository)
    took = [time for finding in issued if (time := _took(repository, finding)) is not None]

    def days(value: float | None) -> Days:
        return Days(repository.today, value, len(took), len(issued), OF)

    return DaysToClose(days(median(took)), days(nearest_rank(took, PERCENT)))


def _took(repository: Repository, finding: Record[Finding]) -> int | None:
    closed, since = closed_on(repository, finding), finding_since(repository, finding)
    if closed is None:
        return None
    return (closed - (since if since <= closed else min(closed, finding.data.raised.date))).days


def closed_on(repository: Repository, finding: Record[Finding]) -> date | None:
    """Return the day of the last verification that closed a nonconformity; None while it is open."""
    if finding_state(repository, finding) is not FindingState.closed:
        return None
    known = (_effective_on(repository, capa) for capa in _answering(repository, finding))
    return max((day for day in known if day and day <= repository.today), default=None)


def _effective_on(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return when a closed corrective action was found effective."""
    verification = counting_verification(repository, capa)
    return verification.date if verification and capa_state(repository, capa) is CapaState.closed else None


def _answering(repository: Repository, finding: Record[Finding]) -> Iterator[Record[Capa]]:
    """Yield the corrective actions of a finding, what follows them and what they went into, each once."""
    seen: set[str] = set()
    waiting = list(repository.capas_of.get(finding.name, []))
    while waiting:
        at = waiting.pop()
        if at.name in seen:
            continue
        seen.add(at.name)
        yield at
        waiting += repository.followers.get(at.name, [])
        into = repository.capa(at.data.merged_into, at.audit) if at.data.merged_into else None
        waiting += [into] if into else []
