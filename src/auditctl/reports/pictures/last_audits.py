"""What the last audits found: small columns, one row of them a grade, so that each grade can be followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.metrics.series import AuditFigures, audit_series
from auditctl.model.finding import Grade
from auditctl.reports.pictures.drawing import (
    LETTERS,
    LINE,
    SMALL,
    WIDTH,
    Box,
    Code,
    Drawing,
    Path,
    Words,
    rounded,
    together,
)
from auditctl.reports.pictures.stacked import GRADES
from auditctl.repository import Repository

MOST = 8
"""Audits that are drawn, the latest."""
HIGH = 44
"""Height of the highest column."""
PANEL = HIGH + 66
"""Height of a row of columns with its words, the numbers above and the room to the next."""
FEWEST = 4
"""Of fewer audits the columns stand no further apart."""
COLUMN = 26


@dataclass(frozen=True, slots=True)
class Numbered:
    """An audit with the number that stands for it in the picture."""

    number: int
    figures: AuditFigures


@dataclass(frozen=True, slots=True)
class LastAudits:
    """The latest audits whose results went out, the earliest first; `earlier` ones are not shown.

    `in_force` is how many clauses and applicable controls there are to audit.
    """

    as_of: date
    audits: tuple[Numbered, ...]
    earlier: int
    in_force: int
    drawing: Drawing

    @property
    def has_legacy(self) -> bool:
        return any(audit.figures.is_legacy for audit in self.audits)


def last_audits(repository: Repository) -> LastAudits:
    """Return what the latest internal and follow-up audits found."""
    series = audit_series(repository)
    shown = tuple(Numbered(place, figures) for place, figures in enumerate(series[-MOST:], 1))
    return LastAudits(
        as_of=repository.today,
        audits=shown,
        earlier=len(series) - len(shown),
        in_force=len(repository.requirements.in_force()),
        drawing=columns(shown),
    )


def columns(audits: Sequence[Numbered]) -> Drawing:
    """Return a row of columns for each grade, all on one scale, and the list of the audits below."""
    if not audits:
        return Drawing()
    most = max(max(audit.figures.grades.counts.values()) for audit in audits)
    rows = [_row(audits, grade.value, place * PANEL, most) for place, grade in enumerate(Grade)]
    y = len(Grade) * PANEL
    lines = (
        Words(
            0, y + LETTERS + place * LINE, audit.figures.title,
            lead=f"{audit.number}{'*' if audit.figures.is_legacy else ''}",
        )
        for place, audit in enumerate(audits)
    )  # fmt: skip
    return together([*rows, Drawing(y + len(audits) * LINE, words=tuple(lines))])


def _row(audits: Sequence[Numbered], grade: str, y: float, most: int) -> Drawing:
    base = y + LETTERS + 10 + SMALL + HIGH
    place = WIDTH / max(len(audits), FEWEST)
    parts = [Drawing(words=(Words(0, y + LETTERS, Code("grades", grade)),))]
    for index, audit in enumerate(audits):
        count, middle = audit.figures.grades.counts[grade], rounded((index + 0.5) * place)
        high = rounded(HIGH * count / most) if count else 0
        column = Box(rounded(middle - COLUMN / 2), rounded(base - high), COLUMN, high, GRADES[grade])
        number = Words(middle, rounded(base - high - 4), count, "middle", place)
        name = Words(middle, base + 13, audit.number, "middle", place, "small soft")
        parts.append(Drawing(boxes=(column,) if count else (), words=(number, name)))
    foot = Path(((0, base), (len(audits) * place, base)), "grid")
    return together([*parts, Drawing(y + PANEL, grid=(foot,))])
