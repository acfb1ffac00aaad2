"""Where the entries and items of a collection stand in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.source.editing.splice import column, next_line
from auditctl.source.nodes import Node, Route
from auditctl.source.places import line_start

_GAP = r"(?:[ \t\r\n]|#[^\n]*\n)*"
_COLON = re.compile(_GAP + ":")


@dataclass(frozen=True, slots=True)
class Member:
    """An entry or an item: its key or dash, and its value."""

    start: int
    """Of the key or dash; of the item itself in a list in brackets."""
    marker: int
    """Behind the colon or dash, or behind a key that has no colon."""
    value: Node
    end: int
    """In the last line of the value, or behind the marker where there is no value."""
    key: Node | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A mapping or list that is not empty, with its members in the order of the text."""

    node: Node
    members: tuple[Member, ...]
    outer: int
    """The column of the member that holds it, -1 for the record itself."""

    def index(self, step: str | int) -> int | None:
        """Return which member a step of a route leads to."""
        if isinstance(step, int):
            return step if self.node.kind == "seq" and 0 <= step < len(self.members) else None
        keys = (index for index, member in enumerate(self.members) if member.key and member.key.value == step)
        return next(keys, None)


@dataclass(frozen=True, slots=True)
class Spot:
    """How far a route leads: the member in which it ends, its value, and the steps that are left."""

    holder: Collection | None
    index: int
    node: Node
    rest: Route
    outer: int

    @property
    def held(self) -> tuple[Collection, Member]:
        """The collection and the member of a route that was followed."""
        if self.holder is None:
            raise AssertionError("the route leads nowhere")
        return self.holder, self.holder.members[self.index]


def spot(text: str, root: Node, route: Route) -> Spot:
    """Return where a route leads as far as it can be followed."""
    found = Spot(None, 0, root, route, -1)
    while found.rest and found.node.kind != "scalar" and found.node.value:
        step, *rest = found.rest
        held = collection(text, found)
        index = held.index(step)
        if index is None:
            break
        member = held.members[index]
        found = Spot(held, index, member.value, tuple(rest), column(text, member.start))
    return found


def collection(text: str, at: Spot) -> Collection:
    """Return the members of the collection at a spot."""
    node = at.node
    if node.kind == "map":
        members = iter([_entry(text, entry.key, entry.value) for entry in node.value.values()])
    else:
        members = _bracketed(text, node) if node.flow else _dashed(text, node)
    return Collection(node, tuple(members), at.outer)


def _entry(text: str, key: Node, value: Node) -> Member:
    colon = _COLON.match(text, key.end)
    marker = colon.end() if colon else key.end
    return Member(_sign(text, key.start), marker, value, _end(text, value, marker), key)


def _sign(text: str, start: int) -> int:
    """Return where an entry begins: with its key, or with the question mark before it."""
    at = line_start(text, start)
    before = text[at:start].rstrip()
    return at + len(before) - 1 if before.endswith("?") else start


def _bracketed(text: str, node: Node) -> Iterator[Member]:
    for item in node.value:
        yield Member(item.start, item.start, item, _end(text, item, item.start))


def _dashed(text: str, node: Node) -> Iterator[Member]:
    """Yield the items of a list in block style; every dash stands in the column of the first."""
    left = column(text, node.start)
    dash = re.compile(rf"^ {{{left}}}-(?=\s|\Z)", re.MULTILINE)
    start = node.start
    for item in node.value:
        end = _end(text, item, start + 1)
        yield Member(start, start + 1, item, end)
        if found := dash.search(text, next_line(text, end)):
            start = found.start() + left


def _end(text: str, value: Node, marker: int) -> int:
    return reach(text, value) if value.start < value.end else marker


def reach(text: str, node: Node) -> int:
    """Return where a value ends, in its last line; blank lines belong to a block of text that keeps them."""
    node = last_leaf(node)
    end = node.end
    if is_block(text, node):
        for _ in range(_lines(node.value) - _lines(node.value.rstrip(" \t\n"))):
            end = next_line(text, end)
    return end


def last_leaf(node: Node) -> Node:
    """Return the scalar with which a value in block style ends, or the list or mapping in brackets."""
    while node.value and node.kind != "scalar" and not node.flow:
        node = next(reversed(node.value.values())).value if node.kind == "map" else node.value[-1]
    return node


def is_block(text: str, node: Node) -> bool:
    """Whether a value is a block of text behind a `|` or `>`."""
    return node.kind == "scalar" and not node.plain and text[node.start] in "|>"


def _lines(value: str) -> int:
    return value.count("\n") + (value != "" and not value.endswith("\n"))
