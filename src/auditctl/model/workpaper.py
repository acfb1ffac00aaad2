"""Work papers of a session and the checklists that they come from."""

from enum import StrEnum

from pydantic import Field

from auditctl.model.audit import Method
from auditctl.model.types import (
    ChecklistRef,
    EvidenceRef,
    FindingRef,
    Model,
    PersonRef,
    Requirement,
    Series,
    Text,
)


class LineResult(StrEnum):
    conform = "conform"
    nonconform = "nonconform"
    ofi = "ofi"
    not_applicable = "not-applicable"
    not_audited = "not-audited"

    @property
    def is_decided(self) -> bool:
        """Whether the requirement counts as audited."""
        return self in {LineResult.conform, LineResult.nonconform, LineResult.ofi}


class Question(Model):
    ask: Text
    requirements: Series[Requirement] = Field(min_length=1)
    look_for: Text | None = None
    method: Method | None = None
    details: Text | None = None


class Line(Question):
    """A question with what the auditor found."""

    by: PersonRef | None = None
    result: LineResult | None = None
    notes: Text | None = None
    evidence: Series[EvidenceRef] = ()
    findings: Series[FindingRef] = ()


class Workpaper(Model):
    checklist: ChecklistRef | None = None
    lines: Series[Line] = ()
    details: Text | None = None


class Checklist(Model):
    title: Text
    requirements: Series[Requirement] = ()
    lines: Series[Question] = ()
    details: Text | None = None
