"""How old what is open is: findings by grade, corrective actions by state, in bands of days."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import report_day, starts
from auditctl.analysis.lifecycle import (
    CapaState,
    capa_state,
    is_counted,
    is_followed,
    is_open,
)
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.repository import Repository

BANDS = ("0-30", "31-60", "61-90", "91+")
"""Bands of days, as they are named in JSON."""
LIMITS = (30, 60, 90)
"""The last day of each band but the last."""
AGED = (Grade.major, Grade.minor, Grade.ofi)
"""The grades that wait for something."""


@dataclass(frozen=True, slots=True)
class FindingAges:
    """The findings of a grade that were not withdrawn: those open by band, and those that are closed."""

    grade: Grade
    bands: dict[str, int]
    closed: int

    @property
    def open(self) -> int:
        return sum(self.bands.values())

    @property
    def total(self) -> int:
        return self.open + self.closed


@dataclass(frozen=True, slots=True)
class CapaAges:
    """The open corrective actions in a state by band; `undated` are those of which no day is known."""

    state: CapaState
    bands: dict[str, int]
    undated: int

    @property
    def total(self) -> int:
        return sum(self.bands.values()) + self.undated


def finding_since(repository: Repository, finding: Record[Finding]) -> date:
    """Return the day from which a finding's age counts: of its report, of a draft when it was raised."""
    audit = repository.audit_of(finding)
    return (report_day(audit) if audit else None) or finding.data.raised.date


def capa_since(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the day from which a CAPA's age counts: when it was opened, else when its house days began."""
    known = [start.day for start in starts(repository, capa) if start.day]
    raised = [finding.data.raised.date for finding in repository.findings_of(capa)]
    return capa.data.opened or min(known, default=None) or min(raised, default=None)


def finding_ages(repository: Repository) -> tuple[FindingAges, ...]:
    """Return the findings of each grade that waits for something; a strength has no age."""
    by_grade: dict[Grade, list[Record[Finding]]] = {grade: [] for grade in AGED}
    for finding in repository.findings.values():
        if finding.data.grade in by_grade and is_counted(repository, finding):
            by_grade[finding.data.grade].append(finding)
    return tuple(_ages_of(repository, grade, held) for grade, held in by_grade.items())


def _ages_of(repository: Repository, grade: Grade, held: list[Record[Finding]]) -> FindingAges:
    waiting = [finding for finding in held if is_open(repository, finding)]
    bands = _bands(repository.today, (finding_since(repository, finding) for finding in waiting))
    return FindingAges(grade, bands, len(held) - len(waiting))


def capa_ages(
    repository: Repository, belongs: Callable[[Record[Capa]], bool] = lambda _: True
) -> tuple[CapaAges, ...]:
    """Return the open corrective actions of each state that has any, in the order of the chain.

    One that did not work is over when another follows it, which has an age of its own.
    """
    by_state: dict[CapaState, list[date | None]] = {}
    for capa in repository.capas.values():
        if belongs(capa) and not is_over(repository, capa):
            by_state.setdefault(capa_state(repository, capa), []).append(capa_since(repository, capa))
    return tuple(
        CapaAges(state, _bands(repository.today, days), days.count(None))
        for state in reversed(CapaState)
        if (days := by_state.get(state))
    )


def is_over(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA waits for nothing, or did not work and another one follows it."""
    state = capa_state(repository, capa)
    followed = state is CapaState.ineffective and is_followed(repository, capa)
    return followed or state in {CapaState.closed, CapaState.cancelled}


def _bands(today: date, days: Iterable[date | None]) -> dict[str, int]:
    """Return how many of the days lie in each band before today; a day ahead counts as today."""
    counted = Counter(_band((today - day).days) for day in days if day)
    return {band: counted[band] for band in BANDS}


def _band(age: int) -> str:
    return BANDS[sum(age > limit for limit in LIMITS)]
