"""The rows of a sample, as a table and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from auditctl.analysis.sampling import Population
from auditctl.outputs.tables import table
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_COLUMNS = 6
"""Columns that fit beside each other; the values of wider lists stand in one."""


def document(population: Population, picked: Sequence[str]) -> dict[str, Any]:
    """Return the rows that were drawn as one object of JSON."""
    rows = [{"row": int(number), "values": list(population.rows[int(number) - 1])} for number in picked]
    return {"header": list(population.header), "rows": rows}


def listed(population: Population, picked: Sequence[str]) -> "Iterator[RenderableType]":
    """Yield the rows that were drawn as a table."""
    header = [visible(name) for name in population.header]
    rows = [(number, *population.rows[int(number) - 1]) for number in picked]
    if len(header) > MOST_COLUMNS:
        header = [", ".join(header)]
        rows = [(number, ", ".join(values)) for number, *values in rows]
    width = len(header) + 1
    fitted = [(*row, *([""] * width))[:width] for row in rows]
    yield table("", ["row", *header], fitted, whole=1)
