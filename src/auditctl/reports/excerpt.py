"""The beginning of what people wrote, as plain words, where a page has no room for all of it."""

import re
from dataclasses import dataclass

from auditctl.reports import prose

READ = 40
"""So many times the characters asked for are read at most; what is written beyond them changes no beginning."""
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Plain words, and whether they are all that is written; they end in an ellipsis where they were cut."""

    words: str
    is_whole: bool

    def __str__(self) -> str:
        return self.words


def excerpt(text: str, characters: int) -> Excerpt:
    """Return the beginning of prose in at most so many characters, ended at a sentence or else at a word."""
    part = text[: READ * characters]
    words = prose.words(part)
    if len(words) <= characters and len(part) == len(text):
        return Excerpt(words, is_whole=True)
    return Excerpt(_cut(words, characters), is_whole=False)


def opening(text: str, characters: int) -> Excerpt:
    """Return the beginning of the first paragraph of prose, in at most so many characters."""
    first, *more = _BLANK.split(text.strip(), maxsplit=1)
    begun = excerpt(first, characters)
    return Excerpt(begun.words, is_whole=begun.is_whole and not more)


def shortened(text: str, characters: int) -> str:
    """Return a title or name in one line of at most so many characters, no Markdown being in it."""
    line = " ".join(prose.clean(text[: READ * characters]).split())
    return line if len(line) <= characters else _cut(line, characters)


def _cut(words: str, characters: int) -> str:
    """Return words up to the last sentence that fits and fills half of the room, else the last word."""
    room = words[: characters - 2]
    sentence = max(room.rfind(end) for end in (". ", "! ", "? ")) + 1
    if sentence > characters // 2:
        return f"{room[:sentence]} …"
    word = room.rfind(" ")
    return f"{room[:word] if word > 0 else room}…"
