"""What a change is, and how much it weighs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auditctl.source.nodes import Route


class Sort(StrEnum):
    """What a change comes to, the worst first: the order is that in which it is told."""

    removed = "removed"
    unreadable = "unreadable"
    grade_lowered = "grade-lowered"
    result_bettered = "result-bettered"
    due_moved = "due-moved"
    evidence_removed = "evidence-removed"
    fact_altered = "fact-altered"
    conclusion_changed = "conclusion-changed"
    auditor_changed = "auditor-changed"
    independence_changed = "independence-changed"
    signers_changed = "signers-changed"
    exception_added = "exception-added"
    rule_lowered = "rule-lowered"
    rule_silenced = "rule-silenced"
    scope_narrowed = "scope-narrowed"
    withdrawn = "withdrawn"
    amended = "amended"
    moved = "moved"
    grade_raised = "grade-raised"
    recorded = "recorded"
    added = "added"
    evidence_added = "evidence-added"
    changed = "changed"
    reworded = "reworded"
    renamed = "renamed"

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for the worst."""
        return RANKS[self]

    @property
    def asks_for_a_look(self) -> bool:
        """Whether an auditor would ask about it."""
        return self.rank <= RANKS[Sort.amended]


RANKS = {sort: rank for rank, sort in enumerate(Sort)}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a record: what it comes to, a sentence, and the values at a route before and after.

    `more` are further lines on it, such as what a new record is.
    """

    sort: Sort
    told: str
    route: Route = ()
    before: Any = None
    after: Any = None
    more: tuple[str, ...] = ()

    @property
    def is_new_record(self) -> bool:
        """Whether it tells that the record as a whole is new."""
        return self.sort is Sort.added and not self.route

    @property
    def weight(self) -> tuple[int, int]:
        """Its place among the changes of a record, the least first: what a record is stands before what came with it."""
        return (RANKS[Sort.amended], 1) if self.is_new_record else (self.sort.rank, 0)


@dataclass(frozen=True, slots=True)
class Changed:
    """A record with its changes, the worst first. `audit` is its folder, or nothing; `old_id` its name before."""

    audit: str
    kind: str
    id: str
    path: str
    changes: tuple[Change, ...]
    old_id: str = ""

    @property
    def worst(self) -> int:
        return self.changes[0].sort.rank

    @property
    def label(self) -> str:
        """What a heading calls it; a part of an audit has no name of its own."""
        return f"{self.kind} {self.id}" if self.id else self.kind
