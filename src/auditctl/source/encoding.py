"""From bytes to text: UTF-8, or SYN005 with the encoding that the file seems to have."""

import re
from dataclasses import dataclass

from auditctl.source.guards import MAX_BYTES
from auditctl.source.nodes import BOM, Document, Problem, Span

_TURKISH = frozenset("ğĞıİşŞ")  # these letters tell Windows-1254 from Windows-1252
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")
_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by the name that people know, and by the one that Python knows."""

    name: str
    codec: str


_TURKISH_WINDOWS = Encoding("Windows-1254 (Turkish)", "cp1254")
_WESTERN_WINDOWS = Encoding("Windows-1252", "cp1252")
_MARKED = {
    b"\xff\xfe\x00\x00": Encoding("UTF-32LE", "utf-32"),
    b"\x00\x00\xfe\xff": Encoding("UTF-32BE", "utf-32"),
    b"\xff\xfe": Encoding("UTF-16LE", "utf-16"),
    b"\xfe\xff": Encoding("UTF-16BE", "utf-16"),
}


def decoded(path: str, data: bytes) -> tuple[Document, Problem | None]:
    """Return a file as text without its byte order mark, and SYN004 or SYN005 where it is none."""
    if len(data) > MAX_BYTES:
        hint = "move long material to evidence/files/"
        return Document(path, "", readable=False), Problem(
            "SYN004", "the file is larger than 1 MiB", Span(0, 0), hint=hint
        )
    wide = _wide(data)
    if wide is not None:
        text = data.decode(wide.codec, "replace").removeprefix(BOM)
        return Document(path, text, readable=False), _foreign(wide, Span(0, 1))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecoded(path, data, error.start)
    return Document(path, text.removeprefix(BOM), text.startswith(BOM)), None


def _wide(data: bytes) -> Encoding | None:
    """Return the encoding of two or four bytes a character that a file has."""
    for mark, encoding in _MARKED.items():
        if data.startswith(mark):
            return encoding
    if b"\0" not in data:
        return None
    even, odd = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    if odd.count(0) > len(odd) // 2 > even.count(0):
        return Encoding("UTF-16LE", "utf-16-le")
    return Encoding("UTF-16BE", "utf-16-be") if even.count(0) > len(even) // 2 > odd.count(0) else None


def _undecoded(path: str, data: bytes, bad: int) -> tuple[Document, Problem]:
    """Return what can be shown of a file, and SYN005 at its first byte that is no UTF-8."""
    before = data[:bad].decode("utf-8").removeprefix(BOM)
    at = Span(len(before), len(before) + 1)
    text = before + data[bad:].decode("utf-8", "replace")
    if _SURROGATE.match(data, bad):
        message = "half of a character (a surrogate) stands in the text"
        hint = "some programs write emoji so; type the character again"
        return Document(path, text, readable=False), Problem("SYN005", message, at, hint=hint)
    if before.isascii():
        single = _single(data[bad:])
        return Document(path, text, readable=False), _foreign(single, at)
    return Document(path, text, readable=False), _mixed(data[bad:], at)


def _mixed(after: bytes, at: Span) -> Problem:
    """Return SYN005 for a byte in a file that is UTF-8 up to there: converting it would spoil the rest."""
    single = _single(after[:1])
    seen = f"; in {single.name} it is {after[:1].decode(single.codec)}" if single else ""
    message = f"the byte 0x{after[0]:02X} is not UTF-8"
    hint = f"the text before it is UTF-8{seen}: type this character again"
    return Problem("SYN005", message, at, hint=hint)


def _single(data: bytes) -> Encoding | None:
    """Return the encoding of one byte a character that a text of western Europe or Turkey has."""
    for encoding in (_TURKISH_WINDOWS, _WESTERN_WINDOWS):
        try:
            letters = data.decode(encoding.codec)
        except UnicodeDecodeError:
            continue
        if encoding is _WESTERN_WINDOWS or not _TURKISH.isdisjoint(letters):
            return encoding
    return None


def _foreign(encoding: Encoding | None, at: Span) -> Problem:
    hint = (
        f"it looks like {encoding.name}; save it as UTF-8"
        if encoding
        else "is it a text file at all? save it as UTF-8"
    )
    return Problem("SYN005", "the file is not UTF-8", at, hint=hint)
