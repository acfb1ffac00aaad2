"""Who takes which session, as variables and conditions of CP-SAT; when is asked elsewhere (`when`).

Independence and competence are settled before: only people who may audit a session are asked about.
"""

from collections.abc import Iterator
from itertools import combinations
from math import ceil
from types import ModuleType
from typing import TYPE_CHECKING, Any

from auditctl.errors import AuditctlError
from auditctl.planning.suggest.aims import (
    FEWER,
    HOUR_STEP,
    LEAD,
    MORE,
    OUTDATED,
    OUTSIDE_DAY,
    REPLACED,
    UNIT,
    WARNING,
)
from auditctl.planning.suggest.calendar import PAUSE
from auditctl.planning.suggest.problem import Problem, Task

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

HOUR = 60


class NoSolver(AuditctlError):
    def __init__(self) -> None:
        super().__init__(
            "a suggestion needs OR-Tools, which is not installed",
            "install it with `pip install 'auditctl[plan]'`",
        )


def solver_library() -> ModuleType:
    """Return CP-SAT of Google OR-Tools; raises NoSolver where the extra is not installed."""
    try:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise NoSolver from None
    return cp_model


class Who:
    """The choice of auditors for one problem; with `optional`, a session may be left out."""

    def __init__(self, problem: Problem, *, optional: bool = False) -> None:
        self.cp: Any = solver_library()
        self.model: cp_model.CpModel = self.cp.CpModel()
        self.problem = problem
        self.held = {
            task.id: self.model.new_bool_var(task.id) if optional else self.model.new_constant(1)
            for task in problem.tasks
        }
        self.chosen = {
            (task.id, person): self.model.new_bool_var(f"{person} in {task.id}")
            for task in problem.tasks
            for person in sorted(problem.options[task.id])
        }
        for task in problem.tasks:
            self._staff(task)
        for person in problem.people:
            self.model.add(self.minutes(person) <= problem.capacity(person))

    def _staff(self, task: Task) -> None:
        """Ask for an auditor, for somebody who meets each need, and for no more people than the plan or the needs name."""
        options, held = self.problem.options[task.id], self.held[task.id]
        able = [[option.person for option in self.problem.own_right(task.id)]]
        if self.problem.covers_needs:
            able += [
                [person for person, option in options.items() if need in option.covers] for need in task.needs
            ]
        for people in able:
            self.model.add_bool_or([held.negated(), *(self.chosen[task.id, person] for person in people)])
        self.model.add(self._heads(task) <= task.most * held)

    def _heads(self, task: Task) -> Any:
        return sum(self.chosen[task.id, person] for person in self.problem.options[task.id])

    def minutes(self, person: str, pause: int = 0) -> Any:
        """Return the minutes of a person's sessions, with a pause after each."""
        return sum(
            (task.minutes + pause) * self.chosen[task.id, person]
            for task in self.problem.tasks
            if (task.id, person) in self.chosen
        )

    def left_out(self) -> Any:
        return sum(UNIT * (1 - held) for held in self.held.values())

    def costs(self) -> Iterator[Any]:
        """Yield what the choice costs, whenever the sessions are held."""
        for person in self.problem.people:
            yield from self._load(person)
        for task in self.problem.tasks:
            yield from self._choice(task)
        for person in sorted(set(self.problem.outdated) & set(self.problem.people)):
            yield round(OUTDATED * UNIT) * self.any_of(self.choices_of(person))
        yield from self._lead()
        yield from self._pairs()

    def _lead(self) -> Iterator[Any]:
        """Yield the cost of a lead so far who audits nothing."""
        lead = self.problem.lead
        if lead and lead not in self.problem.loads:
            audits = self.model.new_bool_var(f"{lead} audits")
            self.model.add(audits <= sum(self.choices_of(lead)))
            yield round(LEAD * UNIT) * (1 - audits)

    def choices_of(self, person: str) -> list[Any]:
        return [choice for (_, name), choice in self.chosen.items() if name == person]

    def _load(self, person: str) -> Iterator[Any]:
        """Yield the cost of a person's hours, the first free and each further one dearer."""
        before = self.problem.loads.get(person, 0)
        possible = before + sum(
            task.minutes for task in self.problem.tasks if (task.id, person) in self.chosen
        )
        hours = [self.model.new_int_var(0, HOUR, "") for _ in range(ceil(possible / HOUR))]
        self.model.add(sum(hours) == self.minutes(person) + before)
        step = round(HOUR_STEP * UNIT / HOUR)
        yield from (step * index * hour for index, hour in enumerate(hours))

    def _choice(self, task: Task) -> Iterator[Any]:
        """Yield what speaks against each choice, and against leaving whom the plan names so far."""
        for person, option in self.problem.options[task.id].items():
            yield round(option.points * UNIT) * self.chosen[task.id, person]
        for person in task.given:
            stays = self.chosen.get((task.id, person), 0)
            yield round(REPLACED * UNIT) * (1 - stays)
        if task.most > 1:
            fewer = self.model.new_int_var(0, task.heads, f"fewer in {task.id}")
            more = self.model.new_int_var(0, task.most, f"more in {task.id}")
            self.model.add(self._heads(task) + fewer - more == task.heads)
            yield round(FEWER * UNIT) * fewer + round(MORE * UNIT) * more

    def _pairs(self) -> Iterator[Any]:
        """Yield the cost of each pair who audit what the other answers for (IND016)."""
        ways: dict[tuple[str, str], list[Any]] = {}
        for task in self.problem.tasks:
            for person in self.problem.options[task.id]:
                for other in task.answering - {person}:
                    ways.setdefault((person, other), []).append(self.chosen[task.id, person])
        people = sorted({person for pair in ways for person in pair})
        for one, other in combinations(people, 2):
            yield from self._pair((one, other), ways)

    def _pair(self, pair: tuple[str, str], ways: dict[tuple[str, str], list[Any]]) -> Iterator[Any]:
        both_ways = (pair, pair[::-1])
        new = [way for way in both_ways if way not in self.problem.mutual]
        if not new or not all(way in ways for way in new):
            return
        mutual = self.model.new_bool_var(f"{pair[0]} and {pair[1]}")
        audits = [self.any_of(ways[way]) for way in new]
        self.model.add_bool_or([mutual, *(one.negated() for one in audits)])
        yield round(WARNING * UNIT) * mutual

    def any_of(self, literals: list[Any]) -> Any:
        """Return a variable that is true where one of these is."""
        found = self.model.new_bool_var("")
        for literal in literals:
            self.model.add_implication(literal, found)
        return found

    def least_outside(self, *, comfort: bool) -> Iterator[Any]:
        """Yield what the days from outside cost at least: each holds so many hours and no more."""
        for person in sorted(self.problem.outside & set(self.problem.people)):
            days = self.model.new_int_var(0, len(self.problem.calendar.days), f"days of {person}")
            room, pause = self._room(person, comfort=comfort)
            self.model.add(self.minutes(person, pause) <= room * days)
            meetings = self.problem.meeting_days(self._earliest_closing())
            self.model.add(days >= len(meetings)).only_enforce_if(self.any_of(self.choices_of(person)))
            yield round(OUTSIDE_DAY * UNIT) * days

    def _earliest_closing(self) -> int:
        """Return when the closing meeting is held at the earliest: as planned, or on the day of the opening."""
        calendar = self.problem.calendar
        return calendar.closing[0] if calendar.closing else calendar.opening[1]

    def _room(self, person: str, *, comfort: bool) -> tuple[int, int]:
        """Return the minutes of a day that a person's sessions can take, and the pause that counts with each of them.

        A stretch of sessions needs a pause less than it has sessions, so each stretch of the day gets one more.
        """
        hours = self.problem.calendar.hours
        lengths = [task.minutes for task in self.problem.tasks if (task.id, person) in self.chosen]
        if not comfort:
            return hours.minutes, 0
        if hours.lunch is None or max(lengths) > hours.longest:
            return hours.minutes + PAUSE, PAUSE
        lunch = max(0, min(hours.lunch[1], hours.closes) - max(hours.lunch[0], hours.opens))
        return hours.minutes - lunch + 2 * PAUSE, PAUSE
