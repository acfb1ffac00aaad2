"""Stretches of a text that give way to others, and the lines between which they lie."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from auditctl.source.places import line_start

_COMMENT = re.compile(r"([ \t]*)#[^\n]*(?:\n|\Z)")
_BLANK = re.compile(r"(?:[ \t\r]*\n)*")
_FILLED = re.compile(r"^(?=[^\n])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Splice:
    """A stretch of text, from `start` to before `end`, and what comes in its place."""

    start: int
    end: int
    text: str = ""


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return a text with stretches of it replaced; new lines end as the first one does."""
    first = text.find("\n")
    newline = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
    parts, at = [], 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        parts += [text[at : splice.start], splice.text.replace("\n", newline)]
        at = splice.end
    return "".join((*parts, text[at:]))


def lines_at(text: str, offset: int, lines: str) -> Splice:
    """Return whole lines to come in where a line begins; the last line of a text may lack its end."""
    is_open = offset > 0 and text[offset - 1] != "\n"
    return Splice(offset, offset, "\n" + lines if is_open else lines)


def next_line(text: str, offset: int) -> int:
    """Return where the line behind that of an offset begins, or the end of the text."""
    return text.find("\n", offset) + 1 or len(text)


def column(text: str, offset: int) -> int:
    """Return how many characters stand before an offset on its line."""
    return offset - line_start(text, offset)


def is_first(text: str, offset: int) -> bool:
    """Whether nothing but blanks stands before an offset on its line."""
    return not text[line_start(text, offset) : offset].strip()


def past_comments(text: str, offset: int, least: int) -> int:
    """Return where the lines of comment end that begin here and are indented by `least` columns or more."""
    while (found := _COMMENT.match(text, offset)) and len(found[1]) >= least:
        offset = found.end()
    return offset


def past_blanks(text: str, offset: int) -> int:
    """Return where the blank lines end that begin here."""
    found = _BLANK.match(text, offset)
    return found.end() if found else offset


def before_comments(text: str, offset: int, most: int, bound: int) -> int:
    """Return where the lines of comment begin that end here, indented by at most so many columns."""
    while offset > bound:
        start = line_start(text, offset - 1)
        found = _COMMENT.match(text, start)
        if not found or len(found[1]) > most:
            break
        offset = start
    return offset


def indented(lines: str, columns: int) -> str:
    """Return lines moved to the right; an empty one stays empty."""
    return _FILLED.sub(" " * columns, lines)
