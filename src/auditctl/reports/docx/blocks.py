"""Blocks of a page as paragraphs, headings, lists and facts of Word."""

import re
from collections.abc import Callable
from dataclasses import replace

from lxml.html import HtmlElement

from auditctl.reports.docx.contents import mark_contents
from auditctl.reports.docx.elements import made
from auditctl.reports.docx.inline import (
    INLINE,
    LEFT_OUT,
    Marks,
    Piece,
    classes,
    name,
    pieces,
    settled,
    text,
    words,
)
from auditctl.reports.docx.pictures import figure, image
from auditctl.reports.docx.shape import Opening, Place
from auditctl.reports.docx.styles import FACT, STEP
from auditctl.reports.docx.tables import table
from auditctl.reports.docx.writer import Heading, Writer

DEEPEST = 3
"""Levels of lists that have a style, and of headings."""
BY_CLASS = {
    "kicker": "Report Kind",
    "lead": "Subtitle",
    "message": "Report Message",
    "label": "Report Label",
    "small": "Report Note",
    "soft": "Report Note",
}
HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
IN_CONTENTS = 1
_NUMBER = re.compile(r"[0-9]{1,9}")
"""A number that Word can count from, in 32 bits."""


def flow(
    writer: Writer, element: HtmlElement, place: Place, opening: Opening | None = None
) -> Opening | None:
    """Write all that an element holds: text as paragraphs, blocks in their order.

    Returns the opening where no paragraph has used it.
    """
    is_as_is = element.tag == "pre" or "as-is" in classes(element)
    marks = Marks(place.letters, is_bold=place.is_bold, keeps_space=is_as_is)
    line: list[Piece] = list(text(element.text, marks))
    for child in element:
        if name(child) not in LEFT_OUT and "skip" not in classes(child):
            if child.tag in INLINE:
                writer.pass_id(child.get("id"))
                line += pieces(child, marks)
            else:
                opening = _paragraph(writer, line, place, opening)
                line = []
                opening = block(writer, child, place, opening)
        line += text(child.tail, marks)
    return _paragraph(writer, line, place, opening)


def _paragraph(writer: Writer, line: list[Piece], place: Place, opening: Opening | None) -> Opening | None:
    """Write a line where it says anything."""
    shown = settled(line)
    if not shown:
        return opening
    writer.write(shown, place, opening)
    return None


def block(writer: Writer, element: HtmlElement, place: Place, opening: Opening | None) -> Opening | None:
    """Write a block; what cannot begin with the opening's term gets it as a paragraph before."""
    writer.pass_id(element.get("id"))
    write = _action if "capa" in classes(element) else BLOCKS.get(name(element))
    if write is None:
        return flow(writer, element, _within(element, place), opening)
    if opening is not None:
        writer.write([], place, opening)
    write(writer, element, place)
    return None


def _within(element: HtmlElement, place: Place) -> Place:
    """Return how paragraphs are set in an element that only holds others, or is one itself."""
    styles = [BY_CLASS[one] for one in classes(element) if one in BY_CLASS]
    if element.tag == "p" and styles and place.style == "Normal":
        return replace(place, style=styles[0])
    if element.tag == "p" and "heading" in classes(element):
        return replace(place, is_bold=True)
    if element.tag == "p" and _opens_action(element):
        return replace(place, is_bold=True, is_kept=True)
    return place


def _opens_action(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and "capa" in classes(parent) and parent.index(element) == 0


def _heading(writer: Writer, element: HtmlElement, place: Place) -> None:
    level = HEADINGS[name(element)]
    line = settled(pieces(element))
    if not line:
        return
    style = f"heading {level}" if level else "Title"
    if 0 < level <= IN_CONTENTS:
        place_id = writer.links.named(element)
        writer.pass_id(place_id)
        writer.headings.append(Heading(level, words(line), writer.links.bookmarks[place_id]))
    writer.write(line, replace(place, style=style, is_heading=level == 1))


def _list(writer: Writer, element: HtmlElement, place: Place) -> None:
    level = place.level + 1
    styled = min(level, DEEPEST)
    suffix = f" {styled}" if styled > 1 else ""
    if element.tag == "ol":
        opening = _item(f"List Number{suffix}", writer.numbering.numbered(_start(element)), level, place)
    elif writer.ids[f"List Bullet{suffix}"] in writer.bulleted and not place.indent:
        opening = Opening(f"List Bullet{suffix}")
    else:
        opening = _item(f"List Bullet{suffix}", writer.numbering.bullets, level, place)
    inner = replace(place, style=f"List Continue{suffix}", level=level)
    for item in element:
        if item.tag == "li":
            writer.pass_id(item.get("id"))
            if flow(writer, item, inner, opening) is not None:
                writer.write([], inner, opening)


def _item(style: str, number: int, level: int, place: Place) -> Opening:
    return Opening(style, numbering=(number, level - 1), indent=(place.indent + STEP * level, STEP))


def _start(element: HtmlElement) -> int:
    given = element.get("start") or ""
    return int(given) if _NUMBER.fullmatch(given) else 1


def _facts(writer: Writer, element: HtmlElement, place: Place) -> None:
    term: tuple[Piece, ...] = ()
    inner = replace(place, style="Report Fact Text", indent=FACT)
    for item in element.iter("dt", "dd"):
        if next(item.iterancestors("dl")) is not element:
            continue
        if item.tag == "dt":
            term = tuple(settled(pieces(item, Marks(style="Report Term"))))
            continue
        opening = Opening("Report Fact", term, indent=(FACT, FACT))
        if flow(writer, item, inner, opening) is opening:
            writer.write([], inner, opening)
        term = ()


def _quote(writer: Writer, element: HtmlElement, place: Place) -> None:
    flow(writer, element, replace(place, style="Quote"))


def _code(writer: Writer, element: HtmlElement, place: Place) -> None:
    flow(writer, element, replace(place, style="Report Code"))


def _rule(writer: Writer, _: HtmlElement, place: Place) -> None:
    line = made("w:bottom", val="single", sz=4, space=1, color="auto")
    writer.write([], place, None, made("w:pBdr", line))


def _finding(writer: Writer, element: HtmlElement, place: Place) -> None:
    """Write a finding so that its facts stay on one page where they fit on one."""
    flow(writer, element, replace(place, is_kept=True))
    writer.release()


def _action(writer: Writer, element: HtmlElement, place: Place) -> None:
    """Write a corrective action, which may stand on the page after its finding."""
    writer.release()
    flow(writer, element, replace(place, is_kept=False))
    writer.release()


BLOCKS: dict[str, Callable[[Writer, HtmlElement, Place], None]] = {
    **dict.fromkeys(HEADINGS, _heading),
    "ul": _list,
    "ol": _list,
    "dl": _facts,
    "blockquote": _quote,
    "pre": _code,
    "hr": _rule,
    "article": _finding,
    "table": lambda writer, element, place: table(writer, element, place, flow),
    "figure": figure,
    "img": image,
    "nav": mark_contents,
}
