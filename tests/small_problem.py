"""Small problems of a plan, and every plan of one by trying them all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations

from auditctl.planning.suggest.aims import Placed, aims, total
from auditctl.planning.suggest.calendar import DAY, Calendar, Hours, Span, step_of, working_days
from auditctl.planning.suggest.problem import Cost, Option, Problem, Task

MONDAY = date(2027, 1, 11)
NINE = 9 * 60


def calendar(days: int = 1, minutes: int = 120, *, closes_freely: bool = False) -> Calendar:
    """Return days of so many minutes from nine o'clock on, with the opening meeting just before the first."""
    dates = working_days(MONDAY, date(2027, 3, 31))[:days]
    end = (dates[-1] - dates[0]).days * DAY + NINE + minutes
    hours = Hours(NINE, NINE + minutes + (30 if closes_freely else 0), None)
    return Calendar(dates, hours, (NINE - 30, NINE), None if closes_freely else (end, end + 30))


def problem(
    tasks: Mapping[str, int | Task],
    may: Mapping[str, Sequence[str | Option]],
    held: Calendar | None = None,
    *,
    outside: Sequence[str] = (),
    busy: Mapping[str, tuple[Span, ...]] | None = None,
    mutual: Sequence[tuple[str, str]] = (),
    outdated: Sequence[str] = (),
) -> Problem:
    """Return a problem; a task is its length in minutes, an option the name of somebody who may on every day."""
    here = held or calendar()
    made = tuple(task if isinstance(task, Task) else Task(name, name, task) for name, task in tasks.items())
    options = {task.id: dict(_option(item, here) for item in may[task.id]) for task in made}
    return Problem(
        here,
        made,
        options,
        {task.id: {} for task in made},
        frozenset(outside),
        dict(busy or {}),
        mutual=frozenset(mutual),
        outdated=dict.fromkeys(outdated, "the last evaluation is older than 12 months by then (CMP002)"),
    )


def _option(item: str | Option, held: Calendar) -> tuple[str, Option]:
    option = Option(item, frozenset(held.offsets)) if isinstance(item, str) else item
    return option.person, option


def turned(person: str, times: int, held: Calendar) -> Option:
    """Return somebody who audited the process the last times."""
    return Option(person, frozenset(held.offsets), (Cost("rotation", "audited it", 2.0 * times),))


def every_plan(given: Problem) -> Iterator[tuple[Placed, ...]]:
    """Yield every plan of a small problem that keeps the hard conditions."""
    yield from _extended(given, (), given.tasks, step_of(task.minutes for task in given.tasks))


def _extended(
    given: Problem, placed: tuple[Placed, ...], rest: tuple[Task, ...], step: int
) -> Iterator[tuple[Placed, ...]]:
    if not rest:
        yield placed
        return
    task = rest[0]
    starts = set(given.calendar.starts(task.minutes, step, over_lunch=True))
    if task.begin is not None and given.calendar.holds(task.begin, task.minutes):
        starts.add(task.begin)
    for people in _teams(given, task):
        for begin in sorted(starts):
            item = Placed(task, people, begin)
            if _is_allowed(given, item, placed):
                yield from _extended(given, (*placed, item), rest[1:], step)


def _teams(given: Problem, task: Task) -> Iterator[tuple[str, ...]]:
    options = given.options[task.id]
    sizes = range(1, task.most + 1)
    for people in chain.from_iterable(combinations(sorted(options), size) for size in sizes):
        covers = set().union(*(options[person].covers for person in people))
        if any(not options[person].companion for person in people) and covers >= set(task.needs):
            yield people


def _is_allowed(given: Problem, item: Placed, placed: tuple[Placed, ...]) -> bool:
    options = given.options[item.task.id]
    if any(item.begin // DAY not in options[person].days for person in item.auditors):
        return False
    people = _people(item)
    if len(people) < len(item.auditors) + len(item.task.auditees):
        return False
    spans = [(other.begin, other.end) for other in placed if people & _people(other)]
    spans += [span for person in people for span in given.busy.get(person, ())]
    return all(item.end <= begin or end <= item.begin for begin, end in spans)


def _people(item: Placed) -> frozenset[str]:
    return frozenset((*item.auditors, *item.task.auditees))


def cheapest(given: Problem) -> float | None:
    """Return what the best plan costs, found by trying them all; None where there is none."""
    costs = (total(aims(given, placed, _closing(given, placed))) for placed in every_plan(given))
    return min(costs, default=None)


def _closing(given: Problem, placed: tuple[Placed, ...]) -> int:
    """Return when the closing meeting can begin at the earliest."""
    if given.calendar.closing:
        return given.calendar.closing[0]
    held, step = given.calendar, step_of(task.minutes for task in given.tasks)
    day, at = divmod(max(item.end for item in placed), DAY)
    begin = held.hours.opens + -(-(at - held.hours.opens) // step) * step
    if begin + held.closing_minutes <= held.hours.closes:
        return day * DAY + begin
    return min(later for later in held.offsets if later > day) * DAY + held.hours.opens


def is_possible(given: Problem) -> bool:
    return next(every_plan(given), None) is not None
