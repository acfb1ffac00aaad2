"""Coverage as reports show it: which clauses and controls were audited, in this audit and in the cycle."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditctl.analysis import headings
from auditctl.analysis.coverage import cycle_audits, last_looks, looks
from auditctl.repository import Audit, Repository

NOT_AUDITED = "not-audited"
EXCLUDED = "excluded"
AUDITED = "audited"


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement: its `state` here is a result, `audited`, `not-audited` or `excluded` by the SoA.

    `last` is the day of the cycle on which it was last audited, `by` the audit that did.
    """

    id: str
    title: str
    state: str
    in_criteria: bool
    last: date | None
    by: str

    @property
    def is_audited(self) -> bool:
        return self.state not in {NOT_AUDITED, EXCLUDED}


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements under one heading of a standard. Numbers leave out what the SoA excludes."""

    id: str
    title: str
    lines: tuple[RequirementLine, ...]

    @property
    def applicable(self) -> int:
        return sum(line.state != EXCLUDED for line in self.lines)

    @property
    def excluded(self) -> int:
        return len(self.lines) - self.applicable

    @property
    def criteria(self) -> int:
        return sum(line.in_criteria for line in self.lines)

    @property
    def audited(self) -> int:
        """How many of the criteria this audit audited."""
        return sum(line.is_audited and line.in_criteria for line in self.lines)

    @property
    def in_cycle(self) -> int:
        return sum(line.last is not None and line.state != EXCLUDED for line in self.lines)

    @property
    def missed(self) -> tuple[RequirementLine, ...]:
        """What belongs to the criteria and was not audited."""
        return tuple(line for line in self.lines if line.in_criteria and not line.is_audited)


@dataclass(frozen=True, slots=True)
class Part:
    """The `clauses`, the `controls` or all `requirements` of a standard, in groups, with their sums."""

    standard: str
    kind: str
    groups: tuple[Group, ...]
    total: Group


@dataclass(frozen=True, slots=True)
class CycleAudit:
    id: str
    title: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What this audit looked at, and what the audits of its cycle looked at up to its end."""

    parts: tuple[Part, ...]
    cycle: tuple[CycleAudit, ...]
    cycle_from: date | None
    cycle_to: date | None
    sections: tuple[tuple[str, int], ...]
    """Own documents audited against, with how many decided lines refer to them."""


def coverage(repository: Repository, audit: Audit) -> Coverage:
    held = cycle_audits(repository, audit)
    judge = _Judge(repository, audit, last_looks(repository, held))
    programme = audit.cycle.programme.data if audit.cycle else None
    return Coverage(
        parts=tuple(judge.part(held) for held in headings.standard_parts(repository.requirements)),
        cycle=tuple(CycleAudit(item.id, item.data.title, *(item.fieldwork or (None, None))) for item in held),
        cycle_from=programme.from_ if programme else None,
        cycle_to=programme.to if programme else None,
        sections=_sections(repository, audit),
    )


class _Judge:
    """Says of each requirement where it stands."""

    def __init__(self, repository: Repository, audit: Audit, last: dict[str, tuple[date, str]]) -> None:
        self.repository = repository
        self.looks = looks(repository, audit)
        self.criteria = repository.criteria_requirements(audit)
        self.last = last

    def part(self, held: headings.Part) -> Part:
        groups = tuple(
            Group(heading.id, heading.title, tuple(self._line(name) for name in heading.requirements))
            for heading in held.headings
        )
        total = Group("", "", tuple(line for group in groups for line in group.lines))
        return Part(held.standard, held.kind, groups, total)

    def _line(self, name: str) -> RequirementLine:
        last, by = self.last.get(name, (None, ""))
        title = self.repository.requirements.title(name)
        return RequirementLine(name, title, self._state(name), name in self.criteria, last, by)

    def _state(self, name: str) -> str:
        look = self.looks.get(name)
        if look:
            return look.result.value if look.result else AUDITED
        return EXCLUDED if name in self.repository.requirements.excluded else NOT_AUDITED


def _sections(repository: Repository, audit: Audit) -> tuple[tuple[str, int], ...]:
    counted = Counter(
        item.partition("#")[0]
        for workpaper in audit.workpapers.values()
        for line in workpaper.data.lines
        if line.result and line.result.is_decided
        for item in line.requirements
        if "#" in item
    )
    known = repository.documents
    return tuple(
        (known[name].data.title if name in known else name, counted[name]) for name in sorted(counted)
    )
