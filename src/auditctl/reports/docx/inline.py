"""What stands within a line: text with its marks, breaks and links, read from HTML and written as runs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lxml.html import HtmlElement

from auditctl.reports.docx.elements import Element, line_break, made, text_run
from auditctl.reports.docx.links import Links

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "i", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
LEFT_OUT = frozenset({"", "head", "style", "script", "template", "noscript", "object", "iframe", "form"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Marks:
    """How a piece of text is set, and where it leads; `style` is the name of a style of letters."""

    style: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    keeps_space: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one kind; a line feed that is kept or asked for is a piece of its own."""

    text: str
    marks: Marks = Marks()


PLAIN = Marks()
_BY_TAG: dict[str, dict[str, Any]] = {
    "strong": {"is_bold": True},
    "b": {"is_bold": True},
    "em": {"is_italic": True},
    "i": {"is_italic": True},
    "cite": {"is_italic": True},
    "s": {"is_struck": True},
    "del": {"is_struck": True},
    "code": {"style": "Report Id"},
    "kbd": {"style": "Report Id"},
    "samp": {"style": "Report Id"},
    "small": {"style": "Report Aside"},
}
_BY_CLASS: dict[str, dict[str, Any]] = {
    "id": {"style": "Report Id"},
    "hash": {"style": "Report Id"},
    "soft": {"style": "Report Aside"},
    "small": {"style": "Report Aside"},
    "late": {"is_bold": True},
    "mark": {"is_bold": True},
}


def name(element: HtmlElement) -> str:
    """Return the tag of an element; a comment has none."""
    return element.tag if isinstance(element.tag, str) else ""


def classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def pieces(element: HtmlElement, marks: Marks = PLAIN) -> Iterator[Piece]:
    """Yield what an element within a line holds, without what follows it."""
    if element.tag == "br":
        yield Piece(BREAK, marks)
        return
    own = _marked(element, marks)
    yield from text(element.text, own)
    for child in element:
        if name(child) not in LEFT_OUT:
            yield from pieces(child, own)
        yield from text(child.tail, own)


def text(written: str | None, marks: Marks = PLAIN) -> Iterator[Piece]:
    """Yield text as it is set: line feeds are spaces unless space is kept."""
    if not written:
        return
    if not marks.keeps_space:
        yield Piece(_SPACE.sub(" ", written), marks)
        return
    for number, line in enumerate(written.split("\n")):
        if number:
            yield Piece(BREAK, marks)
        if line:
            yield Piece(line, marks)


def _marked(element: HtmlElement, marks: Marks) -> Marks:
    own = replace(marks, **_BY_TAG.get(name(element), {}))
    for one in classes(element):
        own = replace(own, **_BY_CLASS.get(one, {}))
    if element.tag == "a" and (target := element.get("href")):
        own = replace(own, link=target)
    return own


def settled(line: Iterable[Piece]) -> list[Piece]:
    """Return a line without the spaces that HTML does not show: doubled, at its ends and around breaks."""
    kept: list[Piece] = []
    after_space = True
    for piece in line:
        if piece.text == BREAK:
            _strip_end(kept)
            kept.append(piece)
            after_space = True
            continue
        shown = piece.text.lstrip(" ") if after_space and not piece.marks.keeps_space else piece.text
        if shown:
            kept.append(replace(piece, text=shown))
            after_space = shown.endswith(" ") and not piece.marks.keeps_space
    _strip_end(kept)
    while kept and kept[-1].text == BREAK:
        kept.pop()
    return kept


def _strip_end(kept: list[Piece]) -> None:
    while kept and kept[-1].text != BREAK and not kept[-1].marks.keeps_space:
        shown = kept[-1].text.rstrip(" ")
        if shown:
            kept[-1] = replace(kept[-1], text=shown)
            return
        kept.pop()


def words(line: Iterable[Piece]) -> str:
    """Return what a line says."""
    return "".join(" " if piece.text == BREAK else piece.text for piece in line)


class Lines:
    """Writes lines: it knows the ids of styles, the language, and where links lead."""

    def __init__(self, ids: dict[str, str], language: str, links: Links) -> None:
        self.ids = ids
        self.language = language
        self.links = links

    def runs(self, line: Iterable[Piece]) -> Iterator[Element]:
        """Yield the runs of a line, those of a link within its hyperlink."""
        for target, group in groupby(line, key=lambda piece: piece.marks.link):
            held = self.links.hyperlink(target) if target else None
            runs = [self.run(piece, is_link=held is not None) for piece in group]
            if held is None:
                yield from runs
            else:
                held.extend(runs)
                yield held

    def run(self, piece: Piece, *, is_link: bool = False) -> Element:
        letters = self._letters(piece.marks, is_link=is_link)
        return line_break(letters) if piece.text == BREAK else text_run(piece.text, letters)

    def _letters(self, marks: Marks, *, is_link: bool) -> Element | None:
        """Return the properties of letters in the order of the schema; None where there are none."""
        style = "Hyperlink" if is_link else marks.style
        held = [
            *([made("w:rStyle", val=self.ids[style])] if style else []),
            *([made("w:b"), made("w:bCs")] if marks.is_bold else []),
            *([made("w:i"), made("w:iCs")] if marks.is_italic else []),
            *([made("w:strike")] if marks.is_struck else []),
            *([made("w:lang", val=self.language)] if self.language else []),
        ]
        return made("w:rPr", *held) if held else None
