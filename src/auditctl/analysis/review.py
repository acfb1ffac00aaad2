"""Up to which day each process was reviewed before."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from auditctl.model.audit import AuditKind
from auditctl.model.types import ALL
from auditctl.repository import Audit, Repository

Reviewed = tuple[date, str]
"""The last day that was looked at, and the audit that did."""


def reviewed_before(repository: Repository, process: str, day: date) -> Reviewed | None:
    """Return up to when audits that started before `day` had looked at a process, and the last of them."""
    starts, best = _history(repository).get(process, ([], []))
    index = bisect_left(starts, day)
    return best[index - 1] if index else None


def _history(repository: Repository) -> dict[str, tuple[list[date], list[Reviewed]]]:
    """Return, by process, the first days of its audits and what was reviewed by each at the latest."""
    if "reviews of processes" not in repository.memo:
        held: dict[str, list[tuple[date, Reviewed]]] = {}
        for audit in repository.audits.values():
            if audit.fieldwork and _reviews(audit):
                for process in _processes(repository, audit):
                    held.setdefault(process, []).append((audit.fieldwork[0], (_last_day(audit), audit.id)))
        repository.memo["reviews of processes"] = {process: _ranked(found) for process, found in held.items()}
    kept: dict[str, tuple[list[date], list[Reviewed]]] = repository.memo["reviews of processes"]
    return kept


def _reviews(audit: Audit) -> bool:
    """Whether an audit looks at processes as such, which one that verifies corrective actions does not."""
    return audit.data.kind is AuditKind.internal and audit.data.cancelled is None


def _processes(repository: Repository, audit: Audit) -> Iterable[str]:
    legacy = audit.data.legacy
    if legacy is None:
        return {session.data.process for session in audit.sessions.values()}
    return repository.processes if legacy.processes == ALL else legacy.processes


def _last_day(audit: Audit) -> date:
    period = audit.data.period
    if period and period.to:
        return period.to
    return audit.fieldwork[1] if audit.fieldwork else date.min


def _ranked(found: list[tuple[date, Reviewed]]) -> tuple[list[date], list[Reviewed]]:
    found.sort()
    best: list[Reviewed] = []
    for _, reviewed in found:
        best.append(max(reviewed, best[-1]) if best else reviewed)
    return [start for start, _ in found], best
