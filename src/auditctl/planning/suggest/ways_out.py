"""What to do where no plan exists, in the order of preference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from auditctl.analysis.assignment import Assignment
from auditctl.analysis.competence import unfit
from auditctl.analysis.conflicts import Weight
from auditctl.analysis.independence import Independence
from auditctl.planning.suggest.aims import outside_days
from auditctl.planning.suggest.building import Posed
from auditctl.planning.suggest.problem import Problem
from auditctl.planning.suggest.solving import Answer, Found, any_plan, may_fit, solve
from auditctl.planning.suggest.time_ways import TimeWays, time_ways
from auditctl.repository import Repository

OUTSIDERS = tuple(f"outside auditor {number}" for number in range(1, 9))
"""Names that no person has: ids hold no blank."""
MOST_AT_EASE = 60
"""Sessions up to which the plan with help is one with lunch and pauses."""


@dataclass(frozen=True, slots=True)
class Trainable:
    """Somebody inside who would be free of conflict for some of the sessions, and what stands in their way today."""

    person: str
    sessions: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exceptable:
    """Somebody whose conflicts with a session an exception may accept: the codes."""

    session: str
    person: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Outside:
    """How many people from outside are enough, in a plan that was found: their sessions, minutes and days."""

    people: int
    sessions: tuple[str, ...]
    minutes: int
    days: int
    plan: Answer
    problem: Problem


@dataclass(frozen=True)
class WaysOut:
    """The ways out; `time` where sessions have none."""

    trainable: tuple[Trainable, ...]
    outside: Outside | None
    exceptable: tuple[Exceptable, ...]
    time: TimeWays = field(default_factory=TimeWays)
    tried: int = len(OUTSIDERS)
    """Up to how many people from outside were tried."""


def ways_out(
    repository: Repository, posed: Posed, sessions: Sequence[str], squeezed: Sequence[str]
) -> WaysOut:
    """Return what would help with sessions that nobody can take, and with those that are squeezed together."""
    engine = Independence(repository)
    assignments = {name: posed.assignments[name] for name in sessions}
    return WaysOut(
        trainable=tuple(_trainable(engine, posed, assignments)),
        outside=_outside(posed.problem, sessions),
        exceptable=tuple(_exceptable(engine, posed, assignments)),
        time=time_ways(posed.problem, squeezed) if squeezed else TimeWays(),
    )


def _trainable(engine: Independence, posed: Posed, assignments: dict[str, Assignment]) -> Iterator[Trainable]:
    """Yield people inside who are free of conflict, those for most sessions first; top management takes the results."""
    repository = engine.repository
    found = []
    for person, record in sorted(repository.people.items()):
        if record.data.employer or person in repository.settings.top_management:
            continue
        free = {
            name: item for name, item in assignments.items() if _is_free(engine, posed, person, name, item)
        }
        if free:
            lacks = unfit(repository, person, next(iter(free.values())).on)
            found.append(Trainable(person, tuple(free), tuple(lacks)))
    yield from sorted(
        (item for item in found if item.lacks), key=lambda item: (-len(item.sessions), item.person)
    )


def _is_free(engine: Independence, posed: Posed, person: str, name: str, assignment: Assignment) -> bool:
    """Whether only training and evaluation keep somebody from a session."""
    task = next(task for task in posed.problem.tasks if task.id == name)
    is_here = engine.repository.people[person].data.is_here(assignment.on)
    if not is_here or person in {*task.met(comfort=True), *assignment.met}:
        return False
    return engine.verdict(person, assignment).is_free


def _exceptable(
    engine: Independence, posed: Posed, assignments: dict[str, Assignment]
) -> Iterator[Exceptable]:
    for name, assignment in assignments.items():
        for person in posed.problem.refusals.get(name, ()):
            if person in assignment.met or unfit(engine.repository, person, assignment.on):
                continue
            conflicts = [
                item for item in engine.verdict(person, assignment).open if item.weight > Weight.warning
            ]
            reasons = posed.problem.refusals[name][person]
            if (
                conflicts
                and len(reasons) == len(conflicts)
                and all(item.weight is Weight.justifiable for item in conflicts)
            ):
                yield Exceptable(name, person, tuple(dict.fromkeys(item.code for item in conflicts)))


def _outside(problem: Problem, sessions: Sequence[str]) -> Outside | None:
    """Return the fewest people from outside with whom a plan was found, of up to eight.

    Sessions that nobody may audit are all that they take, unless others have no time.
    """
    tasks = {task.id: task for task in problem.tasks}
    nobody = not any(problem.is_staffable(tasks[name]) for name in sessions)
    found = _fewest(problem, sessions) if nobody else None
    return found or _fewest(problem, tuple(tasks))


def _fewest(problem: Problem, sessions: Sequence[str]) -> Outside | None:
    for count in range(1, len(OUTSIDERS) + 1):
        helped = problem.with_outsiders(OUTSIDERS[:count], sessions)
        if not may_fit(helped):
            continue
        answer = solve(helped, comfort=True) if len(problem.tasks) <= MOST_AT_EASE else Answer(Found.unknown)
        if not answer.is_plan:
            answer = any_plan(helped)
        if answer.is_plan:
            return _told(helped, answer, count)
    return None


def _told(problem: Problem, answer: Answer, count: int) -> Outside:
    new = set(OUTSIDERS)
    placed = [item for item in answer.placed if new & set(item.auditors)]
    days = {day for person, day in outside_days(problem, placed, answer.closing) if person in new}
    return Outside(
        count,
        tuple(item.task.id for item in placed),
        sum(item.task.minutes for item in placed),
        len(days),
        answer,
        problem,
    )
