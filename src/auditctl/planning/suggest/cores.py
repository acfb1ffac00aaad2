"""Smallest sets of sessions that no plan holds together.

QuickXplain (Junker, "QUICKXPLAIN: Preferred Explanations and Relaxations for Over-Constrained Problems", AAAI 2004)
halves the sessions until none of what is left can be taken away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditctl.planning.suggest.problem import Problem
from auditctl.planning.suggest.solving import Found, any_plan, may_fit

WORK = 0.3
"""Deterministic time for each question whether a set can be planned."""
MOST_ASKED = 1500
"""Sessions in all questions together, after which a set is given as it is."""
Impossible = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Core:
    """Sessions that no plan holds together; `is_smallest` where each of them was proved to be needed for that."""

    sessions: tuple[str, ...]
    is_smallest: bool


class _Questions:
    """Asks whether sets of sessions can be planned, and remembers whether any answer was lacking."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.left = MOST_ASKED
        self.all_answered = True

    def is_impossible(self, sessions: Sequence[str]) -> bool:
        """Whether it is proved that no plan holds these sessions together."""
        self.left -= len(sessions)
        answer = any_plan(self.problem.only(sessions), work=WORK).found if self.left > 0 else Found.unknown
        self.all_answered = self.all_answered and answer is not Found.unknown
        return answer is Found.none

    def have_no_hours(self, sessions: Sequence[str]) -> bool:
        """Whether the hours of everybody are too few for these sessions, whatever their order."""
        return not may_fit(self.problem.only(sessions))


def core(problem: Problem) -> Core:
    """Return a set of sessions that cannot be planned together, while each smaller part of it can.

    The problem has no plan. Sessions that come late in its order are kept out of the set where there is a choice.
    Where the hours alone are too few, a set is looked for by hours first, which is quick.
    """
    questions = _Questions(problem)
    names = tuple(task.id for task in problem.tasks)
    if questions.have_no_hours(names):
        names = _quick(questions.have_no_hours, (), False, names)
    found = set(_quick(questions.is_impossible, (), False, names))
    return Core(tuple(task.id for task in problem.tasks if task.id in found), questions.all_answered)


def _quick(
    is_impossible: Impossible, given: tuple[str, ...], asks: bool, rest: tuple[str, ...]
) -> tuple[str, ...]:
    """Return which of `rest` are needed so that, with those given, no plan exists."""
    if asks and is_impossible(given):
        return ()
    if len(rest) == 1:
        return rest
    half = len(rest) // 2
    first, second = rest[:half], rest[half:]
    later = _quick(is_impossible, (*given, *first), bool(first), second)
    earlier = _quick(is_impossible, (*given, *later), bool(later), first)
    return (*earlier, *later)
