"""A programme on a day: its audits in time, what is covered, the processes, and what comes next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.cover_map import CoverPart, cover_map
from auditctl.analysis.cycle_coverage import Cover, knows_coverage, process_covers
from auditctl.analysis.lifecycle import is_counted, is_open
from auditctl.analysis.process_results import ProcessResult, process_result
from auditctl.analysis.programme import Stop, StopState, stops
from auditctl.analysis.programme_dues import ProgrammeDue, programme_dues
from auditctl.repository import Cycle, Repository


@dataclass(frozen=True, slots=True)
class Move:
    """A postponement: from where, as far as it is recorded, to which day."""

    from_: date | None
    to: date
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class CallOff:
    """A cancellation, and who approved it: nobody where that is empty, None where the record has no place for it."""

    by: str
    on: date
    approved_by: str | None
    why: str


@dataclass(frozen=True, slots=True)
class StopLine:
    """One audit on the time line.

    Processes and requirements are those that its entry names; `why` is the programme's reason for it, or why it
    stands in no programme. `findings` are those that count, without withdrawn ones.
    """

    id: str
    title: str
    state: str
    first: date
    last: date
    planned: tuple[date, date] | None
    is_listed: bool
    processes: tuple[str, ...]
    requirements: tuple[str, ...]
    why: str
    moves: tuple[Move, ...]
    cancelled: CallOff | None
    findings: int
    open: int


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A process with what its last audit left behind; nobody owns one without `owner`."""

    id: str
    name: str
    importance: str
    owner: str
    state: str
    last: ProcessResult
    next_day: date | None
    next_audit: str
    due: date | None


@dataclass(frozen=True, slots=True)
class OtherProgramme:
    """Another programme; `overlap` is what both cover, nothing where they share no day."""

    id: str
    first: date
    last: date
    overlap: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    """Everything that `plan` shows of a programme, on the day `today`."""

    organisation: str
    today: date
    id: str
    title: str
    first: date
    last: date
    standing: str
    owner: str
    approved_by: str
    approved_on: date | None
    others: tuple[OtherProgramme, ...]
    stops: tuple[StopLine, ...]
    coverage: tuple[CoverPart, ...]
    processes: tuple[ProcessLine, ...]
    retired: int
    dues: tuple[ProgrammeDue, ...]
    undated: tuple[str, ...]
    """Audits that no programme lists and that have no day, so that they stand on no time line."""
    unread: tuple[str, ...]
    knows_coverage: bool
    """Whether everything could be read that says what was audited."""

    @property
    def states(self) -> dict[str, int]:
        """Return how many audits are in each state, those states alone that there are."""
        found = Counter(line.state for line in self.stops)
        return {state.value: found[state.value] for state in StopState if found[state.value]}

    @property
    def changed(self) -> tuple[StopLine, ...]:
        """Return the audits that were moved or called off."""
        return tuple(line for line in self.stops if line.moves or line.cancelled)

    @property
    def audited_processes(self) -> int:
        """Return how many of the live processes were audited at least once."""
        return sum(line.last.day is not None for line in self.processes)


def programme_overview(repository: Repository, cycle: Cycle) -> ProgrammeOverview:
    """Return where a programme stands; coverage and processes are those of the house on the day."""
    programme, data = cycle.programme, cycle.programme.data
    covers = process_covers(repository)
    return ProgrammeOverview(
        organisation=repository.settings.name,
        today=repository.today,
        id=programme.id,
        title=data.title or "",
        first=data.from_,
        last=data.to,
        standing=_standing(repository, cycle),
        owner=data.owner,
        approved_by=data.approved.by if data.approved else "",
        approved_on=data.approved.date if data.approved else None,
        others=tuple(_others(repository, cycle)),
        stops=tuple(_stop(repository, stop) for stop in stops(repository, cycle)),
        coverage=cover_map(repository),
        processes=tuple(_process(repository, name, cover) for name, cover in covers.items()),
        retired=len(repository.processes) - len(covers),
        dues=programme_dues(repository, cycle),
        undated=tuple(
            audit.id for audit in repository.audits.values() if not audit.entry and not audit.fieldwork
        ),
        unread=repository.unread_places,
        knows_coverage=knows_coverage(repository),
    )


def _standing(repository: Repository, cycle: Cycle) -> str:
    data = cycle.programme.data
    if data.covers(repository.today):
        return "in force"
    return "not begun" if repository.today < data.from_ else "over"


def _others(repository: Repository, cycle: Cycle) -> Iterator[OtherProgramme]:
    """Yield the other programmes, the earliest first."""
    own = cycle.programme.data
    records = (held.programme for held in repository.cycles.values())
    for record in sorted(records, key=lambda held: (held.data.from_, held.id)):
        if record.id != cycle.programme.id:
            data = record.data
            shared = (
                (max(own.from_, data.from_), min(own.to, data.to)) if data.meets(own.from_, own.to) else None
            )
            yield OtherProgramme(record.id, data.from_, data.to, shared)


def _stop(repository: Repository, stop: Stop) -> StopLine:
    entry = stop.entry.data if stop.entry else None
    audit = stop.audit.data if stop.audit else None
    findings = stop.audit.findings.values() if stop.audit else ()
    return StopLine(
        id=stop.name,
        title=stop.title,
        state=stop.state.value,
        first=stop.first,
        last=stop.last,
        planned=stop.planned,
        is_listed=entry is not None,
        processes=entry.processes if entry else (),
        requirements=entry.requirements if entry else (),
        why=(entry.why if entry else audit.unplanned if audit else None) or "",
        moves=tuple(
            Move(move.from_, move.to, move.by, move.date, move.why or "")
            for move in (entry.postponed if entry else ())
        ),
        cancelled=_call_off(stop),
        findings=sum(is_counted(repository, finding) for finding in findings),
        open=sum(is_open(repository, finding) for finding in findings),
    )


def _call_off(stop: Stop) -> CallOff | None:
    """Return the cancellation that the programme records, else that of the audit."""
    entry = stop.entry.data.cancelled if stop.entry else None
    audit = stop.audit.data.cancelled if stop.audit else None
    if entry:
        why = entry.why or (audit.why if audit else "")
        return CallOff(entry.by, entry.date, entry.approved_by or "", why)
    return CallOff(audit.by, audit.date, None, audit.why) if audit else None


def _process(repository: Repository, name: str, cover: Cover) -> ProcessLine:
    data = repository.processes[name].data
    next_day, next_audit = cover.next or (None, "")
    return ProcessLine(
        id=name,
        name=data.name,
        importance=data.importance.value,
        owner=data.owner or "",
        state=cover.state.value,
        last=process_result(repository, name, cover.last),
        next_day=next_day,
        next_audit=next_audit,
        due=cover.due,
    )
