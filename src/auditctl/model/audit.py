"""One audit: its milestones and its parts scope, criteria, team and schedule."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from auditctl.model.people import Relation
from auditctl.model.types import (
    CapaRef,
    Clock,
    Day,
    DepartmentRef,
    DocumentRef,
    FindingRef,
    FirmRef,
    LocationRef,
    Minutes,
    Model,
    PastDay,
    Period,
    PersonRef,
    ProcessRef,
    Reasoned,
    Requirement,
    Selection,
    Series,
    Signed,
    Text,
    Window,
    missing,
)

LAST = datetime.combine(date.max, time.max)
"""Where the calendar ends."""


class AuditKind(StrEnum):
    internal = "internal"
    follow_up = "follow-up"
    external = "external"


class PlanNotice(Model):
    sent: PastDay | None = None
    accepted: Signed | None = None


class HeldMeeting(Model):
    date: PastDay
    participants: Series[PersonRef] = ()


class Closure(Signed):
    retention_until: Day | None = None
    lessons: Text | None = None


class Legacy(Window):
    """An audit held before the repository."""

    from_: PastDay = Field(alias="from")
    to: PastDay

    lead: PersonRef | None = None
    requirements: Selection[Requirement] = ()
    processes: Selection[ProcessRef] = ()
    report: Text | None = None


class AuditFile(Model):
    """`audit.yaml` without the parts that may stand in it as keys."""

    title: Text
    kind: AuditKind = AuditKind.internal
    unplanned: Text | None = None
    client: PersonRef | None = None
    objectives: Series[Text] = ()
    period: Period | None = None
    follow_up: Series[FindingRef] = ()
    plan: PlanNotice = PlanNotice()
    opening: HeldMeeting | None = None
    closing: HeldMeeting | None = None
    closed: Closure | None = None
    cancelled: Reasoned | None = None
    body: FirmRef | None = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    issued: PastDay | None = None
    legacy: Legacy | None = None
    details: Text | None = None


class Excluded(Model):
    what: Text
    why: Text


class Scope(Model):
    departments: Selection[DepartmentRef] = ()
    locations: Selection[LocationRef] = ()
    processes: Selection[ProcessRef] = ()
    excluded: Series[Excluded] = ()
    details: Text | None = None


class Criteria(Model):
    requirements: Selection[Requirement] = ()
    documents: dict[DocumentRef, Text] = {}
    details: Text | None = None


class Declaration(Model):
    """A declaration of impartiality for this audit."""

    date: PastDay
    conflicts: Series[Relation] = ()
    details: Text | None = None


class AcceptedConflict(Model):
    """A conflict of independence that is accepted, openly."""

    rule: Annotated[str, StringConstraints(pattern=r"^IND\d{3}$")]
    auditor: PersonRef
    process: ProcessRef | None = None
    capa: CapaRef | None = None
    reason: Text | None = None
    safeguards: Series[Text] = ()
    approved: Signed | None = None
    expires: Day | None = None
    second_reviewer: PersonRef | None = None

    @model_validator(mode="after")
    def _names_what_it_covers(self) -> Self:
        key = "capa" if self.rule == "IND006" else "process"
        if getattr(self, key) is None:
            raise missing(key)
        return self


class Team(Model):
    lead: PersonRef | None = None
    auditors: Series[PersonRef] = ()
    experts: Series[PersonRef] = ()
    observers: Series[PersonRef] = ()
    declarations: dict[PersonRef, Declaration] = {}
    exceptions: Series[AcceptedConflict] = ()
    details: Text | None = None


class Meeting(Model):
    date: Day
    start: Clock | None = None
    minutes: Minutes | None = None


class Mode(StrEnum):
    on_site = "on-site"
    remote = "remote"


class Method(StrEnum):
    interview = "interview"
    observation = "observation"
    document_review = "document-review"
    technical_test = "technical-test"
    sampling = "sampling"


class SessionResult(StrEnum):
    conform = "conform"
    nonconform = "nonconform"
    ofi = "ofi"


class Session(Model):
    """Who audits which process when."""

    process: ProcessRef
    auditors: Series[PersonRef] = ()
    date: Day | None = None
    start: Clock | None = None
    minutes: Minutes | None = None
    requirements: Series[Requirement] = ()
    auditees: Series[PersonRef] = ()
    others: Text | None = None
    guides: Series[PersonRef] = ()
    location: LocationRef | None = None
    mode: Mode | None = None
    methods: Series[Method] = ()
    agreed: Signed | None = None
    result: SessionResult | None = None
    details: Text | None = None

    def hours(self) -> tuple[datetime, datetime] | None:
        """Return start and end, where the session has date, start and length."""
        if self.date is None or self.start is None or self.minutes is None:
            return None
        begin = datetime.combine(self.date, self.start)
        return begin, begin + min(timedelta(minutes=self.minutes), LAST - begin)


class Schedule(Model):
    """`schedule.yaml` without its sessions, which are records of their own."""

    opening: Meeting | None = None
    closing: Meeting | None = None
    details: Text | None = None
