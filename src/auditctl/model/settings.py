"""`auditctl.yaml`: the organisation's settings, certificates and house rules."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from auditctl.model.types import (
    CatalogRef,
    Count,
    Day,
    FirmRef,
    Model,
    PastDay,
    PersonRef,
    Series,
    Text,
    Window,
)

FORMAT_VERSION = 1


class Language(StrEnum):
    en = "en"
    tr = "tr"


class ExternalAuditKind(StrEnum):
    stage_1 = "stage-1"
    stage_2 = "stage-2"
    surveillance = "surveillance"
    recertification = "recertification"


class ExternalAudit(Window):
    kind: ExternalAuditKind


class Certification(Model):
    standard: CatalogRef
    body: FirmRef | None = None
    issued: PastDay | None = None
    expires: Day | None = None
    audits: Series[ExternalAudit] = ()


class MajorDeadlines(Model):
    containment: Count = 5
    plan: Count = 14
    action: Count = 60


class MinorDeadlines(Model):
    plan: Count = 30
    action: Count = 90


class OfiDeadlines(Model):
    decision: Count = 60


class Deadlines(Model):
    """House days after the report."""

    major: MajorDeadlines = MajorDeadlines()
    minor: MinorDeadlines = MinorDeadlines()
    ofi: OfiDeadlines = OfiDeadlines()


class Numbering(Model):
    nonconformity: Text = "NC"
    ofi: Text = "OFI"
    strength: Text = "ST"


class Policy(Model):
    """House rules. None of these numbers stands in ISO/IEC 27001."""

    audit_every_months: Count = 12
    control_every_months: Count = 36
    cooling_off_months: Count = 12
    consultant_cooling_off_months: Count = 24
    design_look_back_months: Count = 24
    max_consecutive_audits: Count = 3
    evaluation_valid_months: Count = 12
    plan_notice_working_days: Count = 5
    report_working_days: Count = 15
    external_audit_lead_days: Series[Count] = Field(default=(28, 62), min_length=2, max_length=2)
    deadlines: Deadlines = Deadlines()
    max_extensions: Count = 2
    verification_days: Count = 14
    numbering: Numbering = Numbering()


class SeverityWord(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"
    off = "off"


class RuleSettings(Model):
    severity: dict[str, SeverityWord] = {}


class ReportFonts(Model):
    """Families, or files of the repository. `bold` and `italic` go with a file in `text`."""

    text: Text | None = None
    bold: Text | None = None
    italic: Text | None = None
    headings: Text | None = None
    code: Text | None = None


class ReportLook(Model):
    logo: Text | None = None
    accent: Text | None = None
    fonts: ReportFonts = ReportFonts()
    header: Text | None = None
    footer: Text | None = None
    classification: Text | None = None


class Settings(Model):
    """`auditctl.yaml` without the parts of the root that may stand in it as keys."""

    auditctl: Annotated[Count, Field(ge=1)]
    name: Text
    standards: Series[CatalogRef] = Field(min_length=1)
    language: Language = Language.en
    top_management: Series[PersonRef] = ()
    records_since: Day | None = None
    certifications: Series[Certification] = ()
    policy: Policy = Policy()
    rules: RuleSettings = RuleSettings()
    report: ReportLook = ReportLook()
    details: Text | None = None

    def external_audits(self) -> list[tuple[Certification, ExternalAudit]]:
        """Return the audits of the certification bodies, the earliest first."""
        pairs = [(held, audit) for held in self.certifications for audit in held.audits]
        return sorted(pairs, key=lambda pair: pair[1].from_)

    def next_external(self, today: date) -> ExternalAudit | None:
        """Return the next external audit that has not ended."""
        return next((audit for _, audit in self.external_audits() if audit.to >= today), None)
