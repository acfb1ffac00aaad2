"""The located tree: documents, nodes, spans, routes."""

from dataclasses import dataclass
from typing import Any

Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Character offsets into a document's text, the end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What the reader found wrong in a file, with its place and what to do."""

    code: str
    message: str
    span: Span
    label: str = ""
    hint: str = ""
    related: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text; `path` is relative to the repository's root, in posix form."""

    path: str
    text: str


class Node:
    """A value with its place: a scalar's text or None, a mapping of entries, or a list of nodes."""

    __slots__ = ("end", "flow", "plain", "start", "value")

    def __init__(self, value: Any, start: int, end: int, *, plain: bool = False, flow: bool = False) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.plain = plain
        self.flow = flow

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Entry:
    """A key with its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Node, value: Node) -> None:
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its tree, or None where it could not be read, and every problem."""

    document: Document
    root: Node | None
    problems: tuple[Problem, ...] = ()


def plain(node: Node | None) -> Any:
    """Return the data of a tree: dict, list, str and None."""
    if node is None:
        return None
    value = node.value
    if type(value) is dict:
        return {key: plain(entry.value) for key, entry in value.items()}
    if type(value) is list:
        return [plain(item) for item in value]
    return value


def find(root: Node, route: Route, *, key: bool = False) -> Span:
    """Return the span at the end of a route, or that of the deepest value that stands on it."""
    node, reached = root, True
    last_key: Node | None = None
    for step in route:
        value = node.value
        if type(value) is dict and str(step) in value:
            entry: Entry = value[str(step)]
            node, last_key, reached = entry.value, entry.key, True
        elif type(value) is list and isinstance(step, int) and step < len(value):
            node, last_key, reached = value[step], None, True
        else:
            reached = False
    if reached and last_key is not None and (key or node.start == node.end):
        return last_key.span
    if not reached and last_key is not None:
        return last_key.span
    return _shown(node)


def _shown(node: Node) -> Span:
    """Return what to mark of a value: of a block mapping the first key, of a list the first item."""
    if node.flow or not isinstance(node.value, (dict, list)) or not node.value:
        return node.span
    if isinstance(node.value, dict):
        first: Entry = next(iter(node.value.values()))
        return first.key.span
    return _shown(node.value[0])


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1; only a line feed ends a line."""
    offset = min(offset, len(text))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def line_text(text: str, line: int) -> str:
    """Return a line without its end."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return ""
    end = text.find("\n", start)
    return text[start : None if end < 0 else end].rstrip("\r")


def scalars(node: Node) -> list[Node]:
    """Return every scalar of a tree, keys included, in the order of the text."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if type(at.value) is dict:
            for entry in at.value.values():
                waiting += (entry.key, entry.value)
        elif type(at.value) is list:
            waiting += at.value
        else:
            found.append(at)
    return sorted(found, key=lambda item: item.start)
