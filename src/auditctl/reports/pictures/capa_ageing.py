"""How old open corrective actions are, by the gravest grade that each answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.ageing import BANDS, capa_ages
from auditctl.analysis.deadlines import grade
from auditctl.analysis.metrics.counted import belongs
from auditctl.analysis.metrics.counts import UNDATED
from auditctl.model.capa import Capa
from auditctl.model.finding import Grade
from auditctl.model.record import Record
from auditctl.reports.pictures.drawing import Code, Drawing
from auditctl.reports.pictures.stacked import GRADES, Stack, stacked
from auditctl.repository import Audit, Repository

UNGRADED = "ungraded"
GRADED = tuple(grade.value for grade in (Grade.major, Grade.minor, Grade.ofi))


@dataclass(frozen=True, slots=True)
class Band:
    """The open corrective actions of a band of days, by grade."""

    band: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class CapaAgeing:
    """The bands of days, and apart those of which no day is known, if there are any."""

    as_of: date
    of_audit: bool
    grades: tuple[str, ...]
    bands: tuple[Band, ...]
    counts: dict[str, int]
    drawing: Drawing

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def capa_ageing(repository: Repository, audit: Audit | None = None) -> CapaAgeing:
    """Return how old what is open is: the corrective actions of an audit and its findings, or all of them."""
    graded: dict[str, set[str]] = {}
    for capa in repository.capas.values():
        if audit is None or belongs(repository, capa, audit.id):
            graded.setdefault(_grade(repository, capa), set()).add(capa.name)
    by_grade = {name: _ages(repository, graded.get(name, set())) for name in (*GRADED, UNGRADED)}
    grades = tuple(name for name, ages in by_grade.items() if name in GRADED or any(ages.values()))
    bands = [Band(band, {name: by_grade[name][band] for name in grades}) for band in (*BANDS, UNDATED)]
    shown = tuple(band for band in bands if band.band != UNDATED or band.total)
    return CapaAgeing(
        as_of=repository.today,
        of_audit=audit is not None,
        grades=grades,
        bands=shown,
        counts={name: sum(by_grade[name].values()) for name in grades},
        drawing=stacked([Stack(Code("age", band.band), band.counts) for band in shown], GRADES, "capa grade"),
    )


def _ages(repository: Repository, names: Collection[str]) -> dict[str, int]:
    """Return how many of the corrective actions of these names are in each band."""
    held = capa_ages(repository, lambda capa: capa.name in names)
    ages = {band: sum(item.bands[band] for item in held) for band in BANDS}
    return ages | {UNDATED: sum(item.undated for item in held)}


def _grade(repository: Repository, capa: Record[Capa]) -> str:
    gravest = grade(repository, capa)
    return gravest.value if gravest and gravest.value in GRADED else UNGRADED
