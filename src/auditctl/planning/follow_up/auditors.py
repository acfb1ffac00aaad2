"""Who may verify in a session of a follow-up, and what speaks against everybody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.appointments import IN_OWN_RIGHT
from auditctl.analysis.assignment import Assignment
from auditctl.analysis.days import months_after
from auditctl.analysis.independence import Independence
from auditctl.analysis.verifying import parts_in, reports_in
from auditctl.model.capa import Capa
from auditctl.model.people import Auditor, EvaluationResult
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
        *_unfit(engine, person, assignment.on),
        *_conflicts(engine, person, assignment),
    ]
    gaps = () if against else tuple(_gaps(engine, person, assignment))
    return Candidate(person, tuple(dict.fromkeys(against)), gaps, planned)


def _parts(engine: Independence, capas: Sequence[Record[Capa]], person: str, day: date) -> Iterator[str]:
    """Yield a person's part in the corrective actions, and whom with a part they manage."""
    for capa in capas:
        for _, words in (
            *parts_in(engine.posts, capa, person, day),
            *reports_in(engine.posts, capa, person, day),
        ):
            yield f"{words} (IND006)"


def _unfit(engine: Independence, person: str, day: date) -> Iterator[str]:
    """Yield why a person may not audit at all on a day."""
    repository = engine.repository
    record, entry = repository.people.get(person), repository.auditors.get(person)
    if record is None or not record.data.is_here(day):
        yield "has left by then" if record else "is no person of people.yaml"
    elif entry is None:
        yield "is not on the register of auditors"
    elif not IN_OWN_RIGHT & set(entry.data.roles):
        yield f"is registered as {', '.join(entry.data.roles)} only"
    else:
        yield from _unproven(entry.data, day)


def _unproven(entry: Auditor, day: date) -> Iterator[str]:
    if not any(item.evidence and (item.date or day) <= day for item in entry.qualifications):
        yield "has no qualification with evidence"
    last = entry.evaluation_before(day)
    if last is None:
        yield "was not evaluated"
    elif last.result is not EvaluationResult.qualified:
        yield f"was evaluated as not qualified on {last.date}"


def _conflicts(engine: Independence, person: str, assignment: Assignment) -> Iterator[str]:
    for conflict in engine.verdict(person, assignment).open:
        yield f"{conflict.reason} ({conflict.code})"
    if person in assignment.met:
        yield "is met as auditee"


def _gaps(engine: Independence, person: str, assignment: Assignment) -> Iterator[str]:
    """Yield what can still be made good before the day: CMP002 and CMP003 look at it again."""
    repository, entry = engine.repository, engine.repository.auditors[person].data
    last = entry.evaluation_before(assignment.on)
    months = repository.settings.policy.evaluation_valid_months
    if last and months_after(last.date, months) < assignment.on:
        yield f"the last evaluation, of {last.date}, is older than {months} months by then"
    held = {competence.casefold() for competence in entry.competences}
    process = repository.processes[assignment.process].data
    if missing := [need for need in process.needs if need.casefold() not in held]:
        yield f"has no competence in {', '.join(missing)}"
