"""Who audited a process before, and how often in a row."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.roster import auditing
from auditctl.model.types import ALL
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Turn:
    """One audit of a process, and who audited it there."""

    day: date
    audit: str
    auditors: frozenset[str]


def turns(repository: Repository) -> dict[str, list[Turn]]:
    """Return the audits of each process, the latest first; of a legacy audit its lead audited everything."""
    found: dict[str, dict[str, Turn]] = {}
    for audit in repository.audits.values():
        if audit.is_external or audit.data.cancelled:
            continue
        for process, people in _audited(repository, audit).items():
            found.setdefault(process, {})[audit.id] = Turn(first_day(audit), audit.id, frozenset(people))
    return {
        process: sorted(held.values(), key=lambda turn: turn.day, reverse=True)
        for process, held in found.items()
    }


def _audited(repository: Repository, audit: Audit) -> dict[str, set[str]]:
    """Return by process who audited it in an audit."""
    found: dict[str, set[str]] = {}
    legacy = audit.data.legacy
    if legacy and legacy.lead:
        named = repository.processes if legacy.processes in {(), ALL} else legacy.processes
        found = {process: {legacy.lead} for process in named}
    for session in audit.sessions.values():
        found.setdefault(session.data.process, set()).update(person for person, _ in auditing(audit, session))
    return found


def before(
    history: dict[str, list[Turn]], process: str, audit: Audit, begins: date | None = None
) -> list[frozenset[str]]:
    """Return who audited a process in the audits before this one, the latest first; it may begin on another day."""
    first = begins or first_day(audit)
    return [turn.auditors for turn in history.get(process, ()) if turn.audit != audit.id and turn.day < first]


def in_a_row(earlier: list[frozenset[str]], person: str) -> int:
    """Return how many of the last audits, without a break, a person did."""
    count = 0
    for people in earlier:
        if person not in people:
            break
        count += 1
    return count


def first_day(audit: Audit) -> date:
    return audit.fieldwork[0] if audit.fieldwork else date.max
