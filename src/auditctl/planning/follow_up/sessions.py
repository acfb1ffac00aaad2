"""The sessions of a follow-up: one a process, each with a verifier who is independent, where there is one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from auditctl.analysis.assignment import Assignment
from auditctl.analysis.independence import Independence
from auditctl.errors import AuditctlError
from auditctl.model.capa import Capa
from auditctl.model.record import Record
from auditctl.model.requirements import Requirements
from auditctl.planning.auditees import auditees
from auditctl.planning.follow_up.auditors import Candidate, candidate
from auditctl.planning.follow_up.days import is_busy, slots
from auditctl.planning.follow_up.findings import Followed
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Subject:
    """What one session is about: a process with the findings followed up in it."""

    process: str
    followed: tuple[Followed, ...]
    requirements: tuple[str, ...]
    auditees: tuple[str, ...]
    location: str

    @property
    def capas(self) -> tuple[Record[Capa], ...]:
        held = {capa.name: capa for item in self.followed for capa in item.capas}
        return tuple(held.values())

    @property
    def verifiers(self) -> tuple[str, ...]:
        """Who is planned to judge the effects, each once."""
        return tuple(dict.fromkeys(person for item in self.followed for person in item.verifiers))


@dataclass(frozen=True, slots=True)
class Planned:
    """A session with its time, who verifies in it, and how everybody stands who could."""

    subject: Subject
    begin: datetime
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]


class NotFree(AuditctlError):
    """Somebody who was asked for and may not verify there."""

    def __init__(self, subject: Subject, refused: Iterable[Candidate]) -> None:
        told = "; ".join(f"{item.person} {', '.join(item.against)}" for item in refused)
        super().__init__(
            f"nobody who was named may verify in {subject.process}: {told}",
            "name somebody else with --auditor, or nobody, and the register is searched",
        )


class NeverFree(AuditctlError):
    def __init__(self, person: str, refused: Iterable[tuple[Subject, Candidate]]) -> None:
        told = "; ".join(f"{subject.process}: {', '.join(item.against)}" for subject, item in refused)
        super().__init__(
            f"{person} may verify in none of the sessions ({told})",
            "name somebody else, or nobody, and the register is searched",
        )


def subjects(repository: Repository, followed: Iterable[Followed]) -> list[Subject]:
    """Return what the sessions are about, in the order of the processes."""
    held: dict[str, list[Followed]] = {}
    for item in followed:
        held.setdefault(item.process, []).append(item)
    return [_subject(repository, name, held[name]) for name in repository.processes if name in held]


def _subject(repository: Repository, process: str, followed: list[Followed]) -> Subject:
    named = list(dict.fromkeys(item for one in followed for item in one.finding.data.requirements))
    sections = [item for item in named if "#" in item]
    ordered = repository.requirements.in_order(item for item in named if "#" not in item)
    places = {one.finding.data.location for one in followed}
    location = places.pop() if len(places) == 1 else None
    return Subject(
        process,
        tuple(followed),
        (*ordered, *sections),
        _auditees(repository, process, followed),
        location or "",
    )


def _auditees(repository: Repository, process: str, followed: list[Followed]) -> tuple[str, ...]:
    """Return who is met: the owners of the actions, else who performs the process, else its owner."""
    acting = (
        item.owner or capa.data.owner
        for one in followed
        for capa in one.capas
        for group, _, item in capa.data.items()
        if group == "actions"
    )
    return auditees(repository, process, repository.today, acting)


def planned_sessions(
    repository: Repository, wanted: list[Subject], start: date, pool: tuple[str, ...] = ()
) -> list[Planned]:
    """Return the sessions from a day on, one after the other, the load spread evenly.

    Only the people of a `pool` verify, where there is one. Raises NotFree and NeverFree for those.
    """
    planner = _Planner(repository, Independence(repository), pool)
    times = slots(start)
    load = Counter(person for subject in wanted for person in subject.verifiers[:1])
    found = []
    for subject in wanted:
        planned = planner.session(subject, times, load)
        found.append(planned)
        load.subtract(subject.verifiers[:1])
        if planned.chosen:
            load[planned.chosen.person] += 1
    _require_use_of_everybody(found, pool)
    return found


@dataclass(frozen=True)
class _Planner:
    repository: Repository
    engine: Independence
    pool: tuple[str, ...]

    def session(self, subject: Subject, times: Iterator[datetime], load: Counter[str]) -> Planned:
        """Return a session at the first time at which its verifier is in no other one."""
        for begin in times:
            candidates = tuple(self._candidates(subject, begin.date()))
            free = sorted((item for item in candidates if item.is_free), key=lambda item: _rank(item, load))
            if not free and self.pool:
                raise NotFree(subject, candidates)
            if not free or not is_busy(self.repository, free[0].person, begin):
                return Planned(subject, begin, free[0] if free else None, candidates)
        raise AssertionError("the calendar is over")

    def _candidates(self, subject: Subject, day: date) -> Iterator[Candidate]:
        assignment = _assignment(self.repository, subject, day)
        register = sorted(self.repository.auditors)
        for person in self.pool or dict.fromkeys((*subject.verifiers, *register)):
            yield candidate(self.engine, subject.capas, assignment, person)


def _rank(item: Candidate, load: Counter[str]) -> tuple[int, int, int, str]:
    """Order free people: as planned, with the fewest gaps, with the fewest sessions, by name."""
    return -item.planned, len(item.gaps), load[item.person], item.person


def _assignment(repository: Repository, subject: Subject, day: date) -> Assignment:
    process = repository.processes[subject.process].data
    sections = (Requirements.section(item) for item in subject.requirements)
    documents = frozenset(section[0] for section in sections if section)
    requirements = repository.requirements.expand(subject.requirements or process.requirements)
    return Assignment(subject.process, day, requirements, documents, subject.auditees)


def _require_use_of_everybody(found: list[Planned], pool: tuple[str, ...]) -> None:
    """Raise NeverFree for somebody of a pool who may verify nowhere."""
    for person in pool:
        held = [
            (planned.subject, item)
            for planned in found
            for item in planned.candidates
            if item.person == person
        ]
        if not any(item.is_free for _, item in held):
            raise NeverFree(person, held)
