"""What stands around a report: properties of the document, its language, headers and footers with page numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from auditctl.reports.docx.elements import Element, field, legal, made, paragraph, tab, text_run
from auditctl.reports.docx.page import Page

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer, _Header

_AFTER_FIELDS = frozenset(map(qn, (
    "w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr",
    "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol", "w:listSeparator",
)))  # fmt: skip
"""Settings that the schema has behind `updateFields`."""
LONGEST_PROPERTY = 255
"""Characters that Word takes in a property."""


def set_properties(document: "Document", page: Page) -> None:
    """Write what the file says of itself; nothing of it is the time or the user of today."""
    held = document.core_properties
    moment = datetime.combine(page.day, time(), UTC)
    held.title = _short(page.title)
    held.author = _short(page.author)
    held.last_modified_by = _short(page.author)
    held.comments = _short(page.tool)
    held.language = _short(page.language)
    held.created = held.modified = moment
    held.revision = 1


def _short(text: str) -> str:
    return legal(text)[:LONGEST_PROPERTY]


def update_fields(document: "Document") -> None:
    """Have Word compute contents and numbers when it opens the document."""
    settings = document.settings.element
    if settings.find(qn("w:updateFields")) is not None:
        return
    asked = made("w:updateFields", val="true")
    following = next((held for held in settings if held.tag in _AFTER_FIELDS), None)
    if following is None:
        settings.append(asked)
    else:
        following.addprevious(asked)


def set_frames(document: "Document", page: Page, ids: dict[str, str]) -> None:
    """Write header and footer where the document has none at all; a draft says so on every page in any case.

    A first page that is to differ stays without, but for the word Draft.
    """
    sections = list(document.sections)
    first = sections[0]
    has_even = document.settings.odd_and_even_pages_header_footer
    if all(part.is_linked_to_previous for section in sections for part in _headers(section)):
        for header in (first.header, *([first.even_page_header] if has_even else [])):
            _fill(header, _header(page, ids))
    elif page.draft:
        _mark(sections, page, ids)
    if page.draft:
        _say_on_the_rest(sections, page, ids, has_even=has_even)
    if all(part.is_linked_to_previous for section in sections for part in _footers(section)):
        for footer in (first.footer, *([first.even_page_footer] if has_even else [])):
            _fill(footer, _footer(page, ids))


def _headers(section: "Section") -> "tuple[_Header, _Header, _Header]":
    return section.header, section.first_page_header, section.even_page_header


def _footers(section: "Section") -> "tuple[_Footer, _Footer, _Footer]":
    return section.footer, section.first_page_footer, section.even_page_footer


def _fill(part: "_Header | _Footer", held: Element) -> None:
    part.is_linked_to_previous = False
    root = part._element  # noqa: SLF001 - python-docx has no public way to an element
    for paragraph_ in list(root):
        root.remove(paragraph_)
    root.append(held)


def _header(page: Page, ids: dict[str, str]) -> Element:
    held = paragraph(ids["header"])
    held.append(text_run(page.head))
    if page.draft:
        held.extend([tab(), text_run(page.draft, made("w:rPr", made("w:b"), made("w:bCs")))])
    return held


def _footer(page: Page, ids: dict[str, str]) -> Element:
    held = paragraph(ids["footer"])
    held.extend([text_run(page.foot), tab(), *field("PAGE", "1"), text_run(" / "), *field("NUMPAGES", "1")])
    return held


def _mark(sections: "Sequence[Section]", page: Page, ids: dict[str, str]) -> None:
    """Say Draft above each header of the company's own; sections may share one."""
    parts = [part for section in sections for part in _headers(section) if not part.is_linked_to_previous]
    for root in {id(part.part): part._element for part in parts}.values():  # noqa: SLF001
        root.insert(0, _draft(page, ids))


def _say_on_the_rest(
    sections: "Sequence[Section]", page: Page, ids: dict[str, str], *, has_even: bool
) -> None:
    """Say Draft where the first section has no header for some of its pages; later ones without have that before."""
    first = sections[0]
    has_first = any(section.different_first_page_header_footer for section in sections)
    for part, is_shown in zip(_headers(first), (True, has_first, has_even), strict=True):
        if is_shown and part.is_linked_to_previous:
            _fill(part, _draft(page, ids))


def _draft(page: Page, ids: dict[str, str]) -> Element:
    held = paragraph(ids["header"], made("w:jc", val="right"))
    held.append(text_run(page.draft, made("w:rPr", made("w:b"), made("w:bCs"))))
    return held
