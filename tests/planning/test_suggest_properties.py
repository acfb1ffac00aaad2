"""Any small problem: what the solver finds is what trying all plans finds."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditctl.planning.suggest.aims import Placed, aims, total
from auditctl.planning.suggest.calendar import DAY, Hours, working_days
from auditctl.planning.suggest.cores import core
from auditctl.planning.suggest.problem import Option, Problem, Task
from auditctl.planning.suggest.solving import Found, any_plan, most, solve
from auditctl.planning.suggest.tidy import closing_of, tidied
from small_problem import NINE, calendar, cheapest, every_plan, is_possible, problem, turned

PEOPLE = ("ann", "bob", "out")
FEW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def problems(draw: st.DrawFn, *, most_tasks: int = 4) -> Problem:
    """Problems of up to four sessions and three people on up to two short days."""
    held = calendar(
        draw(st.integers(1, 2)), draw(st.sampled_from([60, 90, 120])), closes_freely=draw(st.booleans())
    )
    room = held.hours.minutes - (held.closing_minutes if held.closing is None else 0)
    names = "abcd"[: draw(st.integers(1, most_tasks))]
    tasks = {name: draw(_tasks(name, room)) for name in names}
    may = {name: draw(_options(held.offsets, tasks[name])) for name in names}
    busy = {"bob": ((NINE, NINE + 30),)} if draw(st.booleans()) else {}
    mutual = [("bob", "ann")] if draw(st.booleans()) else []
    return problem(
        tasks,
        may,
        held,
        outside=["out"],
        busy=busy,
        mutual=mutual,
        outdated=draw(st.sampled_from([[], ["ann"]])),
    )


@st.composite
def _tasks(draw: st.DrawFn, name: str, room: int) -> Task:
    return Task(
        name,
        name,
        draw(st.sampled_from([minutes for minutes in (30, 60, 90) if minutes <= room])),
        auditees=draw(st.sampled_from([(), ("tom",), ("ann",)])),
        needs=draw(st.sampled_from([(), (), ("law",)])),
        given=draw(st.sampled_from([(), ("ann",), ("bob", "out")])),
        begin=draw(st.sampled_from([None, NINE + 20, NINE + DAY])),
        answering=draw(st.sampled_from([frozenset(), frozenset({"ann"}), frozenset({"bob"})])),
    )


@st.composite
def _options(draw: st.DrawFn, offsets: dict[int, date], task: Task) -> list[Option]:
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True))
    return [
        Option(
            person,
            frozenset(draw(st.sets(st.sampled_from(sorted(offsets)), min_size=1))),
            turned(person, draw(st.integers(0, 2)), calendar()).costs,
            frozenset(task.needs) if draw(st.booleans()) else frozenset(),
            companion=person == "bob" and draw(st.booleans()),
        )
        for person in people
        if person not in task.auditees
    ]


def fit_together(given_problem: Problem, placed: tuple[Placed, ...]) -> bool:
    """Whether a plan is one of all those that there are, but for the minute at which its sessions begin."""
    return any(
        {(item.task.id, frozenset(item.auditors), item.begin) for item in placed}
        == {(item.task.id, frozenset(item.auditors), item.begin) for item in plan}
        for plan in every_plan(given_problem)
    )


@FEW
@given(problems())
def test_a_plan_is_found_whenever_there_is_one(given_problem: Problem) -> None:
    assert any_plan(given_problem).is_plan == is_possible(given_problem)


@FEW
@given(problems(most_tasks=3))
def test_no_plan_costs_less_than_the_one_found(given_problem: Problem) -> None:
    staffable = all(given_problem.is_staffable(task) for task in given_problem.tasks)
    found = solve(given_problem, comfort=False)
    least = cheapest(given_problem)
    if least is None:
        assert found.found is Found.none
        return
    assert staffable
    assert found.found is Found.best
    assert found.points == pytest.approx(least)
    assert total(aims(given_problem, found.placed, found.closing)) == pytest.approx(found.points)
    assert fit_together(given_problem, found.placed)


@FEW
@given(problems(), st.booleans())
def test_a_tidied_plan_is_still_one_and_costs_no_more(given_problem: Problem, comfort: bool) -> None:
    found = solve(given_problem, comfort=comfort)
    if not found.is_plan:
        return
    after = tidied(given_problem, found.placed, comfort=comfort)
    assert fit_together(given_problem, after)
    assert total(aims(given_problem, after, found.closing)) <= found.points + 1e-6
    assert all(new.begin <= old.begin for new, old in zip(after, found.placed, strict=True))
    begin, end = closing_of(given_problem, after)
    assert max(item.end for item in after) <= begin < end


@FEW
@given(problems())
def test_as_many_sessions_as_possible_are_held(given_problem: Problem) -> None:
    names = [task.id for task in given_problem.tasks if given_problem.is_staffable(task)]
    rest = given_problem.only(names)
    if not names:
        return
    found = most(rest)
    held = {item.task.id for item in found.placed}
    assert is_possible(rest.only(held)) or not held
    assert found.points == pytest.approx(len(names) - len(held))
    assert found.bound == pytest.approx(found.points)
    assert all(not is_possible(rest.only(more)) for more in combinations(names, len(held) + 1))


@FEW
@given(problems())
def test_no_session_can_be_left_out_of_a_set_that_has_no_plan(given_problem: Problem) -> None:
    if is_possible(given_problem):
        return
    found = core(given_problem)
    assert found.is_smallest
    assert not is_possible(given_problem.only(found.sessions))
    for name in found.sessions:
        others = [other for other in found.sessions if other != name]
        assert not others or is_possible(given_problem.only(others))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 30))
def test_working_days_lie_between_monday_and_friday(first: date, length: int) -> None:
    days = working_days(first, date.fromordinal(first.toordinal() + length))
    assert list(days) == sorted(set(days))
    assert all(day.weekday() < 5 for day in days)
    assert len(days) >= length * 5 // 7 - 1


@pytest.mark.parametrize(
    ("lunch", "longest"), [(None, 480), ((750, 810), 210), ((540, 600), 420), ((960, 1020), 420)]
)
def test_the_longest_stretch_lies_beside_lunch(lunch: tuple[int, int] | None, longest: int) -> None:
    assert Hours(540, 1020, lunch).longest == longest
