"""From values to YAML, dumped by ruamel.yaml, that says the same to readers of YAML 1.1 and 1.2."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from auditctl.source.guards import MAX_BYTES, UNSEEN
from auditctl.source.reader import Document, parsed, plain

_NUMBERLIKE = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F_]+|[.0-9][-+0-9_.:,eE]*(?:[tT ][-+0-9:.zZ]*)?)\Z")
"""Numbers, times, days and versions: what one reader or another does not leave a text."""
_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line ends that most editors do not show as such."""
_WORDS = frozenset({"y", "Y", "n", "N", "~", "=", "<<"})
_STEP = "  "
"""What the writer puts before the dash of a list."""


@dataclass(frozen=True, slots=True)
class Style:
    """How values are written: in block style unless something around them asks for less."""

    flow: bool = False
    """On one line, lists and mappings in brackets."""
    blocks: bool = True
    """A text of several lines stands in a block behind a `|`."""
    quoted: bool = False
    """Every text and number stands in double quotes."""


BLOCK = Style()


def as_read(value: Any) -> Any:
    """Return data as the reader gives it: scalars as text, nothing as None."""
    if isinstance(value, Mapping):
        return {str(key): as_read(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_read(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def fragment(data: Mapping[str, Any]) -> str:
    """Return a mapping in block style."""
    return _dumped(_value(data, BLOCK))


def behind_key(value: Any, style: Style = BLOCK) -> str:
    """Return what stands behind a key and its colon, and the lines below it as from column 0."""
    return _dumped({"k": _value(value, style)}).removeprefix("k:")


def behind_dash(value: Any, style: Style = BLOCK) -> str:
    """Return what stands behind the dash of an item, and the lines below it as from column 0."""
    if value is None:
        return "\n"
    text = _dumped([_value(value, style)])
    return re.sub(f"^{_STEP}", "", text, flags=re.MULTILINE).removeprefix("-")


def within_brackets(value: Any, style: Style) -> str:
    """Return a value, or a key, on one line, as it may stand in a list or mapping in brackets."""
    return _dumped([_value(value, style)], flow=True).removesuffix("\n")[1:-1]


def _value(value: Any, style: Style) -> Any:
    if isinstance(value, Mapping):
        return {_scalar(key, style): _value(held, style) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(item, style) for item in value]
    return _scalar(value, style)


def _scalar(value: Any, style: Style) -> Any:
    """Return a scalar in the style that keeps it what it is; only texts need one."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString  # noqa: PLC0415 - only writing needs it

    if not isinstance(value, str):
        return DoubleQuotedScalarString(as_read(value)) if style.quoted and value is not None else value
    value = str(value)
    if style.quoted or _BREAKS.search(value):
        return DoubleQuotedScalarString(value)
    if "\n" in value:
        # a block that keeps blank lines at its end would take in what follows it
        is_block = style.blocks and not style.flow and not f"\n{value}".endswith("\n\n")
        block = LiteralScalarString(value)
        return block if is_block and _stays(block, value) else DoubleQuotedScalarString(value)
    is_plain = _is_text(value) and _stays(value, value, flow=style.flow)
    return value if is_plain else DoubleQuotedScalarString(value)


def _is_text(value: str) -> bool:
    """Whether no reader of YAML takes a plain scalar of these words for something else."""
    return bool(value) and value not in _WORDS and not _NUMBERLIKE.match(value)


def _stays(styled: Any, value: str, *, flow: bool = False) -> bool:
    """Whether a styled text comes back unchanged, from our reader and from PyYAML."""
    import yaml  # noqa: PLC0415 - only writing needs it

    text = _dumped({"k": styled}, flow=flow)
    reading = parsed(Document("new.yaml", text))
    try:
        return not reading.problems and plain(reading.root) == {"k": value} == yaml.safe_load(text)
    except yaml.YAMLError:
        return False


def _dumped(data: Any, *, flow: bool = False) -> str:
    text = _written(data, flow=flow, unicode=True)
    if UNSEEN.search(text) or _BREAKS.search(text):
        return _written(data, flow=flow, unicode=False)
    return text


def _written(data: Any, *, flow: bool, unicode: bool) -> str:
    stream = io.StringIO()
    writer = _writer(flow)
    writer.allow_unicode = unicode
    writer.dump(data, stream)
    return stream.getvalue()


@cache
def _writer(flow: bool) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - only writing needs it

    writer = YAML()
    writer.width = MAX_BYTES  # no line is broken
    writer.indent(mapping=len(_STEP), sequence=4, offset=len(_STEP))
    writer.default_flow_style = flow
    writer.brace_single_entry_mapping_in_flow_sequence = True
    is_never_shared = writer.representer.ignore_aliases
    # one day in two places is written twice
    writer.representer.ignore_aliases = lambda held: isinstance(held, date) or is_never_shared(held)
    return writer
