"""Where each requirement stands, under the headings of its standard: what the grid of coverage shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.cycle_coverage import Cover, CoverState, requirement_covers
from auditctl.analysis.headings import Part, standard_parts
from auditctl.phrases import Title
from auditctl.repository import Repository

NOT_APPLICABLE = "not-applicable"
STATES = (*(state.value for state in CoverState), NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class CoverCell:
    """One requirement: a `CoverState`, or not applicable by the SoA; last and next audit with their days."""

    id: str
    title: str
    state: str
    last_day: date | None = None
    last_audit: str = ""
    next_day: date | None = None
    next_audit: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class CoverGroup:
    """The requirements below one heading."""

    id: str
    title: Title
    cells: tuple[CoverCell, ...]

    @property
    def counts(self) -> dict[str, int]:
        return _counts(self.cells)

    @property
    def applicable(self) -> int:
        return sum(cell.state != NOT_APPLICABLE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class CoverPart:
    """The clauses, controls or requirements of a standard; `months` is the house window they are held to."""

    standard: str
    kind: str
    months: int
    groups: tuple[CoverGroup, ...]

    @property
    def cells(self) -> tuple[CoverCell, ...]:
        return tuple(cell for group in self.groups for cell in group.cells)

    @property
    def counts(self) -> dict[str, int]:
        return _counts(self.cells)

    @property
    def applicable(self) -> int:
        return sum(group.applicable for group in self.groups)


def cover_map(repository: Repository) -> tuple[CoverPart, ...]:
    """Return the coverage of every standard in force on the day of the repository."""
    covers = requirement_covers(repository)
    return tuple(_part(repository, part, covers) for part in standard_parts(repository.requirements))


def _part(repository: Repository, part: Part, covers: dict[str, Cover]) -> CoverPart:
    policy = repository.settings.policy
    months = policy.control_every_months if part.kind == "controls" else policy.audit_every_months
    groups = (
        CoverGroup(
            heading.id,
            heading.title,
            tuple(_cell(repository, name, covers.get(name)) for name in heading.requirements),
        )
        for heading in part.headings
    )
    return CoverPart(part.standard, part.kind, months, tuple(groups))


def _cell(repository: Repository, name: str, cover: Cover | None) -> CoverCell:
    title = repository.requirements.title(name)
    if cover is None:
        return CoverCell(name, title, NOT_APPLICABLE)
    last_day, last_audit = cover.last or (None, "")
    next_day, next_audit = cover.next or (None, "")
    return CoverCell(name, title, cover.state.value, last_day, last_audit, next_day, next_audit, cover.due)


def _counts(cells: Iterable[CoverCell]) -> dict[str, int]:
    """Return how many there are of each state, every state named."""
    found = Counter(cell.state for cell in cells)
    return {state: found[state] for state in STATES}
