"""Scope and sessions: what is in one and not in the other."""

from collections.abc import Iterator

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.analysis.scope import locations_to_audit, outside, processes_to_audit, session_locations
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule


@rule(
    "PLN005",
    "scope-not-scheduled",
    Severity.error,
    basis="27001 9.2.2 a; 19011: sessions",
    gate=Gate.announced,
)
def scope_not_scheduled(repository: Repository) -> Iterator[Hit]:
    """A process of the scope is in no session and not excluded, or a session lies outside the scope (locations: a warning).

    Why: the report concludes on the scope. What no session looks at was not audited, and what lies outside was
    not announced.

    Fix: add a session, or name what is left out under `excluded` of the scope with the reason. A session
    that names no location counts for all locations of its process.
    """
    for audit in repository.own_audits:
        if not is_read(audit, "audit", "scope"):
            continue
        if audit.sessions and is_read(audit, "schedule", "session"):
            yield from _unscheduled_processes(repository, audit)
            yield from _unscheduled_locations(repository, audit)
        yield from _outside(repository, audit)


def _unscheduled_processes(repository: Repository, audit: Audit) -> Iterator[Hit]:
    held = {session.data.process for session in audit.sessions.values()}
    missing = [name for name in processes_to_audit(repository, audit) if name not in held]
    if missing:
        yield Hit(
            audit.site("scope", "processes"),
            phrase(
                "in the scope of %(audit)s but in no session: %(missing)s",
                audit=audit.id,
                missing=listed(missing),
            ),
            help=phrase("add sessions, or `excluded: [{what: …, why: …}]` to the scope"),
            audit=audit.id,
        )


def _unscheduled_locations(repository: Repository, audit: Audit) -> Iterator[Hit]:
    sessions = (session.data for session in audit.sessions.values())
    held = {location for session in sessions for location in session_locations(repository, session)}
    missing = [name for name in locations_to_audit(repository, audit) if name not in held]
    if missing:
        yield Hit(
            audit.site("scope", "locations"),
            phrase(
                "in the scope of %(audit)s but in no session: location %(missing)s",
                audit=audit.id,
                missing=listed(missing),
            ),
            help="give a session the `location`, or add `excluded: [{what: …, why: …}]` to the scope",
            severity=Severity.warning,
            audit=audit.id,
        )


def _outside(repository: Repository, audit: Audit) -> Iterator[Hit]:
    found = ((session, outside(repository, audit, session.data)) for session in audit.sessions.values())
    strays = [(session, words) for session, words in found if words]
    if strays:
        named = [phrase("%(what)s (%(detail)s)", what=session.id, detail=words) for session, words in strays]
        yield Hit(
            strays[0][0].key(),
            phrase("outside the scope of %(audit)s: %(sessions)s", audit=audit.id, sessions=listed(named)),
            help=phrase("widen the scope, or take the session out"),
            related=tuple((session.key(), words) for session, words in strays[1:]),
            audit=audit.id,
        )
