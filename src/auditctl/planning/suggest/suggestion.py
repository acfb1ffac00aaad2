"""The suggestion: a plan and what each choice was worth; or the sessions that nobody can take, and the ways out."""

from dataclasses import dataclass, replace

from auditctl.analysis.competence import is_lead_auditor
from auditctl.planning.suggest.aims import EARLY, aims
from auditctl.planning.suggest.building import Posed, pose
from auditctl.planning.suggest.cores import Core, core
from auditctl.planning.suggest.leading import lead
from auditctl.planning.suggest.plan import Instead, Plan
from auditctl.planning.suggest.problem import Problem, Task
from auditctl.planning.suggest.request import Request
from auditctl.planning.suggest.solving import Answer, Found, most, solve
from auditctl.planning.suggest.tidy import closing_of, tidied
from auditctl.planning.suggest.ways_out import WaysOut, ways_out
from auditctl.repository import Audit, Repository

MOST_TOGETHER = 60
"""Sessions up to which a smallest set without time is looked for; of more, only how many have to go is said."""
__all__ = ["Impasse", "Instead", "Plan", "suggest"]


@dataclass(frozen=True)
class Impasse:
    """No plan. `nobody` are sessions that nobody may audit at all; `core` those that have no time together.

    `handed` is the smallest set of sessions found that, given to somebody else, leaves a plan for the others; of
    any such set `at_least` so many are proved to be needed: none where it is not even proved that no plan exists.
    `unasked` are those on the register whom the request left out.
    """

    audit: Audit
    posed: Posed
    nobody: tuple[str, ...]
    core: Core | None
    handed: tuple[str, ...]
    at_least: int
    ways: WaysOut
    unasked: tuple[str, ...] = ()

    @property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """By session that somebody may audit, but nobody with all that it needs, the competences that are missing."""
        found = {}
        for task in map(self.task, self.nobody):
            held = frozenset[str]().union(*(item.covers for item in self.problem.options[task.id].values()))
            if self.problem.own_right(task.id):
                found[task.id] = tuple(need for need in task.needs if need not in held)
        return found

    @property
    def is_smallest(self) -> bool:
        return self.at_least == len(self.handed)

    @property
    def problem(self) -> Problem:
        return self.posed.problem

    def task(self, name: str) -> Task:
        return next(task for task in self.problem.tasks if task.id == name)


def suggest(repository: Repository, audit: Audit, request: Request) -> Plan | Impasse:
    """Return a plan, or why there is none.

    Raises what `pose` raises, and NoSolver.
    """
    posed = pose(repository, audit, request)
    nobody = tuple(task.id for task in posed.problem.tasks if not posed.problem.is_staffable(task))
    unasked = _unasked(repository, audit, request)
    if nobody:
        return _impasse(repository, audit, posed, nobody, unasked)
    for comfort in (True, False):
        answer = solve(posed.problem, comfort=comfort, effort=request.effort)
        if answer.is_plan:
            return _plan(repository, audit, posed, answer, comfort=comfort)
    return _impasse(repository, audit, posed, (), unasked)


def _unasked(repository: Repository, audit: Audit, request: Request) -> tuple[str, ...]:
    """Return those on the register whom the request left out, and who may audit something."""
    if not request.auditors:
        return ()
    everybody = pose(repository, audit, replace(request, auditors=())).problem
    return tuple(person for person in everybody.people if person not in request.auditors)


def _plan(repository: Repository, audit: Audit, posed: Posed, answer: Answer, *, comfort: bool) -> Plan:
    placed = tidied(posed.problem, answer.placed, comfort=comfort)
    closing = closing_of(posed.problem, placed, posed.held_until)
    leader = lead(repository, audit, posed, placed)
    told = f"the closing meeting on {posed.problem.calendar.moment(closing[0]).date()}"
    found = aims(posed.problem, placed, answer.closing)
    return Plan(
        audit=audit,
        posed=posed,
        placed=placed,
        opening=posed.problem.calendar.opening,
        closing=closing,
        lead=leader,
        is_led=is_lead_auditor(repository, leader),
        aims=tuple(replace(aim, words=told) if aim.name == EARLY else aim for aim in found),
        bound=answer.bound,
        is_best=answer.found is Found.best,
        comfort=comfort,
        priced=answer.closing,
    )


def _impasse(
    repository: Repository,
    audit: Audit,
    posed: Posed,
    nobody: tuple[str, ...],
    unasked: tuple[str, ...],
) -> Impasse:
    rest = posed.problem.only(task.id for task in posed.problem.tasks if task.id not in nobody)
    left = most(rest) if rest.tasks else Answer(Found.best)
    placed = {item.task.id for item in left.placed}
    squeezed = tuple(task.id for task in rest.tasks if task.id not in placed)
    handed = tuple(task.id for task in posed.problem.tasks if task.id in {*nobody, *squeezed})
    at_least = len(nobody) + (round(left.bound + 0.499) if squeezed else 0)
    is_small = len(rest.tasks) <= MOST_TOGETHER
    found = core(rest) if squeezed and left.bound > 0 and is_small else None
    crowded = () if nobody else (found.sessions if found else squeezed)
    return Impasse(
        audit=audit,
        posed=posed,
        nobody=nobody,
        core=found,
        handed=handed,
        at_least=at_least,
        ways=ways_out(repository, posed, handed, crowded),
        unasked=unasked,
    )
