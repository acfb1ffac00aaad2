"""The Word document of a report: real headings, lists, tables and fields, the same bytes twice, all that the page says."""

import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml.html import document_fromstring

from auditctl.reports.docx import NoPythonDocx, document
from hostile_page import TITLE, hostile_page
from office import text_by_libreoffice
from small_kinds import made
from small_report import FINDINGS, ISSUED, report
from small_repository import auditctl, environment, lay
from word import minimal, opened, said

KINDS = ("summary", "plan", "capa", "programme", "review", "ready")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return report(tmp_path_factory.mktemp("draft"), "html")


@pytest.fixture(scope="module")
def draft(page: str) -> bytes:
    return document(page)


def words(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def test_the_file_says_what_it_is(draft: bytes) -> None:
    found = opened(draft).core_properties
    assert found.title == "Internal audit report: Main audit, Kestrel Ltd (Draft)"
    assert found.author == found.last_modified_by == "Kestrel Ltd"
    assert found.comments.startswith("auditctl ")
    assert found.language == "en"
    assert f"{found.created:%Y-%m-%d}" == f"{found.modified:%Y-%m-%d}" == "2026-11-20"


def test_headings_are_headings(page: str, draft: bytes) -> None:
    styles = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
    html = document_fromstring(page)
    expected = [
        (styles[str(one.tag)], " ".join(one.text_content().split()))
        for one in html.iter(*styles)
        if one.get("id") != "contents"
    ]
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in opened(draft).paragraphs
        if paragraph.style is not None and paragraph.style.name in styles.values()
    ]
    assert found == expected


def test_tables_repeat_their_heads_and_have_numbered_captions(page: str, draft: bytes) -> None:
    found = opened(draft)
    tables = list(document_fromstring(page).iter("table"))
    assert len(found.tables) == len(tables)
    captions = [one.text for one in found.paragraphs if one.style is not None and one.style.name == "Caption"]
    numbered = [text for text in captions if text.startswith("Table ")]
    assert [int(text.split()[1].rstrip(".")) for text in numbered] == list(range(1, len(tables) + 1))
    for table, source, caption in zip(found.tables, tables, numbered, strict=True):
        head = table.rows[0]._tr
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        heads = source.findall("thead/tr/th")
        assert [cell.text for cell in table.rows[0].cells] == [
            " ".join(th.text_content().split()) for th in heads
        ]
        assert caption.endswith(" ".join((source.findtext("caption") or "").split()))
        assert len(table.rows) == len(list(source.iter("tr")))


def test_pictures_carry_their_words(draft: bytes) -> None:
    found = opened(draft)
    drawn = list(found.element.body.iter(qn("wp:docPr")))
    assert len({one.get("id") for one in drawn}) == len(drawn) > 0
    assert all(one.get("descr") for one in drawn)
    assert any("Major nonconformities: 1" in one.get("descr", "") for one in drawn)
    assert all(part.blob.startswith(b"\x89PNG") for part in found.part.package.image_parts)
    captions = [one.text for one in found.paragraphs if one.text.startswith("Figure ")]
    assert len(captions) == len(drawn)


def test_contents_numbers_and_pages_are_fields(draft: bytes) -> None:
    found = opened(draft)
    codes = [code.text.strip() for code in found.element.body.iter(qn("w:instrText")) if code.text]
    assert [code for code in codes if code.startswith("TOC ")] == ['TOC \\o "1-1" \\h \\z']
    assert codes.count("SEQ Table \\* ARABIC") == len(found.tables)
    entries = [one.text for one in found.paragraphs if one.style is not None and one.style.name == "toc 1"]
    assert entries == [
        one.text for one in found.paragraphs if one.style is not None and one.style.name == "Heading 1"
    ]
    footer = found.sections[0].footer._element
    assert [code.text.strip() for code in footer.iter(qn("w:instrText")) if code.text] == ["PAGE", "NUMPAGES"]
    assert found.settings.element.find(qn("w:updateFields")) is not None


def test_links_lead_to_places_of_the_document(draft: bytes) -> None:
    found = opened(draft)
    links = [link for one in found.paragraphs for link in one.hyperlinks if link.text == "NC-a-01"]
    (in_table,) = [
        link for table in found.tables for cell in table._cells for one in cell.paragraphs for link in one.hyperlinks
        if link.text == "NC-a-01"
    ]  # fmt: skip
    assert not links
    (target,) = [
        mark.getparent() for mark in found.element.body.iter(qn("w:bookmarkStart"))
        if mark.get(qn("w:name")) == in_table.fragment
    ]  # fmt: skip
    assert "Restore never proven" in "".join(target.itertext())


def test_a_draft_says_so_on_every_page_and_an_issued_report_does_not(tmp_path: Path, draft: bytes) -> None:
    found = opened(draft).sections[0]
    assert found.header.paragraphs[0].text == "Kestrel Ltd · Main audit\tDraft"
    assert found.footer.paragraphs[0].text == "Kestrel Ltd · a\t1 / 1"
    issued = opened(document(report(tmp_path, "html", FINDINGS | ISSUED))).sections[0]
    assert issued.header.paragraphs[0].text == "Kestrel Ltd · Main audit"


def test_all_that_the_page_says_is_in_it_in_its_order(page: str, draft: bytes) -> None:
    told = words(said(opened(draft)))
    html = document_fromstring(page)
    for left in html.xpath("//nav | //a[@class='skip']"):
        left.drop_tree()
    at = 0
    for block in html.iter("h1", "h2", "h3", "h4", "dt", "li", "td", "th", "caption"):
        text = words(block.text_content())
        if text and not block.xpath("ancestor::dd") and block.tag != "caption":
            at = told.find(text, at)
            assert at >= 0, text
    for block in html.iter("p", "dd", "li", "caption", "figcaption"):
        assert all(words(line) in told for line in block.itertext())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_valid_document(tmp_path: Path, kind: str) -> None:
    found = opened(document(made(tmp_path, kind, format_="html")))
    assert found.core_properties.title
    assert [one for one in found.paragraphs if one.style is not None and one.style.name == "Title"]


def test_turkish_captions_and_language(tmp_path: Path) -> None:
    found = opened(document(made(tmp_path, "audit", format_="html", language="tr")))
    assert found.core_properties.language == "tr"
    fonts = found.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}"
    )
    assert fonts is not None
    assert fonts.get(qn("w:val")) == "tr-TR"
    captions = [one.text for one in found.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert captions
    assert all(text.startswith(("Tablo ", "Şekil ")) for text in captions)


def test_the_same_page_gives_the_same_bytes_another_day(page: str, draft: bytes) -> None:
    program = "import sys; from auditctl.reports.docx import document; sys.stdout.buffer.write(document(sys.stdin.read()))"
    env = environment(TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    time.sleep(2.1)
    again = subprocess.run(
        [sys.executable, "-c", program], input=page.encode(), env=env, capture_output=True, check=True
    )
    assert again.stdout == draft


def test_libreoffice_reads_what_we_wrote(tmp_path: Path, draft: bytes) -> None:
    told = words(text_by_libreoffice(draft, tmp_path))
    for line in said(opened(draft)).split("\n"):
        assert words(line) in told


def test_what_people_write_is_harmless(tmp_path: Path) -> None:
    data = document(hostile_page(tmp_path))
    found = opened(data)
    told = said(found)
    assert TITLE in told
    for written in (
        "[click](javascript:alert(1))",
        "<!-- swallowed",
        "never closed <script>",
        "{{ 7*7 }} {% for x in y %}",
    ):
        assert written in told
    assert "> " * 2000 + "deep" in told
    assert "x" * 5000 in told
    assert "emoji 🙂👩‍👩‍👧‍👦🇹🇷, 中文字, عربي and עברית" in told
    targets = [link.address for one in found.paragraphs for link in one.hyperlinks if link.address]
    assert not [target for target in targets if not target.startswith(("https://", "http://", "mailto:"))]
    relations = [relation.reltype.rpartition("/")[2] for relation in found.part.rels.values()]
    assert set(relations) <= {"styles", "settings", "numbering", "image", "hyperlink", "header", "footer"}


@pytest.mark.parametrize(
    ("before", "expected"),
    [("", ["One"]), ("<h2>Summary</h2>", ["Contents"])],
    ids=["after the cover", "within"],
)
def test_contents_or_what_follows_them_begin_a_page(before: str, expected: list[str]) -> None:
    nav = "<nav><h2>Contents</h2><ul class='toc'><li><a href='#one'>One</a></li></ul></nav>"
    html = minimal(f"{before}{nav}<h2 id='one'>One</h2><p>x</p><h2>Two</h2>")
    breaks = [
        one.text for one in opened(document(html)).paragraphs
        if one._p.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    ]  # fmt: skip
    assert breaks == expected


def test_a_finding_is_kept_together(draft: bytes) -> None:
    paragraphs = opened(draft).paragraphs
    begin = next(
        at for at, one in enumerate(paragraphs) if one.text.endswith("NC-a-01: Restore never proven")
    )
    end = next(at for at, one in enumerate(paragraphs) if one.text.startswith("Waits for\t") and at > begin)
    kept = [one._p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") for one in paragraphs[begin : end + 1]]
    assert all(one is not None and one.get(qn("w:val")) is None for one in kept[:-1])
    assert kept[-1] is not None
    assert kept[-1].get(qn("w:val")) == "0"


@pytest.mark.parametrize("missing", ["docx", "resvg_py", "tinycss2", "lxml.html"])
def test_without_the_extra_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(NoPythonDocx) as caught:
        document(minimal(""))
    assert "pip install 'auditctl[docx]'" in caught.value.way_out


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    for _ in range(2):
        written = auditctl(root, "--as-of", "2026-11-20", "report", "a", "-o", "report.docx")
        assert (written.code, written.out) == (0, "report.docx\n")
    assert "Restore never proven" in said(opened((root / "report.docx").read_bytes()))


def test_the_columns_of_a_table_fill_the_text(draft: bytes) -> None:
    found = opened(draft)
    section = found.sections[0]
    assert section.page_width
    assert section.left_margin
    assert section.right_margin
    width = round((section.page_width - section.left_margin - section.right_margin) / 635)
    for table in found.tables:
        assert sum(
            int(column.get(qn("w:w"), "0")) for column in table._tbl.iter(qn("w:gridCol"))
        ) == pytest.approx(width, abs=len(table.columns))


def test_two_tables_do_not_become_one(draft: bytes) -> None:
    for above, below in pairwise(opened(draft).element.body):
        assert {above.tag, below.tag} != {qn("w:tbl")}
