"""Markdown of a check for a merge request: tables, the worst first, what to do about each folded away.

What stands in it means nothing but itself: nobody is mentioned, no issue is linked, no markup is taken.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.outputs.console import summary
from auditctl.outputs.placing import worst_first
from auditctl.rules.listing import counted
from auditctl.source.text import visible

MOST = 65_000
"""Characters: GitHub refuses a comment of more than 65,536."""
MOST_RELATED = 8
HEAD = "### auditctl check"
_TABLE = "| | where | what |\n|---|---|---|\n"
_FOLDED = "<details><summary>{title}</summary>\n\n"
_END = "\n</details>\n"
_RESERVE = 200
"""Characters kept for the end of a fold and the line on what had no room."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$^]|&(?=[#A-Za-z])|\{(?=[+-])")
_TAKEN_UP = re.compile(r"[@#!%~&$^](?=\w)|\w:/|www\.|\w@|:\w+:|GH-\d")
"""What a forge makes a link, a picture or a mention of; the word that holds it stands as code."""
_COMMAND = re.compile(r"`([^`]+)`")


def text(outcome: Outcome, *, most: int = MOST) -> str:
    """Return the document, at most that many characters long; it says what had no room."""
    head = f"{HEAD}: {summary(outcome)}\n"
    made = Pieces(most - len(head) - _RESERVE)
    items = worst_first(outcome)
    for severity, held in groupby(items, key=lambda item: item.severity):
        made.table(severity, list(held))
    made.folded("What to do, and what it rests on", [item for item in items if _tells_more(item)])
    return head + made.text()


class Pieces:
    """What fits into a number of characters."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._pieces: list[str] = []
        self._left = 0

    def table(self, severity: Severity, items: list[Diagnostic]) -> None:
        """Take up a table of problems; notes are folded away."""
        folds = severity is Severity.note
        title = counted(len(items), severity.name)
        frame = ("\n" + _FOLDED.format(title=title) + _TABLE, _END) if folds else (f"\n{_TABLE}", "")
        self._left += len(items) - self._take(frame, map(_row, items))

    def folded(self, title: str, items: list[Diagnostic]) -> None:
        """Take up what is to be told of problems, behind a title that opens it."""
        self._take(("\n" + _FOLDED.format(title=title), _END), map(_advice, items))

    def text(self) -> str:
        more = f"\nand {self._left} more: `auditctl check` shows all\n" if self._left else ""
        return "".join(self._pieces) + more

    def _take(self, frame: tuple[str, str], pieces: Iterable[str]) -> int:
        """Take up as many pieces as have room, in their frame, and return how many these are."""
        room = self._room - sum(map(len, frame))
        taken: list[str] = []
        for piece in pieces:
            if len(piece) > room:
                break
            taken.append(piece)
            room -= len(piece)
        if taken:
            self._pieces.append(frame[0] + "".join(taken) + frame[1])
            self._room = room
        return len(taken)


def _row(item: Diagnostic) -> str:
    also = f" (also {', '.join(item.also)})" if item.also else ""
    place = _code(f"{item.location.path}:{item.location.line}", in_table=True)
    name = item.severity.name if item.severity is Severity.note else f"**{item.severity.name}**"
    return f"| {name} {item.code} | {place} | {escaped(item.message, in_table=True)}{also} |\n"


def _tells_more(item: Diagnostic) -> bool:
    return bool(item.help or item.basis or item.related or item.accepted_by)


def _advice(item: Diagnostic) -> str:
    head = (
        f"- **{item.code}** {_code(f'{item.location.path}:{item.location.line}')} {escaped(item.message)}\n"
    )
    return head + "".join(f"  - {line}\n" for line in _facts(item))


def _facts(item: Diagnostic) -> Iterator[str]:
    if item.help:
        yield f"help: {_with_commands(item.help)}"
    if item.accepted_by:
        yield f"accepted: approved by {escaped(item.accepted_by)}"
    for label in item.related[:MOST_RELATED]:
        place = _code(f"{label.location.path}:{label.location.line}")
        yield f"{place} {escaped(label.text)}".rstrip()
    if len(item.related) > MOST_RELATED:
        yield f"and {len(item.related) - MOST_RELATED} more places"
    if item.basis:
        yield f"basis: {escaped(item.basis)}"


def escaped(words: str, *, in_table: bool = False) -> str:
    """Return words on one line that read as they are; what a forge would take up stands as code."""
    return " ".join(
        _code(word, in_table=in_table) if _TAKEN_UP.search(word) else _SPECIAL.sub(r"\\\g<0>", word)
        for word in visible(words).split()
    )


def _with_commands(words: str) -> str:
    """Return words in which what stands between backticks is code."""
    parts = _COMMAND.split(words)
    return "".join(
        _code(part) if number % 2 else _spaced(part, escaped(part)) for number, part in enumerate(parts)
    )


def _spaced(words: str, made: str) -> str:
    """Return what was made of words with the blanks that they begin and end with."""
    if not made:
        return " " if words else ""
    return (" " if words[0].isspace() else "") + made + (" " if words[-1].isspace() else "")


def _code(words: str, *, in_table: bool = False) -> str:
    """Return words as code that they cannot close; a bar would end a cell even there."""
    words = " ".join(visible(words).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    made = f"{fence}{pad}{words}{pad}{fence}"
    return made.replace("|", "\\|") if in_table else made
