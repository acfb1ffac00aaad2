"""Edits of a record that touch only the bytes meant, and are read again before anybody sees them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from auditctl.errors import CannotEdit
from auditctl.source.dump import behind_dash, fragment
from auditctl.source.editing.edits import Append, Edit, Impossible, Insert, Remove, Rename, Set, applied
from auditctl.source.editing.proposals import proposals
from auditctl.source.editing.second import second_reading
from auditctl.source.editing.splice import spliced
from auditctl.source.frontmatter import BODY_KEY, front_matter
from auditctl.source.nodes import Document, Node, Problem, Reading, Span, plain
from auditctl.source.reader import parsed

__all__ = ["Append", "Edit", "Insert", "Remove", "Rename", "Set", "edited"]


def edited(document: Document, edits: Sequence[Edit]) -> Document:
    """Return a document with edits applied one after the other; what has its value already stays as it is.

    The new text is read by our reader and by ruamel.yaml, and says what the old one did but for the
    edits. Raises CannotEdit where it would not, and where an edit does not fit the file.
    """
    reading = parsed(document) if document.readable else Reading(document, None)
    for edit in edits:
        reading = _after(reading, edit)
    if edits and reading.document is not document and not _is_read_alike(reading):
        raise _refusal(document, edits[-1], "two readers of YAML do not find the same in it")
    return reading.document


def _after(reading: Reading, edit: Edit) -> Reading:
    document, root = reading.document, reading.root
    if root is None:
        raise _refusal(document, edit, "the file cannot be read; `auditctl check` shows the place")
    data = plain(root)
    try:
        expected = applied(data, edit)
        if expected == data:
            return reading
        found = _proved(reading, root, edit, expected)
    except Impossible as reason:
        raise _refusal(document, edit, str(reason)) from reason
    if found is None:
        raise _refusal(document, edit)
    return found


def _proved(reading: Reading, root: Node, edit: Edit, expected: Any) -> Reading | None:
    """Return the first proposal that reads as expected, without a problem that was not there before."""
    document = reading.document
    fields = _fields(document)
    known = Counter(map(_words, reading.problems))
    inner = _without_body(root, fields)
    if inner is not root and edit.route[0] == BODY_KEY:
        raise Impossible(f"`{BODY_KEY}` is the text below the front matter")
    for splices in proposals(document.text, inner, fields.end, edit):
        found = parsed(replace(document, text=spliced(document.text, splices)))
        brought = Counter(map(_words, found.problems)) - known
        if found.root is not None and plain(found.root) == expected and not brought:
            return found
    return None


def _words(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message


def _fields(document: Document) -> Span:
    """Return where the fields of a record stand that can be read."""
    parts = front_matter(document.text) if document.path.endswith(".md") else None
    return Span(0, len(document.text)) if parts is None or isinstance(parts, Problem) else parts.fields


def _without_body(root: Node, fields: Span) -> Node:
    """Return the tree without the body of a Markdown record, the same where it has none."""
    body = root.value.get(BODY_KEY)
    if body is None or body.key.start < fields.end:
        return root
    entries = {key: entry for key, entry in root.value.items() if key != BODY_KEY}
    return Node(entries, root.start, root.end, flow=root.flow)


def _is_read_alike(reading: Reading) -> bool:
    """Whether ruamel.yaml finds the same data in the fields of a document."""
    if reading.root is None:
        return False
    fields = _fields(reading.document)
    root = _without_body(reading.root, fields)
    return bool(second_reading(reading.document.text, fields, root) == plain(root))


def _refusal(document: Document, edit: Edit, reason: str = "") -> CannotEdit:
    return CannotEdit(document.path, edit.route, _snippet(edit), reason)


def _snippet(edit: Edit) -> str:
    """Return what to write by hand, nothing where something is to be taken out."""
    match edit:
        case Set(route=(*_, str() as key), value=value):
            return fragment({key: value})
        case Append(route=(*_, str() as key), value=value):
            return fragment({key: [value]})
        case Set(value=value) | Append(value=value) | Insert(value=value):
            return f"-{behind_dash(value)}"
        case Rename(name=name):
            return f"{name}:"
        case Remove():
            return ""
