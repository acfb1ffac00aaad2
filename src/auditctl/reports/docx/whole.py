"""The whole document: opened, framed, and the page written into it."""

import re
from collections.abc import Callable

import tinycss2
from docx.document import Document

from auditctl.reports.docx import package
from auditctl.reports.docx.blocks import flow
from auditctl.reports.docx.contents import fill_contents
from auditctl.reports.docx.elements import EMU_PER_TWIP
from auditctl.reports.docx.frame import set_frames, set_properties, update_fields
from auditctl.reports.docx.inline import Lines
from auditctl.reports.docx.links import Links
from auditctl.reports.docx.numbering import Numbering
from auditctl.reports.docx.page import Page, read
from auditctl.reports.docx.placing import place_of
from auditctl.reports.docx.shape import Place
from auditctl.reports.docx.sheet import narrow, shrink
from auditctl.reports.docx.style_sheet import add_styles, bulleted
from auditctl.reports.docx.writer import Writer
from auditctl.reports.language import CODES, language_of

TAGS = {"en": "en-GB", "tr": "tr-TR"}
"""Languages as Word names them."""
FONTS = {"text": "Arial", "headings": "Georgia", "code": "Consolas"}
"""Fonts that Word has, where the look names none; other programs have letters as wide as those of Arial."""
NARROWEST = 2000
"""Twips that text has at least, whatever margins a document says."""
ACCENT = "1F5F8B"


def written(html: str, template: bytes | None, remark: Callable[[str], None]) -> bytes:
    """Return the document of a page; raises NotWord."""
    page = read(html)
    held = _opened(page, template)
    is_sheet = page.is_sheet and template is None
    if is_sheet:
        narrow(held)
    width = _width(held)
    look = {name: _font(page, name) for name in FONTS} | {"accent": _accent(page), "width": str(width)}
    bullets = bulleted(held.styles.element)
    ids = add_styles(held.styles.element, look, is_ours=template is None)
    if is_sheet:
        shrink(held.styles.element)
    set_properties(held, page)
    set_frames(held, page, ids)
    links = _links(held, page)
    lines = Lines(ids, _tag(page) if template is not None else "", links)
    writer = Writer(held, ids, lines, links, Numbering(held), bullets, page.drawings, _captions(page), remark)
    with place_of(held.element.body, remark) as put:
        flow(writer, page.body, Place(put, width))
    fill_contents(writer)
    update_fields(held)
    return package.saved(held)


def _opened(page: Page, template: bytes | None) -> Document:
    return package.blank(_font(page, "text"), _tag(page)) if template is None else package.template(template)


def _tag(page: Page) -> str:
    return TAGS.get(page.language, page.language)


def _captions(page: Page) -> dict[str, str]:
    """Return what captions begin with in the language of the page; in English where we do not speak it."""
    language = language_of(page.language if page.language in CODES else "en")
    return {"Table": language.phrase("Table"), "Figure": language.phrase("Figure")}


def _links(held: Document, page: Page) -> Links:
    """Return the links of a page, with bookmarks for the places that one leads to."""
    targets = [
        link.get("href", "")[1:] for link in page.body.iter("a") if link.get("href", "").startswith("#")
    ]
    there = {element.get("id") for element in page.body.iter() if element.get("id")}
    return Links(held.part, [target for target in dict.fromkeys(targets) if target in there])


def _width(held: Document) -> int:
    """Return how wide text is in the last section, in twips."""
    section = held.sections[-1]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return max(width // EMU_PER_TWIP, NARROWEST)


def _font(page: Page, use: str) -> str:
    """Return the family that the look names for a use, else what Word has."""
    given = tinycss2.parse_one_component_value(page.style.get(f"--own-{use}", ""), skip_comments=True)
    return given.value if given.type == "string" else FONTS[use]


def _accent(page: Page) -> str:
    given = page.style.get("--accent-light", "")
    return given[1:].upper() if re.fullmatch(r"#[0-9a-fA-F]{6}", given) else ACCENT
