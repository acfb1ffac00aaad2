"""Every session as early on its day as it can be: the solver has no reason to, a person has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from auditctl.planning.suggest.aims import Placed
from auditctl.planning.suggest.calendar import DAY, Calendar, Span, step_of
from auditctl.planning.suggest.problem import Problem

PREPARATION = 30
"""Minutes in which the team puts its findings together before a closing meeting, where there is room."""


@dataclass(frozen=True)
class _Day:
    """Who is where: the sessions as placed so far."""

    problem: Problem
    comfort: bool

    def people(self, item: Placed) -> frozenset[str]:
        return frozenset((*item.auditors, *item.task.met(comfort=self.comfort)))

    def earliest(self, item: Placed, others: Iterable[Placed], step: int) -> int:
        """Return the first minute of its day at which everybody in a session is free."""
        people = self.people(item)
        end = item.task.minutes + self._rest(item)
        taken = [
            (other.begin, other.end + self._rest(other)) for other in others if people & self.people(other)
        ]
        taken += [span for person in people for span in self.problem.busy.get(person, ())]
        for begin in self.problem.calendar.starts(item.task.minutes, step, over_lunch=not self.comfort):
            if begin >= item.begin:
                break
            if begin // DAY == item.begin // DAY and _is_free((begin, begin + end), taken):
                return begin
        return item.begin

    def _rest(self, item: Placed) -> int:
        return self.problem.calendar.hours.rest(item.task.minutes) if self.comfort else 0


def _is_free(span: Span, taken: Iterable[Span]) -> bool:
    return all(span[1] <= begin or end <= span[0] for begin, end in taken)


def tidied(problem: Problem, placed: tuple[Placed, ...], *, comfort: bool) -> tuple[Placed, ...]:
    """Return the plan with each session moved forward within its day; what is held as planned stays there."""
    day = _Day(problem, comfort)
    step = step_of(task.minutes for task in problem.tasks)
    now: dict[str, Placed] = {item.task.id: item for item in placed}
    for item in sorted(placed, key=lambda item: (item.begin, item.task.id)):
        if item.begin != item.task.begin:
            begin = day.earliest(item, _others(now, item), step)
            now[item.task.id] = replace(item, begin=begin)
    return tuple(now[item.task.id] for item in placed)


def _others(now: Mapping[str, Placed], item: Placed) -> list[Placed]:
    return [other for name, other in now.items() if name != item.task.id]


def closing_of(problem: Problem, placed: tuple[Placed, ...], held_until: int = 0) -> Span:
    """Return when the closing meeting is held: as planned, else after the last session, with time to prepare where there is some.

    What stays may be `held_until` later than what is placed.
    """
    calendar = problem.calendar
    if calendar.closing:
        return calendar.closing
    end = max((calendar.opening[1], held_until, *(item.end for item in placed)))
    begin = next(_closings(calendar, end), end + PREPARATION)
    return begin, begin + calendar.closing_minutes


def _closings(calendar: Calendar, end: int) -> Iterator[int]:
    """Yield for each day on which a closing meeting can be held after the last session when it begins."""
    for offset in sorted(calendar.offsets):
        opens = offset * DAY + calendar.hours.opens
        latest = offset * DAY + calendar.hours.closes - calendar.closing_minutes
        if end <= latest:
            yield max(opens, min(end + PREPARATION, latest))
