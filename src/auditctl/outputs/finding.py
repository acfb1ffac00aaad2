"""Findings as text and as JSON."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditctl.analysis.ageing import finding_since
from auditctl.analysis.history import Fact, facts
from auditctl.analysis.lifecycle import FindingState, capa_state, finding_state, is_cancelled, is_open
from auditctl.analysis.naming import called
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.outputs.tables import hanging, table
from auditctl.outputs.words import counted, wrapped
from auditctl.repository import Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

INDENT = 14


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; an empty field lets everything pass."""

    audit: str = ""
    grade: str = ""
    state: str = ""
    process: str = ""
    person: str = ""
    requirements: frozenset[str] = frozenset()
    open: bool = False

    def takes(self, repository: Repository, record: Record[Finding]) -> bool:
        data = record.data
        return (
            (not self.audit or record.audit == self.audit)
            and (not self.grade or data.grade.value == self.grade)
            and (not self.state or finding_state(repository, record).value == self.state)
            and (not self.process or data.process == self.process)
            and (not self.person or self.person in people_of(repository, record))
            and (not self.requirements or not self.requirements.isdisjoint(data.requirements))
            and (not self.open or is_open(repository, record))
        )


SORTS: dict[str, Callable[[Repository, Record[Finding]], Any]] = {
    "name": lambda _, record: record.name,
    "grade": lambda _, record: list(Grade).index(record.data.grade),
    "state": lambda repository, record: list(FindingState).index(finding_state(repository, record)),
    "process": lambda _, record: record.data.process or "",
    "age": finding_since,
}
"""By what findings can be sorted; the oldest stand first."""


def found_by(repository: Repository, wanted: Filter, sort: str) -> list[Record[Finding]]:
    """Return the findings that a filter takes, sorted, those that are equal by name."""
    found = (record for record in repository.findings.values() if wanted.takes(repository, record))
    by_name = sorted(found, key=lambda record: record.name)
    return sorted(by_name, key=lambda record: SORTS[sort](repository, record))


def people_of(repository: Repository, record: Record[Finding]) -> set[str]:
    """Return who raised a finding, owns its process, or owns a corrective action for it."""
    process = repository.processes.get(record.data.process or "")
    owners = [capa.data.owner for capa in _capas(repository, record)]
    named = (record.data.raised.by, process.data.owner if process else None, *owners)
    return {person for person in named if person}


def _capas(repository: Repository, record: Record[Finding]) -> list[Record[Capa]]:
    return [capa for capa in repository.capas_of.get(record.name, []) if not is_cancelled(capa.data)]


def document(repository: Repository, record: Record[Finding]) -> dict[str, Any]:
    """Return a finding as one object of JSON: what the file says, and what follows from it."""
    data = record.data
    return {
        "name": record.name,
        "audit": record.audit,
        "path": record.document.path,
        "state": finding_state(repository, record).value,
        "contested": data.is_contested,
        **data.model_dump(mode="json", by_alias=True, exclude_none=True),
        "requirement_titles": {item: _requirement_title(repository, item) for item in data.requirements},
        "capas": [
            {"name": capa.name, "owner": capa.data.owner, "state": capa_state(repository, capa).value}
            for capa in _capas(repository, record)
        ],
        "history": [
            {"date": fact.date.isoformat(), "who": fact.who, "what": fact.what}
            for fact in facts(repository, record)
        ],
    }


def listed(repository: Repository, found: list[Record[Finding]]) -> "Iterator[RenderableType]":
    """Yield the findings as a table with a line of sums."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    if found:
        rows = [
            (
                called(repository, record),
                record.data.grade.value,
                _state(repository, record),
                record.data.process or "",
                str(_age(repository, record)) if is_open(repository, record) else "",
            )
            for record in found
        ]
        yield table("", ["finding", "grade", "state", "process", "days"], rows, whole=1)
    yield Text(counted(len(found), "finding"))


def _age(repository: Repository, record: Record[Finding]) -> int:
    """Return the days that a finding has been waiting, from its report, or from when it was raised."""
    return (repository.today - finding_since(repository, record)).days


def _state(repository: Repository, record: Record[Finding]) -> str:
    state = finding_state(repository, record).value
    return f"{state}, contested" if record.data.is_contested else state


def text(repository: Repository, record: Record[Finding]) -> "Iterator[RenderableType]":
    """Yield one screen on a finding."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    data = record.data
    yield Text(f"{visible(data.title)} ({record.name})", style="bold")
    raised = (
        f"raised by {data.raised.by} on {data.raised.date}"
        if data.raised.by
        else f"raised on {data.raised.date}"
    )
    yield Text(
        visible(
            ", ".join(
                filter(None, (data.grade.value, _state(repository, record), data.number or data.reference))
            )
            + f"; {raised}"
        )
    )
    yield Text("")
    for label, lines in _parts(repository, record):
        for number, line in enumerate(lines):
            yield hanging(line, INDENT, first=label if number == 0 else "")


def _parts(repository: Repository, record: Record[Finding]) -> Iterator[tuple[str, list[str]]]:
    """Yield label and lines of each part that the finding has."""
    data = record.data
    process = repository.processes.get(data.process or "")
    where = [
        f"{data.process} ({process.data.name})" if process else data.process,
        data.session and f"session {data.session}",
        data.location,
    ]
    parts = (
        ("Process", _told("; ".join(item for item in where if item))),
        (
            "Requirements",
            [_aligned((item, _requirement_title(repository, item))) for item in data.requirements],
        ),
        ("Grade", _told(data.grade_reason)),
        ("Statement", _told(data.statement)),
        ("Effect", _told(data.effect)),
        ("Evidence", [_evidence(repository, record, name) for name in data.evidence] or ["none named yet"]),
        ("Details", _told(data.details)),
        ("Repeats", _told(data.repeat_of)),
        ("Answer", _answer(record)),
        (
            "CAPA",
            [
                f"{capa.name}: {capa_state(repository, capa).value}, owner {visible(capa.data.owner)}"
                for capa in _capas(repository, record)
            ],
        ),
        ("History", [_fact(fact) for fact in facts(repository, record)]),
        ("File", [record.document.path]),
    )
    yield from ((label, lines) for label, lines in parts if lines)


def _fact(fact: Fact) -> str:
    who = f" ({fact.who})" if fact.who else ""
    return visible(f"{fact.date}  {fact.what}{who}")


def _requirement_title(repository: Repository, requirement: str) -> str:
    if section := repository.requirements.section(requirement):
        held = repository.documents.get(section[0])
        return f"{held.data.title}, {section[1]}" if held else ""
    return repository.requirements.title(requirement)


def _evidence(repository: Repository, record: Record[Finding], name: str) -> str:
    item = repository.evidence_item(name, record.audit)
    if item is None:
        return f"{visible(name)} (not found)"
    collected = item.data.collected
    day = str(collected.date) if collected and collected.date else ""
    return _aligned((name, f"{item.data.kind.value}{f', {day}' if day else ''}: {item.data.title}"))


def _answer(record: Record[Finding]) -> list[str]:
    """Return the auditee's answer and what the lead decided on it."""
    answer, decision = record.data.auditee, record.data.decision
    lines = (
        _told(
            f"{answer.response.value} by {answer.by} on {answer.date}"
            + (f": {answer.text}" if answer.text else "")
        )
        if answer
        else []
    )
    return lines + (
        _told(
            f"decided by {decision.by} on {decision.date}" + (f": {decision.text}" if decision.text else "")
        )
        if decision
        else []
    )


def _told(words: str | None) -> list[str]:
    return wrapped(words, INDENT)


def _aligned(pair: tuple[str, str]) -> str:
    return visible(f"{pair[0]:<12}  {pair[1]}".rstrip())
