"""The end of a report: conclusions, what was not covered, who gets it, who signs it."""

from dataclasses import dataclass
from datetime import date

from auditctl.model.report import Report
from auditctl.reports.findings import Findings
from auditctl.reports.people import People, Signature, Who
from auditctl.reports.scope import Reasoned
from auditctl.repository import Audit


@dataclass(frozen=True, slots=True)
class Recipient:
    who: Who
    on: date | None


@dataclass(frozen=True, slots=True)
class AmendmentView:
    by: str
    on: date
    why: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """What the lead auditor concludes, and the report's way to its readers."""

    conformity: str
    effectiveness: str
    not_covered: tuple[Reasoned, ...]
    diverging: str
    contested: tuple[str, ...]
    """Findings that the auditee contests and nobody has decided on."""
    limitations: str
    recipients: tuple[Recipient, ...]
    prepared: Signature | None
    reviewed: Signature | None
    approved: Signature | None
    issued: Signature | None
    reviewed_by_management: date | None
    review_record: str
    amendments: tuple[AmendmentView, ...]


def closing(people: People, audit: Audit, found: Findings) -> Closing:
    report = audit.report.data if audit.report else Report()
    review = report.management_review
    return Closing(
        conformity=report.conclusions.conformity or "",
        effectiveness=report.conclusions.effectiveness or "",
        not_covered=tuple(Reasoned(item.what, item.why) for item in report.not_covered),
        diverging=report.diverging_opinions or "",
        contested=tuple(
            item.name
            for item in found.standing
            if item.answer and item.answer.response == "contested" and not item.answer.decided_on
        ),
        limitations=report.limitations or "",
        recipients=tuple(
            Recipient(people.who(item.to, item.date or people.repository.today), item.date)
            for item in report.distribution
        ),
        prepared=people.signature(report.prepared),
        reviewed=people.signature(report.reviewed),
        approved=people.signature(report.approved),
        issued=people.signature(report.issued),
        reviewed_by_management=review.date if review else None,
        review_record=(review.record if review else None) or "",
        amendments=tuple(
            AmendmentView(people.name(item.by), item.date, item.why, item.records)
            for item in report.amendments
        ),
    )
