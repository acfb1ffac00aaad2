"""Who may verify in a session of a follow-up, and what speaks against everybody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.assignment import Assignment
from auditctl.analysis.competence import lacking, outdated, unfit
from auditctl.analysis.independence import Independence
from auditctl.analysis.verifying import parts_in, reports_in
from auditctl.model.capa import Capa
from auditctl.model.record import Record


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could verify: what speaks against it, what is not as it should be, how often it is planned so."""

    person: str
    against: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    planned: int = 0

    @property
    def is_free(self) -> bool:
        return not self.against


def candidate(
    engine: Independence, capas: Sequence[Record[Capa]], assignment: Assignment, person: str
) -> Candidate:
    """Return how a person stands to verifying these corrective actions in that assignment."""
    effects = (capa.data.effectiveness for capa in capas)
    planned = sum(effect is not None and effect.verifier == person for effect in effects)
    against = [
        *_parts(engine, capas, person, assignment.on),
        *unfit(engine.repository, person, assignment.on),
        *_conflicts(engine, person, assignment),
    ]
    gaps = () if against else tuple(_gaps(engine, person, assignment))
    return Candidate(person, tuple(dict.fromkeys(against)), gaps, planned)


def _parts(engine: Independence, capas: Sequence[Record[Capa]], person: str, day: date) -> Iterator[str]:
    """Yield a person's part in the corrective actions, and whom with a part they manage."""
    for capa in capas:
        for part in (
            *parts_in(engine.posts, capa, person, day),
            *reports_in(engine.posts, capa, person, day),
        ):
            yield f"{part.words} (IND006)"


def _conflicts(engine: Independence, person: str, assignment: Assignment) -> Iterator[str]:
    for conflict in engine.verdict(person, assignment).open:
        yield f"{conflict.reason} ({conflict.code})"
    if person in assignment.met:
        yield "is met as auditee"


def _gaps(engine: Independence, person: str, assignment: Assignment) -> Iterator[str]:
    """Yield what can still be made good before the day: CMP002 and CMP003 look at it again."""
    repository = engine.repository
    for words, _ in outdated(repository, repository.auditors[person], assignment.on):
        yield f"{words} by then"
    process = repository.processes[assignment.process].data
    if missing := lacking(repository, process, (person,)):
        yield f"has no competence in {', '.join(missing)}"
