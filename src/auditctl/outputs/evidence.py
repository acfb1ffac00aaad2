"""Records of evidence as a table and as JSON."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from auditctl.model.evidence import Evidence
from auditctl.model.record import Record
from auditctl.outputs.tables import table
from auditctl.rules.listing import counted

if TYPE_CHECKING:
    from rich.console import RenderableType


def document(record: Record[Evidence]) -> dict[str, Any]:
    """Return a record as one object of JSON."""
    data = record.data.model_dump(mode="json", by_alias=True, exclude_none=True)
    if not data["topics"]:
        del data["topics"]
    if record.data.time:
        data["time"] = record.data.time.strftime("%H:%M")
    return {"name": record.name, "audit": record.audit, "path": record.document.path, **data}


def listed(found: Iterable[Record[Evidence]]) -> "Iterator[RenderableType]":
    """Yield the records as a table with a line of sums."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    records = sorted(found, key=lambda record: record.name)
    if records:
        shared = len({record.audit for record in records}) == 1
        rows = [(record.id if shared else record.name, *_row(record)) for record in records]
        yield table("", ["evidence", "kind", "collected", "title"], rows, whole=1)
    yield Text(f"{counted(len(records), 'record')} of evidence")


def _row(record: Record[Evidence]) -> tuple[str, str, str]:
    collected = record.data.collected
    day = str(collected.date) if collected and collected.date else ""
    return record.data.kind.value, day, record.data.title
