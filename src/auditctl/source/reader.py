"""From bytes to a located tree, with guards: scalars stay text, every problem has its place."""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Any

from auditctl.source.encoding import decoded
from auditctl.source.frontmatter import Parts, front_matter, take_up_body
from auditctl.source.guards import conflict_markers, unseen_characters
from auditctl.source.nodes import (
    Document,
    Entry,
    Node,
    Problem,
    Reading,
    Route,
    Span,
    plain,
    scalars,
)
from auditctl.source.places import find, line_column, line_text, text_at
from auditctl.source.quick import quick

__all__ = [
    "Document", "Entry", "Node", "Problem", "Reading", "Route", "Span", "comments", "contents", "find", "line_column", "line_text",
    "parsed", "plain", "read", "text_at", "tree",
]  # fmt: skip

_SPOKEN = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*auditctl:[^\n\r]*", re.MULTILINE)


def contents(path: str, data: bytes) -> tuple[Document, dict[str, Any] | None, tuple[Problem, ...]]:
    """Return a file as plain data without its tree, which is built again where a place is looked up."""
    document, problem = decoded(path, data)
    parts = problem or _parts(document)
    if isinstance(parts, Problem):
        return document, None, (parts,)
    if not path.endswith(".md") and (found := quick(document.text)) is not None:
        return document, found, ()
    reading = _built(document, parts)
    return document, plain(reading.root), reading.problems


def read(path: str, data: bytes) -> Reading:
    """Read a YAML file, or a Markdown record whose front matter is YAML and whose body is `details`."""
    document, problem = decoded(path, data)
    return Reading(document, None, (problem,)) if problem else parsed(document)


def parsed(document: Document) -> Reading:
    """Return the tree of a document that could be decoded, with every problem."""
    parts = _parts(document)
    return Reading(document, None, (parts,)) if isinstance(parts, Problem) else _built(document, parts)


@lru_cache(maxsize=256)
def tree(document: Document) -> Node | None:
    """Return the tree of a document again; it is dropped after loading to save memory."""
    return parsed(document).root if document.readable else None


def comments(document: Document) -> list[tuple[int, int, str]]:
    """Return (line, column, text) of the comments that speak to auditctl, outside of values and prose."""
    text = document.text
    if "auditctl:" not in text:
        return []
    parts, root = _parts(document), tree(document)
    if root is None or isinstance(parts, Problem):
        return []
    values = scalars(root)
    starts = [node.start for node in values]
    found = []
    for match in _SPOKEN.finditer(text, parts.fields.start, parts.fields.end):
        before = bisect_right(starts, match.start())
        if before == 0 or not _holds(text, values[before - 1], match.start()):
            found.append((*line_column(text, match.start()), match[0].rstrip()))
    return found


def _holds(text: str, node: Node, offset: int) -> bool:
    """Whether an offset lies in a value; behind the `|` or `>` that opens a block of text it does not."""
    if not node.plain and text[node.start] in "|>":
        return text.find("\n", node.start) < offset < node.end
    return node.start <= offset < node.end


def _parts(document: Document) -> Parts | Problem:
    """Return where fields and prose stand, or the problem that lets nothing of the file be read."""
    text = document.text
    whole = Parts(Span(0, len(text)), Span(len(text), len(text)))
    parts = front_matter(text) if document.path.endswith(".md") else whole
    prose = parts.fields.end if isinstance(parts, Parts) else 0
    return conflict_markers(text, prose) or unseen_characters(text) or parts


def _built(document: Document, parts: Parts) -> Reading:
    from auditctl.source.builder import build  # noqa: PLC0415 - yaml is loaded where something is read

    root, problems = build(document.text, parts.fields.start, parts.fields.end)
    if root is not None and (problem := take_up_body(document.text, parts.prose, root)):
        problems = (*problems, problem)
    return Reading(document, root, problems)
