"""From fields to the text of a new file: dumped by ruamel.yaml, read back before anybody sees it."""

import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from auditctl.source.guards import UNSEEN
from auditctl.source.reader import Document, parsed, plain
from auditctl.writing.layout import Field, Weight, offered

WIDTH = 4096
WIDEST = 110
"""Columns that a value and its comment may fill together; else the comment stands above."""
_NUMBERLIKE = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F_]+|[.0-9][-+0-9_.:,eE]*(?:[tT ][-+0-9:.zZ]*)?)\Z")
"""Numbers, times, days and versions: what one reader or another does not leave a text."""
_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line ends that most editors do not show as such."""
_WORDS = frozenset({"y", "Y", "n", "N", "~", "=", "<<"})
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


def as_read(value: Any) -> Any:
    """Return data as the reader gives it: scalars as text."""
    if isinstance(value, Mapping):
        return {str(key): as_read(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_read(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def fragment(data: Mapping[str, Any]) -> str:
    """Return a mapping in block style that says the same to readers of YAML 1.1 and 1.2."""
    return _dumped({_scalar(key): _value(held) for key, held in data.items()})


def _commented(text: str, field: Field) -> str:
    """Return a fragment with its comment behind the first line, or above it where that is too long."""
    first, newline, rest = text.partition("\n")
    if field.weight is Weight.required and field.key == "title":
        return text
    behind = f"{first}  # {field.comment}"
    if (not rest and len(behind) <= WIDEST) or _OPENS_BLOCK.match(first):
        return f"{behind}{newline}{rest}"
    return f"# {field.comment}\n{text}"


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_scalar(key): _value(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """Return a scalar in the style that keeps it what it is; only texts need one."""
    if not isinstance(value, str):
        return value
    value = str(value)
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString  # noqa: PLC0415 - only writing needs it

    if _BREAKS.search(value):
        return DoubleQuotedScalarString(value)
    if "\n" in value:
        # a block that keeps several line ends at its end would take in what follows it
        is_block = not value.endswith("\n\n") and _stays(LiteralScalarString(value), value)
        return LiteralScalarString(value) if is_block else DoubleQuotedScalarString(value)
    return value if _is_text(value) and _stays(value, value) else DoubleQuotedScalarString(value)


def _is_text(value: str) -> bool:
    """Whether no reader of YAML takes a plain scalar of these words for something else."""
    return bool(value) and value not in _WORDS and not _NUMBERLIKE.match(value)


def _stays(styled: Any, value: str) -> bool:
    """Whether a styled text comes back unchanged, from our reader and from PyYAML."""
    import yaml  # noqa: PLC0415 - only writing needs it

    text = _dumped({"k": styled})
    reading = parsed(Document("new.yaml", text))
    try:
        return not reading.problems and plain(reading.root) == {"k": value} == yaml.safe_load(text)
    except yaml.YAMLError:
        return False


def _dumped(data: Any) -> str:
    text = _written(data, unicode=True)
    return _written(data, unicode=False) if UNSEEN.search(text) or _BREAKS.search(text) else text


def _written(data: Any, *, unicode: bool) -> str:
    stream = io.StringIO()
    writer = _writer()
    writer.allow_unicode = unicode
    writer.dump(data, stream)
    return stream.getvalue()


@cache
def _writer() -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - only writing needs it

    writer = YAML()
    writer.width = WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    return writer
