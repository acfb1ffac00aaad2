"""Text for people and names for files."""

import re
import unicodedata
from collections.abc import Container

from auditctl.source.characters import UNSEEN

RESERVED = frozenset(
    {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "all", "clauses", "controls"},
)
"""Words that YAML readers change or that mean something else where an id stands."""
LONGEST = 60
_LATIN = {
    "ı": "i", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "'": "", "’": "",
}  # fmt: skip
_CYRILLIC = dict(zip("абвгдезиклмнопрстуфхцыэі", "abvgdeziklmnoprstufhcyei", strict=True)) | {
    "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "є": "e",
}  # fmt: skip
_GREEK = dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True)) | {
    "θ": "th", "χ": "ch", "ψ": "ps", "ς": "s",
}  # fmt: skip
_LETTERS = str.maketrans(_LATIN | _CYRILLIC | _GREEK)


def visible(text: str) -> str:
    """Return text whose control, bidirectional and surrogate characters and line ends can be seen and do nothing."""
    return UNSEEN.sub(lambda match: _written(match[0]), text.replace("\r", "\\r").replace("\n", "\\n"))


def _written(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - one byte
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - two bytes


def slug(title: str, taken: Container[str] = ()) -> str:
    """Return an id for a title: ASCII, at most 60 characters, no reserved word, none of those taken."""
    name = _cut(re.sub(r"[^a-z0-9]+", "-", latin(title)).strip("-"), LONGEST) or "record"
    if name in RESERVED:
        name = f"{name}-record"
    candidate, number = name, 2
    while candidate in taken:
        tail = f"-{number}"
        candidate, number = _cut(name, LONGEST - len(tail)) + tail, number + 1
    return candidate


def latin(title: str) -> str:
    """Return small letters without marks; Greek and Cyrillic ones by the Latin letters that sound alike."""
    letters = (letter for letter in unicodedata.normalize("NFKD", title) if not unicodedata.combining(letter))
    return "".join(letters).casefold().translate(_LETTERS)


def _cut(name: str, longest: int) -> str:
    """Cut at a word boundary where one is near."""
    if len(name) <= longest:
        return name
    head = name[: longest + 1].rpartition("-")[0]
    return (head if len(head) > longest // 2 else name[:longest]).strip("-")
