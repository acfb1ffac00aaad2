"""The management summary on one page: what an audit says, in what a minute reads and one sheet holds.

What has no room is counted and stands in the report; nothing is left out silently.
"""

from dataclasses import dataclass, replace
from datetime import date

from auditctl.analysis.metrics import series
from auditctl.analysis.metrics.figures import Share
from auditctl.phrases import counted
from auditctl.reports.capas import Awaited
from auditctl.reports.context import TitleBlock, title_block
from auditctl.reports.excerpt import Excerpt, excerpt, opening, shortened
from auditctl.reports.findings import FindingView, findings
from auditctl.reports.people import People
from auditctl.reports.summary import Decided, GradeCount, Previous, Request, summary
from auditctl.reports.view_title import unread_places
from auditctl.repository import Audit, Repository

VERDICT, MESSAGE, TITLE, NAME = 280, 180, 72, 30
"""Characters that there is room for."""
MAJORS, ASKED, DECIDED, NAMED, UNREAD = 4, 4, 2, 3, 3
"""Lines that there is room for, findings named in one, and what is named of that which could not be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """A major nonconformity: who owns what is done about it, and what it waits for until when."""

    name: str
    title: str
    owner: str
    state: str
    awaited: Awaited | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is asked of somebody, for some findings, of which `more` are not named."""

    what: str
    who: str
    due: date | None
    late: int
    findings: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many lines have no room on the page."""

    majors: int
    asked: int
    decided: int


@dataclass(frozen=True, slots=True)
class OnePage:
    """The first thing that top management reads; a verdict is empty until the report says it.

    `processes` are those looked at of those in scope, `requirements` those audited of those in force.
    """

    unread: tuple[str, ...]
    title: TitleBlock
    message: Excerpt
    conformity: Excerpt
    effectiveness: Excerpt
    counts: tuple[GradeCount, ...]
    total: int
    withdrawn: int
    repeated: Share
    processes: Share
    requirements: Share
    previous: Previous | None
    majors: tuple[Line, ...]
    asked: tuple[Asked, ...]
    decided: tuple[Decided, ...]
    left_out: LeftOut

    @property
    def is_whole(self) -> bool:
        """Whether message and verdicts stand here with all their words."""
        return self.message.is_whole and self.conformity.is_whole and self.effectiveness.is_whole


def one_page(repository: Repository, audit: Audit) -> OnePage:
    """Return the summary of an audit; every number is that of its report and of `status`."""
    people = People(repository)
    whole = summary(repository, audit, findings(people, audit))
    majors, asked, decided = whole.majors[:MAJORS], whole.asked[:ASKED], whole.decided[:DECIDED]
    return OnePage(
        unread=named(unread_places(repository, audit.id), UNREAD),
        title=_title(title_block(people, audit)),
        message=opening(whole.text, MESSAGE),
        conformity=excerpt(whole.conformity, VERDICT),
        effectiveness=excerpt(whole.effectiveness, VERDICT),
        counts=whole.counts,
        total=whole.total,
        withdrawn=whole.withdrawn,
        repeated=series.found(repository, audit).repeated,
        processes=whole.processes,
        requirements=series.requirements_audited(repository, audit),
        previous=whole.previous,
        majors=tuple(map(_major, majors)),
        asked=tuple(map(_asked, asked)),
        decided=tuple(map(_decided, decided)),
        left_out=LeftOut(
            len(whole.majors) - len(majors), len(whole.asked) - len(asked), len(whole.decided) - len(decided)
        ),
    )


def named(names: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Return the first names in short, and how many more there are."""
    left = len(names) - most
    more = (counted("%(n)s more", "%(n)s more", left),) if left > 0 else ()
    return (*(shortened(name, NAME) for name in names[:most]), *more)


def _title(block: TitleBlock) -> TitleBlock:
    return replace(
        block,
        kind="summary",
        organisation=shortened(block.organisation, TITLE),
        header=shortened(block.header, TITLE),
        footer=shortened(block.footer, TITLE),
        classification=shortened(block.classification, NAME),
        title=shortened(block.title, TITLE),
        client=shortened(block.client, NAME),
        lead=shortened(block.lead, NAME),
        standards=named(block.standards, NAMED),
    )


def _major(finding: FindingView) -> Line:
    waits = finding.awaited
    return Line(
        shortened(finding.name, NAME),
        shortened(finding.title, TITLE),
        shortened(finding.owner, NAME),
        finding.state,
        replace(waits, who=shortened(waits.who, NAME)) if waits else None,
    )


def _asked(request: Request) -> Asked:
    named = request.findings[:NAMED]
    return Asked(
        request.what,
        shortened(request.who, NAME),
        request.due,
        request.late,
        tuple(shortened(name, NAME) for name in named),
        len(request.findings) - len(named),
    )


def _decided(item: Decided) -> Decided:
    return replace(
        item,
        by=shortened(item.by, NAME),
        finding=shortened(item.finding, NAME),
        title=shortened(item.title, TITLE),
    )
