"""A corrective action: containment, correction, cause, extent, actions, verified effect."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from auditctl.model.finding import Grade
from auditctl.model.types import (
    AuditRef,
    CapaRef,
    Day,
    EvidenceRef,
    FindingRef,
    Model,
    PastDay,
    PersonRef,
    ProcessRef,
    Reasoned,
    Series,
    Signed,
    Slug,
    Text,
)


class OriginKind(StrEnum):
    incident = "incident"
    complaint = "complaint"
    management_review = "management-review"
    other = "other"


class Origin(Model):
    """What raised a corrective action that no audit finding did."""

    kind: OriginKind
    reference: Text | None = None
    date: PastDay
    grade: Grade | None = None
    process: ProcessRef | None = None
    statement: Text | None = None


class Extension(Model):
    from_: Day = Field(alias="from")
    to: Day
    why: Text | None = None
    approved_by: PersonRef | None = None
    date: PastDay | None = None


class Item(Model):
    """One containment, correction or action: what, who, until when, done when, shown by what."""

    what: Text
    owner: PersonRef | None = None
    due: Day | None = None
    done: PastDay | None = None
    evidence: Series[EvidenceRef] = ()
    proof: Text | None = None
    extended: Series[Extension] = ()

    @property
    def first_due(self) -> date | None:
        """The due date before any extension."""
        return self.extended[0].from_ if self.extended else self.due


class CauseMethod(StrEnum):
    five_whys = "five-whys"
    fishbone = "fishbone"
    fault_tree = "fault-tree"
    other = "other"


class CauseCategory(StrEnum):
    organisation = "organisation"
    method = "method"
    people = "people"
    tooling = "tooling"
    supplier = "supplier"


class Cause(Model):
    method: CauseMethod | None = None
    whys: Series[Text] = ()
    cause: Text | None = None
    category: CauseCategory | None = None
    by: PersonRef | None = None
    date: PastDay | None = None


class Extent(Model):
    """Do similar nonconformities exist, or could they occur?"""

    checked: Series[Text] = ()
    result: Text | None = None
    by: PersonRef | None = None
    date: PastDay | None = None


class Step(StrEnum):
    submitted = "submitted"
    rejected = "rejected"
    approved = "approved"


class PlanStep(Signed):
    step: Step
    why: Text | None = None
    resubmit_due: Day | None = None


class Implementation(Signed):
    """Somebody saw that it was done."""

    audit: AuditRef | None = None
    evidence: Series[EvidenceRef] = ()


class Effectiveness(Model):
    """How the effect will be judged, not before which day, and by whom."""

    criterion: Text | None = None
    not_before: Day | None = None
    verifier: PersonRef | None = None


class VerificationResult(StrEnum):
    effective = "effective"
    ineffective = "ineffective"


class Verification(Signed):
    result: VerificationResult
    method: Text | None = None
    audit: AuditRef | None = None
    evidence: Series[EvidenceRef] = ()


class Capa(Model):
    owner: PersonRef
    title: Text | None = None
    findings: Series[FindingRef] = ()
    origin: Origin | None = None
    opened: PastDay | None = None
    containment: dict[Slug, Item] = {}
    correction: dict[Slug, Item] = {}
    correction_not_needed: Text | None = None
    consequences: Text | None = None
    cause: Cause | None = None
    extent: Extent | None = None
    actions: dict[Slug, Item] = {}
    plan: Series[PlanStep] = ()
    implementation: Implementation | None = None
    effectiveness: Effectiveness | None = None
    verifications: Series[Verification] = ()
    isms_change: Text | None = None
    follows: CapaRef | None = None
    merged_into: CapaRef | None = None
    cancelled: Reasoned | None = None
    details: Text | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was given up, or found effective the last time that somebody looked."""
        latest = max(self.verifications, key=lambda item: item.date, default=None)
        found = latest is not None and latest.result is VerificationResult.effective
        return found or self.cancelled is not None or self.merged_into is not None

    def items(self) -> list[tuple[str, str, Item]]:
        """Return (group, key, item) of every containment, correction and action."""
        groups = (
            ("containment", self.containment),
            ("correction", self.correction),
            ("actions", self.actions),
        )
        return [(group, key, item) for group, held in groups for key, item in held.items()]
