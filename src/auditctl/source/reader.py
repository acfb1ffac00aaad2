"""From bytes to a located tree, with guards: scalars stay text, every problem has its place.

The tree is built from the event stream of libyaml: composing in C crashes at 30,000 levels, and
a bomb of aliases or merge keys would be unpacked before anybody could look.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from auditctl.source.guards import (
    MAX_DEPTH,
    MAX_NODES,
    UNSEEN,
    conflict_markers,
    decoded,
    too_deep,
    too_many,
    unseen,
    unseen_characters,
)
from auditctl.source.nodes import (
    Document,
    Entry,
    Node,
    Problem,
    Reading,
    Route,
    Span,
    find,
    line_column,
    line_text,
    plain,
    scalars,
)
from auditctl.source.quick import quick
from auditctl.source.syntax import syntax_problem

__all__ = [
    "Document", "Entry", "Node", "Problem", "Reading", "Route", "Span", "comments", "contents", "find", "line_column", "line_text",
    "plain", "read", "tree",
]  # fmt: skip

MOST_PROBLEMS = 20
_FENCE = re.compile(r"---[ \t]*\r?\n")
_FENCE_END = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_LOST = re.compile(r"[ \t]+#(?=\S)(?!\s*auditctl:)[^\n]*")
_NULLS = frozenset({"", "~", "null"})


def contents(path: str, data: bytes) -> tuple[Document, dict[str, Any] | None, tuple[Problem, ...]]:
    """Return a file as plain data without its tree, which is built again where a place is looked up."""
    text, problem = decoded(data)
    document = Document(path, text)
    if problem:
        return document, None, (problem,)
    if (
        not path.endswith(".md")
        and "<<<<<<<" not in text
        and not UNSEEN.search(text)
        and (found := quick(text)) is not None
    ):
        return document, found, ()
    reading = parsed(document)
    return document, plain(reading.root), reading.problems


def read(path: str, data: bytes) -> Reading:
    """Read a YAML file, or a Markdown record whose front matter is YAML and whose body is `details`."""
    text, problem = decoded(data)
    document = Document(path, text)
    if problem:
        return Reading(document, None, (problem,))
    return parsed(document)


@lru_cache(maxsize=256)
def tree(document: Document) -> Node | None:
    """Return the tree of a document again; it is dropped after loading to save memory."""
    return parsed(document).root


def parsed(document: Document) -> Reading:
    """Return the tree of a document with every problem."""
    text = document.text
    prose = document.path.endswith(".md")
    for problem in (conflict_markers(text, prose=prose), unseen_characters(text)):
        if problem:
            return Reading(document, None, (problem,))
    if not prose:
        root, problems = _Builder(text, 0, len(text)).build()
        return Reading(document, root, problems)
    return _markdown(document)


def _markdown(document: Document) -> Reading:
    text = document.text
    opening = _FENCE.match(text)
    closing = _FENCE_END.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        hint = "a Markdown record begins with `---`, its fields, and `---` again; then comes the prose"
        return Reading(
            document,
            None,
            (Problem("SYN001", "no YAML front matter", Span(0, min(3, len(text))), hint=hint),),
        )
    root, problems = _Builder(text, opening.end(), closing.start()).build()
    body = text[closing.end() :].strip()
    if root is not None and body:
        start = text.index(body[0], closing.end())
        details = Node(body.replace("\r\n", "\n"), start, start + len(body))
        if "details" in root.value:
            key = root.value["details"].key
            message = "`details` stands in the front matter, and the body is `details` too"
            problems = (
                *problems,
                Problem(
                    "SYN002",
                    message,
                    key.span,
                    related=((Span(start, start + 1), "the body"),),
                    hint="keep one",
                ),
            )
        else:
            root.value["details"] = Entry(Node("details", start, start + 1), details)
    return Reading(document, root, problems)


def comments(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield (line, column, text) of comments that speak to auditctl, outside of values."""
    text = document.text
    if "auditctl:" not in text:
        return
    root = tree(document)
    taken = scalars(root) if root else []
    for match in re.finditer(r"#[ \t]*auditctl:[^\n\r]*", text):
        if not any(node.start <= match.start() < node.end for node in taken):
            yield (*line_column(text, match.start()), match[0])


class _TooMuch(Exception):
    """The file is deeper or has more nodes than a record ever needs."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Builds the tree of one stretch of text from libyaml's events."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.problems: list[Problem] = []

    def build(self) -> tuple[Node | None, tuple[Problem, ...]]:
        """Return the root, a mapping, or None; and the problems, the first by place first."""
        yaml = _yaml()
        stretch = self.text[self.start : self.end]
        try:
            root = self._tree(_parser(stretch))
        except yaml.MarkedYAMLError as error:
            return None, (*self._sorted(), syntax_problem(self.text, self.start, self.end, error))
        except yaml.reader.ReaderError as error:
            span = Span(self.start, self.start)
            return None, (Problem("SYN005", f"a character that YAML does not allow: {error.reason}", span),)
        except _TooMuch as stop:
            return None, (*self._sorted(), stop.problem)
        return self._judged(root), self._sorted()

    def _sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=lambda problem: problem.span)[:MOST_PROBLEMS])

    def _judged(self, root: Node | None) -> Node | None:
        if root is None or (root.value is None and root.start == root.end):
            return Node({}, self.start, self.start)
        if not isinstance(root.value, dict):
            hint = "a record is made of keys and values: `title: …`"
            self.problems.append(
                Problem(
                    "SYN001",
                    "the file is no mapping of keys and values",
                    Span(root.start, root.start + 1),
                    hint=hint,
                )
            )
            return None
        return None if any(problem.code in {"SYN001", "SYN003"} for problem in self.problems) else root

    def _tree(self, parser: Any) -> Node | None:
        """Return the root node; open collections stand on a stack, so depth never meets recursion."""
        yaml = _yaml()
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        stack: list[_Open] = []
        root: Node | None = None
        nodes = 0
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is scalar:
                node = self._scalar(event)
            elif kind is mapping or kind is sequence:
                self._decorated(event)
                node = Node(
                    {} if kind is mapping else [],
                    self.start + event.start_mark.index,
                    0,
                    flow=bool(event.flow_style),
                )
            elif kind in ends:
                self._closed(stack.pop(), event)
                continue
            elif kind is yaml.AliasEvent:
                node = self._alias(event)
            else:
                self._document(event, yaml, seen=root is not None)
                continue
            nodes += 1
            if stack:
                self._put(stack[-1], node)
            elif root is None:
                root = node
            if kind is mapping or kind is sequence:
                stack.append(_Open(node))
            if len(stack) > MAX_DEPTH or nodes > MAX_NODES:
                span = Span(node.start, node.start + 1)
                raise _TooMuch(too_many(span) if nodes > MAX_NODES else too_deep(span))
        return root

    def _scalar(self, event: Any) -> Node:
        start, end = self.start + event.start_mark.index, self.start + event.end_mark.index
        value: str | None = event.value
        is_plain = event.style is None or event.style == ""
        if event.anchor is not None or (event.tag is not None and event.tag != "!"):
            self._decorated(event)
        if event.style in {"|", ">"}:
            end = start + len(self.text[start:end].rstrip())
        elif is_plain:
            if self.text.find("#", end, end + 80) >= 0:
                self._lost(end)
            value = None if value in _NULLS else value
        elif event.style == '"' and value and (match := UNSEEN.search(value)):
            self.problems.append(unseen(match[0], Span(start, end)))
        return Node(value, start, end, plain=is_plain)

    def _lost(self, end: int) -> None:
        """Note text that a `#` after a space turned into a comment."""
        match = _LOST.match(self.text, end)
        if match:
            lost = match[0].strip()
            span = Span(match.end() - len(match[0].lstrip()), match.end())
            hint = "quote the whole value if the # belongs to it; write `# ` with a space if it is a comment"
            self.problems.append(
                Problem("SYN007", f"{lost!r} is read as a comment and lost", span, hint=hint)
            )

    def _decorated(self, event: Any) -> None:
        start = self.start + event.start_mark.index
        if event.anchor is not None:
            self._refused(
                start, f"the anchor &{event.anchor}", "write the value out; quote it if the & is meant"
            )
        if event.tag is not None and event.tag != "!":
            self._refused(start, "a tag", "take it out; quote the value if the ! is meant")

    def _refused(self, start: int, what: str, hint: str) -> None:
        self.problems.append(
            Problem("SYN003", f"{what} is not plain YAML", Span(start, start + 1), hint=hint)
        )
        if len(self.problems) > MOST_PROBLEMS:
            raise _TooMuch(Problem("SYN003", "and more of the same", Span(start, start + 1)))

    def _alias(self, event: Any) -> Node:
        start = self.start + event.start_mark.index
        self._refused(
            start, f"the alias *{event.anchor}", "write the value out; quote the text if the star is meant"
        )
        return Node(event.anchor, start, self.start + event.end_mark.index)

    def _document(self, event: Any, yaml: Any, *, seen: bool) -> None:
        if type(event) is yaml.DocumentStartEvent:
            start = self.start + event.start_mark.index
            if seen:
                self._refused(start, "a second document in the file", "keep one record a file")
            if event.version or event.tags:
                self._refused(start, "a directive", "take the line with % out")

    def _put(self, parent: "_Open", node: Node) -> None:
        held = parent.node.value
        if type(held) is list:
            held.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            self._entry(held, parent.key, node)
            parent.key = None

    def _key(self, node: Node) -> Node:
        if isinstance(node.value, (dict, list)):
            self.problems.append(
                Problem(
                    "SYN001", "a key is plain text, not a list or a mapping", Span(node.start, node.start + 1)
                )
            )
            return Node("", node.start, node.start + 1)
        if node.value == "<<" and node.plain:
            self._refused(node.start, "a merge key", "write the values out")
        return node

    def _entry(self, held: dict[str, Entry], key: Node, node: Node) -> None:
        name = key.value if key.value is not None else self.text[key.start : key.end]
        if name in held:
            first = held[name].key.span
            problem = Problem(
                "SYN002",
                f"`{name}` stands here twice",
                key.span,
                related=((first, "the first one"),),
                hint="keep one; nothing decides which one counts",
            )
            self.problems.append(problem)
        else:
            held[name] = Entry(key, node)

    def _closed(self, open_: "_Open", event: Any) -> None:
        """Set the end of a collection: libyaml's lies at the next token, ours behind the last value."""
        node = open_.node
        if node.flow:
            node.end = self.start + event.end_mark.index
        elif isinstance(node.value, dict):
            node.end = max((entry.value.end for entry in node.value.values()), default=node.start)
        else:
            node.end = node.value[-1].end if node.value else node.start


class _Open:
    """A collection whose end has not come yet, with the key that waits for its value."""

    __slots__ = ("key", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.key: Node | None = None


def _yaml() -> Any:
    import yaml  # noqa: PLC0415 - the command line starts without it

    return yaml


def _parser(text: str) -> Any:
    """Return libyaml's parser, or the pure one where the extension is missing."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        return _yaml().Loader(text)
    return CParser(text)
