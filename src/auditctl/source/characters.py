"""Characters that nobody sees but programs obey."""

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn the direction of writing
    "\u2028\u2029"  # YAML ends a line here, editors do not
    "\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]|\r(?!\n)"
)
LINE_ENDS = frozenset("\r\x85\u2028\u2029")
"""Written by an escape they hide nothing: a text may hold them."""
_KINDS = (
    (0x9F, "control character"),
    (0x2027, "bidirectional character"),
    (0x2029, "line separator"),
    (0x2069, "bidirectional character"),
    (0xDFFF, "surrogate"),
    (0xFDEF, "noncharacter"),
    (0xFEFF, "byte order mark"),
)


def has_unseen(text: str) -> bool:
    """Whether such a character stands in a text; most texts are cleared without the slow look at each."""
    seen = text.replace("\r\n", "").replace("\n", "").replace("\t", "")
    return not seen.isprintable() and UNSEEN.search(text) is not None


def name(character: str) -> str:
    """Return what an unseen character is, and its number."""
    code = ord(character)
    kind = next((kind for last, kind in _KINDS if code <= last), "noncharacter")
    return f"{kind} U+{code:04X}"
