"""What is due, by person and day, as text and as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from auditctl.analysis.owed import Due
from auditctl.outputs.words import counted, distance
from auditctl.repository import Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

Grouped = Mapping[str, tuple[Due, ...]]
"""The dues of each person; those that nobody is named for stand under no name."""


def due_document(due: Due) -> dict[str, Any]:
    """Return a due as one object of JSON."""
    return {
        "day": due.day.isoformat(),
        "days": due.days,
        "who": due.who,
        "people": list(due.people),
        "what": due.what,
        "detail": due.detail,
        "where": due.where,
        "kind": due.kind.value,
        "key": due.key,
        "grade": due.grade.value if due.grade else None,
        "command": due.command,
    }


def document(repository: Repository, grouped: Grouped, within: int) -> dict[str, Any]:
    """Return what is due as one object of JSON; what several owe together stands with each of them."""
    return {
        "name": repository.settings.name,
        "today": repository.today.isoformat(),
        "within": within,
        "overdue": len({due for due in _each(grouped) if due.days < 0}),
        "ahead": len({due for due in _each(grouped) if due.days >= 0}),
        "people": [
            {
                "person": person,
                "name": repository.person_name(person),
                "dues": [due_document(due) for due in held],
            }
            for person, held in grouped.items()
            if person
        ],
        "nobody_named": [due_document(due) for due in grouped.get("", ())],
    }


def _each(grouped: Grouped) -> Iterator[Due]:
    return (due for held in grouped.values() for due in held)


def text(
    repository: Repository, grouped: Grouped, within: int, *, whose: str = ""
) -> "Iterator[RenderableType]":
    """Yield the page: a line of sums, then each person with their days."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    late = len({due for due in _each(grouped) if due.days < 0})
    soon = len({due for due in _each(grouped) if due.days >= 0})
    span = "today" if within == 0 else f"in the next {counted(within, 'day')}"
    head = ", ".join(filter(None, (repository.settings.name, str(repository.today), whose)))
    sums = f"{late} overdue, {soon} due {span}" if late or soon else f"nothing overdue or due {span}"
    yield Text(visible(f"{head}: {sums}"), style="bold")
    width = max((len(distance(due.days)) for due in _each(grouped)), default=0)
    for person, held in grouped.items():
        yield Text(f"\n{visible(_who(repository, person))}", style="bold")
        yield _rows(held, width)


def _who(repository: Repository, person: str) -> str:
    if not person:
        return "nobody named"
    name = repository.person_name(person)
    return person if name == person else f"{name} ({person})"


def _rows(dues: Iterable[Due], width: int) -> "RenderableType":
    """Return day, distance in that width, and what with where under it, which alone is ever folded."""
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(no_wrap=True, min_width=width)
    rows.add_column(overflow="fold")
    for due in dues:
        style = "red" if due.days < 0 else ""
        what = f"{due.what}: {due.detail}" if due.detail else due.what
        cell = Text.assemble(visible(what), "\n", (visible(due.where), "dim"))
        rows.add_row(Text(str(due.day)), Text(distance(due.days), style=style), cell)
    return Padding(rows, (0, 0, 0, 2))
