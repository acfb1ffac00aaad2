"""Who may audit what, and why not. One engine behind the rules, `plan` and `who`.

27001 9.2.2 b) asks for objectivity and impartiality of the audit process. How near is too near
follows the guidance and benchmarks that each rule names; the windows are house rules.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from auditctl.analysis import past, responsibility, ties
from auditctl.analysis.assignment import Assignment
from auditctl.analysis.competence import unfit
from auditctl.analysis.conflicts import Case, Conflict, Weight
from auditctl.analysis.posts import Posts
from auditctl.model.audit import AcceptedConflict
from auditctl.phrases import phrase
from auditctl.repository import Repository

REASONS: tuple[Callable[[Case], Iterator[Conflict]], ...] = (
    responsibility.responsible,
    responsibility.department,
    responsibility.reporting_line,
    past.worked_there,
    past.designed,
    ties.relations,
    ties.services,
    ties.certification_body,
    responsibility.audit_process,
    responsibility.foreign_requirements,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against a person in an assignment: what is open, and what an exception accepts."""

    person: str
    open: tuple[Conflict, ...] = ()
    accepted: tuple[tuple[Conflict, AcceptedConflict], ...] = ()

    @property
    def is_free(self) -> bool:
        return not self.open and not self.accepted

    @property
    def weight(self) -> Weight | None:
        """The weight of the strongest conflict that no exception accepts."""
        return self.open[0].weight if self.open else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code once, the strongest first."""
        return tuple(dict.fromkeys(item.code for item in (*self.open, *(held for held, _ in self.accepted))))


@dataclass(frozen=True)
class Independence:
    """The engine on one repository."""

    repository: Repository

    @cached_property
    def posts(self) -> Posts:
        return Posts(self.repository)

    def conflicts(self, person: str, assignment: Assignment) -> tuple[Conflict, ...]:
        """Return every conflict of a person with an assignment, the strongest first.

        A person or process that the repository does not know has none; the reference is reported.
        """
        record = self.repository.people.get(person)
        process = self.repository.processes.get(assignment.process)
        if record is None or process is None:
            return ()
        case = Case(self.posts, record, process, assignment)
        found = [conflict for reason in REASONS for conflict in reason(case)]
        return tuple(sorted(found, key=lambda conflict: conflict.rank))

    def verdict(self, person: str, assignment: Assignment) -> Verdict:
        """Return the conflicts of a person, with exceptions of the audit's team applied."""
        open_: list[Conflict] = []
        accepted: list[tuple[Conflict, AcceptedConflict]] = []
        for conflict in self.conflicts(person, assignment):
            exception = self._exception(person, conflict, assignment)
            if exception:
                accepted.append((conflict, exception))
            else:
                open_.append(conflict)
        return Verdict(person, tuple(open_), tuple(accepted))

    def _exception(self, person: str, conflict: Conflict, assignment: Assignment) -> AcceptedConflict | None:
        audit = assignment.audit
        if conflict.weight is Weight.error or audit is None or audit.team is None:
            return None
        for item in audit.team.data.exceptions:
            matches = (item.rule, item.auditor, item.process) == (conflict.code, person, assignment.process)
            if matches and not gaps(item, assignment.on, self.owners(assignment) | set(assignment.met)):
                return item
        return None

    def owners(self, assignment: Assignment) -> frozenset[str]:
        """Return who owns the process on the day."""
        process = self.repository.processes.get(assignment.process)
        return (
            frozenset(held.person for held in self.posts.owners(process, assignment.on))
            if process
            else frozenset()
        )

    def free(self, assignment: Assignment) -> list[str]:
        """Return the people of the register who are fit to audit it, and may without any conflict."""
        return [name for name in self.register(assignment) if self.verdict(name, assignment).is_free]

    def register(self, assignment: Assignment) -> list[str]:
        """Return who of the register is fit to audit in their own right on the day, and meets nobody as auditee."""
        return [
            name
            for name in self.repository.auditors
            if name not in assignment.met and not unfit(self.repository, name, assignment.on)
        ]


def gaps(exception: AcceptedConflict, day: date, audited: Collection[str]) -> list[str]:
    """Return what keeps an exception from holding on a day (IND018); `audited` may not approve it."""
    approved = exception.approved
    found: list[str] = []
    if not exception.reason:
        found.append(phrase("it gives no reason"))
    if not exception.safeguards:
        found.append(phrase("it names no safeguards"))
    if approved is None:
        found.append(phrase("nobody approved it"))
    elif approved.by == exception.auditor:
        found.append(phrase("the auditor approved it"))
    elif approved.by in audited:
        found.append(phrase("%(person)s approved it, who is audited", person=approved.by))
    if exception.expires and exception.expires < day:
        found.append(phrase("it expires on %(expires)s, before %(day)s", expires=exception.expires, day=day))
    return found
