"""Who may audit a process on a day: everybody on the register, with the facts."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.assignment import of_process
from auditctl.analysis.competence import unfit
from auditctl.analysis.independence import Independence
from auditctl.analysis.standing import Standing, standing
from auditctl.diagnostics import Label
from auditctl.model.place import location
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the register: how they stand to the process, with the facts."""

    standing: Standing
    facts: tuple[Label, ...]

    @property
    def qualified(self) -> bool:
        """Whether they are fit to audit in their own right, whatever their conflicts."""
        return not self.standing.unfit


def candidates(repository: Repository, process: str, day: date) -> list[Candidate]:
    """Return everybody on the register and here on that day, the free and fit first."""
    engine = Independence(repository)
    assignment = of_process(repository, process, day)
    found = []
    for name in repository.auditors:
        person = repository.people.get(name)
        if person is None or not person.data.is_here(day):
            continue
        verdict = engine.verdict(name, assignment)
        sites = dict.fromkeys(fact for conflict in verdict.open for fact in conflict.facts)
        facts = tuple(Label(location(site), words) for site, words in sites)
        found.append(Candidate(standing(verdict, unfit(repository, name, day)), facts))
    ranks = {"free": 0, "accepted": 1, "exception": 2, "no": 3}
    return sorted(
        found, key=lambda item: (ranks[item.standing.state], not item.qualified, item.standing.person)
    )
