"""A finding: what was found, held against a requirement, and what became of it."""

from enum import StrEnum

from pydantic import Field

from auditctl.model.types import (
    Day,
    EvidenceRef,
    FindingRef,
    LocationRef,
    Model,
    PastDay,
    PersonRef,
    ProcessRef,
    Reasoned,
    Requirement,
    Series,
    SessionRef,
    Signed,
    Text,
)


class Grade(StrEnum):
    major = "major"
    minor = "minor"
    ofi = "ofi"
    strength = "strength"

    @property
    def is_nonconformity(self) -> bool:
        return self in {Grade.major, Grade.minor}


class Raised(Model):
    by: PersonRef | None = None
    date: PastDay


class Response(StrEnum):
    agreed = "agreed"
    contested = "contested"


class Answer(Signed):
    """The auditee's answer."""

    response: Response
    text: Text | None = None


class Decision(Signed):
    """The lead auditor's decision on a contested finding."""

    text: Text | None = None


class Regrading(Signed):
    from_: Grade = Field(alias="from")
    to: Grade
    why: Text | None = None


class Transfer(Model):
    """Responsibility that passed from one person to another."""

    from_: PersonRef = Field(alias="from")
    to: PersonRef
    date: PastDay
    why: Text | None = None


class Finding(Model):
    title: Text
    grade: Grade
    raised: Raised
    grade_reason: Text | None = None
    process: ProcessRef | None = None
    location: LocationRef | None = None
    session: SessionRef | None = None
    requirements: Series[Requirement] = ()
    statement: Text | None = None
    effect: Text | None = None
    evidence: Series[EvidenceRef] = ()
    repeat_of: FindingRef | None = None
    repeat_marked: Signed | None = None
    """Who saw later that it came back, and when; a finding raised as a repeat has that in `raised`."""
    auditee: Answer | None = None
    decision: Decision | None = None
    regraded: Series[Regrading] = ()
    withdrawn: Reasoned | None = None
    accepted: Signed | None = None
    declined: Reasoned | None = None
    transferred: Series[Transfer] = ()
    response_due: Day | None = None
    reference: Text | None = None
    number: Text | None = None
    details: Text | None = None

    @property
    def is_nonconformity(self) -> bool:
        return self.grade.is_nonconformity

    @property
    def is_contested(self) -> bool:
        """Contested by the auditee and not yet decided by the lead auditor."""
        answer = self.auditee
        if answer is None or answer.response is not Response.contested:
            return False
        return self.decision is None or self.decision.date < answer.date
