"""What to do where sessions have no time: a later closing meeting, somebody else who is met, more days."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditctl.analysis.days import working_days_after
from auditctl.planning.suggest.problem import Problem
from auditctl.planning.suggest.solving import any_plan, may_fit

MOST_EXTRA_DAYS = 60
MOST_ASKED = 60
"""Sessions up to which each way is tried with a plan."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """Somebody who is met in several sessions that have no time together.

    `minutes` they would be met for, `has` they have between the meetings; `helps` where a plan exists once somebody
    else is met in one or more of these sessions.
    """

    person: str
    sessions: tuple[str, ...]
    minutes: int
    has: int
    helps: bool

    @property
    def is_over(self) -> bool:
        return self.minutes > self.has


@dataclass(frozen=True, slots=True)
class TimeWays:
    """What was found to be enough: a `closing` meeting that may end the last day, `days` more (0: none found)."""

    closing: bool = False
    crowded: tuple[Crowded, ...] = ()
    days: int = 0
    least: int = 0
    """How many more days everybody's hours ask for at least; 0 where they suffice, or no number of days does."""


def time_ways(problem: Problem, sessions: Sequence[str]) -> TimeWays:
    """Return what makes room for sessions that have no time together, each way tried by itself."""
    least = _least_days(problem)
    if len(problem.tasks) > MOST_ASKED:
        return TimeWays(least=least)
    return TimeWays(
        _is_closing_early(problem), tuple(_crowded(problem, sessions)), _more_days(problem, least), least
    )


def _is_closing_early(problem: Problem) -> bool:
    """Whether a plan exists in the same days, once the closing meeting is held after the last session."""
    free = replace(problem.calendar, closing=None)
    return problem.calendar.closing is not None and any_plan(replace(problem, calendar=free)).is_plan


def _crowded(problem: Problem, sessions: Sequence[str]) -> Iterator[Crowded]:
    met: dict[str, list[str]] = {}
    minutes: dict[str, int] = {}
    for task in problem.tasks:
        for person in task.auditees if task.id in sessions else ():
            met.setdefault(person, []).append(task.id)
            minutes[person] = minutes.get(person, 0) + task.minutes
    for person, names in sorted(met.items()):
        if len(names) > 1:
            helps = any_plan(_without(problem, person)).is_plan
            has = problem.capacity(person)
            if helps or minutes[person] > has:
                yield Crowded(person, tuple(names), minutes[person], has, helps)


def _without(problem: Problem, person: str) -> Problem:
    """Return the problem with somebody else met in place of a person."""
    tasks = (
        replace(task, auditees=tuple(name for name in task.auditees if name != person))
        for task in problem.tasks
    )
    return replace(problem, tasks=tuple(tasks))


def _least_days(problem: Problem) -> int:
    if not may_fit(_longer(problem, MOST_EXTRA_DAYS)):
        return 0
    return bisect_left(range(MOST_EXTRA_DAYS), True, key=lambda extra: may_fit(_longer(problem, extra)))


def _more_days(problem: Problem, least: int) -> int:
    """Return how many more days make a plan possible: the fewest with hours enough, or a few more; 0 for none found."""
    for extra in (least, least + 1, least + 2, least + 4):
        if extra and any_plan(_longer(problem, extra)).is_plan:
            return extra
    return 0


def _longer(problem: Problem, extra: int) -> Problem:
    """Return the problem with more days at its end; who may audit on the last day may on those too."""
    calendar = problem.calendar
    days = list(calendar.days)
    for _ in range(extra):
        days.append(working_days_after(days[-1], 1))
    longer = replace(calendar, days=tuple(days), closing=None)
    last = max(calendar.offsets)
    new = frozenset(longer.offsets) - frozenset(calendar.offsets)
    options = {
        name: {
            person: replace(option, days=option.days | new) if last in option.days else option
            for person, option in held.items()
        }
        for name, held in problem.options.items()
    }
    return replace(problem, calendar=longer, options=options)
