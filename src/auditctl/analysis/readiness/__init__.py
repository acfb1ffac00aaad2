"""Whether an organisation is ready for an external audit: six conditions on its records, and a check without errors.

None of them is a requirement of ISO/IEC 27001. They follow what certification bodies look for (ISO/IEC 17021-1:
majors corrected before the certificate, minors with an accepted plan, internal audits and management reviews
performed) and good practice. `ready` and the rules RDY001 to RDY006 ask the same functions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.dues import dues
from auditctl.analysis.readiness.audits import every_clause_audited, reported_and_reviewed
from auditctl.analysis.readiness.errors import no_errors
from auditctl.analysis.readiness.goal import Goal, goal_on, next_goal
from auditctl.analysis.readiness.graded import majors, minors
from auditctl.analysis.readiness.overdue import nothing_overdue
from auditctl.analysis.readiness.parts import Condition, Lack, Shown
from auditctl.analysis.readiness.records import records_kept
from auditctl.diagnostics import Outcome, Severity
from auditctl.repository import Repository

__all__ = [
    "CONDITIONS",
    "Condition",
    "Goal",
    "Judged",
    "Lack",
    "Readiness",
    "Shown",
    "goal_on",
    "next_goal",
    "readiness",
]

CONDITIONS: dict[str, Callable[[Repository, date], Condition]] = {
    "RDY001": majors,
    "RDY002": minors,
    "RDY003": nothing_overdue,
    "RDY004": reported_and_reviewed,
    "RDY005": every_clause_audited,
    "RDY006": records_kept,
}
"""What each rule asks of a repository on its day, for a day ahead."""


def condition(repository: Repository, code: str, day: date) -> Condition:
    """Return how a condition stands for an external audit on a day; asked once in a run."""
    key = (code, day)
    if key not in repository.memo:
        repository.memo[key] = CONDITIONS[code](repository, day)
    kept: Condition = repository.memo[key]
    return kept


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with the weight that it has where it is not met; None where the settings switch it off."""

    condition: Condition
    weight: Severity | None = Severity.error

    @property
    def stands_in_the_way(self) -> bool:
        return not self.condition.is_met and self.weight is Severity.error


@dataclass(frozen=True, slots=True)
class Readiness:
    """Every condition before an external audit, and how much falls due until then."""

    name: str
    today: date
    goal: Goal
    judged: tuple[Judged, ...]
    ahead: int

    @property
    def is_ready(self) -> bool:
        return not any(item.stands_in_the_way for item in self.judged)

    @property
    def met(self) -> int:
        return sum(item.condition.is_met for item in self.judged)


def readiness(repository: Repository, goal: Goal, outcome: Outcome) -> Readiness:
    """Return how things stand before an external audit.

    `outcome` is that of a check which asked the rules of readiness for that day too: the weights are theirs.
    """
    told = (*outcome.diagnostics, *(item.diagnostic for item in outcome.silenced))
    judged = [
        Judged(
            condition(repository, code, goal.day),
            max((item.severity for item in told if item.code == code), default=None),
        )
        for code in CONDITIONS
    ]
    return Readiness(
        name=repository.settings.name,
        today=repository.today,
        goal=goal,
        judged=(*judged, Judged(no_errors(repository, outcome))),
        ahead=sum(0 <= due.days <= goal.days for due in dues(repository)),
    )
