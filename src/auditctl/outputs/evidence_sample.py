"""The rows of a sample, as a table and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from auditctl.outputs.tables import table
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_COLUMNS = 6
"""Columns that fit beside each other; the values of wider lists stand in one."""


def document(header: Sequence[str], drawn: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the rows that were drawn, by their numbers, as one object of JSON."""
    rows = [{"row": int(number), "values": list(values)} for number, values in drawn.items()]
    return {"header": list(header), "rows": rows}


def listed(names: Sequence[str], drawn: Mapping[str, Sequence[str]]) -> "Iterator[RenderableType]":
    """Yield the rows that were drawn, by their numbers, as a table."""
    header = [visible(name) for name in names]
    rows = [(number, *values) for number, values in drawn.items()]
    if len(header) > MOST_COLUMNS:
        header = [", ".join(header)]
        rows = [(number, ", ".join(values)) for number, *values in rows]
    width = len(header) + 1
    fitted = [(*row, *([""] * width))[:width] for row in rows]
    yield table("", ["row", *header], fitted, whole=1)
