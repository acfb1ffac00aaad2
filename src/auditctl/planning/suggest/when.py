"""When each session is held, as variables and conditions of CP-SAT: nobody is in two places at once."""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from auditctl.planning.suggest.aims import MOVED, OUTSIDE_DAY, UNIT
from auditctl.planning.suggest.calendar import DAY, step_of
from auditctl.planning.suggest.problem import Task
from auditctl.planning.suggest.who import Who

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

LONGEST_DAY = 8 * 60
"""Minutes of sessions that one auditor does well on a day (house; PLN010)."""


class When:
    """The timetable of one choice of auditors.

    With `comfort`, nobody works over lunch or without a pause between two sessions, and hosts are in one place too.
    """

    def __init__(self, who: Who, *, comfort: bool) -> None:
        self.who, self.problem, self.model, self.cp = who, who.problem, who.model, who.cp
        self.comfort = comfort
        self.step = step_of(task.minutes for task in self.problem.tasks)
        self.start = {task.id: self._start(task) for task in self.problem.tasks}
        for task in self.problem.tasks:
            self._allow_days(task)
        self._one_place_at_a_time()
        self.closing = None if self.problem.calendar.closing else self._closing()
        if self.problem.calendar.hours.minutes > LONGEST_DAY:
            for person, day in product(self.problem.people, self.problem.calendar.offsets):
                self._bound_day(person, day)

    def _start(self, task: Task) -> "cp_model.IntVar":
        """When a session can begin: as planned, or on the grid; over lunch where it finds no other place."""
        calendar, minutes, begin = self.problem.calendar, task.minutes, task.begin
        spared = set(calendar.starts(minutes, self.step, over_lunch=False)) if self.comfort else set()
        grid = spared or set(calendar.starts(minutes, self.step, over_lunch=True))
        if begin is not None and calendar.holds(begin, minutes):
            grid |= set() if spared and calendar.cuts_lunch(begin, minutes) else {begin}
        return self.model.new_int_var_from_domain(
            self.cp.Domain.from_values(sorted(grid)), f"start of {task.id}"
        )

    def _allow_days(self, task: Task) -> None:
        """Ask that whoever audits a session may do so on its day."""
        for person, option in self.problem.options[task.id].items():
            if option.days < set(self.problem.calendar.offsets):
                spans = [[day * DAY, day * DAY + DAY - 1] for day in sorted(option.days)]
                self.model.add_linear_expression_in_domain(
                    self.start[task.id], self.cp.Domain.from_intervals(spans)
                ).only_enforce_if(self.who.chosen[task.id, person])

    def _one_place_at_a_time(self) -> None:
        places: dict[str, list[Any]] = {}
        for task in self.problem.tasks:
            rest = self.problem.calendar.hours.rest(task.minutes) if self.comfort else 0
            for person, present in self._people_of(task):
                interval = self.model.new_optional_fixed_size_interval_var(
                    self.start[task.id], task.minutes + rest, present, f"{person} at {task.id}"
                )
                places.setdefault(person, []).append(interval)
        for person, intervals in places.items():
            busy = [
                self.model.new_fixed_size_interval_var(begin, end - begin, f"{person} elsewhere")
                for begin, end in self.problem.busy.get(person, ())
            ]
            self.model.add_no_overlap([*intervals, *busy])

    def _people_of(self, task: Task) -> Iterator[tuple[str, Any]]:
        """Yield everybody who may be in a session, with whether they are."""
        met = task.met(comfort=self.comfort)
        yield from ((person, self.who.held[task.id]) for person in met)
        for person in self.problem.options[task.id]:
            yield person, self.who.chosen[task.id, person]

    @cached_property
    def on_day(self) -> dict[tuple[str, int], Any]:
        """Whether a session is held on a day."""
        days = self.problem.calendar.offsets
        found = {}
        for task, day in product(self.problem.tasks, days):
            found[task.id, day] = self.model.new_bool_var(f"{task.id} on {day}")
            self.model.add_linear_expression_in_domain(
                self.start[task.id], self.cp.Domain(day * DAY, day * DAY + DAY - 1)
            ).only_enforce_if(found[task.id, day])
        for task in self.problem.tasks:
            self.model.add_exactly_one(found[task.id, day] for day in days)
        return found

    def _bound_day(self, person: str, day: int) -> None:
        """Bound the minutes of a person's sessions on a day that is longer than one does well."""
        spent = []
        for task in self._options_of(person):
            audits = self.model.new_bool_var(f"{person} at {task.id} on {day}")
            self._imply(audits, task, person, day)
            spent.append(task.minutes * audits)
        self.model.add(sum(spent) <= LONGEST_DAY)

    def _options_of(self, person: str) -> Iterator[Task]:
        return (task for task in self.problem.tasks if (task.id, person) in self.who.chosen)

    def _imply(self, literal: Any, task: Task, person: str, day: int) -> None:
        """Ask that something holds where a person is in a session on a day."""
        chosen, on_day = self.who.chosen[task.id, person], self.on_day[task.id, day]
        self.model.add_bool_or([literal, chosen.negated(), on_day.negated()])

    def costs(self) -> Iterator[Any]:
        """Yield what the timetable costs beside the choice of auditors."""
        for person in sorted(self.problem.outside & set(self.problem.people)):
            yield from self._outside(person)
        yield from (round(MOVED * UNIT) * self._moved(task) for task in self.problem.tasks)
        if self.closing is not None:
            yield self.closing

    def _outside(self, person: str) -> Iterator[Any]:
        """Yield the cost of each day on which somebody from outside is there."""
        days = self.problem.calendar.offsets
        there = {day: self.model.new_bool_var(f"{person} there on {day}") for day in days}
        for task, day in product(self._options_of(person), days):
            self._imply(there[day], task, person, day)
        stays = [day for name, day in self.problem.there if name == person and day in days]
        audits = self.model.new_constant(1) if stays else self.who.any_of(self.who.choices_of(person))
        for day in stays:
            self.model.add(there[day] == 1)
        for day, is_meeting in self._meetings():
            self.model.add_bool_or([there[day], audits.negated(), is_meeting.negated()])
        self.model.add(self.who.minutes(person) <= self.problem.calendar.hours.minutes * sum(there.values()))
        yield from (round(OUTSIDE_DAY * UNIT) * day for day in there.values())

    def _meetings(self) -> Iterator[tuple[int, Any]]:
        """Yield the days of the meetings, each with whether one is held on it."""
        calendar = self.problem.calendar
        fixed = {calendar.opening[0] // DAY} | ({calendar.closing[0] // DAY} if calendar.closing else set())
        yield from ((day, self.model.new_constant(1)) for day in sorted(fixed & set(calendar.offsets)))
        if self.closing is not None:
            yield from self._closing_days.items()

    @cached_property
    def _closing_days(self) -> dict[int, Any]:
        """Whether the closing meeting is held on a day."""
        closing: Any = self.closing
        found = {day: self.model.new_bool_var(f"closing on {day}") for day in self.problem.calendar.offsets}
        for day, is_then in found.items():
            span = self.cp.Domain(day * DAY, day * DAY + DAY - 1)
            self.model.add_linear_expression_in_domain(closing, span).only_enforce_if(is_then)
        self.model.add_exactly_one(found.values())
        return found

    def _moved(self, task: Task) -> Any:
        if task.begin is None:
            return 0
        if not self.problem.calendar.holds(task.begin, task.minutes):
            return 1
        moved = self.model.new_bool_var(f"{task.id} moved")
        self.model.add(self.start[task.id] == task.begin).only_enforce_if(moved.negated())
        return moved

    def _closing(self) -> Any:
        """When the closing meeting begins: after every session, within the hours."""
        calendar = self.problem.calendar
        last = calendar.hours.closes - calendar.closing_minutes
        times = range(calendar.hours.opens, last + 1, self.step)
        starts = [day * DAY + at for day in calendar.offsets for at in times]
        begin = self.model.new_int_var_from_domain(self.cp.Domain.from_values(starts), "closing")
        self.model.add(begin >= calendar.opening[1])
        for task in self.problem.tasks:
            self.model.add(begin >= self.start[task.id] + task.minutes)
        return begin
