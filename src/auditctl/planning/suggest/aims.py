"""What a good plan costs, in points: one measure for the solver and for the reader.

The weights are a house choice, not the standard's: 27001 9.2.2 asks for objectivity and impartiality, which are
conditions of every plan here and no aims.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditctl.planning.suggest.calendar import DAY
from auditctl.planning.suggest.problem import Problem, Task

UNIT = DAY
"""Solver's units a point: the closing meeting costs one a day, and so one unit a minute."""
HOUR_STEP = 0.25
"""Each further hour of one person costs so many points more than the hour before."""
OUTSIDE_DAY = 5.0
"""A day on which somebody from outside is there."""
TURN = 2.0
"""Each time in a row that somebody audited the process before."""
ROTATION, CLEAR = "rotation", "no warning, no exception"
"""The aims that a single choice can miss."""
EARLY = "early end"
WARNING = 10.0
"""A warning of a rule: too often in a row (IND010), each other's processes (IND016), a tie worth a look."""
EXCEPTION = 3.0
"""A conflict that an exception accepts."""
OUTDATED = 1.0
"""Somebody whose evaluation has to be repeated, or a certificate renewed, before the audit (CMP002)."""
FEWER, MORE = 8.0, 0.25
"""An auditor less than the plan has for a session, and one more."""
REPLACED = 0.5
"""An auditor whom the plan names for a session so far, and who is not in it."""
LEAD = 2.0
"""The lead so far audits nothing, so that somebody else leads."""
MOVED = 0.25
"""A session that is not held when the plan says so far."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A session with its auditors, and when it begins in minutes since midnight of the first day."""

    task: Task
    auditors: tuple[str, ...]
    begin: int

    @property
    def end(self) -> int:
        return self.begin + self.task.minutes


@dataclass(frozen=True, slots=True)
class Aim:
    """What one aim costs in a plan."""

    name: str
    points: float
    words: str
    missed: str
    """What is said of a plan that meets it less."""


def load_points(minutes: int) -> float:
    """Return the cost of one person's minutes: the first hour is free, each further one dearer than the last."""
    hours, rest = divmod(minutes, 60)
    return HOUR_STEP * (hours * (hours - 1) / 2 + hours * rest / 60)


def loads(problem: Problem, placed: Iterable[Placed]) -> dict[str, int]:
    """Return the minutes of everybody who may audit something."""
    found = dict.fromkeys(problem.people, 0)
    for person in found:
        found[person] += problem.loads.get(person, 0)
    for item in placed:
        for person in item.auditors:
            found[person] += item.task.minutes
    return found


def outside_days(problem: Problem, placed: Iterable[Placed], closing: int) -> set[tuple[str, int]]:
    """Return who from outside is there on which day: for sessions, and for the meetings of whoever audits."""
    days = {
        (person, item.begin // DAY)
        for item in placed
        for person in item.auditors
        if person in problem.outside
    }
    days |= {(person, day) for person, day in problem.there if day in problem.calendar.offsets}
    return days | {(person, day) for person, _ in days for day in problem.meeting_days(closing)}


def mutual_pairs(problem: Problem, placed: Iterable[Placed]) -> set[tuple[str, str]]:
    """Return the pairs, each once, who audit what the other answers for (IND016)."""
    new = {
        (person, other)
        for item in placed
        for person in item.auditors
        for other in item.task.answering
        if other != person
    }
    ways = new | problem.mutual
    return {
        (one, other)
        for one, other in ways
        if one < other and (other, one) in ways and {(one, other), (other, one)} & new
    }


def aims(problem: Problem, placed: tuple[Placed, ...], closing_end_day: int) -> list[Aim]:
    """Return what each aim costs in a plan; together they are what the solver makes small."""
    return list(_aims(problem, placed, closing_end_day))


def _aims(problem: Problem, placed: tuple[Placed, ...], closing: int) -> Iterator[Aim]:
    held = {person: minutes for person, minutes in loads(problem, placed).items() if minutes}
    words = ", ".join(
        f"{person} {spoken(minutes)}" for person, minutes in sorted(held.items(), key=_heaviest)
    )
    yield Aim("balanced load", sum(map(load_points, held.values())), words, "a less even load")
    days = outside_days(problem, placed, closing)
    outside = OUTSIDE_DAY * len(days)
    yield Aim("few outside days", outside, _outside_words(days), "more days from outside")
    yield from _of_choices(problem, placed)
    yield _of_people(problem, placed)
    pairs = mutual_pairs(problem, placed)
    yield Aim(
        "nobody audits each other",
        WARNING * len(pairs),
        ", ".join(f"{one} and {other}" for one, other in sorted(pairs)),
        "two people audit each other",
    )
    yield from _as_planned(problem, placed)
    if problem.calendar.closing is None:
        last = problem.calendar.moment(closing).date()
        yield Aim(EARLY, closing / UNIT, f"the closing meeting on {last}", "a later end")


def _heaviest(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _outside_words(days: set[tuple[str, int]]) -> str:
    people: dict[str, int] = {}
    for person, _ in sorted(days):
        people[person] = people.get(person, 0) + 1
    return ", ".join(
        f"{person} {count} {'day' if count == 1 else 'days'}" for person, count in people.items()
    )


def _of_choices(problem: Problem, placed: tuple[Placed, ...]) -> Iterator[Aim]:
    """Yield what the choices themselves cost, by the aim that they miss."""
    found: dict[str, list[tuple[str, float]]] = {ROTATION: [], CLEAR: []}
    for item in placed:
        for person in item.auditors:
            for cost in problem.options[item.task.id][person].costs:
                found[cost.aim].append((f"{person} in {item.task.id}: {cost.words}", cost.points))
    missed = {ROTATION: "the same auditor again", CLEAR: "a warning or an exception"}
    for name, costs in found.items():
        points = sum((points for _, points in costs), 0.0)
        yield Aim(name, points, "; ".join(words for words, _ in costs), missed[name])


def _of_people(problem: Problem, placed: tuple[Placed, ...]) -> Aim:
    """Return what it costs that people have something to renew first."""
    used = sorted({person for item in placed for person in item.auditors} & set(problem.outdated))
    points, missed = OUTDATED * len(used), "an evaluation or a certificate to renew"
    return Aim("competence up to date", points, ", ".join(used), missed)


def is_led(problem: Problem, placed: Iterable[Placed]) -> bool:
    """Whether the lead so far audits something, where there is one who may lead."""
    return problem.lead in {"", *problem.loads, *(person for item in placed for person in item.auditors)}


def _as_planned(problem: Problem, placed: tuple[Placed, ...]) -> Iterator[Aim]:
    replaced = [person for item in placed for person in item.task.given if person not in item.auditors]
    moved = [item.task.id for item in placed if item.task.begin is not None and item.begin != item.task.begin]
    words = [f"{len(replaced)} replaced" if replaced else "", f"{len(moved)} moved" if moved else ""]
    if not is_led(problem, placed):
        words.append(f"{problem.lead} leads no more")
    points = REPLACED * len(replaced) + MOVED * len(moved) + LEAD * (not is_led(problem, placed))
    yield Aim("as planned so far", points, ", ".join(filter(None, words)), "a change of the plan so far")
    beyond = {item.task.id: len(item.auditors) - item.task.heads for item in placed}
    fewer, more = (sum(max(0, sign * count) for count in beyond.values()) for sign in (-1, 1))
    words = [
        f"{abs(count)} {'more' if count > 0 else 'fewer'} in {name}"
        for name, count in beyond.items()
        if count
    ]
    points = FEWER * fewer + MORE * more
    yield Aim("as many auditors as planned", points, ", ".join(words), "fewer or more auditors than planned")


def spoken(minutes: int) -> str:
    """Return minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def total(found: Iterable[Aim]) -> float:
    return sum(aim.points for aim in found)
