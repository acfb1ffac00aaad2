"""Instances whose best plan is known."""

from dataclasses import replace

import pytest

from auditctl.planning.suggest.aims import aims, load_points, total
from auditctl.planning.suggest.calendar import DAY, Calendar, Hours
from auditctl.planning.suggest.problem import Option, Problem, Task
from auditctl.planning.suggest.solving import Answer, Found, any_plan, most, solve
from small_problem import MONDAY, NINE, calendar, cheapest, problem, turned


def best(given: Problem, *, comfort: bool = False) -> Answer:
    found = solve(given, comfort=comfort)
    assert found.found is Found.best
    assert total(aims(given, found.placed, found.closing)) == pytest.approx(found.points)
    return found


def who(found: Answer) -> dict[str, tuple[str, ...]]:
    return {item.task.id: item.auditors for item in found.placed}


def test_two_sessions_go_to_two_people() -> None:
    found = best(problem({"a": 60, "b": 60}, {"a": ["ann", "bob"], "b": ["ann", "bob"]}))
    assert set(who(found).values()) == {("ann",), ("bob",)}
    assert found.points == 0


def test_an_hour_costs_more_than_the_hour_before() -> None:
    assert [load_points(minutes) for minutes in (0, 60, 90, 120, 180, 240)] == [0, 0, 0.125, 0.25, 0.75, 1.5]


def test_somebody_inside_goes_before_somebody_from_outside() -> None:
    found = best(problem({"a": 60}, {"a": ["ann", "out"]}, outside=["out"]))
    assert who(found) == {"a": ("ann",)}


def test_days_from_outside_are_few() -> None:
    given = problem(
        {"a": 60, "b": 60, "c": 60},
        {key: ["out"] for key in "abc"},
        calendar(days=3, minutes=180),
        outside=["out"],
    )
    found = best(given)
    # whoever audits is there for both meetings, so a session on the day between them would cost a day more
    assert {item.begin // DAY for item in found.placed} <= {0, 2}
    assert found.points == 2 * 5.0 + 0.75


def test_somebody_new_goes_before_somebody_who_audited_it_last_time() -> None:
    held = calendar()
    found = best(problem({"a": 60}, {"a": [turned("ann", 1, held), "bob"]}, held))
    assert who(found) == {"a": ("bob",)}


def test_once_more_inside_costs_less_than_a_day_from_outside() -> None:
    held = calendar()
    found = best(problem({"a": 60}, {"a": [turned("ann", 2, held), "out"]}, held, outside=["out"]))
    assert (who(found), found.points) == ({"a": ("ann",)}, 4.0)


def test_nobody_audits_each_other_where_it_can_be_helped() -> None:
    tasks = {
        "a": Task("a", "a", 60, answering=frozenset({"bob"})),
        "b": Task("b", "b", 60, answering=frozenset({"ann"})),
    }
    found = best(problem(tasks, {"a": ["ann"], "b": ["bob", "cem"]}))
    assert who(found) == {"a": ("ann",), "b": ("cem",)}
    alone = best(problem(tasks, {"a": ["ann"], "b": ["bob"]}))
    assert alone.points == 10.0


def test_a_pair_counts_with_what_the_cycle_holds_already() -> None:
    tasks = {"a": Task("a", "a", 60, answering=frozenset({"bob"}))}
    found = best(problem(tasks, {"a": ["ann", "cem"]}, mutual=[("bob", "ann")]))
    assert who(found) == {"a": ("cem",)}


def test_two_needs_are_met_by_two_people_where_nobody_has_both() -> None:
    days = frozenset({0})
    options = [Option("ann", days, covers=frozenset({"law"})), Option("bob", days, covers=frozenset({"it"}))]
    found = best(problem({"a": Task("a", "a", 60, needs=("law", "it"))}, {"a": options}))
    assert who(found) == {"a": ("ann", "bob")}


def test_an_expert_only_joins_an_auditor() -> None:
    days = frozenset({0})
    expert = Option("eva", days, covers=frozenset({"it"}), companion=True)
    tasks = {"a": Task("a", "a", 60, needs=("it",), given=("ann", "eva"))}
    found = best(problem(tasks, {"a": ["ann", expert]}))
    assert who(found) == {"a": ("ann", "eva")}
    assert not any_plan(problem({"a": 60}, {"a": [expert]})).is_plan


def test_a_second_auditor_of_the_plan_stays() -> None:
    tasks = {"a": Task("a", "a", 60, given=("ann", "bob"))}
    found = best(problem(tasks, {"a": ["ann", "bob", "cem"]}))
    assert (who(found), found.points) == ({"a": ("ann", "bob")}, 0.0)


def test_somebody_who_is_elsewhere_audits_later() -> None:
    found = best(problem({"a": 60}, {"a": ["ann"]}, busy={"ann": ((NINE, NINE + 45),)}))
    assert found.placed[0].begin == NINE + 45


def test_somebody_who_may_from_the_second_day_on_audits_then() -> None:
    found = best(problem({"a": 60}, {"a": [Option("ann", frozenset({1}))]}, calendar(days=2)))
    assert found.placed[0].begin // DAY == 1


def test_one_auditee_is_in_one_place() -> None:
    tasks = {name: Task(name, name, 60, auditees=("tom",)) for name in "ab"}
    found = best(problem(tasks, {"a": ["ann"], "b": ["bob"]}))
    assert abs(found.placed[0].begin - found.placed[1].begin) >= 60


def test_an_auditor_is_not_met_elsewhere_at_the_same_time() -> None:
    tasks = {"a": Task("a", "a", 60), "b": Task("b", "b", 60, auditees=("ann",))}
    found = best(problem(tasks, {"a": ["ann"], "b": ["bob"]}))
    assert abs(found.placed[0].begin - found.placed[1].begin) >= 60


def test_what_the_plan_says_stays_where_nothing_speaks_against_it() -> None:
    tasks = {"a": Task("a", "a", 60, given=("bob",), begin=NINE + 37)}
    found = best(problem(tasks, {"a": ["ann", "bob"]}))
    assert (who(found), found.placed[0].begin, found.points) == ({"a": ("bob",)}, NINE + 37, 0.0)


def test_what_has_to_be_renewed_counts_once_a_person() -> None:
    given = problem({"a": 60, "b": 60}, {"a": ["ann"], "b": ["ann"]}, outdated=["ann"])
    assert best(given).points == 1.0 + 0.25


def test_the_closing_meeting_is_held_as_early_as_it_can_be() -> None:
    found = best(problem({"a": 60}, {"a": ["ann"]}, calendar(days=3, closes_freely=True)))
    assert found.closing == NINE + 60


def test_nobody_works_over_lunch_where_there_is_room() -> None:
    hours = Hours(11 * 60, 15 * 60, (12 * 60, 13 * 60))
    held = Calendar((MONDAY,), hours, (10 * 60, 11 * 60), (15 * 60, 16 * 60))
    given = problem({"a": 60, "b": 60}, {key: ["ann"] for key in "ab"}, held)
    found = best(given, comfort=True)
    assert all(item.end <= 12 * 60 or item.begin >= 13 * 60 for item in found.placed)
    crowded = problem(dict.fromkeys("abcd", 60), {key: ["ann"] for key in "abcd"}, held)
    assert solve(crowded, comfort=True).found is Found.none
    assert best(crowded).is_plan


def test_hosts_are_in_one_place_where_there_is_room() -> None:
    tasks = {name: Task(name, name, 45, hosts=("tom",)) for name in "ab"}
    given = problem(tasks, {"a": ["ann"], "b": ["bob"]})
    placed = best(given, comfort=True).placed
    assert abs(placed[0].begin - placed[1].begin) >= 45 + 15


def test_nobody_has_more_than_eight_hours_on_a_long_day() -> None:
    held = calendar(days=1, minutes=10 * 60)
    tasks = dict.fromkeys("abcde", 120)
    assert not any_plan(problem(tasks, {key: ["ann"] for key in "abcde"}, held)).is_plan
    assert any_plan(problem(dict.fromkeys("abcd", 120), {key: ["ann"] for key in "abcd"}, held)).is_plan


def test_as_many_sessions_as_there_is_time_for_are_held() -> None:
    given = problem(dict.fromkeys("abc", 60), {key: ["ann"] for key in "abc"})
    found = most(given)
    assert len(found.placed) == 2
    assert (found.points, found.bound) == (1.0, 1.0)


def test_the_best_plan_of_a_week_is_the_one_that_trying_all_finds() -> None:
    tasks = {
        "a": Task("a", "a", 60, begin=NINE + DAY),
        "b": Task("b", "b", 60),
        "c": Task("c", "c", 120),
    }
    given = problem(
        tasks, {"a": ["ann", "out"], "b": ["out"], "c": ["ann", "bob"]}, calendar(days=2), outside=["out"]
    )
    assert best(given).points == pytest.approx(cheapest(given))


def test_the_lead_so_far_goes_on_leading_where_that_costs_little() -> None:
    given = replace(problem({"a": 60, "b": 60}, {"a": ["ann", "bob"], "b": ["bob"]}), lead="ann")
    assert who(best(given)) == {"a": ("ann",), "b": ("bob",)}
    alone = replace(problem({"a": 60}, {"a": ["bob"]}), lead="ann")
    assert best(alone).points == 2.0


def test_a_day_from_outside_for_what_stays_costs_nothing_more() -> None:
    held = calendar(days=3, minutes=180)
    given = replace(problem({"a": 60}, {"a": ["out"]}, held, outside=["out"]), there=frozenset({("out", 1)}))
    assert best(given).points == 3 * 5.0


def test_lunch_comes_after_a_session_that_takes_the_whole_morning() -> None:
    hours = Hours(9 * 60, 17 * 60, (12 * 60, 13 * 60))
    held = Calendar((MONDAY,), hours, (8 * 60, 9 * 60), (17 * 60, 18 * 60))
    found = best(problem({"a": 270, "b": 60}, {key: ["ann"] for key in "ab"}, held), comfort=True)
    begins = {item.task.id: item.begin for item in found.placed}
    assert begins["b"] >= begins["a"] + 270 + 60 or begins["b"] + 60 + 15 <= begins["a"]
    assert not 12 * 60 <= begins["a"] < 13 * 60
