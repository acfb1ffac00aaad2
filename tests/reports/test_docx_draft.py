"""A draft in a company's own document says so on every page, whatever headers that has."""

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from auditctl.reports.docx import document
from house_document import bytes_of, house
from word import opened

Lines = list[str]


def page(mark: str) -> str:
    body = f'<body data-head="Head" data-foot="Foot" data-mark="{mark}"><p>x</p></body>'
    return f'<!doctype html><html lang="en"><head><title>T</title></head>{body}</html>'


def headers(made: Document, mark: str = "Draft") -> list[tuple[Lines, Lines, Lines]]:
    """Return what stands above the pages of each section: those by default, the first, the even ones."""
    found = opened(document(page(mark), bytes_of(made)))
    return [
        (_said(held.header), _said(held.first_page_header), _said(held.even_page_header))
        for held in found.sections
    ]


def _said(part: object) -> Lines:
    """Return the lines of a header; one of another section counts where there is none."""
    return [one.text for one in part.paragraphs]  # type: ignore[attr-defined]


def test_a_first_page_without_header() -> None:
    made = docx.Document()
    made.sections[0].different_first_page_header_footer = True
    ((default, first, _),) = headers(made)
    assert (default, first) == (["Head\tDraft"], ["Draft"])
    ((default, first, _),) = headers(made, "")
    assert (default, first) == (["Head"], [""]), "it was to differ"


@pytest.mark.parametrize("is_first_own", [True, False])
def test_even_pages_without_header(is_first_own: bool) -> None:
    made = house() if is_first_own else docx.Document()
    made.settings.odd_and_even_pages_header_footer = True
    ((default, _, even),) = headers(made)
    assert default == (["Draft", "ACME header"] if is_first_own else ["Head\tDraft"])
    assert even == (["Draft"] if is_first_own else ["Head\tDraft"])


def test_a_first_section_without_header_and_a_later_one_with_one() -> None:
    made = docx.Document()
    later = made.add_section(WD_SECTION.NEW_PAGE)
    later.different_first_page_header_footer = True
    later.header.is_linked_to_previous = False
    later.header.paragraphs[0].text = "ACME"
    third = made.add_section(WD_SECTION.NEW_PAGE)
    third.first_page_header.is_linked_to_previous = False
    third.first_page_header.paragraphs[0].text = "ACME first"
    assert [held[:2] for held in headers(made)] == [
        (["Draft"], ["Draft"]),
        (["Draft", "ACME"], ["Draft"]),
        (["Draft", "ACME"], ["Draft", "ACME first"]),
    ]
    assert headers(made, "")[0][0] == [""], "a cover without header stays one"


def test_sections_that_share_a_header_say_it_once() -> None:
    made = house()
    shared = made.sections[0]._sectPr.find(qn("w:headerReference"))
    assert shared is not None
    part_id = shared.get(qn("r:id"))
    later = made.add_section(WD_SECTION.NEW_PAGE)
    later.header.is_linked_to_previous = False
    own = later._sectPr.find(qn("w:headerReference"))
    assert own is not None
    own.set(qn("r:id"), str(part_id))
    assert [held[0] for held in headers(made)] == [["Draft", "ACME header"]] * 2
