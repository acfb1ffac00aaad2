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
    is_cancelled,
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


def chains(repository: Repository, capas: Iterable[Record[Capa]]) -> list[tuple[Record[Capa], ...]]:
    """Return where these CAPAs have come to, each behind those of them that it follows, the first one first."""
    starts = list(capas)
    before: dict[str, list[Record[Capa]]] = {}
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        at = waiting.pop(0)
        if at.name in seen:
            continue
        seen.add(at.name)
        for follower in _standing_followers(repository, at):
            before.setdefault(follower.name, []).append(at)
            waiting.append(follower)
    return [_chain(end, before) for end in last_of(repository, starts)]


def _chain(end: Record[Capa], before: dict[str, list[Record[Capa]]]) -> tuple[Record[Capa], ...]:
    found: dict[str, Record[Capa]] = {}
    waiting = [end]
    while waiting:
        at = waiting.pop(0)
        if at.name not in found:
            found[at.name] = at
            waiting += before.get(at.name, [])
    return tuple(reversed(found.values()))


def goes_on_from_another(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA of an origin follows another one, with which it is looked at; in a circle none does."""
    seen, at = {capa.name}, capa
    while before := _before(repository, at):
        if before.name in seen:
            return False
        seen.add(before.name)
        at = before
    return at is not capa


def _before(repository: Repository, capa: Record[Capa]) -> Record[Capa] | None:
    before = repository.capa(capa.data.follows, capa.audit) if capa.data.follows else None
    return before if before and before.data.origin and not is_cancelled(before.data) else None


def _followers(repository: Repository, capa: Record[Capa]) -> list[Record[Capa]]:
    is_given_up = capa_state(repository, capa) is CapaState.ineffective
    return _standing_followers(repository, capa) if is_given_up else []


def _standing_followers(repository: Repository, capa: Record[Capa]) -> list[Record[Capa]]:
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
