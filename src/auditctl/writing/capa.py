"""The steps of a corrective action as edits of its record: each is a dated fact by a person."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from auditctl.analysis.lifecycle import CapaState, capa_state, is_for_nonconformity, standing_step
from auditctl.errors import AuditctlError, UsageError
from auditctl.model.capa import Capa, Item, Step
from auditctl.model.record import Record
from auditctl.repository import Repository
from auditctl.source.editor import Append, Edit, Set

ENDED = {
    CapaState.cancelled: "start another one with `auditctl capa add`",
    CapaState.closed: "what comes after a verified effect is another corrective action: `auditctl capa add`",
    CapaState.ineffective: "start the one that follows it: `auditctl capa follow`",
}


SHOWS = "--proof WORDS or --evidence NAME"


class Ended(AuditctlError):
    def __init__(self, capa: Record[Capa], state: CapaState) -> None:
        other = capa.data.merged_into
        way_out = f"go on with {other}, which took over" if other else ENDED[state]
        super().__init__(f"{capa.name} is {state.value} and takes no further step", way_out)


class AlreadyRecorded(AuditctlError):
    """A fact that stands is not written over."""

    def __init__(self, what: str, way_out: str = "") -> None:
        super().__init__(
            f"{what}; what was recorded is not overwritten",
            way_out or "if it was a mistake, correct the file and let git keep what stood there",
        )


class PlanStands(AuditctlError):
    def __init__(self, capa: Record[Capa], step: Step) -> None:
        super().__init__(
            f"the plan of {capa.name} is {step.value}: what it rests on is not changed any more",
            "send it back first, with the reason: `auditctl capa reject`",
        )


class Unplanned(AuditctlError):
    def __init__(self, capa: Record[Capa]) -> None:
        super().__init__(
            f"the plan of {capa.name} is not approved: there is no effect of it to judge yet",
            "the chain is submit, approve, done, verify; `auditctl capa show` says what is missing next",
        )


def require_going_on(repository: Repository, capa: Record[Capa], *, also_closed: bool = False) -> None:
    """Raise Ended for a corrective action that takes no further step; one that is closed may be looked at again."""
    state = capa_state(repository, capa)
    if state in ENDED and not (also_closed and state is CapaState.closed):
        raise Ended(capa, state)


def require_open_plan(capa: Record[Capa]) -> None:
    """Raise PlanStands where cause, extent and actions were submitted, and perhaps approved."""
    step = standing_step(capa.data)
    if step in {Step.submitted, Step.approved}:
        raise PlanStands(capa, step)


def require_plan(repository: Repository, capa: Record[Capa]) -> None:
    """Raise Unplanned for the corrective action of a nonconformity whose plan nobody approved."""
    if is_for_nonconformity(repository, capa) and standing_step(capa.data) is not Step.approved:
        raise Unplanned(capa)


def new_item(capa: Record[Capa], group: str, key: str, fields: Mapping[str, Any]) -> list[Edit]:
    """Return the edit that adds a containment, correction or action under a key that is free."""
    if key in {name for _, name, _ in capa.data.items()}:
        raise AlreadyRecorded(f"{capa.name} has an item {key} already", "choose another name with --name")
    if group == "correction" and capa.data.correction_not_needed:
        raise AlreadyRecorded(f"{capa.name} says why no correction is needed")
    return [Set((group, key), fields)]


def analysed(capa: Record[Capa], key: str, result: str, fields: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that record `cause` or `extent`; `result` is the field without which it is only begun.

    What was only begun is filled in; after a rejection a new one takes the place of the old one.
    """
    held = getattr(capa.data, key)
    if held is None or standing_step(capa.data) is Step.rejected:
        return [Set((key,), fields)]
    if getattr(held, result):
        raise AlreadyRecorded(f"the {key} of {capa.name} is recorded")
    return [Set((key, name), value) for name, value in fields.items()]


def written_once(capa: Record[Capa], key: str, text: str) -> Edit:
    """Return the edit that writes a text such as `consequences` where none stands."""
    if getattr(capa.data, key):
        raise AlreadyRecorded(f"`{key}` of {capa.name} is written already")
    if key == "correction_not_needed" and capa.data.correction:
        raise AlreadyRecorded(f"{capa.name} records a correction")
    return Set((key,), text)


def done(
    group: str, key: str, item: Item, day: date | None, proof: str, evidence: Collection[str]
) -> list[Edit]:
    """Return the edits that record an item as done, with what shows it.

    What was done and is not shown yet takes what shows it, and keeps its day; `day` is None where none is given.
    """
    if item.done and (item.proof or item.evidence or day not in {None, item.done}):
        raise AlreadyRecorded(f"{key} was done on {item.done}")
    if item.done and not (proof or evidence):
        raise AlreadyRecorded(f"{key} was done on {item.done}", f"say what shows it: {SHOWS}")
    if proof and item.proof and proof != item.proof:
        raise AlreadyRecorded(
            f"{key} says already what shows it", "leave --proof out, or name a record with --evidence"
        )
    edits: list[Edit] = [] if item.done else [Set((group, key, "done"), day)]
    edits += [Append((group, key, "evidence"), name) for name in evidence if name not in item.evidence]
    return [*edits, Set((group, key, "proof"), proof)] if proof else edits


def extended(group: str, key: str, item: Item, to: date, fields: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that move a due date; the old one stays in `extended`."""
    if item.done:
        raise AlreadyRecorded(f"{key} was done on {item.done}", "only what is open can be extended")
    if item.due is None:
        raise UsageError(f"{key} has no due date to extend", "write `due` into the file")
    if to <= item.due:
        raise UsageError(
            f"{to} is not after {item.due}, until when {key} is due", "give a later day with --to"
        )
    move = {"from": item.due, "to": to, **fields}
    return [Append((group, key, "extended"), move), Set((group, key, "due"), to)]


def plan_step(capa: Record[Capa], step: Step, by: str, day: date, more: Mapping[str, Any]) -> Edit:
    """Return the edit that adds a step of the plan; AlreadyRecorded where it stands at that step."""
    standing = standing_step(capa.data)
    repeats = standing is step or (step is Step.submitted and standing is Step.approved)
    if repeats and standing is not None:
        last = next(item for item in reversed(capa.data.plan) if item.step is standing)
        raise AlreadyRecorded(f"the plan of {capa.name} was {standing.value} by {last.by} on {last.date}")
    return Append(("plan",), {"step": step, "by": by, "date": day, **more})


def planned_effect(fields: Mapping[str, Any]) -> Iterator[Edit]:
    """Yield the edits that say how the effect will be judged."""
    for name, value in fields.items():
        yield Set(("effectiveness", name), value)


def seen(capa: Record[Capa], fields: Mapping[str, Any]) -> Edit:
    """Return the edit that records that somebody saw everything done."""
    held = capa.data.implementation
    if held:
        raise AlreadyRecorded(f"{held.by} saw on {held.date} that {capa.name} was done")
    return Set(("implementation",), fields)
