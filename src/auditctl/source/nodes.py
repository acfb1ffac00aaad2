"""The located tree: documents, nodes, spans, problems."""

from dataclasses import dataclass
from typing import Any, Literal

Route = tuple[str | int, ...]
BOM = "\ufeff"


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
    """A file as text without its byte order mark; `path` is relative to the root, in posix form."""

    path: str
    text: str
    bom: bool = False
    readable: bool = True
    """False where the bytes are no UTF-8 or too many; `text` is then only good for showing."""

    @property
    def data(self) -> bytes:
        """The bytes that were read, for compare and swap; exact only where the document is readable."""
        return ((BOM if self.bom else "") + self.text).encode()


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
    def kind(self) -> Literal["scalar", "map", "seq"]:
        if type(self.value) is dict:
            return "map"
        return "seq" if type(self.value) is list else "scalar"

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
    return sorted(found, key=lambda item: (item.start, item.end))
