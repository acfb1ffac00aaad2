"""Before the next external audit: an internal audit of all clauses in time."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.analysis.coverage import audited
from auditctl.analysis.days import days_after
from auditctl.analysis.homes import homeless
from auditctl.analysis.programme import Stop, StopState, lies_ahead, own_stops
from auditctl.analysis.reach import reach
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Site
from auditctl.model.settings import ExternalAudit, ExternalAuditKind
from auditctl.phrases import Phrase, filled, joined, phrase
from auditctl.repository import Repository
from auditctl.rules.cov.subjects import is_judged
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

AUDITS = {
    ExternalAuditKind.stage_1: phrase("the stage-1 audit on %(day)s"),
    ExternalAuditKind.stage_2: phrase("the stage-2 audit on %(day)s"),
    ExternalAuditKind.surveillance: phrase("the surveillance audit on %(day)s"),
    ExternalAuditKind.recertification: phrase("the recertification audit on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class _Next:
    """The next external audit, its standard and its place in the settings."""

    audit: ExternalAudit
    standard: str
    site: Site


@rule("COV006", "no-audit-before-external", Severity.warning, basis="house", timed=True)
def no_audit_before_external(repository: Repository) -> Iterator[Hit]:
    """No audit that covers all clauses ends in the house window before the next external audit.

    Why: what an internal audit finds can still be corrected before somebody from outside looks, if it ends early enough,
    and says something about that day, if it does not end too early. Both numbers are a house rule:
    `policy.external_audit_lead_days`.

    Fix: plan an audit of all clauses that ends within the window, or set the window that the house means.
    """
    coming = _next(repository)
    if coming is None or not is_judged(repository):
        return
    lead = repository.settings.policy.external_audit_lead_days
    first, last = (days_after(coming.audit.from_, -days) for days in (max(lead), min(lead)))
    homes = frozenset(homeless(repository))
    clauses = repository.requirements.expand([f"{coming.standard}:clauses"]) - homes
    ending = [
        stop for stop in own_stops(repository) if first <= stop.last <= last and _counts(repository, stop)
    ]
    lacking = [(clauses - _covered(repository, stop), stop.name) for stop in ending]
    if clauses and all(missing for missing, _ in lacking):
        message: str = phrase(
            "no audit of all clauses ends between %(first)s and %(last)s, before %(audit)s",
            first=first,
            last=last,
            audit=filled(AUDITS[coming.audit.kind], day=coming.audit.from_),
        )
        if lacking:
            message = joined("; ", (message, _nearest(repository, lacking)))
        yield Hit(
            coming.site,
            message,
            help="plan one that ends in that time, or set `policy.external_audit_lead_days`",
        )


def _next(repository: Repository) -> _Next | None:
    """Return the next external audit of the settings that has not ended."""
    record = repository.settings_record
    if record is None:
        return None
    ahead = [
        (audit.from_, number, index)
        for number, held in enumerate(record.data.certifications)
        for index, audit in enumerate(held.audits)
        if audit.to >= repository.today
    ]
    if not ahead:
        return None
    _, number, index = min(ahead)
    held = record.data.certifications[number]
    return _Next(held.audits[index], held.standard, record.at("certifications", number, "audits", index))


def _counts(repository: Repository, stop: Stop) -> bool:
    """Whether an audit was held or can still be; one that is late or was cancelled covers nothing."""
    return stop.state is StopState.held or lies_ahead(repository, stop)


def _covered(repository: Repository, stop: Stop) -> frozenset[str]:
    """Return what an audit looked at, or will look at if it is not over."""
    if stop.audit and stop.state is StopState.held:
        return audited(repository, stop.audit)
    return reach(repository, stop).requirements


def _nearest(repository: Repository, lacking: list[tuple[frozenset[str], str]]) -> Phrase:
    """Return in words what the audit leaves out that comes nearest."""
    missing, name = min(lacking, key=lambda pair: (len(pair[0]), pair[1]))
    return phrase(
        "%(audit)s does not cover %(missing)s",
        audit=name,
        missing=listed(repository.requirements.in_order(missing)),
    )
