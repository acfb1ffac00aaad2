"""What a management review is told of audits, nonconformities and corrective actions: trends, each with its day.

ISO/IEC 27001:2022 9.3.2 says what a review considers. This is its part that the audit records hold; `ELSEWHERE` names
the items that come from other sources. Items are cited by identifier alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.ageing import finding_since
from auditctl.analysis.cover_map import CoverPart, cover_map
from auditctl.analysis.dues import dues
from auditctl.analysis.lifecycle import finding_state, is_open
from auditctl.analysis.metrics.metrics import Metrics, metrics
from auditctl.analysis.metrics.trend import DayFigures, trend
from auditctl.analysis.owed import Due, overdue
from auditctl.model.capa import OriginKind
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.phrases import phrase
from auditctl.reports.capas import Awaited
from auditctl.reports.findings import finding_view
from auditctl.reports.fulfilment import Fulfilment, fulfilment
from auditctl.reports.people import People
from auditctl.reports.pictures.burn_down import BurnDownPicture, burn_down
from auditctl.reports.pictures.capa_ageing import CapaAgeing, capa_ageing
from auditctl.reports.pictures.causes import CausesPicture, causes
from auditctl.reports.pictures.findings_by_theme import FindingsByTheme, findings_by_theme
from auditctl.reports.pictures.last_audits import LastAudits, last_audits
from auditctl.reports.register_entries import Entry, entry
from auditctl.reports.view_title import ViewTitle, unread_places, view_title
from auditctl.repository import Repository

STANDARD = "iso27001-2022"
ITEMS = {
    "earlier": "9.3.2 a)",
    "corrective": "9.3.2 d) 1)",
    "audits": "9.3.2 d) 3)",
    "improvement": "9.3.2 g)",
}
"""The items of 9.3.2 that a section speaks to."""
ELSEWHERE = ("9.3.2 b)", "9.3.2 c)", "9.3.2 d) 2)", "9.3.2 d) 4)", "9.3.2 e)", "9.3.2 f)")
"""Its other items, of which audit records know nothing."""


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that waits for something; `age` counts the days since the report, of a draft since it was raised."""

    number: str
    title: str
    audit: str
    state: str
    age: int
    awaited: Awaited | None


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """What somebody owes and has not given; `what` is a `DueKind`, `late` in days."""

    what: str
    name: str
    who: str
    day: date
    late: int


@dataclass(frozen=True, slots=True)
class ReviewedAudit:
    """An audit whose results a management review has seen."""

    title: str
    on: date
    record: str


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A requirement that was not audited within its window and is not planned in time."""

    id: str
    title: str
    state: str
    last: date | None


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a review, each with the numbers that it shows."""

    themes: FindingsByTheme
    audits: LastAudits
    ageing: CapaAgeing
    burn_down: BurnDownPicture
    causes: CausesPicture


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """The input; `figures` are those of `status`, `trend` those of the same days before. `cites` says whether 9.3.2 applies."""

    unread: tuple[str, ...]
    title: ViewTitle
    cites: bool
    items: dict[str, str]
    elsewhere: tuple[str, ...]
    figures: Metrics
    trend: tuple[DayFigures, ...]
    majors: tuple[OpenFinding, ...]
    improvements: tuple[OpenFinding, ...]
    overdue: tuple[OverdueLine, ...]
    earlier: tuple[Entry, ...]
    reviewed: tuple[ReviewedAudit, ...]
    fulfilment: Fulfilment | None
    coverage: tuple[CoverPart, ...]
    uncovered: tuple[Uncovered, ...]
    pictures: Pictures


def review_input(repository: Repository) -> ReviewInput:
    """Return the input as of the day of the repository."""
    people, parts = People(repository), cover_map(repository)
    return ReviewInput(
        unread=unread_places(repository),
        title=view_title(repository, "review", phrase("Audits, nonconformities and corrective actions")),
        cites=STANDARD in repository.settings.standards,
        items=ITEMS,
        elsewhere=ELSEWHERE,
        figures=metrics(repository),
        trend=trend(repository),
        majors=_open(people, Grade.major),
        improvements=_open(people, Grade.ofi),
        overdue=tuple(_overdue(people, due) for due in overdue(dues(repository))),
        earlier=tuple(_of_reviews(people)),
        reviewed=tuple(_reviewed(repository)),
        fulfilment=fulfilment(people),
        coverage=parts,
        uncovered=tuple(_uncovered(parts)),
        pictures=Pictures(
            findings_by_theme(repository),
            last_audits(repository),
            capa_ageing(repository),
            burn_down(repository),
            causes(repository),
        ),
    )


def _open(people: People, grade: Grade) -> tuple[OpenFinding, ...]:
    """Return the open findings of a grade, the oldest first."""
    repository = people.repository
    held = [
        finding
        for finding in repository.findings.values()
        if finding.data.grade is grade and is_open(repository, finding)
    ]
    ranked = sorted(held, key=lambda finding: (finding_since(repository, finding), finding.name))
    return tuple(_open_finding(people, finding) for finding in ranked)


def _open_finding(people: People, finding: Record[Finding]) -> OpenFinding:
    repository = people.repository
    view, audit = finding_view(people, finding, ""), repository.audit_of(finding)
    return OpenFinding(
        view.number or finding.name,
        view.title,
        audit.data.title if audit else finding.audit,
        finding_state(repository, finding).value,
        max((repository.today - finding_since(repository, finding)).days, 0),
        view.awaited,
    )


def _overdue(people: People, due: Due) -> OverdueLine:
    who = ", ".join(map(people.name, due.people))
    return OverdueLine(due.kind.value, due.called, who, due.day, -due.days)


def _of_reviews(people: People) -> Iterator[Entry]:
    """Yield the corrective actions that earlier management reviews raised."""
    held = (
        capa
        for capa in people.repository.own_capas.values()
        if capa.data.origin and capa.data.origin.kind is OriginKind.management_review
    )
    for place, capa in enumerate(sorted(held, key=lambda capa: (capa.data.opened or date.max, capa.name)), 1):
        yield entry(people, capa, f"review-{place}")


def _reviewed(repository: Repository) -> Iterator[ReviewedAudit]:
    found = (
        ReviewedAudit(
            audit.data.title,
            audit.report.data.management_review.date,
            audit.report.data.management_review.record or "",
        )
        for audit in repository.audits.values()
        if audit.report and audit.report.data.management_review
    )
    yield from sorted(found, key=lambda item: (item.on, item.title))


def _uncovered(parts: tuple[CoverPart, ...]) -> Iterator[Uncovered]:
    for part in parts:
        for group in part.groups:
            for cell in group.cells:
                if cell.state in {"overdue", "never"}:
                    yield Uncovered(cell.id, cell.title, cell.state, cell.last_day)
