"""From fields to the text of a new file: dumped by ruamel.yaml, read back before anybody sees it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from auditctl.source.dump import as_read, fragment
from auditctl.source.reader import Document, parsed, plain
from auditctl.writing.layout import Field, Weight, offered

__all__ = ["as_read", "fragment", "record_text", "verify"]

WIDEST = 110
"""Columns that a value and its comment may fill together; else the comment stands above."""
_OPENS_BLOCK = re.compile(r"[\w-]+:(?: [|][-+0-9]*)?\Z")


def record_text(
    fields: Iterable[Field], data: Mapping[str, Any], *, head: str = "", template: bool = False
) -> str:
    """Return a record as text, its keys in the order of the layout.

    `head` are comment lines to begin with. What is not given stands as a comment where it is worth
    filling in; a template shows every field, and an empty key where one is required.
    """
    fields = tuple(fields)
    shown = offered(fields, template=template)
    parts = [head]
    for field in fields:
        if field.key in data:
            parts.append(_commented(fragment({field.key: data[field.key]}), field))
        elif field.key in shown:
            mark = "" if field.weight is Weight.required else "# "
            parts.append(f"{mark}{field.key}:  # {field.comment}\n")
    text = "".join(parts)
    verify(text, data)
    return text


def verify(text: str, data: Mapping[str, Any]) -> None:
    """Raise AssertionError unless our reader finds exactly this data in the text."""
    reading = parsed(Document("new.yaml", text))
    found = {key: value for key, value in (plain(reading.root) or {}).items() if value is not None}
    if reading.problems or found != as_read(data):
        raise AssertionError(f"the text does not say what was meant: {reading.problems or found}")


def _commented(text: str, field: Field) -> str:
    """Return a fragment with its comment behind the first line, or above it where that is too long."""
    first, newline, rest = text.partition("\n")
    if field.weight is Weight.required and field.key == "title":
        return text
    behind = f"{first}  # {field.comment}"
    if (not rest and len(behind) <= WIDEST) or _OPENS_BLOCK.match(first):
        return f"{behind}{newline}{rest}"
    return f"# {field.comment}\n{text}"
