"""Adding our styles to a document: those that it has already stay as they are."""

from collections.abc import Mapping
from functools import partial
from html import escape

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from auditctl.reports.docx.elements import Element, legal
from auditctl.reports.docx.styles import STYLES, Style

PARAGRAPH_ORDER = (
    "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing",
    "jc", "outlineLvl",
)  # fmt: skip
LETTER_ORDER = ("rFonts", "b", "bCs", "i", "iCs", "noProof", "color", "sz", "szCs", "u")


def add_styles(sheet: Element, look: Mapping[str, str], *, is_ours: bool) -> dict[str, str]:
    """Add the styles that a style sheet lacks, and return the id of each by its name.

    `look` fills in fonts, accent and text width; in a document that is not ours only the width and the font of
    code are taken from it.
    """
    ids = ids_by_name(sheet)
    for style in STYLES:
        if style.name.casefold() not in ids:
            sheet.append(_element(style, look, ids, is_ours=is_ours))
            ids[style.name.casefold()] = style.id
    return {style.name: ids[style.name.casefold()] for style in STYLES} | {"Normal": default_paragraph(sheet)}


def ids_by_name(sheet: Element) -> dict[str, str]:
    """Return the styles by their names in small letters; Word calls its own the same in every language."""
    return {
        name.get(qn("w:val"), "").casefold(): style.get(qn("w:styleId"), "")
        for style in sheet.iterchildren(qn("w:style"))
        if (name := style.find(qn("w:name"))) is not None
    }


def bulleted(sheet: Element) -> set[str]:
    """Return the ids of the styles whose paragraphs are items of a list by themselves."""
    return {
        style.get(qn("w:styleId"), "")
        for style in sheet.iterchildren(qn("w:style"))
        if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    }


def default_paragraph(sheet: Element) -> str:
    """Return the id of the style of paragraphs that name none."""
    for style in sheet.iterchildren(qn("w:style")):
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true", "on"}:
            return style.get(qn("w:styleId"), "Normal")
    return ids_by_name(sheet).get("normal", "Normal")


def _element(style: Style, look: Mapping[str, str], ids: Mapping[str, str], *, is_ours: bool) -> Element:
    letters = style.letters + (style.look if is_ours else "")
    parent = ids.get(style.parent.casefold()) if style.kind != "character" else None
    parts = [
        f'<w:name w:val="{style.name}"/>',
        f'<w:basedOn w:val="{parent}"/>' if parent else "",
        "<w:qFormat/>",
        f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else "",
        f"<w:rPr>{letters}</w:rPr>" if letters else "",
        style.further,
    ]
    written = "".join(parts)
    for name, value in look.items():
        written = written.replace(f"{{{name}}}", escape(legal(value)))
    custom = ' w:customStyle="1"' if style.name.startswith("Report") else ""
    element = parse_xml(
        f'<w:style {nsdecls("w")} w:type="{style.kind}"{custom} w:styleId="{style.id}">{written}</w:style>'
    )
    for part, order in (("w:pPr", PARAGRAPH_ORDER), ("w:rPr", LETTER_ORDER)):
        for held in element.iterchildren(qn(part)):
            held.extend(sorted(held, key=partial(_place, order)))
    return element


def _place(order: tuple[str, ...], element: Element) -> int:
    return order.index(str(element.tag).rpartition("}")[2])
