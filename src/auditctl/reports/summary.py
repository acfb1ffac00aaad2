"""The management summary: verdict, counts with their change, majors, and what is decided or asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.cycle_coverage import processes_looked_at
from auditctl.analysis.lifecycle import is_reported
from auditctl.analysis.metrics import series as figures
from auditctl.analysis.metrics.figures import Share
from auditctl.analysis.scope import processes_to_audit
from auditctl.model.audit import AuditKind
from auditctl.model.finding import Grade
from auditctl.model.report import Report
from auditctl.reports.findings import Findings, FindingView
from auditctl.reports.pictures.drawing import Drawing
from auditctl.reports.pictures.findings_by_grade import findings_by_grade
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Previous:
    """The internal audit before; of one held before the repository only what is kept here counts.

    `processes` are those that it looked at of those in its scope.
    """

    id: str
    title: str
    first: date
    last: date
    is_legacy: bool
    processes: Share


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many findings of a grade; `before` is None where there is no earlier audit."""

    grade: str
    now: int
    before: int | None

    @property
    def change(self) -> str:
        """The difference with its sign, or nothing."""
        return (
            "" if self.before is None else f"{self.now - self.before:+d}" if self.now != self.before else "±0"
        )


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of somebody: `plan`, `actions`, `effect`, `decision` or `contested`; for which findings."""

    what: str
    who: str
    due: date | None
    late: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: `accepted`, `declined`, `withdrawn` or `answered`; by whom, on which finding."""

    what: str
    by: str
    on: date
    finding: str
    title: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything of the first page; `verdict` texts are empty until the report says them."""

    conformity: str
    effectiveness: str
    text: str
    details: str
    counts: tuple[GradeCount, ...]
    chart: Drawing
    total: int
    nonconformities: int
    withdrawn: int
    processes: Share
    previous: Previous | None
    majors: tuple[FindingView, ...]
    decided: tuple[Decided, ...]
    asked: tuple[Request, ...]


def summary(repository: Repository, audit: Audit, found: Findings) -> Summary:
    report = audit.report.data if audit.report else Report()
    before = previous_audit(repository, audit)
    held = figures.found(repository, audit)
    now = held.grades.counts
    earlier = figures.found(repository, before).grades.counts if before else {}
    counts = tuple(GradeCount(grade.value, now[grade.value], earlier.get(grade.value)) for grade in Grade)
    return Summary(
        conformity=report.conclusions.conformity or "",
        effectiveness=report.conclusions.effectiveness or "",
        text=report.summary or "",
        details=report.details or "",
        counts=counts,
        chart=findings_by_grade(now),
        total=held.grades.denominator,
        nonconformities=now["major"] + now["minor"],
        withdrawn=held.withdrawn,
        processes=processes_audited(repository, audit),
        previous=_previous(repository, before) if before else None,
        majors=found.groups[0].findings,
        decided=tuple(sorted(_decided(found), key=lambda item: (item.on, item.finding))),
        asked=_asked(found, repository.person_name(audit.team_data.lead or "")),
    )


def previous_audit(repository: Repository, audit: Audit) -> Audit | None:
    """Return the last internal audit that ended before this one began and whose results went out."""
    if audit.fieldwork is None:
        return None
    held = [
        (other.fieldwork[1], other.id)
        for other in repository.audits.values()
        if other.data.kind is AuditKind.internal
        and other.data.cancelled is None
        and other.fieldwork
        and other.fieldwork[1] < audit.fieldwork[0]
        and is_reported(other)
    ]
    return repository.audits[max(held)[1]] if held else None


def _previous(repository: Repository, audit: Audit) -> Previous | None:
    if audit.fieldwork is None:
        return None
    return Previous(
        audit.id, audit.data.title, *audit.fieldwork, audit.is_legacy, processes_audited(repository, audit)
    )


def processes_audited(repository: Repository, audit: Audit) -> Share:
    """Return how many of the processes in scope were looked at; what lies outside the scope counts in neither."""
    scope = set(processes_to_audit(repository, audit))
    looked = {process for process, _ in processes_looked_at(repository, audit)}
    return Share(repository.today, len(scope & looked), len(scope), "processes in scope")


def _decided(found: Findings) -> Iterator[Decided]:
    for finding in (*found.standing, *found.withdrawn):
        if finding.choice:
            yield Decided(
                finding.choice.what, finding.choice.by, finding.choice.on, finding.name, finding.title
            )
        if finding.answer and finding.answer.decided_on:
            yield Decided(
                "answered", finding.answer.decided_by, finding.answer.decided_on, finding.name, finding.title
            )


def _asked(found: Findings, lead: str) -> tuple[Request, ...]:
    """Return what is waited for, once for each thing, person and day; the earliest day first."""
    names: dict[tuple[str, str, date | None, int], list[str]] = {}
    for finding in found.standing:
        if finding.answer and finding.answer.response == "contested" and not finding.answer.decided_on:
            names.setdefault(("contested", lead, None, 0), []).append(finding.name)
        if waits := finding.awaited:
            names.setdefault((waits.what, waits.who, waits.due, waits.late), []).append(finding.name)
    requests = [Request(*key, tuple(held)) for key, held in names.items()]
    return tuple(sorted(requests, key=lambda item: (item.due or date.max, item.what, item.who)))
