"""Edits within lists and mappings in brackets: what gives way, and what comes in."""

import re

from auditctl.source.editing.members import Collection, Member
from auditctl.source.editing.splice import Splice, column, is_first, lines_at, next_line
from auditctl.source.places import line_end, line_start

_COMMA = re.compile(r"(?:[ \t\r\n]|#[^\n]*\n)*,")
_BLANKS = re.compile(r"[ \t]*(?=[,}\]])")
_REST = re.compile(r"[ \t]*(?:#[^\n]*?)?\r?(?:\n|\Z)")
"""What may follow a member that has its line to itself."""


def replaced(text: str, member: Member, new: str) -> list[Splice]:
    """Return how a member gets another value on its place."""
    value = member.value
    if value.start < value.end:
        return [Splice(value.start, value.end, _gap(text, value.start) + new)]
    is_bare = member.key is not None and member.marker == member.key.end
    blanks = _BLANKS.match(text, member.marker)
    end = blanks.end() if blanks else member.marker
    return [Splice(member.marker, end, f": {new}" if is_bare else f" {new}")]


def appended(text: str, held: Collection, new: str) -> list[Splice]:
    """Return how a member comes in at the end: on a line of its own where the last one has its own."""
    node, last = held.node, held.members[-1]
    comma = _comma(text, last)
    if text[node.start] not in "[{":
        return [Splice(node.start, node.start, "{"), _comma_after(text, last, f" {new}}}")]
    if not _has_own_line(text, last):
        return [_comma_after(text, last, f" {new}")]
    line = " " * column(text, last.start) + new
    place = next_line(text, comma or last.end)
    if comma:
        return [lines_at(text, place, f"{line},\n")]
    return [_comma_after(text, last), lines_at(text, place, f"{line}\n")]


def _comma_after(text: str, member: Member, new: str = "") -> Splice:
    return Splice(member.end, member.end, f"{_gap(text, member.end)},{new}")


def _gap(text: str, offset: int) -> str:
    """Return the space that a colon needs behind it."""
    return " " if text[offset - 1] == ":" else ""


def inserted(text: str, held: Collection, index: int, new: str) -> list[Splice]:
    """Return how an item comes in before another: on a line of its own where that one has its own."""
    member = held.members[index]
    gap = "\n" + " " * column(text, member.start) if _has_own_line(text, member) else " "
    return [Splice(member.start, member.start, f"{new},{gap}")]


def cut(text: str, held: Collection, index: int) -> list[Splice]:
    """Return how a member goes, with its line where that is its own, and the comma that is too many."""
    member = held.members[index]
    end = _comma(text, member) or member.end
    if _has_own_line(text, member):
        return [Splice(line_start(text, member.start), next_line(text, end))]
    if index + 1 < len(held.members):
        following = held.members[index + 1].start
        return [Splice(member.start, following if "\n" not in text[end:following] else end)]
    before = held.members[index - 1].end
    if "\n" in text[before : member.start]:
        return [Splice(member.start, end)]
    return [Splice(before, member.end, _gap(text, before))]


def _comma(text: str, member: Member) -> int:
    """Return where the comma behind a member ends, 0 where there is none."""
    found = _COMMA.match(text, member.end)
    return found.end() if found else 0


def _has_own_line(text: str, member: Member) -> bool:
    """Whether nothing but a comma and a comment shares the lines of a member."""
    comma = _comma(text, member)
    if comma and comma > line_end(text, member.end):
        return False
    return is_first(text, member.start) and bool(_REST.match(text, comma or member.end))
