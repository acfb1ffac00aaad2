"""Other names in the text of a file: quotes, comments and layout stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditctl.source.dump import Style, within_brackets
from auditctl.source.editing.edits import applied
from auditctl.source.editing.splice import Splice, spliced
from auditctl.source.editor import Edit, Rename, Set, edited
from auditctl.source.nodes import Node
from auditctl.source.reader import Document, Route, find, parsed, plain, tree


@dataclass(frozen=True, slots=True)
class Wording:
    """A key or a value of a file, as it stands there and as it is to be."""

    route: Route
    on_key: bool
    text: str
    becomes: str

    @property
    def edit(self) -> Edit:
        return Rename(self.route, self.becomes) if self.on_key else Set(self.route, self.becomes)


def worded_anew(document: Document, wordings: Sequence[Wording]) -> Document:
    """Return a file with other words in some of its places; the result is read again and says what was meant.

    Raises CannotEdit where a place cannot be worded anew safely.
    """
    edits = [item.edit for item in sorted(wordings, key=_outer_keys_last)]
    root = tree(document)
    splices = [] if root is None else [_splice(document.text, root, item) for item in wordings]
    found = [splice for splice in splices if splice is not None]
    if root is not None and len(found) == len(wordings):
        proposal = replace(document, text=spliced(document.text, found))
        if _says(proposal, document, root, edits):
            return proposal
    return edited(document, edits)


def _outer_keys_last(item: Wording) -> tuple[bool, int]:
    """Order edits so that each finds the keys of its route as they were."""
    return item.on_key, -len(item.route)


def _splice(text: str, root: Node, item: Wording) -> Splice | None:
    """Return the bytes that change, None for a text written in another way than in one line as it is."""
    span = find(root, item.route, key=item.on_key)
    source = text[span.start : span.end]
    if source == item.text:
        return Splice(span.start, span.end, within_brackets(item.becomes, Style(flow=True)))
    if source[:1] in {"'", '"'} and source[1:-1] == item.text:
        return Splice(span.start + 1, span.end - 1, item.becomes)
    return None


def _says(proposal: Document, document: Document, root: Node, edits: Sequence[Edit]) -> bool:
    """Whether a text reads as the old one with the edits applied, without a problem that was not there."""
    expected = plain(root)
    for edit in edits:
        expected = applied(expected, edit)
    reading = parsed(proposal)
    return plain(reading.root) == expected and len(reading.problems) <= len(parsed(document).problems)
