"""An audit programme: one file a cycle."""

from datetime import date

from pydantic import Field

from auditctl.model.types import (
    AuditRef,
    Day,
    Model,
    PastDay,
    PersonRef,
    ProcessRef,
    Reasoned,
    Requirement,
    Selection,
    Series,
    Signed,
    Text,
    Window,
)


class Postponement(Model):
    from_: Day | None = Field(default=None, alias="from")
    to: Day
    by: PersonRef
    date: PastDay
    why: Text | None = None


class CancelledPlan(Signed):
    approved_by: PersonRef | None = None
    why: Text | None = None


class PlannedAudit(Model):
    """An entry of the programme; its key is the folder under `audits/`, which may not exist yet."""

    title: Text | None = None
    planned: Window
    processes: Selection[ProcessRef] = ()
    requirements: Selection[Requirement] = ()
    why: Text | None = None
    postponed: Series[Postponement] = ()
    cancelled: CancelledPlan | None = None
    details: Text | None = None

    @property
    def start(self) -> date:
        """The planned start after all postponements."""
        return self.postponed[-1].to if self.postponed else self.planned.from_


class ProgrammeReview(Signed):
    result: Text


class Programme(Window):
    """A programme without its entries, which are records of their own."""

    owner: PersonRef
    title: Text | None = None
    approved: Signed | None = None
    objectives: Series[Text] = ()
    methods: Text | None = None
    responsibilities: Text | None = None
    planning: Text | None = None
    reporting: Text | None = None
    risks: Series[Text] = ()
    previous_results: Series[AuditRef] = ()
    revisions: Series[Reasoned] = ()
    reviews: Series[ProgrammeReview] = ()
    details: Text | None = None
