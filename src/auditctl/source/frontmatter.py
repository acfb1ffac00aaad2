"""Markdown records: YAML front matter between two lines `---`, then prose."""

import re
from dataclasses import dataclass

from auditctl.source.nodes import Entry, Node, Problem, Span
from auditctl.source.places import line_end

BODY_KEY = "details"
_FENCE = re.compile(r"---[ \t]*\r?$", re.MULTILINE)
_CLOSING = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a record's fields stand, and its prose without the blank lines around it."""

    fields: Span
    prose: Span


def front_matter(text: str) -> Parts | Problem:
    """Return where front matter and body of a Markdown record stand, or SYN001."""
    hint = (
        "a Markdown record begins with a line `---`, its fields, and a line `---` again; then comes the prose"
    )
    opening = _FENCE.match(text)
    if opening is None:
        return Problem(
            "SYN001", "no front matter at the head of the file", Span(0, line_end(text, 0)), hint=hint
        )
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return Problem("SYN001", "the front matter that begins here does not end", Span(0, 3), hint=hint)
    start = len(text) - len(text[closing.end() :].lstrip())
    return Parts(Span(opening.end(), closing.start()), Span(start, max(start, len(text.rstrip()))))


def take_up_body(text: str, prose: Span, root: Node) -> Problem | None:
    """Make the prose the record's `details`, or return SYN002 where it has some already."""
    if prose.start == prose.end:
        return None
    first_line = Span(prose.start, line_end(text, prose.start))
    held = root.value.get(BODY_KEY)
    if held is not None:
        message = f"`{BODY_KEY}` stands in the front matter, and the prose below is `{BODY_KEY}` too"
        return Problem(
            "SYN002", message, held.key.span, related=((first_line, "the prose"),), hint="keep one of them"
        )
    value = text[prose.start : prose.end].replace("\r\n", "\n")
    key = Node(BODY_KEY, first_line.start, first_line.end)
    root.value[BODY_KEY] = Entry(key, Node(value, prose.start, prose.end))
    return None
