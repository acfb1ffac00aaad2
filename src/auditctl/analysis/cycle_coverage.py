"""What the house windows ask for: what was audited in time, what is planned in time, what is overdue.

The windows (`policy.audit_every_months`, `policy.control_every_months`) are house rules. External audits cover
nothing here, those held before the repository do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditctl.analysis.assignment import planned_day
from auditctl.analysis.coverage import counts, last_looks
from auditctl.analysis.days import months_after
from auditctl.analysis.programme import Stop, knows_programmes, looks_from, upcoming
from auditctl.analysis.reach import reach
from auditctl.model.audit import AuditKind
from auditctl.model.process import Importance, Process
from auditctl.model.record import Record
from auditctl.model.types import ALL, Kind
from auditctl.repository import Audit, Repository

_BEARING = frozenset({"processes", "organisation", "soa", "audit", "scope", "criteria", "schedule"}) | {
    Kind.process.value,
    Kind.session.value,
    Kind.workpaper.value,
}
"""Parts and kinds of records that say what was or will be audited, beside the programmes."""

Look = tuple[date, str]
"""A day and the audit that looked, or is planned to look, on it."""


class CoverState(StrEnum):
    """How something stands against its house window.

    `audited` within the window up to today; `planned`: not that, but within the window from today, or from the
    beginning of the first programme where that lies ahead; else `overdue` where it was audited once, and `never`
    where it was not.
    """

    audited = "audited"
    planned = "planned"
    overdue = "overdue"
    never = "never"


@dataclass(frozen=True, slots=True)
class Cover:
    """When something was audited last, and when it will be next.

    `due` is the last day that the house window leaves; for what was never audited it counts from the beginning of
    the records, and is None where there are none.
    """

    what: str
    state: CoverState
    last: Look | None
    next: Look | None
    due: date | None


def requirement_covers(repository: Repository) -> dict[str, Cover]:
    """Return every clause in force and every applicable control, in the order of the catalogues."""
    if "requirement covers" not in repository.memo:
        policy, requirements = repository.settings.policy, repository.requirements
        last = last_looks(repository, repository.audits.values())
        coming = _next(
            repository, ((stop, reach(repository, stop).requirements) for stop in upcoming(repository))
        )
        repository.memo["requirement covers"] = {
            item: _cover(
                repository,
                item,
                policy.control_every_months if requirements.is_control(item) else policy.audit_every_months,
                last.get(item),
                coming.get(item),
            )
            for item in requirements.in_order(requirements.in_force())
        }
    kept: dict[str, Cover] = repository.memo["requirement covers"]
    return kept


def process_covers(repository: Repository) -> dict[str, Cover]:
    """Return every live process, those of high importance first.

    Those of high importance have the window of the clauses, all others that of the controls, which is the longest
    that the house leaves anything.
    """
    if "process covers" not in repository.memo:
        policy = repository.settings.policy
        last = last_of_processes(repository)
        ahead = (stop for stop in upcoming(repository) if not is_follow_up(stop.audit))
        coming = _next(repository, ((stop, reach(repository, stop).processes) for stop in ahead))
        repository.memo["process covers"] = {
            process.id: _cover(
                repository,
                process.id,
                policy.audit_every_months
                if process.data.importance is Importance.high
                else policy.control_every_months,
                last.get(process.id),
                coming.get(process.id),
            )
            for process in _by_importance(repository)
        }
    kept: dict[str, Cover] = repository.memo["process covers"]
    return kept


def last_of_processes(repository: Repository) -> dict[str, Look]:
    """Return by process the last day on which an audit of the house decided anything in it, and that audit.

    A follow-up looks at corrective actions and not at the process as such.
    """
    if "last looks at processes" not in repository.memo:
        found: dict[str, Look] = {}
        for audit in repository.audits.values():
            if counts(audit) and not is_follow_up(audit):
                for process, day in processes_looked_at(repository, audit):
                    found[process] = max(found.get(process, (date.min, "")), (day, audit.id))
        repository.memo["last looks at processes"] = found
    kept: dict[str, Look] = repository.memo["last looks at processes"]
    return kept


def is_follow_up(audit: Audit | None) -> bool:
    return audit is not None and audit.data.kind is AuditKind.follow_up


def records_begin(repository: Repository) -> date | None:
    """Return the first day of the earliest programme or audit of the house, from which windows can be judged."""
    if "records begin" not in repository.memo:
        days = [cycle.programme.data.from_ for cycle in repository.cycles.values()]
        days += [
            audit.fieldwork[0] for audit in repository.audits.values() if counts(audit) and audit.fieldwork
        ]
        repository.memo["records begin"] = min(days, default=None)
    kept: date | None = repository.memo["records begin"]
    return kept


def knows_coverage(repository: Repository) -> bool:
    """Whether everything could be read that says what was or will be audited, so that an absence is a fact."""
    return knows_programmes(repository) and not any(
        part.partition(":")[0] in _BEARING for _, part in repository.unread
    )


def processes_looked_at(repository: Repository, audit: Audit) -> Iterator[tuple[str, date]]:
    """Yield each process in which an audit decided anything, with the day; several sessions yield it several times."""
    if legacy := audit.data.legacy:
        named = repository.processes if legacy.processes == ALL else legacy.processes
        yield from ((process, legacy.to) for process in named)
    for session in audit.sessions.values():
        paper = audit.workpapers.get(session.id)
        lines = paper.data.lines if paper else ()
        if session.data.result or any(line.result and line.result.is_decided for line in lines):
            yield session.data.process, session.data.date or planned_day(repository, audit)


def _by_importance(repository: Repository) -> list[Record[Process]]:
    ranks = list(Importance)
    live = repository.live_processes(repository.today)
    return sorted(live, key=lambda process: ranks.index(process.data.importance))


def _next(repository: Repository, stops: Iterable[tuple[Stop, frozenset[str]]]) -> dict[str, Look]:
    """Return by what is reached the first day that lies ahead and its audit; `stops` come the earliest first."""
    found: dict[str, Look] = {}
    for stop, reached in stops:
        day = looks_from(repository, stop)
        for item in reached:
            found[item] = min(found.get(item, (date.max, "~")), (day, stop.name))
    return found


def _cover(repository: Repository, what: str, months: int, last: Look | None, coming: Look | None) -> Cover:
    today = repository.today
    begin = last[0] if last else records_begin(repository)
    due = months_after(begin, months) if begin else None
    if last and due and today <= due:
        state = CoverState.audited
    elif coming and coming[0] <= months_after(max(today, begin or today), months):
        state = CoverState.planned
    else:
        state = CoverState.overdue if last else CoverState.never
    return Cover(what, state, last, coming, due)
