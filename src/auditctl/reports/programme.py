"""The report of an audit programme as templates see it: one frozen view, people by name."""

from dataclasses import dataclass, replace
from datetime import date

from auditctl import __version__
from auditctl.analysis.cover_map import CoverPart
from auditctl.analysis.programme_dues import ProgrammeDue
from auditctl.analysis.programme_overview import (
    ProcessLine,
    ProgrammeOverview,
    StopLine,
    programme_overview,
)
from auditctl.model.programme import Programme
from auditctl.reports.people import People, Signature
from auditctl.reports.pictures.coverage_map import coverage_map
from auditctl.reports.pictures.drawing import Drawing
from auditctl.reports.pictures.time_line import TimeLine, time_line
from auditctl.reports.scope import standards
from auditctl.repository import Cycle, Repository


@dataclass(frozen=True, slots=True)
class ProgrammeTitle:
    """What stands on top; a programme that nobody approved is a draft."""

    organisation: str
    header: str
    footer: str
    classification: str
    id: str
    title: str
    kind: str
    owner: str
    standards: tuple[str, ...]
    first: date
    last: date
    standing: str
    approved: Signature | None
    as_of: date
    tool: str

    @property
    def is_draft(self) -> bool:
        return self.approved is None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a programme says of itself; empty where it says nothing."""

    objectives: tuple[str, ...]
    methods: str
    responsibilities: str
    planning: str
    reporting: str
    risks: tuple[str, ...]
    details: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A revision with its reason, or a review with its result."""

    on: date
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class PreviousAudit:
    """An audit whose results were considered; without `title` it is not kept here."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ProgrammeReport:
    """The report of a programme. People of `overview` and `dues` stand there by name."""

    unread: tuple[str, ...]
    title: ProgrammeTitle
    plan: Plan
    overview: ProgrammeOverview
    time_line: TimeLine
    coverage: tuple[tuple[CoverPart, Drawing], ...]
    revisions: tuple[Noted, ...]
    reviews: tuple[Noted, ...]
    previous: tuple[PreviousAudit, ...]


def programme_report(repository: Repository, cycle: Cycle) -> ProgrammeReport:
    """Return the report of a programme as of the day of the repository."""
    people, data = People(repository), cycle.programme.data
    overview = _by_name(people, programme_overview(repository, cycle))
    return ProgrammeReport(
        unread=overview.unread,
        title=_title(people, cycle, overview),
        plan=_plan(data),
        overview=overview,
        time_line=time_line(overview),
        coverage=tuple((part, coverage_map(part)) for part in overview.coverage),
        revisions=tuple(Noted(item.date, people.name(item.by), item.why) for item in data.revisions),
        reviews=tuple(Noted(item.date, people.name(item.by), item.result) for item in data.reviews),
        previous=tuple(_previous(repository, name) for name in data.previous_results),
    )


def _title(people: People, cycle: Cycle, overview: ProgrammeOverview) -> ProgrammeTitle:
    repository, look = people.repository, people.repository.settings.report
    return ProgrammeTitle(
        organisation=overview.organisation,
        header=look.header or "",
        footer=look.footer or "",
        classification=look.classification or "",
        id=overview.id,
        title=overview.title or overview.id,
        kind="programme",
        owner=overview.owner,
        standards=standards(repository),
        first=overview.first,
        last=overview.last,
        standing=overview.standing,
        approved=people.signature(cycle.programme.data.approved),
        as_of=repository.today,
        tool=f"auditctl {__version__}",
    )


def _plan(data: Programme) -> Plan:
    return Plan(
        data.objectives,
        data.methods or "",
        data.responsibilities or "",
        data.planning or "",
        data.reporting or "",
        data.risks,
        data.details or "",
    )


def _previous(repository: Repository, name: str) -> PreviousAudit:
    audit = repository.audits.get(name)
    return PreviousAudit(name, audit.data.title if audit else "")


def _by_name(people: People, view: ProgrammeOverview) -> ProgrammeOverview:
    """Return the view with every person, and the processes of what is due, by name."""
    return replace(
        view,
        owner=people.name(view.owner),
        approved_by=people.name(view.approved_by),
        stops=tuple(_stop(people, line) for line in view.stops),
        processes=tuple(_process(people, line) for line in view.processes),
        dues=tuple(_due(people, due) for due in view.dues),
    )


def _stop(people: People, line: StopLine) -> StopLine:
    call_off = line.cancelled
    return replace(
        line,
        processes=tuple(_process_name(people, name) for name in line.processes),
        moves=tuple(replace(move, by=people.name(move.by)) for move in line.moves),
        cancelled=replace(
            call_off,
            by=people.name(call_off.by),
            approved_by=people.name(call_off.approved_by) if call_off.approved_by else call_off.approved_by,
        )
        if call_off
        else None,
    )


def _process(people: People, line: ProcessLine) -> ProcessLine:
    return replace(line, owner=people.name(line.owner))


def _due(people: People, due: ProgrammeDue) -> ProgrammeDue:
    named = tuple(_process_name(people, name) for name in due.subjects)
    return replace(
        due,
        people=tuple(map(people.name, due.people)),
        subjects=named if due.noun == "process" else due.subjects,
    )


def _process_name(people: People, process: str) -> str:
    record = people.repository.processes.get(process)
    return record.data.name if record else process
