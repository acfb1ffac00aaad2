"""The search for the best plan: first who, then when, then both at once from there.

Who audits what settles most of what a plan costs, and is solved in seconds where both at once would take minutes;
its bound holds for every timetable. A single thread and a bound of work (CP-SAT's deterministic time, which no
clock and no other program changes) make the answer the same on every run.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auditctl.planning.suggest.aims import UNIT, Placed
from auditctl.planning.suggest.problem import Problem, Task
from auditctl.planning.suggest.when import When
from auditctl.planning.suggest.who import Who

WHO, HOURS, BOTH = 1.2, 1.0, 1.0
"""How much work goes into each step, in deterministic time: about a second each."""
QUICK = 0.2
"""Work for the question whether hours suffice at all."""
MOST_AT_ONCE = 30
"""Sessions up to which both at once find more in that time; beyond, it takes a greater effort."""
NEARLY = 1e-6


class Found(StrEnum):
    """How a search ended: with the best plan, with a good one, with the proof that there is none, or with neither."""

    best = "best"
    good = "good"
    none = "none"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan, when its closing meeting begins, what it costs, and the least that any plan costs, in points."""

    found: Found
    placed: tuple[Placed, ...] = ()
    closing: int = 0
    points: float = 0.0
    bound: float = 0.0

    @property
    def is_plan(self) -> bool:
        return self.found in {Found.best, Found.good}


def solve(problem: Problem, *, comfort: bool, effort: float = 1.0) -> Answer:
    """Return the best plan found; `effort` times the usual work is spent on it."""
    who = Who(problem)
    who.model.minimize(sum((*who.costs(), *who.least_outside(comfort=comfort))))
    choice = _run(who, WHO * effort)
    if choice.status == who.cp.INFEASIBLE:
        return Answer(Found.none)
    bound = max(choice.bound, 0.0)
    hints = choice.chosen(who) if choice.has_values else {}
    start = _timed(problem, HOURS * effort, hints, comfort=comfort) if hints else Answer(Found.unknown)
    is_large = len(problem.tasks) > MOST_AT_ONCE and effort <= 1
    if start.is_plan and (start.points <= bound + NEARLY or is_large):
        return _bounded(start, bound)
    better = _both(problem, BOTH * effort, comfort=comfort, hints=start if start.is_plan else None)
    if better.found is Found.none:
        return better
    plans = [answer for answer in (better, start) if answer.is_plan]
    if not plans:
        return Answer(Found.unknown)
    return _bounded(min(plans, key=lambda answer: answer.points), max(bound, better.bound))


def _bounded(answer: Answer, bound: float) -> Answer:
    is_best = answer.points <= bound + NEARLY
    return Answer(
        Found.best if is_best else Found.good,
        answer.placed,
        answer.closing,
        answer.points,
        min(bound, answer.points),
    )


def may_fit(problem: Problem) -> bool:
    """Whether everybody's hours, counted together, leave room for the sessions; False proves that there is no plan."""
    if not all(problem.is_staffable(task) for task in problem.tasks):
        return False
    who = Who(problem)
    return bool(_run(who, QUICK).status != who.cp.INFEASIBLE)


def any_plan(problem: Problem, *, work: float = BOTH) -> Answer:
    """Return the first plan found, however uncomfortable."""
    if not may_fit(problem):
        return Answer(Found.none)
    who = Who(problem)
    when = When(who, comfort=False)
    run = _run(who, work, by_cores=True)
    if run.has_values:
        return _answer(run, when)
    return Answer(Found.none if run.status == who.cp.INFEASIBLE else Found.unknown)


def most(problem: Problem, *, work: float = BOTH) -> Answer:
    """Return a plan of as many sessions as possible; its points, and the bound, count those that are left out."""
    who = Who(problem, optional=True)
    who.model.minimize(who.left_out())
    bound = _run(who, work).bound
    who = Who(problem, optional=True)
    when = When(who, comfort=False)
    who.model.minimize(who.left_out())
    run = _run(who, work)
    return _bounded(_answer(run, when), max(bound, run.bound)) if run.has_values else Answer(Found.unknown)


@dataclass(frozen=True, slots=True)
class _Run:
    """A solver that has run, in points."""

    solver: Any
    status: Any
    has_values: bool
    bound: float

    def chosen(self, who: Who) -> dict[tuple[str, str], bool]:
        return {key: bool(self.solver.value(variable)) for key, variable in who.chosen.items()}


def _run(who: Who, work: float, *, by_cores: bool = False) -> _Run:
    """Return the solver after so much work; `by_cores` goes up from what is too cheap, which suits timetables."""
    solver = who.cp.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 1 if by_cores else 2
    solver.parameters.max_deterministic_time = work
    solver.parameters.optimize_with_core = by_cores
    status = solver.solve(who.model)
    has_values = status in {who.cp.OPTIMAL, who.cp.FEASIBLE}
    return _Run(solver, status, has_values, solver.best_objective_bound / UNIT)


def _timed(problem: Problem, work: float, fixed: dict[tuple[str, str], bool], *, comfort: bool) -> Answer:
    """Return the best timetable found for one choice of auditors: the quick way, else the thorough one."""
    answers = []
    for by_cores in (True, False):
        who = Who(problem)
        when = When(who, comfort=comfort)
        for key, value in fixed.items():
            who.model.add(who.chosen[key] == int(value))
        who.model.minimize(sum((*who.costs(), *when.costs())))
        run = _run(who, work, by_cores=by_cores)
        if run.has_values:
            answers.append(_answer(run, when))
        if run.status in {who.cp.OPTIMAL, who.cp.INFEASIBLE}:
            break
    return min(answers, key=lambda answer: answer.points, default=Answer(Found.unknown))


def _both(problem: Problem, work: float, *, comfort: bool, hints: Answer | None = None) -> Answer:
    """Return the best plan found, from a plan that is known where there is one."""
    who = Who(problem)
    when = When(who, comfort=comfort)
    for item in hints.placed if hints else ():
        who.model.add_hint(when.start[item.task.id], item.begin)
        for person in problem.options[item.task.id]:
            who.model.add_hint(who.chosen[item.task.id, person], int(person in item.auditors))
    who.model.minimize(sum((*who.costs(), *when.costs())))
    run = _run(who, work)
    if not run.has_values:
        return Answer(Found.none if run.status == who.cp.INFEASIBLE else Found.unknown)
    return _answer(run, when)


def _answer(run: _Run, when: When) -> Answer:
    placed = tuple(
        _placed(run, when, task) for task in when.problem.tasks if run.solver.value(when.who.held[task.id])
    )
    closing = when.problem.calendar.closing
    begin = closing[0] if closing else run.solver.value(when.closing)
    found = Found.best if run.status == when.cp.OPTIMAL else Found.good
    return Answer(found, placed, begin, run.solver.objective_value / UNIT, run.bound)


def _placed(run: _Run, when: When, task: Task) -> Placed:
    options = when.problem.options[task.id]
    people = [person for person in options if run.solver.value(when.who.chosen[task.id, person])]
    people.sort(key=lambda person: options[person].companion)
    return Placed(task, tuple(people), run.solver.value(when.start[task.id]))
