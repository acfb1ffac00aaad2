"""What an element of the audit process is held against: the records that show it, and what of them is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from auditctl.analysis.conformity.units import Unit
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.phrases import Phrase, joined, phrase
from auditctl.repository import Audit, Cycle, Repository

T = TypeVar("T")


class State(StrEnum):
    """How far records show an element; `nothing` where there is nothing yet that could show it."""

    shown = "shown"
    partly = "partly"
    not_shown = "not shown"
    nothing = "nothing to judge yet"


@dataclass(frozen=True, slots=True)
class Answer:
    """That `done` of `of` things show an element, by which records; `missing` names those that do not.

    Of these `begun` show a part of it. `remark` says it in words where a count says nothing, as it does of none.
    """

    of: int
    done: int
    unit: Unit
    records: tuple[Shown, ...] = ()
    missing: tuple[str, ...] = ()
    remark: str = ""
    begun: int = 0

    @property
    def state(self) -> State:
        if self.of == 0:
            return State.nothing
        if self.done == self.of:
            return State.shown
        return State.partly if self.done or self.begun else State.not_shown

    @property
    def told(self) -> str:
        if self.remark:
            return self.remark
        told = self.unit(self.done, self.of)
        return joined(", ", (told, phrase("%(n)s in part", n=self.begun))) if self.begun else told


@dataclass(frozen=True, slots=True)
class Partly:
    """That a thing shows a part of an element; `words` name it and say which."""

    words: str


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """A nonconformity that was reported, or what else raised a CAPA as one.

    `chains` are the CAPAs on which its answer rests, each behind those that did not work and that it follows.
    """

    name: str
    path: str
    chains: tuple[tuple[Record[Capa], ...], ...]
    finding: Record[Finding] | None = None

    @property
    def ends(self) -> tuple[Record[Capa], ...]:
        """The CAPAs on which the answer rests now."""
        return tuple(chain[-1] for chain in self.chains)

    @property
    def capas(self) -> tuple[Record[Capa], ...]:
        """Every CAPA of its answer, each once."""
        return tuple({capa.name: capa for chain in self.chains for capa in chain}.values())


@dataclass(frozen=True, slots=True)
class Held:
    """What is looked at: a programme with its audits that took place, or one audit, and the nonconformities.

    `audit` is that one, where only one is meant.
    """

    repository: Repository
    cycle: Cycle | None
    audits: tuple[Audit, ...]
    nonconformities: tuple[Nonconformity, ...]
    audit: Audit | None = None

    @property
    def own(self) -> tuple[Audit, ...]:
        """The audits that are kept here in full."""
        return tuple(audit for audit in self.audits if audit.is_own)

    @property
    def issued(self) -> tuple[Audit, ...]:
        return tuple(audit for audit in self.own if audit.is_issued)

    def within(self, words: Phrase) -> Phrase:
        """Return words with where was looked."""
        if self.audit:
            return phrase("%(words)s in this audit", words=words)
        return phrase("%(words)s in this programme", words=words) if self.cycle else words


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its identifier, in our words what it is about, who guards it, what an auditor will ask.

    `aspect` tells elements apart that have no letter of their own; `filled_by` says which field or command shows it.
    """

    id: str
    aspect: str
    title: str
    question: str
    filled_by: str
    rules: tuple[str, ...]
    answer: Callable[[Held], Answer]


def unopened(held: Held) -> Phrase:
    """Return in words that nothing can be shown yet, for no audit was opened."""
    return held.within(phrase("no audit was opened here yet"))


def each(
    things: Iterable[T],
    unit: Unit,
    judge: Callable[[T], Shown | Partly | None],
    name: Callable[[T], str],
    nothing: str,
) -> Answer:
    """Return the answer of things that each show it by a record, in part, or do not; `nothing` is told of none."""
    records: list[Shown] = []
    missing: list[str] = []
    begun = 0
    for thing in things:
        shown = judge(thing)
        if isinstance(shown, Shown):
            records.append(shown)
        else:
            begun += shown is not None
            missing.append(shown.words if shown else name(thing))
    of = len(records) + len(missing)
    remark = "" if of else nothing
    return Answer(of, len(records), unit, tuple(records), tuple(missing), remark, begun)


def audit_name(audit: Audit) -> str:
    return audit.id


def audit_path(audit: Audit, part: str = "audit") -> str:
    """Return the file in which a part of an audit stands."""
    record = {
        "scope": audit.scope,
        "criteria": audit.criteria,
        "team": audit.team,
        "report": audit.report,
    }.get(part)
    return record.document.path if record else audit.file.document.path
