"""The internal audit report as templates see it: one frozen view, built from the records alone."""

from dataclasses import dataclass
from datetime import date

from auditctl import __version__
from auditctl.analysis.lifecycle import audit_state
from auditctl.diagnostics import Outcome
from auditctl.reports.annexes import Annexes, annexes
from auditctl.reports.closing import Closing, closing
from auditctl.reports.coverage import Coverage, coverage
from auditctl.reports.findings import Findings, findings
from auditctl.reports.followup import FollowedView, follow_up
from auditctl.reports.people import People
from auditctl.reports.pictures.of_audit import AuditPictures, audit_pictures
from auditctl.reports.scope import Scope, scope, standards
from auditctl.reports.summary import Summary, summary
from auditctl.reports.team import Team, team
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What stands on top; `version` is 0 until the report is issued."""

    organisation: str
    header: str
    footer: str
    classification: str
    id: str
    title: str
    kind: str
    unplanned: str
    client: str
    lead: str
    standards: tuple[str, ...]
    first: date | None
    last: date | None
    plan_sent: date | None
    opened: date | None
    closed: date | None
    issued: date | None
    version: int
    state: str
    as_of: date
    tool: str

    @property
    def is_draft(self) -> bool:
        return self.issued is None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The internal audit report."""

    unread: tuple[str, ...]
    """What stands in the files but could not be read, and so is missing here."""
    title: TitleBlock
    summary: Summary
    scope: Scope
    team: Team
    findings: Findings
    follow_up: tuple[FollowedView, ...]
    coverage: Coverage
    closing: Closing
    annexes: Annexes
    pictures: AuditPictures


def audit_report(repository: Repository, audit: Audit, outcome: Outcome) -> AuditReport:
    """Return the report of an audit; `outcome` is what the check says of the whole repository."""
    people = People(repository)
    found = findings(people, audit)
    return AuditReport(
        unread=tuple(
            f"{owner}/{part}" if owner else part
            for owner, part in sorted(repository.unread)
            if owner in {"", audit.id}
        ),
        title=title_block(people, audit),
        summary=summary(repository, audit, found),
        scope=scope(people, audit),
        team=team(people, audit),
        findings=found,
        follow_up=follow_up(people, audit),
        coverage=coverage(repository, audit),
        closing=closing(people, audit, found),
        annexes=annexes(people, audit, outcome),
        pictures=audit_pictures(repository, audit),
    )


def title_block(people: People, audit: Audit) -> TitleBlock:
    repository, data, look = people.repository, audit.data, people.repository.settings.report
    issued = audit.report.data.issued if audit.report else None
    first, last = audit.fieldwork or (None, None)
    return TitleBlock(
        organisation=repository.settings.name,
        header=look.header or "",
        footer=look.footer or "",
        classification=look.classification or "",
        id=audit.id,
        title=data.title,
        kind=data.kind.value,
        unplanned=data.unplanned or "",
        client=people.name(data.client),
        lead=people.name(audit.team_data.lead or (data.legacy.lead if data.legacy else None)),
        standards=standards(repository),
        first=first,
        last=last,
        plan_sent=data.plan.sent,
        opened=data.opening.date if data.opening else None,
        closed=data.closing.date if data.closing else None,
        issued=issued.date if issued else None,
        version=issued.version if issued else 0,
        state=audit_state(repository, audit).value,
        as_of=repository.today,
        tool=f"auditctl {__version__}",
    )
