"""Who may audit a session on which day, at what cost; and every reason against everybody else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from auditctl.analysis.appointments import IN_OWN_RIGHT, is_trainee
from auditctl.analysis.assignment import Assignment
from auditctl.analysis.competence import lacking, outdated, unfit, unfit_companion
from auditctl.analysis.conflicts import Weight
from auditctl.analysis.independence import Independence
from auditctl.analysis.rotation import Turn, before, in_a_row, turns
from auditctl.analysis.verifying import parts_in, reports_in
from auditctl.model.capa import Capa
from auditctl.model.people import AuditorRole
from auditctl.model.record import Record
from auditctl.planning.suggest.aims import CLEAR, EXCEPTION, ROTATION, TURN, WARNING
from auditctl.planning.suggest.problem import Cost, Option, Task
from auditctl.repository import Audit, Repository

Refusal = tuple[str, ...]


@dataclass(frozen=True)
class Candidates:
    """How everybody stands to the sessions of one audit; `days` maps how far a day lies from the first to the day."""

    engine: Independence
    audit: Audit
    days: dict[int, date]
    pool: tuple[str, ...]

    @property
    def repository(self) -> Repository:
        return self.engine.repository

    def of(self, task: Task, assignment: Assignment) -> tuple[dict[str, Option], dict[str, Refusal]]:
        """Return who may audit a session, and why each of the others may not."""
        options: dict[str, Option] = {}
        refusals: dict[str, Refusal] = {}
        for person in self.pool:
            found = self._standing(task, assignment, person)
            if isinstance(found, Option):
                options[person] = found
            else:
                refusals[person] = found
        return options, refusals

    def _standing(self, task: Task, assignment: Assignment, person: str) -> Option | Refusal:
        is_met = person in {*assignment.met, *task.met(comfort=True)}
        companion = self._is_companion(task, person)
        against = {
            offset: tuple(self._against(person, replace(assignment, on=day), companion=companion))
            for offset, day in self.days.items()
        }
        free = [offset for offset, reasons in against.items() if not reasons]
        if is_met or not free:
            return next(iter(against.values())) or ("is met in it",)
        first = replace(assignment, on=self.days[free[0]])
        covers = set(task.needs) - set(
            lacking(self.repository, self.repository.processes[task.process].data, (person,))
        )
        return Option(
            person, frozenset(free), tuple(self._costs(person, first)), frozenset(covers), companion
        )

    def _is_companion(self, task: Task, person: str) -> bool:
        """Whether somebody may only join an auditor: an expert, or a trainee whom the plan has there."""
        entry = self.repository.auditors.get(person)
        roles = set(entry.data.roles) if entry else set()
        is_expert = AuditorRole.technical_expert in roles and not roles & IN_OWN_RIGHT
        return is_expert or (is_trainee(self.repository, person) and person in task.given)

    def _against(self, person: str, assignment: Assignment, *, companion: bool) -> Iterator[str]:
        """Yield why somebody may not audit it on that day: competence, independence, a part in what is verified."""
        fit = unfit_companion if companion else unfit
        yield from fit(self.repository, person, assignment.on)
        for conflict in self.engine.verdict(person, assignment).open:
            if conflict.weight > Weight.warning:
                yield f"{conflict.reason} ({conflict.code})"
        for capa in self._followed.get(assignment.process, ()):
            for part in (
                *parts_in(self.engine.posts, capa, person, assignment.on),
                *reports_in(self.engine.posts, capa, person, assignment.on),
            ):
                yield f"{part.words} (IND006)"

    @cached_property
    def _followed(self) -> dict[str, list[Record[Capa]]]:
        """The corrective actions whose effect this audit verifies, by the process of their findings."""
        found: dict[str, list[Record[Capa]]] = {}
        for reference in self.audit.data.follow_up:
            finding = self.repository.finding(reference, self.audit.id)
            if finding and finding.data.process:
                found.setdefault(finding.data.process, []).extend(
                    self.repository.capas_of.get(finding.name, ())
                )
        return found

    @cached_property
    def _history(self) -> dict[str, list[Turn]]:
        return turns(self.repository)

    def _costs(self, person: str, assignment: Assignment) -> Iterator[Cost]:
        """Yield what speaks against somebody without forbidding it."""
        verdict = self.engine.verdict(person, assignment)
        for conflict in verdict.open:
            yield Cost(CLEAR, f"{conflict.reason} ({conflict.code})", WARNING)
        for conflict, _ in verdict.accepted:
            yield Cost(CLEAR, f"{conflict.reason} ({conflict.code}), accepted by an exception", EXCEPTION)
        begins = None if self.audit.data.opening else min(self.days.values())
        row = in_a_row(before(self._history, assignment.process, self.audit, begins), person)
        most = self.repository.settings.policy.max_consecutive_audits
        if row:
            times = "last time" if row == 1 else f"the last {row} times"
            yield Cost(ROTATION, f"audited it {times}", TURN * row)
        if row + 1 > most:
            yield Cost(CLEAR, f"more than {most} times in a row (IND010)", WARNING)

    def outdated(self) -> dict[str, str]:
        """Return by person what has to be renewed before the last day."""
        last = max(self.days.values())
        entries = {person: self.repository.auditors.get(person) for person in self.pool}
        gaps = {person: outdated(self.repository, entry, last) for person, entry in entries.items() if entry}
        return {person: f"{found[0][0]} by then (CMP002)" for person, found in gaps.items() if found}
