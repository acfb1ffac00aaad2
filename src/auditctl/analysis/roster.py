"""Who audits in a session."""

from collections.abc import Iterator

from auditctl.model.audit import Session
from auditctl.model.record import Record, Site
from auditctl.repository import Audit


def auditing(audit: Audit, session: Record[Session]) -> Iterator[tuple[str, Site]]:
    """Yield each auditor of a session once, and where that is said.

    An expert whom no session names may be called into any of them, and so counts in all.
    """
    first = dict.fromkeys(session.data.auditors)
    for person in first:
        yield person, session.at("auditors", session.data.auditors.index(person))
    named = {person for other in audit.sessions.values() for person in other.data.auditors}
    for index, person in enumerate(audit.team_data.experts):
        if person not in named:
            yield person, audit.site("team", "experts", index)
