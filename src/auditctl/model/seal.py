"""The seal of an issued report: what its records held at issue, as digests of their data."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

from auditctl.model.audit import AuditFile
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.report import Report
from auditctl.model.settings import SeverityWord
from auditctl.model.types import Count, Day, Model, Series, Sha256, Text, wrong

SEAL = "SEAL.json"
SIGNATURE = "SEAL.json.sig"
NAMESPACE = "auditctl"
"""The namespace of signatures (ssh-keygen -n), so that one made for something else never counts here."""
VERSION = 1
PARTS = ("audit", "scope", "criteria", "team", "schedule", "report")
"""What is sealed of an audit by name, beside the records of its folders."""
FOLDERS = ("workpapers", "evidence", "findings")
"""Folders whose records are sealed as FOLDER/NAME; corrective actions go on after issue and are none of them."""
LATER: dict[type[Any], frozenset[str]] = {
    Finding: frozenset({"auditee", "decision", "accepted", "declined", "transferred"}),
    AuditFile: frozenset({"closed"}),
    Report: frozenset({"distribution", "management_review", "amendments"}),
    Evidence: frozenset({"disposed"}),
}
"""What rightly changes after a report was issued, so that no seal holds it; CAPAs as a whole are none of it."""
_LATER_OF = {"audit": AuditFile, "report": Report, "evidence": Evidence, "findings": Finding}


def later_keys(record: str) -> frozenset[str]:
    """Return the keys of a record, named as the seal names it, that no seal holds."""
    kind = _LATER_OF.get(record.partition("/")[0])
    return LATER[kind] if kind else frozenset()


def _known_version(number: int) -> int:
    if number != VERSION:
        raise wrong(
            f"this seal is of version {number}, and this auditctl knows version {VERSION}: use a newer one"
        )
    return number


class SealedProblem(Model):
    """A diagnostic of the check at issue."""

    code: Text
    severity: SeverityWord
    path: Text
    message: Text


class SealedCheck(Model):
    """What the check said of the audit at issue: all that was left then."""

    errors: Count
    warnings: Count
    notes: Count
    problems: Series[SealedProblem] = ()


class ReportDigests(Model):
    """The sha256 of the report as it was issued, by format, in its language."""

    language: Text
    md: Sha256
    html: Sha256


class Resealing(Model):
    """An amendment that is sealed: what it says, and what its records and files held before; nothing where they were new."""

    by: Text
    date: Day
    why: Text
    records: Series[Text] = ()
    before: dict[str, Sha256] = {}
    report: ReportDigests | None = None


class Seal(Model):
    """`SEAL.json`: the sha256 of each record's data in canonical JSON, and of each evidence file's bytes."""

    seal: Annotated[Count, AfterValidator(_known_version)]
    auditctl: Text
    format: Count
    audit: Text
    sealed: Day
    check: SealedCheck
    report: ReportDigests
    records: dict[str, Sha256]
    files: dict[str, Sha256] = {}
    amended: Series[Resealing] = ()
    """Amendments that this seal explains, the earliest first."""

    @property
    def day(self) -> date:
        """The day that it is of, on which its signature has to be good: of the last amendment, else of the issue."""
        return max((self.sealed, *(item.date for item in self.amended)))
