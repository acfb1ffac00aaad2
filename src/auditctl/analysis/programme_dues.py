"""What a programme asks for next: audits to plan and hold, what no audit covers in time, its own review."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from auditctl.analysis.cycle_coverage import Cover, CoverState, process_covers, requirement_covers
from auditctl.analysis.dues import dues
from auditctl.analysis.owed import DueKind
from auditctl.analysis.programme import Stop, StopState, stops
from auditctl.phrases import phrase
from auditctl.repository import Cycle, Repository

OF_AUDITS = frozenset({DueKind.audit, DueKind.notice, DueKind.opening, DueKind.closing, DueKind.report})
AUDIT, EXTERNAL, COVERAGE, REVIEW = "audit", "external", "coverage", "review"
UNPLANNED = frozenset({CoverState.overdue, CoverState.never})


@dataclass(frozen=True, slots=True)
class ProgrammeDue:
    """One thing to do, of the kind `audit`, `external`, `coverage` or `review`.

    `subjects` are the requirements, controls or processes that no audit covers in time, `noun` is what one of
    them is called; no day bounds it where `day` is None.
    """

    kind: str
    day: date | None
    days: int | None
    people: tuple[str, ...]
    what: str
    where: str
    noun: str = ""
    subjects: tuple[str, ...] = ()
    command: str = ""

    @property
    def who(self) -> str:
        return ", ".join(self.people)


def programme_dues(repository: Repository, cycle: Cycle) -> tuple[ProgrammeDue, ...]:
    """Return what is due, the earliest first and last what no day bounds."""
    held = stops(repository, cycle)
    found = chain(
        _owed(repository, held, cycle.programme.id),
        _of_bodies(repository, held),
        _of_coverage(repository, cycle),
    )
    return tuple(sorted(found, key=lambda due: due.day or date.max))


def _owed(repository: Repository, held: Iterable[Stop], programme: str) -> Iterator[ProgrammeDue]:
    """Yield what of everything that is owed concerns the audits of a programme, or is its review."""
    names = {stop.name for stop in held}
    for due in dues(repository):
        is_review = due.kind is DueKind.review and due.where == programme
        if is_review or (due.kind in OF_AUDITS and due.where in names):
            kind = REVIEW if is_review else AUDIT
            yield ProgrammeDue(kind, due.day, due.days, due.people, due.what, due.where, command=due.command)


def _of_bodies(repository: Repository, held: Iterable[Stop]) -> Iterator[ProgrammeDue]:
    """Yield the audits of others that lie ahead."""
    for stop in held:
        if stop.state is StopState.external and stop.first >= repository.today:
            days = (stop.first - repository.today).days
            what = phrase("%(audit)s begins", audit=stop.title)
            yield ProgrammeDue(EXTERNAL, stop.first, days, (), what, stop.name)


def _of_coverage(repository: Repository, cycle: Cycle) -> Iterator[ProgrammeDue]:
    """Yield what no audit covers in time; what is due by now stands together, and what is due on one day."""
    together: dict[tuple[str, date | None], list[Cover]] = {}
    for noun, cover in _covers(repository):
        if cover.state in UNPLANNED:
            ahead = cover.due if cover.due and cover.due > repository.today else None
            together.setdefault((noun, ahead), []).append(cover)
    for (noun, _), held in together.items():
        day = min((cover.due for cover in held if cover.due), default=None)
        days = (day - repository.today).days if day else None
        names = tuple(cover.what for cover in held)
        people, programme = (cycle.programme.data.owner,), cycle.programme.id
        yield ProgrammeDue(COVERAGE, day, days, people, phrase("plan an audit"), programme, noun, names)


def _covers(repository: Repository) -> Iterator[tuple[str, Cover]]:
    """Yield requirements and processes with what to call one of them."""
    for name, cover in requirement_covers(repository).items():
        is_control = repository.requirements.is_control(name)
        yield "control" if is_control else "requirement", cover
    for cover in process_covers(repository).values():
        yield "process", cover
