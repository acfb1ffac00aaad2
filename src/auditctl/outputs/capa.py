"""Corrective actions as text and as JSON: a list, and one as a time line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from auditctl.analysis.ageing import capa_since
from auditctl.analysis.deadlines import grade, open_items
from auditctl.analysis.history import facts
from auditctl.analysis.lifecycle import CapaState, capa_state, is_followed
from auditctl.analysis.naming import called
from auditctl.analysis.next_steps import NextStep, next_step
from auditctl.model.capa import Capa, Effectiveness, Origin
from auditctl.model.finding import Grade
from auditctl.model.record import Record
from auditctl.outputs.step import document as step_document
from auditctl.outputs.tables import hanging, table
from auditctl.outputs.words import counted, distance, wrapped
from auditctl.repository import Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

INDENT = 14
ENDED = frozenset({CapaState.closed, CapaState.cancelled})


@dataclass(frozen=True, slots=True)
class Line:
    """A corrective action in a list. `age` counts days since it was opened, or its house days began."""

    record: Record[Capa]
    grade: Grade | None
    state: CapaState
    age: int | None
    step: NextStep | None
    overdue: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; an empty field lets everything pass."""

    audit: str = ""
    state: str = ""
    person: str = ""
    open: bool = False
    overdue: bool = False

    def takes(self, line: Line) -> bool:
        return (
            (not self.audit or line.record.audit == self.audit)
            and (not self.state or line.state.value == self.state)
            and (not self.person or self.person in people_of(line.record.data))
            and (not self.open or not line.is_over)
            and (not self.overdue or line.overdue)
        )


def people_of(capa: Capa) -> set[str]:
    """Return who owns a corrective action or an item of it, or is to verify it."""
    verifier = capa.effectiveness.verifier if capa.effectiveness else None
    named = (capa.owner, verifier, *(item.owner for _, _, item in capa.items()))
    return {person for person in named if person}


SORTS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: line.record.name,
    "grade": lambda line: list(Grade).index(line.grade) if line.grade else len(Grade),
    "state": lambda line: list(CapaState).index(line.state),
    "owner": lambda line: line.record.data.owner,
    "age": lambda line: -(line.age or 0),
    "due": lambda line: (line.step and line.step.due) or date.max,
}


def lines(repository: Repository, wanted: Filter, sort: str) -> list[Line]:
    """Return the corrective actions that a filter takes, sorted, those that are equal by name."""
    found = (_line(repository, record) for record in repository.capas.values())
    taken = sorted((line for line in found if wanted.takes(line)), key=SORTS["name"])
    return sorted(taken, key=SORTS[sort])


def _line(repository: Repository, record: Record[Capa]) -> Line:
    state = capa_state(repository, record)
    step = next_step(repository, record)
    late = state not in ENDED and any(item.days_late(repository.today) > 0 for item in open_items(record))
    is_late = late or bool(step and step.due and step.due < repository.today)
    is_over = state in ENDED or (state is CapaState.ineffective and is_followed(repository, record))
    return Line(record, grade(repository, record), state, age(repository, record), step, is_late, is_over)


def age(repository: Repository, record: Record[Capa]) -> int | None:
    """Return the days since a corrective action was opened, or else since its reasons were reported."""
    since = capa_since(repository, record)
    return (repository.today - since).days if since else None


def listed(repository: Repository, found: list[Line]) -> "Iterator[RenderableType]":
    """Yield the corrective actions as a table with a line of sums."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    if found:
        rows = [
            (
                called(repository, line.record),
                line.grade.value if line.grade else "",
                line.state.value,
                line.record.data.owner,
                "" if line.age is None or line.state in ENDED else str(line.age),
                str(line.step.due or "") if line.step else "",
            )
            for line in found
        ]
        yield table("", ["CAPA", "grade", "state", "owner", "days", "next due"], rows, whole=1)
    overdue = sum(line.overdue for line in found)
    yield Text(f"{counted(len(found), 'corrective action')}" + (f", {overdue} overdue" if overdue else ""))


def document(repository: Repository, record: Record[Capa]) -> dict[str, Any]:
    """Return a corrective action as one object of JSON: what the file says, and what follows from it."""
    return {
        "name": record.name,
        "audit": record.audit,
        "path": record.document.path,
        "state": capa_state(repository, record).value,
        "age_days": age(repository, record),
        **record.data.model_dump(mode="json", by_alias=True, exclude_none=True),
        "timeline": [
            {"date": fact.date.isoformat(), "who": fact.who, "what": fact.what}
            for fact in facts(repository, record)
        ],
        "next": step_document(next_step(repository, record)),
    }


def text(repository: Repository, record: Record[Capa]) -> "Iterator[RenderableType]":
    """Yield one screen: what it answers, the time line, what is open, what is missing next."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    data = record.data
    weight = grade(repository, record)
    days = age(repository, record)
    yield Text(visible(_title(repository, record)), style="bold")
    told = [
        weight.value if weight else "",
        capa_state(repository, record).value,
        f"owner {data.owner}",
        f"{counted(days, 'day')} old" if days is not None else "",
    ]
    yield Text(visible(", ".join(filter(None, told))))
    yield Text("")
    for label, paragraphs in _parts(repository, record):
        for number, line in enumerate(paragraphs):
            yield hanging(line, INDENT, first=label if number == 0 else "")
    yield from _timeline(repository, record)
    yield from _ahead(repository, record)


def _title(repository: Repository, record: Record[Capa]) -> str:
    findings = repository.findings_of(record)
    title = record.data.title or (findings[0].data.title if findings else "")
    return f"{title} ({record.name})" if title else record.name


def _parts(repository: Repository, record: Record[Capa]) -> Iterator[tuple[str, list[str]]]:
    """Yield label and lines of each part that the corrective action has."""
    data = record.data
    answers = [f"{item.name}: {item.data.title}" for item in repository.findings_of(record)]
    answers += [_origin(data.origin)] if data.origin else []
    parts = (
        ("Answers", [line for words in answers for line in wrapped(words, INDENT)]),
        ("Follows", wrapped(data.follows, INDENT)),
        ("Cause", wrapped(data.cause.cause if data.cause else None, INDENT)),
        ("Extent", wrapped(data.extent.result if data.extent else None, INDENT)),
        ("Judged by", wrapped(_judged(data.effectiveness), INDENT)),
        ("File", [record.document.path]),
    )
    yield from ((label, held) for label, held in parts if held)


def _origin(origin: Origin) -> str:
    """Return what raised a corrective action of the root, in one line."""
    head = " ".join(filter(None, (origin.kind.value, origin.reference, f"of {origin.date}")))
    return f"{head}: {origin.statement}" if origin.statement else head


def _judged(effect: Effectiveness | None) -> str | None:
    """Return by what the effect will be judged, from when and by whom."""
    if effect is None:
        return None
    since = f"not before {effect.not_before}" if effect.not_before else None
    by = f"by {effect.verifier}" if effect.verifier else None
    return "; ".join(filter(None, (effect.criterion, since, by)))


def _timeline(repository: Repository, record: Record[Capa]) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    held = facts(repository, record)
    yield Text("")
    yield Text("So far" if held else "Nothing has happened yet", style="bold")
    for fact in held:
        who = f" ({fact.who})" if fact.who else ""
        yield hanging(visible(f"{fact.what}{who}"), INDENT, first=f"  {fact.date}")


def _ahead(repository: Repository, record: Record[Capa]) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    today = repository.today
    waiting = open_items(record) if capa_state(repository, record) not in ENDED else []
    if waiting:
        yield Text("")
        yield Text("Open", style="bold")
    for held in waiting:
        days = distance((held.due - today).days)
        words = f"{held.key}: {held.item.what} ({held.owner}, {days})"
        late = "red" if held.due < today else ""
        yield hanging(visible(words), INDENT, late, first=f"  {held.due}")
    step = next_step(repository, record)
    if step:
        yield Text("")
        who = f" ({step.who})" if step.who else ""
        due = f", {distance((step.due - today).days)}" if step.due else ""
        yield Text(visible(f"Next: {step.what}{who}{due}"), style="bold")
        if step.command:
            yield Text(visible(f"  {step.command}"))
