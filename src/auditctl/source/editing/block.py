"""Edits within mappings and lists in block style: what gives way, and what comes in."""

import re
from collections.abc import Iterator

from auditctl.source.editing.members import Collection, Member, is_block, last_leaf
from auditctl.source.editing.splice import (
    Splice,
    before_comments,
    column,
    indented,
    is_first,
    lines_at,
    next_line,
    past_blanks,
    past_comments,
)
from auditctl.source.nodes import Node, Span
from auditctl.source.places import line_end, line_start

_HEADER = re.compile(r"[|>][-+0-9]*")


def replaced(text: str, member: Member, new: str) -> list[Splice]:
    """Return how a member gets another value; `new` is what stands behind its marker and below.

    A comment on the line stays there. A list or mapping comes below the comments that belong to the key.
    """
    beside, old = _beside(text, member), _below(text, member)
    head, _, lines = new.partition("\n")
    left = column(text, member.start)
    place = next_line(text, beside.end)
    if lines and not head:
        place = old.start if old.start < old.end else past_comments(text, place, left + 1)
    is_compact = bool(lines) and member.key is None
    splices = _headed(text, member, beside, head, is_compact=is_compact)
    if lines:
        splices.append(lines_at(text, place, indented(lines, left)))
    return [*splices, Splice(old.start, old.end)]


def _beside(text: str, member: Member) -> Span:
    """Return what of a value stands behind its marker, before a comment on that line."""
    value = member.value
    if value.start == value.end:
        return Span(member.marker, member.marker)
    if is_block(text, value) and (header := _HEADER.match(text, value.start)):
        return Span(*header.span())
    if value.kind == "scalar" or value.flow:
        return value.span
    if "\n" in text[member.marker : value.start]:
        return Span(member.marker, member.marker)
    return Span(value.start, line_end(text, member.end))


def _below(text: str, member: Member) -> Span:
    """Return the whole lines that a value takes below its key or dash."""
    value = member.value
    end = next_line(text, member.end)
    if is_block(text, value):
        return Span(min(next_line(text, value.start), end), end)
    if value.kind != "scalar" and not value.flow and "\n" in text[member.marker : value.start]:
        return Span(line_start(text, value.start), end)
    return Span(end, end)


def _headed(text: str, member: Member, beside: Span, head: str, *, is_compact: bool) -> list[Splice]:
    """Return how what stands behind a marker changes.

    What goes on in the lines below a dash keeps the distance from it that it is aligned to.
    """
    at = member.marker
    if beside.start == beside.end:
        return [Splice(at, at, head)]
    if head and not is_compact:
        return [Splice(beside.start, beside.end, head.removeprefix(" "))]
    if "\n" not in text[at : beside.start]:
        return [Splice(at, beside.end, head)]
    return [Splice(at, at, head), _taken(text, beside)]


def _taken(text: str, beside: Span) -> Splice:
    """Return how a value on a line below its key or dash goes: with the line, unless a comment stays there."""
    end = line_end(text, beside.end)
    comment = text[beside.end : end].lstrip()
    if is_first(text, beside.start) and not comment:
        return Splice(line_start(text, beside.start), next_line(text, beside.end))
    return Splice(beside.start, end - len(comment))


def words(text: str, member: Member) -> Span:
    """Return where the words of a text stand, without its quotes or the `|` before it."""
    value = member.value
    if is_block(text, value):
        return _below(text, member)
    return value.span if value.plain else Span(value.start + 1, value.end - 1)


def closed(text: str, root: Node) -> Splice | None:
    """Return how a block of text at the end of the file comes to say that it has no line end there."""
    node = last_leaf(root)
    if not is_block(text, node) or node.value.endswith("\n") or text.endswith("\n"):
        return None
    header = _HEADER.match(text, node.start)
    return header and Splice(*header.span(), header[0].replace("+", "") + "-")


def appended(text: str, held: Collection, line: str) -> list[Splice]:
    """Return how a member comes in at the end, below the comments that belong to the last one."""
    last = held.members[-1]
    left = column(text, last.start)
    place = past_comments(text, next_line(text, last.end), max(left, held.outer + 1))
    return [lines_at(text, place, indented(line, left))]


def inserted(text: str, held: Collection, index: int, line: str) -> list[Splice]:
    """Return how an item comes in before another, above the comments that belong to that one."""
    start = held.members[index].start
    left = column(text, start)
    if not is_first(text, start):
        return [Splice(start, start, indented(line, left)[left:] + " " * left)]
    bound = next_line(text, held.members[index - 1].end) if index else 0
    return [lines_at(text, before_comments(text, line_start(text, start), left, bound), indented(line, left))]


def cut(text: str, held: Collection, index: int) -> Iterator[list[Splice]]:
    """Yield how a member goes, with the comments that are indented below it.

    Blank lines behind it would fall to a block of text before it that keeps them; then they go too.
    """
    member = held.members[index]
    left = column(text, member.start)
    end = past_comments(text, next_line(text, member.end), left + 1)
    if is_first(text, member.start):
        start = line_start(text, member.start)
        yield [Splice(start, end)]
        yield [Splice(start, past_blanks(text, end))]
    elif index + 1 < len(held.members):
        following = held.members[index + 1].start
        if text[end:following].strip():
            start = len(text[: member.start].rstrip(" "))
            yield [Splice(start, line_end(text, member.end)), Splice(next_line(text, member.end), end)]
        else:
            yield [Splice(member.start, following)]
