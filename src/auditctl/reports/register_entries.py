"""The lines of the register of corrective actions: each with what raised it, its cause, actions and effect."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.ageing import capa_since, is_over
from auditctl.analysis.deadlines import grade
from auditctl.analysis.metrics.counted import ended_without_effect
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.reports.capas import Awaited, CapaView, capa_view
from auditctl.reports.findings import RequirementView, requirement_view
from auditctl.reports.people import People, Signature
from auditctl.repository import Repository

OPEN, OVER, ENDED = "open", "over", "ended"


@dataclass(frozen=True, slots=True)
class Reason:
    """What a corrective action answers: a finding by number and audit, or an origin by its kind and reference."""

    number: str
    title: str
    grade: str
    audit: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the plan: submitted, rejected or approved."""

    what: str
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Links:
    """The corrective actions before and after it, by name."""

    follows: str
    followers: tuple[str, ...]
    merged_into: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A corrective action. `age` is in days, None where no day is known or it is over.

    `group` is `open`, `over` (closed, or it did not work and another one follows it) or `ended`, where it was
    cancelled or merged and no effect is judged. `ends` says how it ended: cancelled, merged or withdrawn.
    """

    anchor: str
    number: str
    group: str
    ends: str
    title: str
    reasons: tuple[Reason, ...]
    requirements: tuple[RequirementView, ...]
    process: str
    grade: str
    opened: date | None
    age: int | None
    cause_category: str
    consequences: str
    plan: tuple[Step, ...]
    implemented: Signature | None
    cancelled: Signature | None
    cancelled_why: str
    links: Links
    view: CapaView

    @property
    def awaited(self) -> Awaited | None:
        """What it waits for next while it is open."""
        return self.view.awaited if self.group == OPEN else None

    @property
    def late(self) -> int:
        """How many days the longest overdue of its steps is late; nothing is owed any more of what is over."""
        if self.group != OPEN:
            return 0
        awaited = self.awaited.late if self.awaited else 0
        return max([awaited, *(action.late for action in self.view.actions)])


def entry(people: People, record: Record[Capa], anchor: str) -> Entry:
    repository, data = people.repository, record.data
    findings = repository.findings_of(record)
    reasons = _reasons(repository, record, findings)
    cancelled = data.cancelled
    gravest, since = grade(repository, record), capa_since(repository, record)
    group = group_of(repository, record)
    return Entry(
        anchor=anchor,
        number=", ".join(dict.fromkeys(reason.number for reason in reasons)) or record.name,
        group=group,
        ends=ended_without_effect(repository, record),
        title=data.title or "; ".join(reason.title for reason in reasons),
        reasons=reasons,
        requirements=tuple(
            requirement_view(repository, item)
            for item in dict.fromkeys(item for finding in findings for item in finding.data.requirements)
        ),
        process=_processes(repository, record, findings),
        grade=gravest.value if gravest else "",
        opened=data.opened,
        age=max((repository.today - since).days, 0) if since and group == OPEN else None,
        cause_category=data.cause.category.value if data.cause and data.cause.category else "",
        consequences=data.consequences or "",
        plan=tuple(
            Step(item.step.value, people.name(item.by), item.date, item.why or "") for item in data.plan
        ),
        implemented=people.signature(data.implementation),
        cancelled=people.signature(cancelled),
        cancelled_why=cancelled.why if cancelled else "",
        links=Links(
            data.follows or "",
            tuple(follower.name for follower in repository.followers.get(record.name, [])),
            data.merged_into or "",
        ),
        view=capa_view(people, record),
    )


def group_of(repository: Repository, record: Record[Capa]) -> str:
    """Return where a corrective action stands: `open`, `over` or `ended`."""
    if record.data.cancelled or record.data.merged_into:
        return ENDED
    return OVER if is_over(repository, record) else OPEN


def _reasons(
    repository: Repository, record: Record[Capa], findings: list[Record[Finding]]
) -> tuple[Reason, ...]:
    origin = record.data.origin
    if origin is None:
        return tuple(_reason(repository, finding) for finding in findings)
    title = " ".join((origin.statement or record.data.title or "").split())
    graded = origin.grade.value if origin.grade else ""
    return (Reason(origin.reference or record.name, title, graded, "", origin.kind.value),)


def _reason(repository: Repository, finding: Record[Finding]) -> Reason:
    audit, data = repository.audit_of(finding), finding.data
    return Reason(
        data.number or data.reference or finding.name,
        data.title,
        data.grade.value,
        audit.data.title if audit else finding.audit,
    )


def _processes(repository: Repository, record: Record[Capa], findings: list[Record[Finding]]) -> str:
    origin = record.data.origin
    named = [origin.process] if origin else [finding.data.process for finding in findings]
    known = repository.processes
    return ", ".join(
        dict.fromkeys(known[name].data.name if name in known else name for name in named if name)
    )
