"""Exceptions: what one has to say, and what it makes of a warning."""

from collections.abc import Iterator
from dataclasses import replace

from auditctl.analysis.assignment import of_session
from auditctl.analysis.independence import Independence, gaps
from auditctl.analysis.roster import auditing
from auditctl.analysis.verifying import conflicts_by, may_not_approve
from auditctl.diagnostics import Severity
from auditctl.model.audit import AcceptedConflict, Session
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import joined, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.registry import rule

WARNINGS = frozenset({"IND010", "IND015", "IND016", "IND019", "IND020"})
"""Rules whose warnings an exception may cover; whether they fire is their own matter."""


def excepted(
    engine: Independence, audit: Audit, session: Record[Session], person: str, code: str, hit: Hit
) -> Hit:
    """Return the hit of a warning, as a note where the team's exceptions accept it."""
    assignment = of_session(engine.repository, audit, session)
    audited = engine.owners(assignment) | set(assignment.met)
    for item in audit.team_data.exceptions:
        named = (item.rule, item.auditor, item.process) == (code, person, session.data.process)
        if named and item.approved and not gaps(item, assignment.on, audited):
            approval = phrase("%(by)s on %(day)s", by=item.approved.by, day=item.approved.date)
            message = phrase("accepted exception: %(what)s", what=hit.message)
            return replace(hit, message=message, severity=Severity.note, accepted_by=approval)
    return hit


@rule("IND018", "weak-exception", Severity.error, basis="house; 19011 independence")
def weak_exception(repository: Repository) -> Iterator[Hit]:
    """An exception lacks what makes it one, covers what none can, or matches no conflict.

    Why: an accepted conflict is only as good as its reason, its safeguards and somebody else's approval.

    Fix: give `reason`, `safeguards` and `approved` by somebody who is neither auditor nor auditee, with an
    `expires` that covers the session. Take out an exception that nothing needs.
    """
    engine = Independence(repository)
    for audit in repository.own_audits:
        for index, exception in enumerate(audit.team_data.exceptions):
            if audit.team:
                yield from _judged(engine, audit, exception, audit.team.at("exceptions", index))


def _judged(engine: Independence, audit: Audit, exception: AcceptedConflict, site: Site) -> Iterator[Hit]:
    of_capa = exception.rule == "IND006"
    found = _of_capa(engine, audit, exception) if of_capa else _of_sessions(engine, audit, exception)
    matched, errors, missing = found
    auditor, subject = exception.auditor, exception.capa if of_capa else exception.process
    if errors:
        message = phrase(
            "the exception for %(auditor)s and %(subject)s covers %(rule)s, which cannot be excepted here",
            auditor=auditor,
            subject=subject,
            rule=exception.rule,
        )
        yield Hit(site, message, audit=audit.id, help=phrase("assign somebody else"))
        return
    if not matched:
        message = phrase(
            "the exception for %(auditor)s and %(subject)s matches no conflict of %(rule)s",
            auditor=auditor,
            subject=subject,
            rule=exception.rule,
        )
        help_ = "take it out, or correct rule, auditor or process"
        yield Hit(site, message, audit=audit.id, severity=Severity.warning, help=help_)
    if missing:
        message = phrase(
            "the exception for %(auditor)s and %(subject)s does not hold: %(missing)s",
            auditor=auditor,
            subject=subject,
            missing=joined("; ", dict.fromkeys(missing)),
        )
        help_ = phrase(
            "somebody approves it who neither audits nor owns the process, nor is met in the session"
        )
        yield Hit(site, message, audit=audit.id, help=help_)


Found = tuple[bool, bool, list[str]]
"""Whether a conflict matches, whether an error does, and what the exception lacks."""


def _of_sessions(engine: Independence, audit: Audit, exception: AcceptedConflict) -> Found:
    matched, errors, missing = exception.rule in WARNINGS, False, []
    for session in audit.sessions.values():
        people = {person for person, _ in auditing(audit, session)}
        if session.data.process != exception.process or exception.auditor not in people:
            continue
        assignment = of_session(engine.repository, audit, session)
        weights = [
            conflict.weight.name
            for conflict in engine.conflicts(exception.auditor, assignment)
            if conflict.code == exception.rule
        ]
        matched = matched or bool(weights)
        errors = errors or "error" in weights
        missing += gaps(exception, assignment.on, engine.owners(assignment) | set(assignment.met))
    return matched, errors, missing or _bare_gaps(engine, exception)


def _of_capa(engine: Independence, audit: Audit, exception: AcceptedConflict) -> Found:
    """Judge an exception of IND006 on the verifications that the person signed or is to sign."""
    repository = engine.repository
    capa = repository.capa(exception.capa or "", audit.id)
    if capa is None:
        return True, False, _bare_gaps(engine, exception)
    matched, errors, missing = False, False, []
    for day, own in conflicts_by(engine.posts, capa, exception.auditor):
        matched, errors = True, errors or own
        missing += gaps(exception, day, may_not_approve(engine.posts, capa, day))
    return matched, errors, missing or _bare_gaps(engine, exception)


def _bare_gaps(engine: Independence, exception: AcceptedConflict) -> list[str]:
    """Return what an exception lacks whatever it is for."""
    return gaps(exception, exception.expires or engine.repository.today, ())
