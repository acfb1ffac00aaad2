"""A company's own Word document: its styles, header, footer and pages stay; the report goes where it says."""

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

from auditctl.reports.docx import document
from house_document import bytes_of, house, repacked
from office import text_by_libreoffice
from small_report import FINDINGS, ISSUED, report
from small_repository import auditctl, lay
from word import opened, said


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> str:
    return report(tmp_path_factory.mktemp("draft"), "html")


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> str:
    return report(tmp_path_factory.mktemp("issued"), "html", FINDINGS | ISSUED)


def test_styles_header_footer_and_pages_are_the_company_s(issued: str) -> None:
    found = opened(document(issued, bytes_of(house())))
    section = found.sections[0]
    assert [section.header.paragraphs[0].text, section.footer.paragraphs[0].text] == [
        "ACME header",
        "ACME footer",
    ]
    assert len(section.header.paragraphs) == 1
    assert found.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert section.page_width == pytest.approx(Cm(15), abs=1000)
    widths = {
        sum(int(column.get(qn("w:w"), "0")) for column in table._tbl.iter(qn("w:gridCol")))
        for table in found.tables
    }
    assert all(abs(width - Cm(11) / 635) < 12 for width in widths)
    assert all(shape.width <= Cm(11) for shape in found.inline_shapes)
    assert found.core_properties.title == "Internal audit report: Main audit, Kestrel Ltd"


def test_the_report_stands_at_the_end(issued: str) -> None:
    lines = said(opened(document(issued, bytes_of(house("Cover", "Preface"))))).split("\n")
    assert lines[:2] == ["Cover", "Preface"]
    assert "Internal audit report" in lines


@pytest.mark.parametrize("mark", ["{{ report }}", "{{report}}", "  {{  report }} "])
def test_the_report_stands_where_the_document_says(issued: str, mark: str) -> None:
    told = said(opened(document(issued, bytes_of(house("Cover", mark, "Colophon"))))).split("\n")
    assert (told[0], told[-1]) == ("Cover", "Colophon")
    assert "Annex E: Digest of the records" in told
    assert not [line for line in told if "{{" in line]


def test_a_mark_in_several_runs_is_a_mark(issued: str) -> None:
    made = house("Cover")
    mark = made.add_paragraph()
    mark.add_run("{{ re").bold = True
    mark.add_run("port }}")
    made.add_paragraph("Colophon")
    told = said(opened(document(issued, bytes_of(made)))).split("\n")
    assert (told[0], told[-1]) == ("Cover", "Colophon")
    assert "{{" not in "".join(told)


def test_a_mark_among_other_words_is_said(issued: str) -> None:
    remarks: list[str] = []
    told = said(opened(document(issued, bytes_of(house("See {{ report }} here")), remarks.append))).split(
        "\n"
    )
    assert told[0] == "See {{ report }} here"
    assert "Internal audit report" in told
    assert remarks == [
        "the document of --template has {{ report }} among other words; the report stands at its end"
    ]


def test_a_mark_that_ends_a_section_or_stands_in_a_cell(issued: str) -> None:
    made = house("Cover", "{{ report }}")
    made.add_section(WD_SECTION.NEW_PAGE)
    made.add_paragraph("Second section")
    found = opened(document(issued, bytes_of(made)))
    assert len(found.sections) == 2
    assert said(found).split("\n")[-1] == "Second section"
    in_cell = house("Cover")
    in_cell.add_table(1, 1).cell(0, 0).text = "{{ report }}"
    assert "Restore never proven" in said(opened(document(issued, bytes_of(in_cell))))


def test_a_draft_says_so_above_every_header(draft: str, issued: str) -> None:
    made = house("{{ report }}")
    made.sections[0].different_first_page_header_footer = True
    made.sections[0].first_page_header.paragraphs[0].text = "ACME first"
    made.settings.odd_and_even_pages_header_footer = True
    made.sections[0].even_page_header.paragraphs[0].text = "ACME even"
    second = made.add_section(WD_SECTION.NEW_PAGE)
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "ACME second"
    found = opened(document(draft, bytes_of(made)))
    headers = [
        found.sections[0].header, found.sections[0].first_page_header, found.sections[0].even_page_header,
        found.sections[1].header,
    ]  # fmt: skip
    assert [[one.text for one in header.paragraphs] for header in headers] == [
        ["Draft", "ACME header"], ["Draft", "ACME first"], ["Draft", "ACME even"], ["Draft", "ACME second"],
    ]  # fmt: skip
    assert "Draft" not in "".join(
        one.text for one in opened(document(issued, bytes_of(made))).sections[0].header.paragraphs
    )


def test_a_document_without_header_and_footer_gets_ours(draft: str) -> None:
    section = opened(document(draft, bytes_of(docx.Document()))).sections[0]
    assert section.header.paragraphs[0].text == "Kestrel Ltd · Main audit\tDraft"
    assert section.footer.paragraphs[0].text == "Kestrel Ltd · a\t1 / 1"


def test_styles_that_are_missing_are_added_in_the_company_s_letters(issued: str) -> None:
    made = house()
    for name in ("Title", "Heading 2", "Heading 3", "Caption", "List Bullet", "List Number", "Quote"):
        element = made.styles[name].element
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    found = opened(document(issued, bytes_of(made)))
    assert found.styles["Heading 2"].base_style == found.styles["Heading 1"], "so that it has its letters"
    assert found.styles["Heading 2"].font.name is None
    assert found.styles["Heading 2"].font.color.rgb is None
    used = {one.style.name for one in found.paragraphs if one.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "Report Fact"} <= used


def test_styles_called_otherwise_in_another_language_are_found(issued: str) -> None:
    def german(parts: dict[str, bytes]) -> None:
        for name in ("word/styles.xml", "word/document.xml"):
            parts[name] = parts[name].replace(b'"Heading1"', b'"berschrift1"')

    found = opened(document(issued, repacked(bytes_of(house()), german)))
    ids = [style.get(qn("w:styleId")) for style in found.styles.element.iter(qn("w:style"))]
    assert "berschrift1" in ids
    assert "heading1" not in ids
    assert len(ids) == len(set(ids))
    assert any(one.style is not None and one.style.style_id == "berschrift1" for one in found.paragraphs)


def test_a_document_without_lists_gets_a_part_for_them(issued: str) -> None:
    def without(parts: dict[str, bytes]) -> None:
        del parts["word/numbering.xml"]
        relations = parts["word/_rels/document.xml.rels"].decode()
        begin = relations.rindex("<Relationship ", 0, relations.index("numbering.xml"))
        parts["word/_rels/document.xml.rels"] = (
            relations[:begin] + relations[relations.index("/>", begin) + 2 :]
        ).encode()
        types = parts["[Content_Types].xml"].decode()
        begin = types.rindex("<Override ", 0, types.index("numbering.xml"))
        parts["[Content_Types].xml"] = (types[:begin] + types[types.index("/>", begin) + 2 :]).encode()
        styles = parts["word/styles.xml"].decode()
        parts["word/styles.xml"] = styles.encode()

    found = opened(document(issued, repacked(bytes_of(house()), without)))
    assert list(found.part.numbering_part.element.iter(qn("w:abstractNum")))


def test_a_word_template_is_taken_as_a_document(issued: str) -> None:
    def as_template(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(b"document.main+xml", b"template.main+xml")

    data = document(issued, repacked(bytes_of(house("Cover")), as_template))
    assert said(opened(data)).startswith("Cover\n")


def test_the_text_says_its_language(issued: str) -> None:
    found = opened(document(issued, bytes_of(house())))
    runs = [run for one in found.paragraphs for run in one.runs if run.text]
    assert all(run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None for run in runs if run.text == "tidy")


def test_the_same_bytes_twice(draft: str) -> None:
    given = bytes_of(house("Cover", "{{ report }}"))
    assert document(draft, given) == document(draft, given)


def test_libreoffice_reads_it_in_the_company_s_document(tmp_path: Path, issued: str) -> None:
    told = text_by_libreoffice(
        document(issued, bytes_of(house("Cover", "{{ report }}", "Colophon"))), tmp_path
    )
    assert told.index("Cover") < told.index("Restore never proven") < told.index("Colophon")


def test_the_command_line_takes_a_template_and_says_what_is_none(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    (root / "house.docx").write_bytes(bytes_of(house("Cover", "{{ report }}")))
    (root / "notes.docx").write_text("no document", "utf-8")
    done = auditctl(root, "report", "a", "-o", "r.docx", "--template", "house.docx")
    assert (done.code, done.out) == (0, "r.docx\n"), done.err
    assert said(opened((root / "r.docx").read_bytes())).startswith("Cover\n")
    refused = auditctl(root, "report", "a", "-o", "s.docx", "--template", "notes.docx")
    assert (refused.code, refused.out) == (2, "")
    assert "cannot be used: it is no .docx file" in refused.err
    assert not (root / "s.docx").exists()
    missing = auditctl(root, "report", "a", "-o", "s.docx", "--template", "nowhere.docx")
    assert missing.code in {2, 3}
    assert "nowhere.docx" in missing.err
    assert "Traceback" not in missing.err
