"""Corrective actions as reports show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import awaits_plan, plan_due, verification_due
from auditctl.analysis.lifecycle import CapaState, capa_state, is_for_nonconformity
from auditctl.model.capa import Capa, Extension, Item
from auditctl.model.record import Record
from auditctl.reports.people import People


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """A day that was moved, and who agreed to that."""

    before: date
    after: date
    why: str
    by: str
    on: date | None


@dataclass(frozen=True, slots=True)
class ActionView:
    """A containment, correction or action; `late` counts the days since it was due, if it is not done."""

    group: str
    what: str
    owner: str
    due: date | None
    done: date | None
    late: int
    extensions: tuple[ExtensionView, ...]
    proof: str

    @property
    def extended(self) -> int:
        """How often its day was moved."""
        return len(self.extensions)


@dataclass(frozen=True, slots=True)
class VerificationView:
    result: str
    by: str
    on: date
    method: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a finding waits for next: `plan`, `actions`, `effect` or `decision`; of whom, until when, how late."""

    what: str
    who: str
    due: date | None
    late: int = 0


@dataclass(frozen=True, slots=True)
class CapaView:
    """A corrective action; `awaited` is None when nothing is left to do."""

    name: str
    owner: str
    state: str
    cause: str
    correction_not_needed: str
    extent: str
    actions: tuple[ActionView, ...]
    criterion: str
    not_before: date | None
    verifier: str
    verifications: tuple[VerificationView, ...]
    isms_change: str
    awaited: Awaited | None


def capa_view(people: People, record: Record[Capa]) -> CapaView:
    capa = record.data
    effect = capa.effectiveness
    return CapaView(
        name=record.name,
        owner=people.name(capa.owner),
        state=capa_state(people.repository, record).value,
        cause=(capa.cause.cause if capa.cause else None) or "",
        correction_not_needed=capa.correction_not_needed or "",
        extent=(capa.extent.result if capa.extent else None) or "",
        actions=tuple(_actions(people, capa)),
        criterion=(effect.criterion if effect else None) or "",
        not_before=effect.not_before if effect else None,
        verifier=people.name(effect.verifier) if effect else "",
        verifications=tuple(
            VerificationView(item.result.value, people.name(item.by), item.date, item.method or "")
            for item in capa.verifications
        ),
        isms_change=capa.isms_change or "",
        awaited=awaited(people, record),
    )


def _actions(people: People, capa: Capa) -> Iterator[ActionView]:
    today = people.repository.today
    for group, _, item in capa.items():
        owner = people.name(item.owner or capa.owner)
        yield ActionView(
            group, item.what, owner, item.due, item.done, _late(item, today),
            tuple(_extension(people, moved) for moved in item.extended),
            item.proof or ", ".join(item.evidence),
        )  # fmt: skip


def _extension(people: People, moved: Extension) -> ExtensionView:
    return ExtensionView(moved.from_, moved.to, moved.why or "", people.name(moved.approved_by), moved.date)


def _late(item: Item, today: date) -> int:
    return days_late(item.due, today) if item.done is None else 0


def days_late(due: date | None, today: date) -> int:
    """Return how many days a day has passed; 0 while it lies ahead or is not known."""
    return max((today - due).days, 0) if due else 0


def awaited(people: People, record: Record[Capa]) -> Awaited | None:
    """Return what a corrective action waits for next."""
    repository, capa = people.repository, record.data
    state = capa_state(repository, record)
    if state in {CapaState.closed, CapaState.cancelled}:
        return None
    today, actions = repository.today, _awaited_actions(people, capa)
    if is_for_nonconformity(repository, record) and awaits_plan(repository, record):
        due = plan_due(repository, record)
        plan = Awaited("plan", people.name(capa.owner), due, days_late(due, today))
        return actions if actions and _day(actions) < _day(plan) else plan
    if actions:
        return actions
    if not is_for_nonconformity(repository, record):
        return Awaited("actions", people.name(capa.owner), None)
    effect = capa.effectiveness
    verifier, due = (effect.verifier if effect else None), verification_due(repository, record)
    late = days_late(due, today) if state is CapaState.verification else 0
    return Awaited("effect", people.name(verifier) if verifier else "", due, late)


def _awaited_actions(people: People, capa: Capa) -> Awaited | None:
    """Return the containment, correction or action that is due next; None where all are done."""
    waiting = [item for _, _, item in capa.items() if item.done is None]
    if not waiting:
        return None
    item = min(waiting, key=lambda item: item.due or date.max)
    late = days_late(item.due, people.repository.today)
    return Awaited("actions", people.name(item.owner or capa.owner), item.due, late)


def _day(awaited: Awaited) -> date:
    return awaited.due or date.max
