"""A plan that was found: who audits what when, what it costs, and who could take each session instead."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from auditctl.planning.suggest.aims import Aim, Placed, aims, total
from auditctl.planning.suggest.building import Posed
from auditctl.planning.suggest.calendar import DAY, PAUSE, Span
from auditctl.planning.suggest.problem import Option, Problem
from auditctl.planning.suggest.when import LONGEST_DAY
from auditctl.repository import Audit


@dataclass(frozen=True, slots=True)
class Instead:
    """Somebody else for a session: what the plan would cost more with them, and why; None where it cannot be.

    `replaced` is who would go, where the session has more than one auditor.
    """

    person: str
    points: float | None
    why: str
    replaced: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan that was found. `comfort` says whether lunch, pauses and hosts could be minded."""

    audit: Audit
    posed: Posed
    placed: tuple[Placed, ...]
    opening: Span
    closing: Span
    lead: str
    is_led: bool
    """Whether the lead is registered as a lead auditor."""
    aims: tuple[Aim, ...]
    bound: float
    is_best: bool
    comfort: bool
    priced: int
    """When the closing meeting begins in the plan that the aims were counted on."""

    @property
    def problem(self) -> Problem:
        return self.posed.problem

    @property
    def points(self) -> float:
        return total(self.aims)

    @property
    def auditors(self) -> tuple[str, ...]:
        """Who audits, the lead first, then by name."""
        team = set(self.audit.team_data.auditors)
        own = {person for person in self._named if person in team or not self._is_companion(person)}
        own |= {self.lead} - {""}
        return tuple(sorted(own, key=lambda person: (person != self.lead, person)))

    @cached_property
    def _named(self) -> frozenset[str]:
        """Everybody whom a session names as its auditor, in the plan or in what stays."""
        people = {person for item in self.placed for person in item.auditors}
        return frozenset(people.union(*(session.data.auditors for session in self.posed.kept)))

    def _is_companion(self, person: str) -> bool:
        found = [
            self.problem.options[item.task.id][person] for item in self.placed if person in item.auditors
        ]
        return bool(found) and all(option.companion for option in found)

    @cached_property
    def unwelcome_experts(self) -> frozenset[str]:
        """The experts of the team whom no session names, so that they count in all, and who may not audit some."""
        return frozenset(
            person
            for person in self.audit.team_data.experts
            if person not in self._named
            and any(person in refused for refused in self.problem.refusals.values())
        )

    @property
    def experts(self) -> tuple[str, ...]:
        """The experts of the team so far who stay, then those whom the plan calls in."""
        before = self.audit.team_data
        stay = [person for person in before.experts if person not in self.unwelcome_experts]
        called = {
            person
            for item in self.placed
            for person in item.auditors
            if self.problem.options[item.task.id][person].companion and person not in item.task.given
        }
        return (*stay, *sorted(called - {*stay, *before.auditors}))

    @cached_property
    def instead(self) -> dict[str, tuple[Instead, ...]]:
        """By session, who else may audit it and what that would cost more, the cheapest first."""
        return {
            item.task.id: tuple(
                sorted(
                    self._instead(item),
                    key=lambda other: (other.points is None, other.points or 0, other.person),
                )
            )
            for item in self.placed
        }

    def _instead(self, item: Placed) -> Iterator[Instead]:
        for option in self.problem.own_right(item.task.id):
            if option.person in item.auditors:
                continue
            if why := self._hindrance(item, option.person):
                yield Instead(option.person, None, why)
            elif swaps := [self._swap(item, option.person, gone) for gone in self._spared(item, option)]:
                yield min(swaps, key=lambda swap: swap.points or 0.0)
            else:
                yield Instead(option.person, None, "lacks what it needs")

    def _spared(self, item: Placed, option: Option) -> Iterator[str]:
        """Yield whose place somebody can take, so that the session still has the competences that it needs."""
        options = self.problem.options[item.task.id]
        for gone in item.auditors:
            others = [options[person].covers for person in item.auditors if person != gone]
            if not self.problem.covers_needs or option.covers.union(*others) >= set(item.task.needs):
                yield gone

    def _swap(self, item: Placed, person: str, gone: str) -> Instead:
        people = tuple(person if held == gone else held for held in item.auditors)
        other = tuple(replace(held, auditors=people) if held is item else held for held in self.placed)
        found = aims(self.problem, other, self.priced)
        replaced = gone if len(item.auditors) > 1 else ""
        return Instead(person, total(found) - self.points, _what_rises(self.aims, found), replaced)

    def _hindrance(self, item: Placed, person: str) -> str:
        """Return why somebody who may audit a session cannot take it at its hour."""
        option = self.problem.options[item.task.id][person]
        if item.begin // DAY not in option.days:
            return "not on that day"
        spans = [
            (held.begin, held.end)
            for held in self.placed
            if person in (*held.auditors, *held.task.met(comfort=self.comfort))
        ]
        spans += self.problem.busy.get(person, ())
        pause = PAUSE if self.comfort else 0
        if any(item.begin < end + pause and begin < item.end + pause for begin, end in spans):
            return "busy at that hour"
        if self._minutes(person, item.begin // DAY) + item.task.minutes > LONGEST_DAY:
            return "has eight hours that day"
        return ""

    def _minutes(self, person: str, day: int) -> int:
        """Return the minutes that somebody audits on a day."""
        return sum(
            held.task.minutes for held in self.placed if person in held.auditors and held.begin // DAY == day
        )


def _what_rises(before: tuple[Aim, ...], after: list[Aim]) -> str:
    """Return what a change would cost most, in words."""
    old = {aim.name: aim.points for aim in before}
    rises = {aim.missed: aim.points - old.get(aim.name, 0.0) for aim in after}
    worst = sorted((name for name, points in rises.items() if points > 0), key=lambda name: -rises[name])
    return ", ".join(worst[:2])
