"""What every kind of report has alike: contents, the same headings in each format, a sentence above each table."""

import re
from pathlib import Path

import pytest
from lxml.html import HtmlElement, document_fromstring
from markdown_it import MarkdownIt

from auditctl.reports.docx import document as word_document
from lodos_pages import NAMES, PAGES, markdown, page
from small_kinds import made
from small_repository import files
from word import opened

WITHOUT_CONTENTS = {"summary", "conformity"}
"""One sheet needs none, and neither does the page of `conformity`, whose table is one."""
LARGEST = 400_000
"""Bytes of a page of the larger example at most, so that it can be sent."""


def headings(root: HtmlElement) -> list[tuple[str, str]]:
    found = root.iter("h1", "h2", "h3", "h4")
    return [(str(one.tag), _words(one.text_content())) for one in found if one.get("id") != "contents"]


def _words(text: str) -> str:
    return " ".join(text.split())


def _of_markdown(text: str) -> HtmlElement:
    return document_fromstring(MarkdownIt().enable("table").render(text))


@pytest.mark.parametrize("name", NAMES)
def test_the_formats_have_the_same_headings_in_the_same_order(name: str) -> None:
    title, *below = headings(document_fromstring(page(name)))
    title_of_markdown, *below_of_markdown = headings(_of_markdown(markdown(name)))
    assert below_of_markdown == below
    assert title_of_markdown[1].endswith(f": {title[1]}"), "the kind stands before it, not above"


@pytest.mark.parametrize("name", NAMES)
def test_the_formats_have_the_same_words_above_a_table(name: str) -> None:
    """A table of Markdown has no caption of its own; one whose heading says the same needs no sentence."""
    html = {_words(one.text_content()) for one in document_fromstring(page(name)).iter("caption")}
    tables = list(_of_markdown(markdown(name)).iter("table"))[1:]
    assert tables
    for table in tables:
        above = table.getprevious()
        assert above is not None
        said = _words(above.text_content())
        if above.tag == "p":
            assert said.removesuffix(":") in html
        else:
            assert re.sub(r" \(\d+\)$", "", said) in html


@pytest.mark.parametrize("name", [name for name in NAMES if name.split("-")[0] not in WITHOUT_CONTENTS])
def test_the_contents_are_the_sections_and_stand_behind_the_first(name: str) -> None:
    root = document_fromstring(page(name))
    (contents,) = root.iter("nav")
    listed = [(link.get("href"), _words(link.text_content())) for link in contents.iter("a")]
    sections = [one for one in root.iter("h2") if one.get("id") != "contents"]
    assert listed == [(f"#{one.get('id')}", _words(one.text_content())) for one in sections]
    before = contents.getprevious()
    assert before is not None
    assert before.get("aria-labelledby") == sections[0].get("id")


@pytest.mark.parametrize("kind", PAGES)
def test_word_has_a_field_of_contents_where_the_page_has_contents(tmp_path: Path, kind: str) -> None:
    xml = opened(word_document(made(tmp_path, kind, format_="html"))).element.body.xml
    assert ("TOC " in xml) == (kind not in WITHOUT_CONTENTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_small_enough_to_be_sent(name: str) -> None:
    assert len(page(name).encode()) < LARGEST


@pytest.mark.parametrize("part", ["audit/summary", "audit/team", "audit/annexes", "scope"])
@pytest.mark.parametrize("format_", ["html", "md"])
def test_an_own_template_replaces_a_part_by_its_name(tmp_path: Path, part: str, format_: str) -> None:
    own = {f"templates/report/{part}.{format_}.j2": "Our own words of {{ report.title.id }}."}
    text = made(tmp_path / "own", "audit", own, format_)
    assert text.count("Our own words of a.") == 1
    whole = made(tmp_path / "shipped", "audit", {}, format_)
    assert len(text) < len(whole)
    more = {f"templates/report/{part}.{format_}.j2": f'{{% include "auditctl/report/{part}.{format_}.j2" %}}'}
    assert made(tmp_path / "more", "audit", more, format_) == whole


@pytest.mark.parametrize("format_", ["html", "md"])
def test_the_note_on_titles_stands_before_the_first_of_them(tmp_path: Path, format_: str) -> None:
    note = "ISO/IEC 27001:2022 gereklilik başlıkları resmî olmayan çeviriyle verilmiştir."
    for kind in ("audit", "review", "capa", "plan", "programme"):
        text = made(tmp_path / kind, kind, format_=format_, language="tr")
        title = re.search(r"Teknolojik kontroller|Bilgi yedekleme|Liderlik ve bağlılık", text)
        assert title
        assert text.index(note) < title.start(), kind


def test_a_theme_without_a_translation_says_that_it_is_english(tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"].replace("[iso27001-2022]", "[iso27001-2022, iso9001-2015]")
    found = "title: Late\ngrade: minor\nprocess: backup\nrequirements: ['iso9001-2015:5.1.2']\nraised: {date: 2026-10-06, by: ann-audit}\n"
    more = {"auditctl.yaml": settings, "audits/a/findings/late.yaml": found}
    for kind in ("audit", "review"):
        text = made(tmp_path / kind, kind, more, "html", language="tr")
        rows = [one for one in document_fromstring(text).iter("th") if "iso9001" in one.text_content()]
        assert any(one.find("span[@lang='en']") is not None for one in rows), kind


def test_people_without_a_record_are_not_named_in_the_annex(tmp_path: Path) -> None:
    schedule = files()["audits/a/schedule.yaml"].replace(
        "auditees:", "others: Jane Doe and her guest\n    auditees:", 1
    )
    assert "Jane Doe" in schedule
    for format_ in ("html", "md"):
        text = made(tmp_path / format_, "audit", {"audits/a/schedule.yaml": schedule}, format_)
        assert "Others, see the records of these sessions" in text
        assert "Jane Doe" not in text
