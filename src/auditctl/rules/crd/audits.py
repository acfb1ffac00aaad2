"""Audits and their evidence: what makes a reader ask how so little came out, or so much was done."""

import re
from collections.abc import Iterator
from dataclasses import replace

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.audit import AuditKind, Session
from auditctl.model.evidence import Purpose
from auditctl.model.record import Hit, Record
from auditctl.model.report import Report
from auditctl.model.types import Kind
from auditctl.model.workpaper import LineResult
from auditctl.phrases import counted, phrase
from auditctl.repository import Audit, Repository, full_name
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

MOST_AN_HOUR = 25
"""Requirements that a session can look at in an hour before somebody asks how."""
MOST_BEHIND_ONE = 10
"""Requirements that one piece of evidence can bear out before somebody asks how."""
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
                phrase(
                    "%(audit)s found no nonconformity, and its conclusion does not say what was sampled",
                    audit=audit.id,
                ),
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
                phrase(
                    "every line of %(audit)s is conform, on %(pieces)s of evidence from %(sessions)s",
                    audit=audit.id,
                    pieces=counted("%(n)s piece", "%(n)s pieces", kept),
                    sessions=counted("%(n)s session", "%(n)s sessions", len(audit.sessions)),
                ),
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
            told = [
                phrase("%(session)s (%(count)s an hour)", session=session.id, count=count)
                for session, count in hurried
            ]
            hit = Hit(
                hurried[0][0].at("minutes"),
                phrase(
                    "more than %(most)s requirements in an hour: %(sessions)s",
                    most=MOST_AN_HOUR,
                    sessions=listed(told),
                ),
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
                    phrase(
                        "%(evidence)s stands behind %(count)s requirements", evidence=item.id, count=count
                    ),
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
