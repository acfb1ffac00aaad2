"""What a corrective action is missing next: one step, who takes it, until when, and the command for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import (
    OpenItem,
    containment_due,
    follower_due,
    grade,
    open_items,
    plan_due,
    verification_due,
)
from auditctl.analysis.lifecycle import CapaState, capa_state, is_followed, is_for_nonconformity
from auditctl.analysis.naming import called
from auditctl.model.capa import Capa
from auditctl.model.finding import Grade
from auditctl.model.record import Record
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Repository

CORRECTING = frozenset({"containment", "correction"})
"""The groups of items that wait for no cause."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next. `who` is a person's id, or nothing where nobody is named."""

    what: str
    who: str = ""
    due: date | None = None
    command: str = ""


def next_step(repository: Repository, capa: Record[Capa]) -> NextStep | None:
    """Return what a corrective action is missing next; None where it waits for nothing of its own."""
    state = capa_state(repository, capa)
    if state in {CapaState.closed, CapaState.cancelled}:
        return None
    if answers_withdrawn(repository, capa):
        return _step(repository, capa, phrase("cancel it: what it answers was withdrawn"), "cancel")
    return STEPS[state](repository, capa)


def answers_withdrawn(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether every finding that a CAPA answers was withdrawn."""
    findings = repository.findings_of(capa)
    known = len(findings) == len(capa.data.findings)
    return bool(findings) and known and all(finding.data.withdrawn for finding in findings)


def is_uncontained(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA answers a major and says neither what limits the damage nor what mends it."""
    data = capa.data
    answered = data.containment or data.correction or data.correction_not_needed
    return not answered and grade(repository, capa) is Grade.major


def in_words(held: OpenItem) -> str:
    """Return an open item in one line."""
    return f"{held.key}: {' '.join(held.item.what.split())}"


def capa_command(repository: Repository, capa: Record[Capa], verb: str, item: str = "") -> str:
    """Return the command line of a step, for an item of the CAPA where one is named."""
    return " ".join(filter(None, ("auditctl capa", verb, called(repository, capa), item)))


def _step(
    repository: Repository,
    capa: Record[Capa],
    what: str,
    verb: str,
    *,
    item: str = "",
    who: str | None = None,
    due: date | None = None,
) -> NextStep:
    """Return a step that the owner takes, unless somebody else is named."""
    command = capa_command(repository, capa, verb, item)
    return NextStep(what, capa.data.owner if who is None else who, due, command)


def _planning(repository: Repository, capa: Record[Capa]) -> NextStep:
    """Return what the plan lacks before it can be submitted, first or anew."""
    late = next((held for held in open_items(capa) if _presses(repository, held)), None)
    if late:
        return _item(repository, capa, late)
    if not is_for_nonconformity(repository, capa):
        return _improving(repository, capa)
    due = plan_due(repository, capa)
    if is_uncontained(repository, capa):
        what = phrase("limit the damage or mend it")
        return _step(repository, capa, what, "contain", due=containment_due(repository, capa))
    for lacks, what, verb in LACKS:
        if lacks(capa.data):
            return _step(repository, capa, what, verb, due=due)
    return _submitting(repository, capa)


def _presses(repository: Repository, held: OpenItem) -> bool:
    """Whether a containment or correction is due: it comes before the search for the cause."""
    return held.group in CORRECTING and held.days_late(repository.today) >= 0


LACKS: tuple[tuple[Callable[[Capa], bool], Phrase, str], ...] = (
    (lambda capa: not (capa.cause and capa.cause.cause), phrase("find the cause"), "cause"),
    (
        lambda capa: not (capa.extent and (capa.extent.checked or capa.extent.result)),
        phrase("look where else it happens"),
        "extent",
    ),
    (lambda capa: not capa.actions, phrase("plan an action against the cause"), "action"),
)
"""What a plan needs, in the order in which it is worked out."""


def _submitting(repository: Repository, capa: Record[Capa]) -> NextStep:
    is_again = capa_state(repository, capa) is CapaState.rejected
    effect = capa.data.effectiveness
    what = phrase("submit the plan again") if is_again else phrase("submit the plan")
    if not (effect and effect.criterion):
        what = phrase("say how the effect will be judged, and %(submit)s", submit=what)
    return _step(repository, capa, what, "submit", due=plan_due(repository, capa))


def _improving(repository: Repository, capa: Record[Capa]) -> NextStep:
    """Return the step of what answers no nonconformity: it needs an action and no plan."""
    if capa_state(repository, capa) is CapaState.rejected:
        return _submitting(repository, capa)
    return _acting(repository, capa)


def _acting(repository: Repository, capa: Record[Capa]) -> NextStep:
    """Return the next item to be done: the earliest, then one without a day."""
    dated = open_items(capa)
    if dated:
        return _item(repository, capa, dated[0])
    for _, key, item in capa.data.items():
        if not item.done:
            what = f"{key}: {' '.join(item.what.split())}"
            return _step(repository, capa, what, "done", item=key, who=item.owner or capa.data.owner)
    return _step(repository, capa, phrase("plan an action"), "action")


def _item(repository: Repository, capa: Record[Capa], held: OpenItem) -> NextStep:
    return _step(repository, capa, in_words(held), "done", item=held.key, who=held.owner, due=held.due)


def _approving(repository: Repository, capa: Record[Capa]) -> NextStep:
    what = phrase("approve the plan, or send it back with a reason")
    return _step(repository, capa, what, "approve", who="")


def _verifying(repository: Repository, capa: Record[Capa]) -> NextStep:
    """Return the look at whether it was done, then the one at its effect, which may have to wait."""
    effect = capa.data.effectiveness
    verifier, since = (effect.verifier or "", effect.not_before) if effect else ("", None)
    due = verification_due(repository, capa)
    if since and since <= repository.today:
        what = phrase("verify the effect, possible since %(day)s", day=since)
        return _step(repository, capa, what, "verify", who=verifier, due=due)
    if capa.data.implementation is None:
        return _step(repository, capa, phrase("see that everything was done"), "check", who="")
    what = phrase("verify the effect")
    if since:
        what = phrase("wait until %(day)s, then verify the effect", day=since)
    return _step(repository, capa, what, "verify", who=verifier, due=due)


def _following(repository: Repository, capa: Record[Capa]) -> NextStep | None:
    if is_followed(repository, capa):
        return None
    what = phrase("open the corrective action that follows: it did not work")
    return _step(repository, capa, what, "follow", due=follower_due(repository, capa))


STEPS: dict[CapaState, Callable[[Repository, Record[Capa]], NextStep | None]] = {
    CapaState.draft: _planning,
    CapaState.open: _planning,
    CapaState.analysis: _planning,
    CapaState.rejected: _planning,
    CapaState.submitted: _approving,
    CapaState.approved: _acting,
    CapaState.in_progress: _acting,
    CapaState.implemented: _verifying,
    CapaState.verification: _verifying,
    CapaState.ineffective: _following,
}
"""What asks for the step of a CAPA in each state that waits for something."""
