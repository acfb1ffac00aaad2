"""Guards over the text before any YAML is read: limits, unseen characters, merge conflicts."""

import re
from itertools import islice

from auditctl.source.characters import UNSEEN, has_unseen, name
from auditctl.source.nodes import Problem, Span

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "UNSEEN",
    "conflict_markers",
    "too_deep",
    "too_many",
    "unseen",
    "unseen_characters",
]

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 50_000
MOST_RELATED = 5
_MARKERS = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?= |\r?$)|={7}(?=\r?$))", re.MULTILINE)
_OPENING = "<<<<<<<"
_PASTED = "no record needs that; was something pasted here?"


def too_deep(span: Span) -> Problem:
    return Problem("SYN004", f"the file is nested deeper than {MAX_DEPTH} levels", span, hint=_PASTED)


def too_many(span: Span) -> Problem:
    return Problem("SYN004", f"the file has more than {MAX_NODES} values", span, hint=_PASTED)


def unseen_characters(text: str) -> Problem | None:
    """Return SYN005 for the characters that nobody sees but programs obey, at the first of them."""
    if not has_unseen(text):
        return None
    first, *others = islice(UNSEEN.finditer(text), 1 + MOST_RELATED)
    related = tuple((Span(*match.span()), name(match[0])) for match in others)
    more = f", and {len(UNSEEN.findall(text)) - 1} more like it" if others else ""
    return unseen(first[0], Span(*first.span()), more, related)


def unseen(character: str, span: Span, more: str = "", related: tuple[tuple[Span, str], ...] = ()) -> Problem:
    """Return SYN005 for one such character."""
    message = f"the {name(character)} stands in the text{more}"
    hint = "take it out; it is invisible but changes what is read"
    if character == "\r":
        hint = "end lines with LF or CRLF; this is the line end of very old files"
    return Problem("SYN005", message, span, hint=hint, related=related)


def conflict_markers(text: str, prose: int) -> Problem | None:
    """Return SYN006 where a merge left its markers; behind offset `prose` only one that opens a conflict counts.

    In Markdown `=======` underlines a heading and `>>>>>>>` quotes.
    """
    found: list[re.Match[str]] = []
    if not any(marker in text for marker in ("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return None
    for match in _MARKERS.finditer(text):
        if match.start() < prose or match[0] == _OPENING or (found and found[-1][0][0] in "<|="):
            found.append(match)
    if not found:
        return None
    first, *others = (Span(*match.span()) for match in found)
    related = tuple((span, "another marker") for span in others[:MOST_RELATED])
    hint = "decide which side holds, and take the lines with <<<<<<<, ======= and >>>>>>> out"
    return Problem("SYN006", "a merge conflict is not resolved", first, hint=hint, related=related)
