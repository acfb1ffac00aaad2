"""What is overdue before an external audit."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.dues import dues
from auditctl.analysis.owed import Due, DueKind, overdue
from auditctl.analysis.programme import StopState, own_stops
from auditctl.analysis.readiness.parts import SETTINGS, Condition, Lack, owing, root_site
from auditctl.analysis.waiting import lead
from auditctl.model.record import Site
from auditctl.repository import Repository

ITEMS = {
    DueKind.containment: "containment",
    DueKind.correction: "correction",
    DueKind.action: "actions",
}
"""The dues of a CAPA's items, and the key under which these stand."""
OF_CAPAS = frozenset({DueKind.first_response, DueKind.plan, DueKind.verification, DueKind.follower})
OF_FINDINGS = frozenset({DueKind.corrective_action, DueKind.improvement, DueKind.objection})


def nothing_overdue(repository: Repository, _: date) -> Condition:
    """Return whether anything that somebody owes has passed its day."""
    owed = dues(repository)
    late = overdue(owed)
    not_held = list(_not_held(repository, late))
    known = len(owed) + len(not_held)
    told = f"{len(late) + len(not_held)} of {known} overdue" if known else "nothing is owed on a known day"
    lacks = (*(_lack(repository, due) for due in late), *not_held)
    return Condition("RDY003", "Nothing is overdue", told, lacks=lacks)


def _not_held(repository: Repository, late: tuple[Due, ...]) -> Iterator[Lack]:
    """Yield the audits whose planned end has passed and of which no day tells that yet."""
    told = {due.where for due in late}
    for stop in own_stops(repository):
        record = stop.entry or (stop.audit.file if stop.audit else None)
        if stop.state is StopState.late and stop.name not in told and record:
            what = f"{stop.name}: hold the audit, or postpone or cancel it"
            days = (repository.today - stop.last).days
            yield Lack(
                f"{what}; it was planned to end on {stop.last}, {days} day{'' if days == 1 else 's'} ago",
                record.key(),
                record.document.path,
                owing(repository, lead(stop.audit) if stop.audit else ""),
                stop.last,
                f"auditctl plan {stop.name}",
                brief=what,
            )


def _lack(repository: Repository, due: Due) -> Lack:
    site = _site(repository, due)
    days = f"{-due.days} day{'' if due.days == -1 else 's'}"
    what = f"{due.called}: {due.what}" + (f" ({due.detail})" if due.detail else "")
    return Lack(
        f"{what} was due on {due.day}, {days} ago",
        site,
        site.document.path if site else SETTINGS,
        due.people or owing(repository),
        due.day,
        due.command or f"auditctl plan new {due.where}",
        brief=what,
    )


def _site(repository: Repository, due: Due) -> Site | None:
    """Return where what is owed stands."""
    if due.kind in ITEMS:
        return repository.capas[due.where].at(ITEMS[due.kind], due.key, "due")
    if due.kind in OF_CAPAS:
        return repository.capas[due.where].key()
    if due.kind in OF_FINDINGS:
        return repository.findings[due.where].key()
    if due.kind is DueKind.disposal:
        return repository.evidence[due.where].at("retention_until")
    if due.kind is DueKind.audit:
        entries = (cycle.audits.get(due.where) for cycle in repository.cycles.values())
        return next(entry.key() for entry in entries if entry)
    audit = repository.audits.get(due.where)
    if audit is None:
        return root_site(repository)[0]
    session = audit.sessions.get(due.key)
    return session.key() if session else audit.file.key()
