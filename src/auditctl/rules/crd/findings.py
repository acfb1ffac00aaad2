"""Findings: closed or lowered in a way that a reader asks about."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import days_after
from auditctl.analysis.last_answers import closed_on
from auditctl.analysis.lifecycle import is_dropped
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.rules.grades import GRADES
from auditctl.rules.registry import rule

LAST_DAYS = 3
"""Days before an external audit in which a closing looks made for it."""


@rule("CRD004", "closed-at-the-last-moment", Severity.note, basis="practice")
def closed_at_the_last_moment(repository: Repository) -> Iterator[Hit]:
    """Every nonconformity was closed within three days before the external audit.

    Why: an effect shows after a while. Where all of them show on the eve of the certification body's visit, its
    auditor asks what the verification rested on.

    Fix: nothing to mend afterwards. Have the evidence of each verification at hand, and verify the next ones
    when their effect can be seen.
    """
    record = repository.settings_record
    for site, audit_day, since in _next_external(repository) if record else ():
        days = _closings(repository, since)
        if days and min(days) >= days_after(audit_day, -LAST_DAYS) and max(days) <= audit_day:
            yield Hit(
                site,
                phrase(
                    "every nonconformity was closed within %(most)s days before the external audit on %(day)s: "
                    "%(count)s from %(first)s on",
                    most=LAST_DAYS,
                    day=audit_day,
                    count=len(days),
                    first=min(days),
                ),
                help="have the evidence of each verification at hand",
            )


def _next_external(repository: Repository) -> Iterator[tuple[Site, date, date]]:
    """Yield the next external audit's site and first day, and the last day of the one before it."""
    record, today = repository.settings_record, repository.today
    ahead = repository.settings.next_external(today)
    if record is None or ahead is None:
        return
    past = [held.to for _, held in repository.settings.external_audits() if held.to < ahead.from_]
    for index, certification in enumerate(record.data.certifications):
        if ahead in certification.audits:
            route = ("certifications", index, "audits", certification.audits.index(ahead), "from")
            yield record.at(*route), ahead.from_, max(past, default=date.min)
            return


def _closings(repository: Repository, since: date) -> list[date]:
    """Return the days on which nonconformities were closed after a day; none where one is still open."""
    standing = [
        finding
        for finding in repository.findings.values()
        if finding.data.is_nonconformity
        and not finding.data.withdrawn
        and not is_dropped(repository, finding)
    ]
    days = [closed_on(repository, finding) for finding in standing]
    known = [day for day in days if day]
    return [day for day in known if day > since] if len(known) == len(days) else []


@rule("CRD006", "softened", Severity.warning, basis="practice")
def softened(repository: Repository) -> Iterator[Hit]:
    """A grade was lowered after the auditee's answer, and no evidence was added.

    Why: new evidence can change a grade; an objection alone should not. A reader cannot tell one from the other
    where nothing was added.

    Fix: name the evidence that changed the grade in `evidence` of the finding, with the day on which it was
    collected, or grade it as it was.
    """
    for audit in repository.own_audits:
        for finding in audit.findings.values():
            step = _lowering(finding.data)
            answer = finding.data.auditee
            if step is None or answer is None or _is_borne_out(repository, finding, answer.date):
                continue
            change = finding.data.regraded[step]
            yield Hit(
                finding.at("regraded", step),
                phrase(
                    "%(finding)s was lowered from %(before)s to %(after)s on %(day)s, after the answer of %(answer)s, "
                    "without evidence added",
                    finding=finding.id,
                    before=GRADES[change.from_],
                    after=GRADES[change.to],
                    day=change.date,
                    answer=answer.date,
                ),
                help="name the evidence that changed the grade, with the day on which it was collected",
                related=((finding.at("auditee"), "the answer"),),
                audit=audit.id,
            )


def _lowering(finding: Finding) -> int | None:
    """Return the last step after the answer that lowered the grade to where it still stands, or lower."""
    answer, ranks = finding.auditee, list(Grade)
    if answer is None or finding.withdrawn:
        return None
    lowered = [
        index
        for index, step in enumerate(finding.regraded)
        if step.date >= answer.date
        and ranks.index(step.to) > ranks.index(step.from_)
        and ranks.index(finding.grade) > ranks.index(step.from_)
    ]
    return lowered[-1] if lowered else None


def _is_borne_out(repository: Repository, finding: Record[Finding], since: date) -> bool:
    """Whether evidence of the finding was collected from that day on, or cannot be read."""
    items = [repository.evidence_item(name, finding.audit) for name in finding.data.evidence]
    days = (item.data.collected.date if item and item.data.collected else None for item in items)
    return None in items or any(day and day >= since for day in days)
