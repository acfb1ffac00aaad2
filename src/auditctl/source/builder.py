"""From the event stream to the tree, with the guards over structure: SYN002 to SYN005, SYN007.

libyaml's composer crashes at 30,000 levels and unfolds aliases before anybody can look, so the tree
is built here, with the open collections on a stack.
"""

import re
from itertools import islice
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from auditctl.source.characters import LINE_ENDS, UNSEEN, has_unseen
from auditctl.source.guards import MAX_DEPTH, MAX_NODES, too_deep, too_many, unseen
from auditctl.source.nodes import Entry, Node, Problem, Span
from auditctl.source.parser import MarkedYAMLError, events
from auditctl.source.places import line_end, line_start
from auditctl.source.syntax import syntax_problem

MOST_PROBLEMS = 20
NULLS = frozenset({"", "~", "null"})
LOST = re.compile(r"[ \t]+(#+(?![#\s]|[ \t]*auditctl:)[^\n\r]*)")
MAY_LOSE = re.compile(r"#(?<=[ \t]#)[^ \t\r\n]")
_DECORATION = re.compile(r"[&!]\S*")


def build(text: str, start: int, end: int) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the mapping in a stretch of text, None where it cannot be read, and the problems by place."""
    builder = _Builder(text, start, end)
    root = builder.read()
    problems = [*builder.problems, *builder.warnings]
    return root, tuple(sorted(problems, key=lambda problem: problem.span))


class _Open:
    """A collection whose end has not come yet, with the key that waits for its value."""

    __slots__ = ("key", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.key: Node | None = None


class _Builder:
    """The tree of one stretch of text as it grows."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.may_lose = MAY_LOSE.search(text, start, end) is not None
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.left = MAX_NODES
        self.is_broken = False
        self.is_stopped = False

    def read(self) -> Node | None:
        """Return the root, an empty mapping where there is nothing, or None."""
        try:
            self._walk()
        except MarkedYAMLError as error:
            self._malformed(error)
        root = self.root
        if self.is_broken:
            return None
        if root is None or (root.value is None and root.start == root.end):
            return Node({}, self.start, self.start)
        if root.kind == "map":
            return root
        self._no_mapping(root)
        return None

    def _walk(self) -> None:
        """Take each event up; it stops at once where there is too much of anything."""
        for event in events(self.text[self.start : self.end]):
            kind = type(event)
            if kind is ScalarEvent:
                self._put(self._scalar(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._opened(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._closed(event)
            elif kind is AliasEvent:
                self._put(self._alias(event))
            elif kind is DocumentStartEvent:
                self._document(event)
            if self.is_stopped:
                return

    def _scalar(self, event: Any) -> Node:
        start, end = self.start + event.start_mark.index, self.start + event.end_mark.index
        value, style = event.value, event.style
        if event.anchor is not None or event.tag is not None:
            self._decorated(event, start)
        if not style:
            if self.may_lose and (lost := LOST.match(self.text, end, self.end)):
                self._lost(lost)
            return Node(None if value in NULLS else value, start, end, plain=True)
        if style == '"':
            if has_unseen(value):
                self._unseen(value, Span(start, end))
        elif style != "'":
            end = start + len(self.text[start:end].rstrip(" \t\r\n"))
        return Node(value, start, end)

    def _opened(self, event: Any, value: dict[str, Entry] | list[Node]) -> None:
        start = self.start + event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._decorated(event, start)
        node = Node(value, start, start, flow=event.flow_style)
        self._put(node)
        self.open.append(_Open(node))
        if len(self.open) > MAX_DEPTH:
            self._too_much(too_deep(Span(node.start, node.start + 1)))

    def _closed(self, event: Any) -> None:
        """Set the end of a flow collection; a block one ends with its last value, not at the next token."""
        node = self.open.pop().node
        if node.flow:
            node.end = self.start + event.end_mark.index
        if self.open:
            self.open[-1].node.end = node.end

    def _alias(self, event: Any) -> Node:
        start = self.start + event.start_mark.index
        self._refused(
            start, f"the alias *{event.anchor}", "write the value out; quote the text if the star is meant"
        )
        return Node(event.anchor, start, self.start + event.end_mark.index)

    def _document(self, event: Any) -> None:
        start = self.start + event.start_mark.index
        if self.root is not None:
            self._refused(start, "a second document in the file", "keep one record a file")
        if self.text.startswith("%", start):
            self._refused(start, "a directive", "take the line with the % out")

    def _put(self, node: Node) -> None:
        """Give a node its place: root, item, key, or value of the key before it."""
        self.left -= 1
        if self.left < 0:
            self._too_much(too_many(Span(node.start, node.start + 1)))
        if not self.open:
            self.root = self.root or node
            return
        parent = self.open[-1]
        parent.node.end = node.end
        held = parent.node.value
        if type(held) is list:
            held.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            self._entry(held, parent.key, node)
            parent.key = None

    def _key(self, node: Node) -> Node:
        """Return a key with its text, also where a value of that text would be null."""
        if type(node.value) in {dict, list}:
            self._malformed_key(node, "a list or mapping stands where a key is expected")
            return Node("", node.start, node.start + 1)
        if not node.plain:
            return node
        if node.value is None:
            node.value = self.text[node.start : node.end]
            if not node.value:
                self._malformed_key(node, "a key is missing before the colon")
        elif node.value == "<<":
            self._refused(node.start, "the merge key <<", "write the values out")
        return node

    def _malformed_key(self, node: Node, message: str) -> None:
        hint = "a key is a plain word; quote it if its brackets are meant"
        self._report(Problem("SYN001", message, Span(node.start, node.start + 1), hint=hint), breaks=True)

    def _entry(self, held: dict[str, Entry], key: Node, node: Node) -> None:
        first = held.setdefault(key.value, Entry(key, node))
        if first.value is not node:
            message = f"the key `{key.value}` stands here twice"
            hint = "keep one of them; nothing says which of the two holds"
            self._report(
                Problem("SYN002", message, key.span, "again here", hint, ((first.key.span, "first here"),))
            )

    def _lost(self, lost: re.Match[str]) -> None:
        if len(self.warnings) < MOST_PROBLEMS:
            message = f"`{lost[1].rstrip()}` is read as a comment and lost"
            hint = "quote the whole value if it belongs to it; write `# ` with a space if it is a comment"
            self.warnings.append(Problem("SYN007", message, Span(*lost.span(1)), hint=hint))

    def _unseen(self, value: str, span: Span) -> None:
        """Report a character that an escape in double quotes writes; half a character is none to keep."""
        for character in sorted(set(UNSEEN.findall(value)) - LINE_ENDS):
            self._report(unseen(character, span), breaks="\ud800" <= character <= "\udfff")

    def _decorated(self, event: Any, start: int) -> None:
        """Report the anchor and the tag before a value, each where it stands."""
        count = (event.anchor is not None) + (event.tag is not None)
        for sign in islice(_DECORATION.finditer(self.text, start), count):
            if sign[0].startswith("&"):
                hint = "write the value out; quote it if the & is meant"
                self._refused(sign.start(), f"the anchor {sign[0]}", hint)
            else:
                self._refused(
                    sign.start(), f"the tag {sign[0]}", "take it out; quote the value if the ! is meant"
                )

    def _refused(self, start: int, what: str, hint: str) -> None:
        problem = Problem("SYN003", f"{what} is not plain YAML", Span(start, start + 1), hint=hint)
        self._report(problem, breaks=True)

    def _malformed(self, error: MarkedYAMLError) -> None:
        """Report what the parser stopped at, unless something on that line was refused already."""
        problem = syntax_problem(self.text, self.start, self.end, error)
        line = line_start(self.text, problem.span.start)
        self.is_broken = True
        refused = (known.span.start for known in self.problems if known.code == "SYN003")
        if not any(line <= at <= line_end(self.text, line) for at in refused):
            self.problems.append(problem)

    def _no_mapping(self, root: Node) -> None:
        what = "a list" if root.kind == "seq" else "plain text"
        hint = "a record is made of keys and values, one a line: `title: …`; mind the space after the colon"
        span = Span(root.start, line_end(self.text, root.start))
        self._report(Problem("SYN001", f"the file is {what}, not keys and values", span, hint=hint))

    def _too_much(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.is_broken = self.is_stopped = True

    def _report(self, problem: Problem, *, breaks: bool = False) -> None:
        self.problems.append(problem)
        self.is_broken = self.is_broken or breaks
        if len(self.problems) >= MOST_PROBLEMS:
            self.is_broken = self.is_stopped = True
