"""Where evidence comes from: source, collector, days."""

from collections.abc import Iterator

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.evidence import Evidence, Purpose
from auditctl.model.record import Hit
from auditctl.model.types import Period
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.evd.subjects import collected, from_fieldwork
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule


@rule("EVD001", "unknown-origin", Severity.error, basis="19011", gate=Gate.issue)
def unknown_origin(repository: Repository) -> Iterator[Hit]:
    """A record of evidence has no source, date or collector; somebody not on the team is warned about.

    Why: evidence is verifiable when one knows where it came from, when, and who saw it.

    Fix: write `source` and `collected: {by: …, date: …}`. For an interview the source is the role of whoever
    spoke. What is collected later, as proof of an action, is `purpose: action`.
    """
    for audit, item in collected(repository):
        missing = list(_missing(item.data))
        if missing:
            yield Hit(
                item.key(),
                phrase(
                    "the evidence %(evidence)s has %(missing)s", evidence=item.id, missing=listed(missing)
                ),
                help=phrase("write `source: …` and `collected: {by: …, date: …}`"),
                audit=audit.id,
            )
        if _is_stranger(audit, item.data):
            yield Hit(
                item.at("collected", "by"),
                phrase(
                    "%(by)s collected %(evidence)s but is not on the team of %(audit)s",
                    by=item.data.collected.by if item.data.collected else "",
                    evidence=item.id,
                    audit=audit.id,
                ),
                help="let somebody of the team collect it, or mark it as `purpose: action`",
                severity=Severity.warning,
                audit=audit.id,
            )


def _missing(item: Evidence) -> Iterator[str]:
    if item.source is None and item.purpose is Purpose.fieldwork:
        yield phrase("no source")
    if item.collected is None or item.collected.date is None:
        yield phrase("no date")
    if item.collected is None or item.collected.by is None:
        yield phrase("no collector")


def _is_stranger(audit: Audit, item: Evidence) -> bool:
    """Whether fieldwork evidence was collected by somebody who is neither on the team nor in a session as auditor."""
    by = item.collected.by if item.collected else None
    if by is None or item.purpose is not Purpose.fieldwork or not is_read(audit, "team") or not audit.members:
        return False
    in_sessions = (person for session in audit.sessions.values() for person in session.data.auditors)
    return by not in audit.members and by not in in_sessions


@rule("EVD002", "outside-fieldwork", Severity.warning)
def outside_fieldwork(repository: Repository) -> Iterator[Hit]:
    """Fieldwork evidence was collected outside the dates of the audit, and no `details` explain it.

    Why: what was looked at weeks before or after may show another state than the one that the report speaks of.

    Fix: correct the date, or say in `details` why it was collected then.
    """
    for audit, item in from_fieldwork(repository):
        day = item.data.collected.date if item.data.collected else None
        if (
            day is None
            or audit.fieldwork is None
            or item.data.details
            or not is_read(audit, "audit", "schedule", "session")
        ):
            continue
        first, last = audit.fieldwork
        if not first <= day <= last:
            yield Hit(
                item.at("collected", "date"),
                phrase(
                    "%(evidence)s was collected on %(day)s, the audit runs from %(first)s to %(last)s",
                    evidence=item.id,
                    day=day,
                    first=first,
                    last=last,
                ),
                help="correct the date, or say in `details` why it was collected then",
                audit=audit.id,
            )


@rule("EVD003", "outside-period", Severity.warning)
def outside_period(repository: Repository) -> Iterator[Hit]:
    """Fieldwork evidence speaks for no day of the period under review.

    Why: a conclusion on a period needs evidence from that period.

    Fix: collect evidence that speaks for the period, or correct one of the two.
    """
    for audit, item in from_fieldwork(repository):
        reviewed, spoken = audit.data.period, item.data.period
        if reviewed and spoken and not spoken.meets(reviewed.from_, reviewed.to):
            yield Hit(
                item.at("period"),
                _beside(item.id, spoken),
                help="collect evidence that speaks for the period, or correct one of the two",
                related=((audit.file.at("period"), "the period under review"),),
                audit=audit.id,
            )


def _beside(evidence: str, spoken: Period) -> Phrase:
    """Return that evidence is of another time, of which one end may be open."""
    if spoken.from_ and spoken.to:
        return phrase(
            "%(evidence)s speaks for the time from %(first)s to %(last)s, no day of the period under review",
            evidence=evidence,
            first=spoken.from_,
            last=spoken.to,
        )
    if spoken.to:
        return phrase(
            "%(evidence)s speaks for the time to %(last)s, no day of the period under review",
            evidence=evidence,
            last=spoken.to,
        )
    return phrase(
        "%(evidence)s speaks for the time from %(first)s, no day of the period under review",
        evidence=evidence,
        first=spoken.from_,
    )
