"""10.2 c), d) and e): what was planned is done, somebody looked whether it works, and the ISMS is changed."""

from dataclasses import dataclass

from auditctl.analysis.conformity.parts import Answer, Held, Nonconformity, Partly, each
from auditctl.analysis.conformity.raised import name, unraised
from auditctl.analysis.lifecycle import CapaState, capa_state, counting_verification
from auditctl.analysis.naming import called
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.capa import Capa, Verification, VerificationResult
from auditctl.model.record import Record
from auditctl.repository import Repository

DONE = frozenset({CapaState.implemented, CapaState.verification, CapaState.closed, CapaState.ineffective})


@dataclass(frozen=True, slots=True)
class _Review:
    """A look at the effect of a CAPA."""

    capa: Record[Capa]
    verification: Verification

    @property
    def told(self) -> str:
        return f"{self.verification.result.value} on {self.verification.date}"


def implemented(held: Held) -> Answer:
    """Return which nonconformities have everything done that was planned; what did not work wants something to follow."""

    def judge(item: Nonconformity) -> Shown | Partly | None:
        states = [capa_state(held.repository, capa) for capa in item.ends]
        if states and all(state in DONE for state in states):
            if CapaState.ineffective in states:
                return Partly(f"{item.name}: it did not work, and nothing follows")
            return Shown(item.ends[-1].document.path, f"{item.name}: everything planned is done")
        actions = [action for capa in item.capas for action in capa.data.actions.values()]
        done = sum(action.done is not None for action in actions)
        told = ", ".join(dict.fromkeys(state.value for state in states))
        return Partly(f"{item.name}: {done} of {len(actions)} actions done ({told})") if done else None

    return each(held.nonconformities, "nonconformity", judge, name, unraised(held))


def reviewed(held: Held) -> Answer:
    """Return which nonconformities had their effect judged, whatever came out, of those for which it could be by now."""
    repository = held.repository
    found = {item.name: _reviews(repository, item) for item in held.nonconformities}
    waiting = {
        item.name: [capa for capa in item.ends if _is_awaited(repository, capa)]
        for item in held.nonconformities
    }

    def judge(item: Nonconformity) -> Shown | Partly | None:
        looks, awaited = found[item.name], waiting[item.name]
        if not looks:
            return None
        told = f"{item.name}: {', then '.join(look.told for look in looks)}"
        if awaited:
            return Partly(f"{told}; {called(repository, awaited[0])} is not judged yet")
        return Shown(looks[-1].capa.document.path, told + _what_follows(repository, item))

    ripe = [item for item in held.nonconformities if found[item.name] or waiting[item.name]]
    nothing = "no verification yet, and none could be made by now" if held.nonconformities else unraised(held)
    return each(ripe, "nonconformity", judge, name, nothing)


def _what_follows(repository: Repository, item: Nonconformity) -> str:
    """Return in words where the answer stands after a look at which it did not work."""
    if any(capa_state(repository, capa) is CapaState.ineffective for capa in item.ends):
        return ", nothing follows"
    later = [chain[-1] for chain in item.chains if len(chain) > 1]
    told = [
        f"{called(repository, capa)} follows ({capa_state(repository, capa).value})"
        for capa in later
        if capa_state(repository, capa) is not CapaState.closed
    ]
    return f", {', '.join(told)}" if told else ""


def _reviews(repository: Repository, item: Nonconformity) -> list[_Review]:
    """Return the last look at each CAPA, the earliest first."""
    looks = [_Review(capa, look) for capa in item.capas if (look := _review(repository, capa)) is not None]
    return sorted(looks, key=lambda look: look.verification.date)


def _review(repository: Repository, capa: Record[Capa]) -> Verification | None:
    """Return the look that counts; that it did not work can be seen before all is done."""
    failed = [item for item in capa.data.verifications if item.result is VerificationResult.ineffective]
    counting = counting_verification(repository, capa)
    return counting or max(failed, key=lambda look: look.date, default=None)


def _is_awaited(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether everything was done and the day has come from which the effect can be seen, and nobody judged it since."""
    effect = capa.data.effectiveness
    since = effect.not_before if effect else None
    is_ahead = since is not None and since > repository.today
    is_done = capa_state(repository, capa) in DONE
    return is_done and not is_ahead and counting_verification(repository, capa) is None


def isms_changed(held: Held) -> Answer:
    closed = [
        item
        for item in held.nonconformities
        if item.ends and all(capa_state(held.repository, capa) is CapaState.closed for capa in item.ends)
    ]

    def judge(item: Nonconformity) -> Shown:
        """A change is asked for where it is needed alone, so that a silent record lacks nothing."""
        said = [capa for capa in item.capas if capa.data.isms_change]
        words = str(said[0].data.isms_change) if said else "does not say whether the ISMS had to change"
        return Shown((said or item.capas)[0].document.path, f"{item.name}: {words}")

    nothing = "no nonconformity is closed yet" if held.nonconformities else unraised(held)
    return each(closed, "closed nonconformity", judge, name, nothing)
