"""How an edit could be made in the text, the least first; the editor takes the first that says what was meant."""

from collections.abc import Iterator
from typing import Any

from auditctl.source.dump import Style, behind_dash, behind_key, within_brackets
from auditctl.source.editing import block, flow
from auditctl.source.editing.edits import Append, Edit, Insert, Remove, Rename, Set
from auditctl.source.editing.members import Collection, Member, Spot, collection, spot
from auditctl.source.editing.reword import reworded
from auditctl.source.editing.splice import Splice, lines_at
from auditctl.source.nodes import Node, Route

Proposals = Iterator[list[Splice]]
_BLOCK = (Style(), Style(blocks=False), Style(blocks=False, quoted=True))
"""A comment below would fall to a block of text; one without a space behind its # needs quotes before it."""
_FLOW = (Style(flow=True), Style(flow=True, quoted=True))


def proposals(text: str, root: Node, end: int, edit: Edit) -> Proposals:
    """Yield stretches to replace, for an edit that fits the data; the fields of the record end at `end`."""
    yield from _proposals(text, root, end, edit)
    # a block of text that ends with the file, without a line end, would get one from a line behind it
    if closed := block.closed(text, root):
        yield from ([closed, *splices] for splices in _proposals(text, root, end, edit))


def _proposals(text: str, root: Node, end: int, edit: Edit) -> Proposals:
    at = spot(text, root, edit.route)
    match edit:
        case Set():
            return _set(text, at, end, edit.value)
        case Append():
            return _append(text, at, end, edit.value)
        case Insert():
            return _insert(text, at, edit.value)
        case Remove():
            return _remove(text, root, at, edit.route)
        case Rename():
            return _rename(at, edit.name)


def _set(text: str, at: Spot, end: int, value: object) -> Proposals:
    if at.rest and at.node.value:
        key, *rest = at.rest
        return _add(text, collection(text, at), str(key), _nested(tuple(rest), value))
    value = _nested(at.rest, value)
    if at.holder is None:
        return _fill(text, at.node, end, value)
    return _replace(text, at, value)


def _append(text: str, at: Spot, end: int, value: object) -> Proposals:
    if at.rest or not at.node.value:
        return _set(text, at, end, [value])
    return _add(text, collection(text, at), None, value)


def _nested(route: Route, value: object) -> Any:
    """Return a value below the keys that lead to it."""
    for key in reversed(route):
        value = {key: value}
    return value


def _fill(text: str, root: Node, end: int, value: Any) -> Proposals:
    """Yield how the first key of a record comes in: at the end, or in place of `{}`."""
    ((key, held),) = value.items()
    for style in _BLOCK:
        line = _line(key, held, style)
        if root.start == root.end:
            yield [lines_at(text, end, line)]
        else:
            yield [Splice(root.start, root.end, line.removesuffix("\n"))]


def _replace(text: str, at: Spot, value: object) -> Proposals:
    holder, member = at.held
    yield from _replace_words(text, member, value)
    behind = behind_dash if member.key is None else behind_key
    for style in _styles(holder):
        if style.flow:
            yield flow.replaced(text, member, within_brackets(value, style))
        else:
            yield block.replaced(text, member, behind(value, style))


def _replace_words(text: str, member: Member, value: object) -> Proposals:
    old = member.value
    if not isinstance(value, str) or not isinstance(old.value, str):
        return
    span = block.words(text, member)
    source = text[span.start : span.end]
    if "\n" in source and (found := reworded(source, old.value, value)):
        yield [Splice(span.start + found.start, span.start + found.end, found.text)]


def _add(text: str, held: Collection, key: str | None, value: object) -> Proposals:
    """Yield how a member comes in at the end: an entry with a key, or an item."""
    for style in _styles(held):
        if style.flow:
            named = "" if key is None else f"{_name(key)}: "
            yield flow.appended(text, held, named + within_brackets(value, style))
        else:
            yield block.appended(text, held, _line(key, value, style))


def _line(key: str | None, value: object, style: Style) -> str:
    if key is None:
        return f"-{behind_dash(value, style)}"
    return f"{_name(key)}:{behind_key(value, style)}"


def _name(key: str) -> str:
    return within_brackets(key, Style(flow=True))


def _insert(text: str, at: Spot, value: object) -> Proposals:
    holder, _ = at.held
    for style in _styles(holder):
        if style.flow:
            yield flow.inserted(text, holder, at.index, within_brackets(value, style))
        else:
            yield block.inserted(text, holder, at.index, _line(None, value, style))


def _styles(held: Collection) -> tuple[Style, ...]:
    return _FLOW if held.node.flow else _BLOCK


def _remove(text: str, root: Node, at: Spot, route: Route) -> Proposals:
    holder, _ = at.held
    node = holder.node
    if len(holder.members) == 1 and node is not root:
        # a key with nothing below it would have no value at all
        return _replace(text, spot(text, root, route[:-1]), [] if node.kind == "seq" else {})
    if len(holder.members) == 1 and node.flow:
        return iter([[Splice(node.start, node.end, "{}")]])
    return iter([flow.cut(text, holder, at.index)]) if node.flow else block.cut(text, holder, at.index)


def _rename(at: Spot, name: str) -> Proposals:
    _, member = at.held
    if member.key is None:
        raise AssertionError("an item has no name")
    renamed = Splice(member.key.start, member.key.end, _name(name))
    yield [renamed]
    # `{"a":1}`: only a key in quotes may stand so close
    yield [renamed, Splice(member.marker, member.marker, " ")]
