"""10.2 c), d) and e): what was planned is done, somebody looked whether it works, and the ISMS is changed."""

from dataclasses import dataclass

from auditctl.analysis.conformity.parts import Answer, Held, Nonconformity, Partly, each
from auditctl.analysis.conformity.raised import name, named, unraised
from auditctl.analysis.conformity.units import of_closed, of_nonconformities
from auditctl.analysis.lifecycle import CapaState, capa_state, counting_verification
from auditctl.analysis.naming import called
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.capa import Capa, Verification, VerificationResult
from auditctl.model.record import Record
from auditctl.phrases import Phrase, joined, phrase
from auditctl.repository import Repository

DONE = frozenset({CapaState.implemented, CapaState.verification, CapaState.closed, CapaState.ineffective})
WORDS = {
    CapaState.cancelled: phrase("cancelled"),
    CapaState.closed: phrase("closed"),
    CapaState.ineffective: phrase("ineffective"),
    CapaState.verification: phrase("verification"),
    CapaState.implemented: phrase("implemented"),
    CapaState.in_progress: phrase("in-progress"),
    CapaState.approved: phrase("approved"),
    CapaState.rejected: phrase("rejected"),
    CapaState.submitted: phrase("submitted"),
    CapaState.analysis: phrase("analysis"),
    CapaState.open: phrase("open"),
    CapaState.draft: phrase("draft"),
}


@dataclass(frozen=True, slots=True)
class _Review:
    """A look at the effect of a CAPA."""

    capa: Record[Capa]
    verification: Verification

    @property
    def told(self) -> Phrase:
        if self.verification.result is VerificationResult.effective:
            return phrase("effective on %(day)s", day=self.verification.date)
        return phrase("ineffective on %(day)s", day=self.verification.date)


def implemented(held: Held) -> Answer:
    """Return which nonconformities have everything done that was planned; what did not work wants something to follow."""

    def judge(item: Nonconformity) -> Shown | Partly | None:
        states = [capa_state(held.repository, capa) for capa in item.ends]
        if states and all(state in DONE for state in states):
            if CapaState.ineffective in states:
                return Partly(named(item, phrase("it did not work, and nothing follows")))
            return Shown(item.ends[-1].document.path, named(item, phrase("everything planned is done")))
        actions = [action for capa in item.capas for action in capa.data.actions.values()]
        done = sum(action.done is not None for action in actions)
        if not done:
            return None
        words = phrase(
            "%(n)s of %(all)s actions done (%(states)s)",
            n=done,
            all=len(actions),
            states=joined(", ", dict.fromkeys(WORDS[state] for state in states)),
        )
        return Partly(named(item, words))

    return each(held.nonconformities, of_nonconformities, judge, name, unraised(held))


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
        told = _in_turn(looks)
        if awaited:
            unjudged = phrase("%(capa)s is not judged yet", capa=called(repository, awaited[0]))
            return Partly(named(item, joined("; ", (told, unjudged))))
        words = joined(", ", (told, *_what_follows(repository, item)))
        return Shown(looks[-1].capa.document.path, named(item, words))

    ripe = [item for item in held.nonconformities if found[item.name] or waiting[item.name]]
    nothing = (
        phrase("no verification yet, and none could be made by now")
        if held.nonconformities
        else unraised(held)
    )
    return each(ripe, of_nonconformities, judge, name, nothing)


def _in_turn(looks: list[_Review]) -> Phrase:
    first, *later = (look.told for look in looks)
    told = first
    for look in later:
        told = phrase("%(earlier)s, then %(later)s", earlier=told, later=look)
    return told


def _what_follows(repository: Repository, item: Nonconformity) -> list[Phrase]:
    """Return in words where the answer stands after a look at which it did not work."""
    if any(capa_state(repository, capa) is CapaState.ineffective for capa in item.ends):
        return [phrase("nothing follows")]
    later = [chain[-1] for chain in item.chains if len(chain) > 1]
    return [
        phrase(
            "%(capa)s follows (%(state)s)",
            capa=called(repository, capa),
            state=WORDS[capa_state(repository, capa)],
        )
        for capa in later
        if capa_state(repository, capa) is not CapaState.closed
    ]


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
        if said:
            return Shown(said[0].document.path, named(item, str(said[0].data.isms_change)))
        words = phrase("does not say whether the ISMS had to change")
        return Shown(item.capas[0].document.path, named(item, words))

    nothing = phrase("no nonconformity is closed yet") if held.nonconformities else unraised(held)
    return each(closed, of_closed, judge, name, nothing)
