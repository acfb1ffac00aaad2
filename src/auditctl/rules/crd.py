"""Credibility: what a reader from outside would ask about. None of it is a requirement, and none is a fault by itself.

An audit is looked at from its closing meeting on; a draft is nobody's yet.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from auditctl.analysis.days import days_after
from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.analysis.last_answers import closed_on
from auditctl.analysis.lifecycle import is_dropped
from auditctl.diagnostics import Severity
from auditctl.model.audit import AuditKind, Session
from auditctl.model.evidence import Purpose
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record, Site
from auditctl.model.report import Report
from auditctl.model.types import Kind
from auditctl.model.workpaper import LineResult
from auditctl.repository import Audit, Repository, full_name
from auditctl.rules.listing import counted, listed
from auditctl.rules.registry import rule

MOST_AN_HOUR = 25
"""Requirements that a session can look at in an hour before somebody asks how."""
MOST_BEHIND_ONE = 10
"""Requirements that one piece of evidence can bear out before somebody asks how."""
LAST_DAYS = 3
"""Days before an external audit in which a closing looks made for it."""
SHOWN = 5
_SAMPLED = re.compile(r"\bsampl|\börnek|\d\s*(?:of|out of|/)\s*(?:the |all )?\d", re.IGNORECASE)
"""Words that say what was sampled, in English and Turkish, or so many of so many."""


def _once_closed(hit: Hit, audit: Audit) -> Hit:
    """Return a hit that says nothing before the closing meeting."""
    return replace(hit, audit=audit.id, expected_from=Gate.closing)


@rule("CRD001", "nothing-found", Severity.note, basis="practice", gate=Gate.closing)
def nothing_found(repository: Repository) -> Iterator[Hit]:
    """An internal audit found no nonconformity, and its conclusion does not say what was sampled.

    Why: it may well be so. A reader can believe it where they see how much was looked at, and in what.

    Fix: say in the conclusion what was sampled: how many of how many, from when to when.
    """
    for audit in repository.own_audits:
        is_known = is_read(audit, "audit", "report", Kind.finding)
        if audit.data.kind is not AuditKind.internal or not is_known or _has_nonconformity(audit):
            continue
        if not _says_what_was_sampled(audit):
            hit = Hit(
                audit.site("report", "conclusions") if audit.report else audit.file.at("closing"),
                f"{audit.id} found no nonconformity, and its conclusion does not say what was sampled",
                help="write into the conclusion how many of how many were looked at",
            )
            yield _once_closed(hit, audit)


def _has_nonconformity(audit: Audit) -> bool:
    findings = (finding.data for finding in audit.findings.values())
    return any(finding.is_nonconformity and not finding.withdrawn for finding in findings)


def _says_what_was_sampled(audit: Audit) -> bool:
    report = audit.report.data if audit.report else Report()
    said = (report.summary, report.conclusions.conformity, report.conclusions.effectiveness)
    return any(_SAMPLED.search(text) for text in said if text)


@rule("CRD002", "conform-throughout", Severity.note, basis="practice", gate=Gate.closing)
def conform_throughout(repository: Repository) -> Iterator[Hit]:
    """Every line of an audit is conform, and there are fewer pieces of evidence than sessions.

    Why: an audit that agrees everywhere and keeps next to nothing looks like one that did not look.

    Fix: record what was seen in the sessions with `auditctl evidence add`; a register or a log that was only
    looked at is evidence too.
    """
    for audit in repository.own_audits:
        if not is_read(audit, "schedule", Kind.session, Kind.workpaper, Kind.evidence):
            continue
        kept = sum(item.data.purpose is Purpose.fieldwork for item in audit.evidence.values())
        if kept < len(audit.sessions) and _is_conform_throughout(audit):
            hit = Hit(
                audit.file.at("closing"),
                f"every line of {audit.id} is conform, on {counted(kept, 'piece')} of evidence "
                f"from {counted(len(audit.sessions), 'session')}",
                help=f"record what was seen: `auditctl evidence add {audit.id}`",
            )
            yield _once_closed(hit, audit)


def _is_conform_throughout(audit: Audit) -> bool:
    """Whether something was looked at, and everything that applied and was looked at is conform."""
    left_out = {LineResult.not_applicable, LineResult.not_audited}
    lines = (line.result for paper in audit.workpapers.values() for line in paper.data.lines)
    sessions = (session.data.result for session in audit.sessions.values())
    results = [result for result in lines if result not in left_out]
    told = {str(result) for result in (*results, *(result for result in sessions if result))}
    return told == {LineResult.conform.value}


@rule("CRD003", "hurried-session", Severity.note, basis="practice", gate=Gate.closing)
def hurried_session(repository: Repository) -> Iterator[Hit]:
    """A session was held against more than 25 requirements an hour.

    Why: that leaves two minutes for each. A reader asks what of them was really looked at.

    Fix: give the session more time or fewer requirements next time, and say in the report what was not covered.
    """
    for audit in repository.own_audits:
        hurried = [
            (session, count)
            for session in audit.sessions.values()
            if (count := _an_hour(repository, audit, session)) > MOST_AN_HOUR
        ]
        if hurried:
            told = listed([f"{session.id} ({count} an hour)" for session, count in hurried])
            hit = Hit(
                hurried[0][0].at("minutes"),
                f"more than {MOST_AN_HOUR} requirements in an hour: {told}",
                help="say in the report what was not covered; give such a session more time",
                related=tuple((session.at("minutes"), session.id) for session, _ in hurried[1:][:SHOWN]),
            )
            yield _once_closed(hit, audit)


def _an_hour(repository: Repository, audit: Audit, session: Record[Session]) -> int:
    """Return how many requirements a session was held against in an hour, a part of one counted whole."""
    minutes = session.data.minutes
    if not minutes:
        return 0
    return -(-len(repository.session_requirements(audit, session.data)) * 60 // minutes)


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
                f"every nonconformity was closed within {LAST_DAYS} days before the external audit on {audit_day}: "
                f"{len(days)} from {min(days)} on",
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


@rule("CRD005", "one-for-all", Severity.note, basis="practice", gate=Gate.closing)
def one_for_all(repository: Repository) -> Iterator[Hit]:
    """One piece of evidence stands behind more than ten requirements.

    Why: a policy or a tour can bear out much, but seldom that each of so many requirements is met.

    Fix: name what bears out each requirement by itself: the record, the system's output, what was observed.
    """
    for audit in repository.own_audits:
        if not audit.evidence:
            continue
        borne = _borne_out(repository, audit)
        for item in audit.evidence.values():
            count = len(borne.get(item.name, ()))
            if count > MOST_BEHIND_ONE:
                hit = Hit(
                    item.key(),
                    f"{item.id} stands behind {count} requirements",
                    help="name what bears out each of them by itself",
                )
                yield _once_closed(hit, audit)


def _borne_out(repository: Repository, audit: Audit) -> dict[str, set[str]]:
    """Return the requirements that lines and findings of an audit rest on each piece of evidence for, by its name."""
    uses = [
        (line.evidence, line.requirements) for paper in audit.workpapers.values() for line in paper.data.lines
    ]
    uses += [
        (held.data.evidence, held.data.requirements)
        for held in audit.findings.values()
        if not held.data.withdrawn
    ]
    found: dict[str, set[str]] = {}
    for evidence, requirements in uses:
        leaves = repository.requirements.expand(requirements) if evidence else frozenset[str]()
        for reference in evidence:
            found.setdefault(full_name(reference, audit.id), set()).update(leaves)
    return found


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
                f"{finding.id} was lowered from {change.from_} to {change.to} on {change.date}, after the answer of "
                f"{answer.date}, without evidence added",
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
