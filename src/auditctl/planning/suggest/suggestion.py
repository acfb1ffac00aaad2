"""The suggestion: a plan and what each choice was worth; or the sessions that nobody can take, and the ways out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from auditctl.model.people import AuditorRole
from auditctl.planning.suggest.aims import Aim, Placed, aims, total
from auditctl.planning.suggest.building import Posed, pose
from auditctl.planning.suggest.calendar import DAY, PAUSE, Span
from auditctl.planning.suggest.cores import Core, core
from auditctl.planning.suggest.problem import Option, Problem, Task
from auditctl.planning.suggest.request import Request
from auditctl.planning.suggest.solving import Answer, Found, most, solve
from auditctl.planning.suggest.tidy import closing_of, tidied
from auditctl.planning.suggest.ways_out import WaysOut, ways_out
from auditctl.planning.suggest.when import LONGEST_DAY
from auditctl.repository import Audit, Repository


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


@dataclass(frozen=True)
class Impasse:
    """No plan. `nobody` are sessions that nobody may audit at all; `core` those that have no time together.

    `handed` is the smallest set of sessions found that, given to somebody else, leaves a plan for the others; of
    any such set `at_least` so many are proved to be needed: none where it is not even proved that no plan exists.
    `unasked` are those on the register whom the request left out.
    """

    audit: Audit
    posed: Posed
    nobody: tuple[str, ...]
    core: Core | None
    handed: tuple[str, ...]
    at_least: int
    ways: WaysOut
    unasked: tuple[str, ...] = ()

    @property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """By session that somebody may audit, but nobody with all that it needs, the competences that are missing."""
        found = {}
        for task in map(self.task, self.nobody):
            held = frozenset[str]().union(*(item.covers for item in self.problem.options[task.id].values()))
            if self.problem.own_right(task.id):
                found[task.id] = tuple(need for need in task.needs if need not in held)
        return found

    @property
    def is_smallest(self) -> bool:
        return self.at_least == len(self.handed)

    @property
    def problem(self) -> Problem:
        return self.posed.problem

    def task(self, name: str) -> Task:
        return next(task for task in self.problem.tasks if task.id == name)


def suggest(repository: Repository, audit: Audit, request: Request) -> Plan | Impasse:
    """Return a plan, or why there is none.

    Raises what `pose` raises, and NoSolver.
    """
    posed = pose(repository, audit, request)
    nobody = tuple(task.id for task in posed.problem.tasks if not posed.problem.is_staffable(task))
    unasked = tuple(sorted(set(repository.auditors) - set(request.auditors))) if request.auditors else ()
    if nobody:
        return _impasse(repository, audit, posed, nobody, unasked)
    for comfort in (True, False):
        answer = solve(posed.problem, comfort=comfort, effort=request.effort)
        if answer.is_plan:
            return _plan(repository, audit, posed, answer, comfort=comfort)
    return _impasse(repository, audit, posed, (), unasked)


def _plan(repository: Repository, audit: Audit, posed: Posed, answer: Answer, *, comfort: bool) -> Plan:
    placed = tidied(posed.problem, answer.placed, comfort=comfort)
    closing = closing_of(posed.problem, placed)
    return Plan(
        audit=audit,
        posed=posed,
        placed=placed,
        opening=posed.problem.calendar.opening,
        closing=closing,
        lead=_lead(repository, audit, posed, placed),
        aims=tuple(aims(posed.problem, placed, answer.closing)),
        bound=answer.bound,
        is_best=answer.found is Found.best,
        comfort=comfort,
        priced=answer.closing,
    )


def _lead(repository: Repository, audit: Audit, posed: Posed, placed: tuple[Placed, ...]) -> str:
    """Return who leads: the lead so far where they audit, else the lead auditor with most to audit, else as it was."""
    minutes: dict[str, int] = dict(posed.problem.loads)
    for item in placed:
        for person in item.auditors:
            minutes[person] = minutes.get(person, 0) + item.task.minutes
    before = audit.team_data.lead or ""
    able = [
        person
        for person in sorted(minutes)
        if (entry := repository.auditors.get(person)) and AuditorRole.lead_auditor in entry.data.roles
    ]
    if before in able:
        return before
    return max(able, key=lambda person: minutes[person], default=before)


def _impasse(
    repository: Repository,
    audit: Audit,
    posed: Posed,
    nobody: tuple[str, ...],
    unasked: tuple[str, ...],
) -> Impasse:
    rest = posed.problem.only(task.id for task in posed.problem.tasks if task.id not in nobody)
    left = most(rest) if rest.tasks else Answer(Found.best)
    placed = {item.task.id for item in left.placed}
    squeezed = tuple(task.id for task in rest.tasks if task.id not in placed)
    handed = tuple(task.id for task in posed.problem.tasks if task.id in {*nobody, *squeezed})
    at_least = len(nobody) + (round(left.bound + 0.499) if squeezed else 0)
    return Impasse(
        audit=audit,
        posed=posed,
        nobody=nobody,
        core=core(rest) if squeezed and left.bound > 0 else None,
        handed=handed,
        at_least=at_least,
        ways=ways_out(repository, posed, handed, is_short_of_time=bool(squeezed) and not nobody),
        unasked=unasked,
    )
