"""How many findings, audits and corrective actions there are, and how old the open ones are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.ageing import BANDS, capa_ages, finding_ages
from auditctl.analysis.lifecycle import CapaState, FindingState, capa_state, finding_state
from auditctl.analysis.metrics.counted import (
    ENDS,
    belongs,
    counted_capas,
    ended_without_effect,
    is_internal,
    is_raised,
    is_withdrawn,
    opened_capas,
)
from auditctl.analysis.metrics.figures import Tally
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.repository import Repository

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Findings by grade, those of a grade by state; withdrawn ones and those of external audits stand apart."""

    as_of: date
    grades: dict[str, Tally]
    withdrawn: int
    external: Tally
    of: str = "findings of internal audits, without withdrawn ones"

    @property
    def denominator(self) -> int:
        return sum(states.denominator for states in self.grades.values())


@dataclass(frozen=True, slots=True)
class CapaCounts:
    """Corrective actions by state, and apart those that ended without an effect to judge."""

    states: Tally
    apart: Tally


@dataclass(frozen=True, slots=True)
class Ages:
    """What is open by bands of days: findings by grade, and corrective actions."""

    findings: dict[str, Tally]
    capas: Tally


def finding_counts(repository: Repository) -> FindingCounts:
    """Return the findings by grade and state; one with several requirements counts once."""
    raised = [finding for finding in repository.findings.values() if is_raised(repository, finding)]
    standing = [finding for finding in raised if not is_withdrawn(repository, finding)]
    own = [finding for finding in standing if is_internal(repository, finding)]
    external = Counter(finding.data.grade for finding in standing if not is_internal(repository, finding))
    return FindingCounts(
        repository.today,
        {grade.value: _states(repository, grade, own) for grade in Grade},
        len(raised) - len(standing),
        Tally(
            repository.today, {grade.value: external[grade] for grade in Grade}, "findings of external audits"
        ),
    )


def _states(repository: Repository, grade: Grade, findings: list[Record[Finding]]) -> Tally:
    states = Counter(
        finding_state(repository, finding) for finding in findings if finding.data.grade is grade
    )
    counts = {state.value: states[state] for state in FindingState if states[state]}
    return Tally(repository.today, counts, f"findings of internal audits graded {grade.value}")


def capa_counts(repository: Repository, audit: str = "") -> CapaCounts:
    """Return the corrective actions by state, in the order of the chain; of one audit or of all."""
    today = repository.today
    states = Counter(capa_state(repository, capa) for capa in counted_capas(repository, audit))
    counts = {state.value: states[state] for state in reversed(CapaState) if states[state]}
    gone = Counter(
        word for capa in opened_capas(repository, audit) if (word := ended_without_effect(repository, capa))
    )
    return CapaCounts(
        Tally(today, counts, "corrective actions that were neither cancelled nor merged"),
        Tally(
            today,
            {word: gone[word] for word in ENDS},
            "corrective actions that ended without an effect to judge",
        ),
    )


def ages(repository: Repository) -> Ages:
    """Return how old is what is open, in the bands of `analysis/ageing.py`, which also says from when days count."""
    found = {
        held.grade.value: Tally(
            repository.today, held.bands, f"open findings graded {held.grade.value}, of all audits"
        )
        for held in finding_ages(repository)
    }
    return Ages(found, capa_bands(repository))


def capa_bands(repository: Repository, audit: str = "") -> Tally:
    """Return how old the open corrective actions are, those of one audit or all."""
    by_state = capa_ages(repository, lambda capa: not audit or belongs(repository, capa, audit))
    bands = {band: sum(held.bands[band] for held in by_state) for band in BANDS}
    bands[UNDATED] = sum(held.undated for held in by_state)
    return Tally(repository.today, bands, "open corrective actions")
