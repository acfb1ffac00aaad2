"""The second reader: ruamel.yaml, which has its own scanner and parser."""

from typing import Any

from auditctl.source.nodes import Node, Span, scalars

_NULLS = frozenset({"", "~", "null"})


def second_reading(text: str, fields: Span, root: Node) -> Any:
    """Return the fields of a record as ruamel.yaml reads them, each scalar as its text; None where it cannot.

    It refuses a tab between a value and its comment, so tabs outside of the values of `root` are spaces to it.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - only writing needs it
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - only writing needs it

    try:
        node = YAML(typ="safe", pure=True).compose(_spaced(text, fields, root))
    except YAMLError:
        return None
    data = None if node is None else _untyped(node)
    return {} if data is None else data


def _spaced(text: str, fields: Span, root: Node) -> str:
    if "\t" not in text:
        return text[fields.start : fields.end]
    parts, at = [], fields.start
    for node in scalars(root):
        parts += [text[at : node.start].replace("\t", " "), text[node.start : node.end]]
        at = node.end
    return "".join((*parts, text[at : fields.end].replace("\t", " ")))


def _untyped(node: Any) -> Any:
    if node.id == "scalar":
        return None if node.style is None and node.value in _NULLS else node.value
    if node.id == "sequence":
        return [_untyped(item) for item in node.value]
    return {key.value: _untyped(value) for key, value in node.value}
