"""Where a new audit comes from: its entry in the programme, and the earlier audit whose plan is carried over."""

from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.planning.new.refusals import CalledOff, FromItself, ListedTwice, NoPlanOfOurs, PlanUnread
from auditctl.repository import Audit, Cycle, Repository

PLAN = frozenset({"audit", "scope", "criteria", "team", "schedule", Kind.session.value})
"""Parts and records of an audit that its plan consists of."""


def entry_of(repository: Repository, name: str) -> tuple[Cycle, Record[PlannedAudit]] | None:
    """Return the entry of that name with its programme, nothing where none lists it.

    Raises CalledOff where it was cancelled, ListedTwice where several programmes plan it.
    """
    listed = [(cycle, cycle.audits[name]) for cycle in repository.cycles.values() if name in cycle.audits]
    live = [(cycle, entry) for cycle, entry in listed if entry.data.cancelled is None]
    if len(live) > 1:
        raise ListedTwice(name, [cycle.programme.id for cycle, _ in live])
    if live:
        return live[0]
    for _, entry in listed:
        if entry.data.cancelled:
            raise CalledOff(name, entry.data.cancelled, entry.document.path)
    return None


def open_entries(repository: Repository) -> list[str]:
    """Return the names of planned audits that have no folder yet and were not cancelled."""
    taken = repository.names.get((Kind.audit, ""), {})
    return [
        name
        for cycle in repository.cycles.values()
        for name, entry in cycle.audits.items()
        if name not in taken and entry.data.cancelled is None
    ]


def require_plan(audit: Audit, name: str) -> Audit:
    """Return an audit whose plan can be carried over to another one.

    Raises FromItself, NoPlanOfOurs, PlanUnread.
    """
    if audit.id == name:
        raise FromItself(name)
    if audit.is_external:
        raise NoPlanOfOurs(audit)
    unread = sorted(part for part in audit.unread if part.partition(":")[0] in PLAN)
    if unread:
        raise PlanUnread(audit, [part.replace(":", " ") for part in unread])
    return audit
