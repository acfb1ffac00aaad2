"""What comes next in the fieldwork of an audit: a finding that is missing, an undecided session, the closing meeting."""

from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.outputs.fieldwork import Tally, sessions
from auditctl.repository import Audit

DECIDED = (
    "every session is decided; `auditctl check --gate closing` shows what the closing meeting still needs"
)


def missing_finding(audit: Audit, session: str, tally: Tally) -> str:
    """Return how the first finding that a work paper lacks is raised and named; nothing where it lacks none."""
    if not tally.without_finding:
        return ""
    line = tally.without_finding[0]
    return (
        f"raise the finding of line {line}, `auditctl finding add {audit.id}`, and name it: "
        f"`auditctl fieldwork {audit.id} {session} --line {line} --finding NAME`"
    )


def other_session(audit: Audit, but: str = "") -> str:
    """Return the command of the first session that is undecided, or lacks a finding; else what comes then."""
    others = [item for item in sessions(audit) if item.id != but]
    for session in others:
        if _is_undecided(audit, session):
            return f"`auditctl fieldwork {audit.id} {session.id}`"
    lacking = (missing_finding(audit, item.id, _tally(audit, item.id)) for item in others)
    return next((words for words in lacking if words), DECIDED)


def _is_undecided(audit: Audit, session: Record[Session]) -> bool:
    if session.id not in audit.workpapers:
        return session.data.result is None
    tally = _tally(audit, session.id)
    return not tally.lines or bool(tally.undecided)


def _tally(audit: Audit, session: str) -> Tally:
    paper = audit.workpapers.get(session)
    return Tally(paper.data.lines if paper else ())
