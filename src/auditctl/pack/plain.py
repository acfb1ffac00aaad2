r"""A text as it is read: in small Latin letters without marks, and where in the text each of them stands.

İ, I, ı and i are one letter, `\u0131`, `&#305;` and `%C4%B1` are letters too, and what nobody sees is none.
"""

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from auditctl.source.text import latin

_ESCAPE = r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}"
_ENTITY = r"&#[0-9]{1,7};|&#[xX][0-9a-fA-F]{1,6};|&[a-zA-Z]{1,30};"
_QUOTED = r"(?:%[0-9a-fA-F]{2})+"
_BROKEN = r"(?<=[^\W\d_])[-\u2010]\r?\n[ \t]*(?=[^\W\d_])"
"""A word that goes on after a hyphen at the end of a line."""
_SPECIAL = re.compile(rf"{_ESCAPE}|{_ENTITY}|{_QUOTED}|{_BROKEN}|[^\x00-\x7f]")
"""Where case told nothing, ı and ſ would count as ASCII."""
_LAST = 0x10FFFF


@dataclass(frozen=True)
class PlainText:
    """What is read of a text; `starts` says where in the text each letter of it begins, and the end."""

    text: str
    starts: "array[int]"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text a part of what is read stands, with the marks that belong to its last letter."""
        return self.starts[start], self.starts[end]


def plain_text(text: str) -> PlainText:
    parts: list[str] = []
    starts = array("q")
    at = 0
    for match in _SPECIAL.finditer(text):
        _take(text, at, match.start(), parts, starts)
        read = _read(match[0])
        parts.append(read)
        starts.extend([match.start()] * len(read))
        at = match.end()
    _take(text, at, len(text), parts, starts)
    starts.append(len(text))
    return PlainText("".join(parts), starts)


def _take(text: str, start: int, end: int, parts: list[str], starts: "array[int]") -> None:
    """Add a stretch of ASCII."""
    if start < end:
        parts.append(text[start:end].lower())
        starts.extend(range(start, end))


@cache
def _read(special: str) -> str:
    if len(special) == 1:
        return _letter(special)
    if special[0] == "\\":
        code = int(special[2:], 16)  # noqa: FURB166 - the prefix is none of Python
        return _letter(chr(code)) if code <= _LAST else special.lower()
    if special[0] == "%":
        return "".join(map(_letter, unquote(special)))
    if special[0] == "&":
        return "".join(map(_letter, html.unescape(special)))
    return ""


@cache
def _letter(letter: str) -> str:
    """Return what is read of a letter: a blank for every blank, nothing for what is not seen."""
    if letter.isspace():
        return letter if letter == "\n" else " "
    if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return ""
    if letter in "\u2018\u2019\u02bc":  # apostrophes, which `latin` drops
        return "'"
    return letter if letter in "'\"" else latin(letter) or letter
