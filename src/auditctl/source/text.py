"""Text for people and names for files."""

import re
import unicodedata
from collections.abc import Container

from auditctl.source.guards import UNSEEN

RESERVED = frozenset(
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "all", "clauses", "controls"]
)
LONGEST = 60
_FOLDS = str.maketrans(
    {
        "ı": "i", "İ": "i", "ş": "s", "Ş": "s", "ğ": "g", "Ğ": "g", "ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae",
        "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h",
        "'": "", "’": "",
    }
)  # fmt: skip
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdezijklmnoprstufhcye", strict=True)) | {
    "ё": "e", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "і": "i", "ї": "i", "є": "e",
}  # fmt: skip
_GREEK = dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True)) | {
    "θ": "th",
    "χ": "ch",
    "ψ": "ps",
    "ς": "s",
}
_LETTERS = str.maketrans(_CYRILLIC | _GREEK)


def visible(text: str) -> str:
    """Return text whose control, escape, bidirectional and surrogate characters can be seen and do nothing."""
    return UNSEEN.sub(lambda match: _shown(match[0]), text.replace("\n", "\\n").replace("\r", "\\r"))


def _shown(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte


def slug(title: str, taken: Container[str] = ()) -> str:
    """Return an id for a title: ASCII, at most 60 characters, no reserved word, none of those taken."""
    folded = unicodedata.normalize("NFC", title).translate(_FOLDS).casefold()
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    ascii_ = bare.translate(_LETTERS).encode("ascii", "ignore").decode()
    name = _cut(re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-"), LONGEST) or "record"
    if name in RESERVED:
        name = f"{name}-record"
    candidate, number = name, 2
    while candidate in taken:
        tail = f"-{number}"
        candidate, number = _cut(name, LONGEST - len(tail)) + tail, number + 1
    return candidate


def _cut(name: str, longest: int) -> str:
    """Cut at a word boundary where one is near."""
    if len(name) <= longest:
        return name
    head = name[: longest + 1].rpartition("-")[0]
    return (head if len(head) > longest // 2 else name[:longest]).strip("-")
