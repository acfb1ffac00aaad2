"""What a suggestion has to solve: sessions to staff and to place, people who may, hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import gcd
from typing import Self

from auditctl.planning.suggest.calendar import DAY, Calendar, Span


@dataclass(frozen=True)
class Task:
    """A session to staff and to place.

    `auditees` are met in it; `hosts`, its guides or else the owner where no auditee is named, are met as far as
    that can be arranged. `given` and `begin` are what the plan states so far; `answering` are those who answer for the process.
    """

    id: str
    process: str
    minutes: int
    auditees: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    begin: int | None = None
    answering: frozenset[str] = frozenset()
    requirements: int = 0
    location: str = ""
    is_new: bool = False
    """Whether the plan has no such session yet."""

    @property
    def heads(self) -> int:
        """How many auditors the plan has for it, at least one."""
        return max(1, len(self.given))

    @property
    def most(self) -> int:
        """How many may audit it: as many as the plan has, or an auditor and somebody for each need."""
        return max(self.heads, len(self.needs) + 1 if self.needs else 1)

    def met(self, *, comfort: bool) -> tuple[str, ...]:
        """Return who is met in it, each once; with `comfort` the hosts too."""
        return tuple(dict.fromkeys((*self.auditees, *(self.hosts if comfort else ()))))


@dataclass(frozen=True, slots=True)
class Cost:
    """What speaks against a choice without forbidding it: the aim that it misses, in words, in points."""

    aim: str
    words: str
    points: float


@dataclass(frozen=True)
class Option:
    """A person who may audit a session, on these days (counted from the first).

    `covers` are the needs of the session that the person meets; a companion, an expert or a trainee, only joins an auditor.
    """

    person: str
    days: frozenset[int]
    costs: tuple[Cost, ...] = ()
    covers: frozenset[str] = frozenset()
    companion: bool = False

    @property
    def points(self) -> float:
        return sum(cost.points for cost in self.costs)


@dataclass(frozen=True)
class Problem:
    """Everything that the solver needs, and the reasons against everybody who may not."""

    calendar: Calendar
    tasks: tuple[Task, ...]
    options: dict[str, dict[str, Option]]
    """By session and person; nobody who is met in a session is among them."""
    refusals: dict[str, dict[str, tuple[str, ...]]]
    """By session and person, why they may not."""
    outside: frozenset[str] = frozenset()
    busy: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    """When people are in sessions of other audits, or in some of this one that stay as they are."""
    loads: dict[str, int] = field(default_factory=dict)
    """Minutes that auditors have in sessions of this audit that stay as they are."""
    there: frozenset[tuple[str, int]] = frozenset()
    """Who from outside is there anyway on which day, for sessions that stay as they are."""
    lead: str = ""
    """The lead so far, who may lead: where they audit nothing, somebody else has to."""
    mutual: frozenset[tuple[str, str]] = frozenset()
    """Who audits a process of whom in other audits of the cycle."""
    outdated: dict[str, str] = field(default_factory=dict)
    """By person, what has to be renewed before they audit anything (CMP002)."""
    covers_needs: bool = True

    def meeting_days(self, closing: int) -> frozenset[int]:
        """Return on which days the opening and the closing meeting are held; one that was held before is over."""
        return frozenset({self.calendar.opening[0] // DAY, closing // DAY}) & frozenset(self.calendar.offsets)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody who may audit something, by name."""
        return tuple(sorted({person for options in self.options.values() for person in options}))

    def own_right(self, task: str) -> list[Option]:
        return [option for option in self.options[task].values() if not option.companion]

    def is_staffable(self, task: Task) -> bool:
        """Whether anybody may audit a session, and together they have what it needs."""
        held = frozenset[str]().union(*(option.covers for option in self.options[task.id].values()))
        return bool(self.own_right(task.id)) and (not self.covers_needs or held >= set(task.needs))

    def only(self, tasks: Iterable[str]) -> Self:
        """Return the problem with these sessions alone."""
        kept = frozenset(tasks)
        return replace(self, tasks=tuple(task for task in self.tasks if task.id in kept))

    def with_outsiders(self, names: Iterable[str], sessions: Iterable[str]) -> Self:
        """Return the problem with people from outside who may audit these sessions on every day."""
        days = frozenset(self.calendar.offsets)
        new, theirs = tuple(names), frozenset(sessions)
        options = {
            task.id: self.options[task.id]
            | {name: Option(name, days, covers=frozenset(task.needs)) for name in new if task.id in theirs}
            for task in self.tasks
        }
        return replace(self, options=options, outside=self.outside | set(new))

    def capacity(self, person: str) -> int:
        """Return the most minutes that a person can audit: in each stretch that is free, a multiple of what all lengths share."""
        shared = gcd(*(task.minutes for task in self.tasks)) or 1
        return sum(minutes // shared * shared for minutes in self._free(person))

    def _free(self, person: str) -> Iterator[int]:
        """Yield the minutes of each stretch in which a person is free, between the meetings and within the hours."""
        calendar = self.calendar
        busy = sorted(self.busy.get(person, ()))
        for offset in calendar.offsets:
            at = max(offset * DAY + calendar.hours.opens, calendar.opening[1])
            closes = min(offset * DAY + calendar.hours.closes, calendar.end)
            for begin, end in busy:
                if end > at and begin < closes:
                    yield max(0, begin - at)
                    at = end
            yield max(0, closes - at)
