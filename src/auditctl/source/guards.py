"""Guards over the bytes and the text, before any YAML is read: SYN004 to SYN006."""

import re

from auditctl.source.nodes import Problem, Span

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 50_000
BOM = "\ufeff"
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control, bidirectional and surrogate characters; the next-line character counts as a line end in YAML."""
_MARKERS = re.compile(r"^(?:<{7}(?: .*)?|>{7}(?: .*)?|={7})\r?$", re.MULTILINE)
_OPENING = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_TURKISH = frozenset("ğĞıİşŞ")
_PASTED = "no record needs that; was something pasted here?"


def decoded(data: bytes) -> tuple[str, Problem | None]:
    """Return the text of a file without its byte order mark, or a problem."""
    if len(data) > MAX_BYTES:
        return "", Problem(
            "SYN004",
            "the file is larger than 1 MiB",
            Span(0, 0),
            hint="move long material to evidence/files/",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = likely_encoding(data)
        before = data[: error.start].decode("utf-8", "replace")
        hint = f"it looks like {encoding}; save it as UTF-8" if encoding else "save it as UTF-8"
        readable = data.decode("utf-8", "replace")
        return readable, Problem(
            "SYN005", "the file is not UTF-8", Span(len(before), len(before) + 1), hint=hint
        )
    return text.removeprefix(BOM), None


def too_deep(span: Span) -> Problem:
    return Problem("SYN004", f"the file is nested deeper than {MAX_DEPTH} levels", span, hint=_PASTED)


def too_many(span: Span) -> Problem:
    return Problem("SYN004", f"the file has more than {MAX_NODES} values", span, hint=_PASTED)


def likely_encoding(data: bytes) -> str:
    """Return the encoding that a file which is not UTF-8 probably has."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[1:40:2].count(0) > len(data[1:40:2]) // 2:
        return "UTF-16"
    if data[:40:2].count(0) > len(data[:40:2]) // 2:
        return "UTF-16"
    try:
        letters = data.decode("cp1254")
    except UnicodeDecodeError:
        return ""
    return "Windows-1254 (Turkish)" if _TURKISH & set(letters) else "Windows-1252"


def unseen_characters(text: str) -> Problem | None:
    """Return SYN005 for the first character that nobody sees but programs obey."""
    match = UNSEEN.search(text)
    if match is None:
        return None
    return unseen(match[0], Span(match.start(), match.end()))


def unseen(character: str, span: Span) -> Problem:
    name = f"U+{ord(character):04X}"
    kind = "bidirectional" if 0x061C <= ord(character) <= 0x2069 else "control"  # noqa: PLR2004 - the block of these marks
    return Problem(
        "SYN005",
        f"the {kind} character {name} stands in the text",
        span,
        hint="take it out; it is invisible but changes what is read",
    )


def conflict_markers(text: str, *, prose: bool) -> Problem | None:
    """Return SYN006 where a merge left its markers; in prose `=======` underlines a heading."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text and (prose or "=======" not in text):
        return None
    found = list((_OPENING if prose else _MARKERS).finditer(text))
    if not found:
        return None
    related = tuple((Span(match.start(), match.start() + 7), "another marker") for match in found[1:6])
    first = Span(found[0].start(), found[0].start() + 7)
    hint = "decide which side holds, and take the lines with <<<<<<<, ======= and >>>>>>> out"
    return Problem("SYN006", "a merge conflict is not resolved", first, hint=hint, related=related)
