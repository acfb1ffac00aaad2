"""In which corrective actions the answer to a nonconformity stands now: after merging, and after what did not work."""

from collections.abc import Iterable
from datetime import date

from auditctl.analysis.followup import answers, standing_capa
from auditctl.analysis.lifecycle import (
    CapaState,
    FindingState,
    capa_state,
    counting_verification,
    finding_state,
    is_open,
)
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Repository


def last_answers(repository: Repository, finding: Record[Finding]) -> list[Record[Capa]]:
    """Return the CAPAs on which the answer to a finding rests; one that did not work gives way to what follows it."""
    return last_of(repository, answers(repository, finding))


def last_of(repository: Repository, capas: Iterable[Record[Capa]]) -> list[Record[Capa]]:
    """Return where these CAPAs have come to."""
    ends: list[Record[Capa]] = []
    seen: set[str] = set()
    waiting = list(capas)
    while waiting:
        at = waiting.pop(0)
        if at.name in seen:
            continue
        seen.add(at.name)
        later = _followers(repository, at)
        if later:
            waiting += later
        else:
            ends.append(at)
    return ends


def _followers(repository: Repository, capa: Record[Capa]) -> list[Record[Capa]]:
    if capa_state(repository, capa) is not CapaState.ineffective:
        return []
    found = (standing_capa(repository, follower) for follower in repository.followers.get(capa.name, []))
    return [follower for follower in found if follower is not None]


def open_repeats(repository: Repository, finding: Record[Finding]) -> list[Record[Finding]]:
    """Return the later findings that repeat a finding and are still open."""
    own = (finding.data.raised.date, finding.name)
    return [
        repeat
        for repeat in repository.repeats.get(finding.name, [])
        if (repeat.data.raised.date, repeat.name) > own and is_open(repository, repeat)
    ]


def closed_on(repository: Repository, finding: Record[Finding]) -> date | None:
    """Return the day on which a nonconformity was closed: of the last verification that shows the effect."""
    if finding_state(repository, finding) is not FindingState.closed:
        return None
    found = (counting_verification(repository, capa) for capa in last_answers(repository, finding))
    return max((verification.date for verification in found if verification), default=None)
