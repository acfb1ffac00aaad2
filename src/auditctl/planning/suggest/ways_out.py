"""What to do where no plan exists, in the order of preference."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditctl.analysis.assignment import Assignment
from auditctl.analysis.competence import unfit
from auditctl.analysis.conflicts import Weight
from auditctl.analysis.days import working_days_after
from auditctl.analysis.independence import Independence
from auditctl.planning.suggest.aims import outside_days
from auditctl.planning.suggest.building import Posed
from auditctl.planning.suggest.calendar import MEETING
from auditctl.planning.suggest.problem import Problem
from auditctl.planning.suggest.solving import Answer, Found, any_plan, may_fit, solve
from auditctl.repository import Repository

OUTSIDERS = tuple(f"outside auditor {number}" for number in range(1, 9))
"""Names that no person has: ids hold no blank."""
MOST_EXTRA_DAYS = 60
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
    """The ways out; `days` is how many more working days are enough, 0 where none were found to be."""

    trainable: tuple[Trainable, ...]
    outside: Outside | None
    exceptable: tuple[Exceptable, ...]
    days: int = 0
    tried: int = len(OUTSIDERS)
    """Up to how many people from outside were tried."""


def ways_out(
    repository: Repository, posed: Posed, sessions: Sequence[str], *, is_short_of_time: bool
) -> WaysOut:
    """Return what would help with sessions that nobody can take."""
    engine = Independence(repository)
    assignments = {name: posed.assignments[name] for name in sessions}
    return WaysOut(
        trainable=tuple(_trainable(engine, posed, assignments)),
        outside=_outside(posed.problem),
        exceptable=tuple(_exceptable(engine, posed, assignments)),
        days=_more_days(posed.problem) if is_short_of_time else 0,
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


def _outside(problem: Problem) -> Outside | None:
    """Return the fewest people from outside with whom a plan was found, of up to eight."""
    for count in range(1, len(OUTSIDERS) + 1):
        helped = problem.with_outsiders(OUTSIDERS[:count])
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
    days = {day for person, day in outside_days(problem, placed) if person in new}
    return Outside(
        count,
        tuple(item.task.id for item in placed),
        sum(item.task.minutes for item in placed),
        len(days),
        answer,
        problem,
    )


def _more_days(problem: Problem) -> int:
    """Return how many more days make a plan possible: the fewest with hours enough, or a few more; 0 for none found."""
    if not may_fit(_longer(problem, MOST_EXTRA_DAYS)):
        return 0
    fewest = bisect_left(range(MOST_EXTRA_DAYS), True, key=lambda extra: may_fit(_longer(problem, extra)))
    for extra in (fewest, fewest + 1, fewest + 2, fewest + 4):
        if extra and any_plan(_longer(problem, extra)).is_plan:
            return extra
    return 0


def _longer(problem: Problem, extra: int) -> Problem:
    """Return the problem with more days at its end; who may audit on the last day may on those too."""
    calendar = problem.calendar
    days = list(calendar.days)
    for _ in range(extra):
        days.append(working_days_after(days[-1], 1))
    longer = replace(
        calendar, days=tuple(days), closing=None, closing_minutes=calendar.closing_minutes or MEETING
    )
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
