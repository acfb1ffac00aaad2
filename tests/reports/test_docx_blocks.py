"""Blocks of HTML as Word has them: paragraphs, lists, facts, cells, pictures; odd ones as a browser shows them."""

import time

import pytest
from docx.oxml.ns import qn

from auditctl.reports.docx import document
from word import minimal, opened, said


def test_a_megabyte_in_one_paragraph_is_one_paragraph() -> None:
    begun = time.process_time()
    found = opened(document(minimal(f"<p>{'word ' * 200_000}end</p>")))
    assert [len(one.text) for one in found.paragraphs] == [1_000_003]
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>  one\n  two <b> three</b> </p>", ["one two three"]),
        ("<p>a<br>b<!-- c --><br></p>", ["a\nb"]),
        ("<pre>a\n  b\n</pre>", ["a\n  b"]),
        ('<p class="as-is">a\n\n  b</p>', ["a\n\n  b"]),
        ("<div>loose <p>in</p> after</div>", ["loose", "in", "after"]),
        ("<script>alert(1)</script><style>p{}</style><p>x</p>", ["x"]),
        ("<p>\u0001\ufffe\u202ea</p>", ["\ufffd\ufffd\u202ea"]),
        ("<p></p><p> </p>", []),
        ("", []),
        ("<table></table><ul></ul><dl></dl><figure></figure><nav></nav>", None),
    ],
)
def test_odd_html_is_read_as_a_browser_shows_it(html: str, expected: list[str] | None) -> None:
    found = opened(document(minimal(html)))
    if expected is not None:
        assert [one.text for one in found.paragraphs] == expected


def test_a_page_that_says_nothing_is_an_empty_document() -> None:
    assert said(opened(document("\n"))) == ""


def test_lists_keep_their_levels_and_numbers_begin_anew() -> None:
    html = "<ul><li>a<ul><li>b<ul><li>c<ul><li>d</li></ul></li></ul></li></ul></li></ul><ol><li>one</li></ol><ol start=5><li>five</li><li><p>six</p><p>more</p></li></ol>"
    found = opened(document(minimal(html)))
    styles = [(one.text, one.style.name if one.style else "") for one in found.paragraphs]
    assert styles == [
        ("a", "List Bullet"), ("b", "List Bullet 2"), ("c", "List Bullet 3"), ("d", "List Bullet 3"), ("one", "List Number"),
        ("five", "List Number"), ("six", "List Number"), ("more", "List Continue"),
    ]  # fmt: skip
    lists = [held.get(qn("w:val")) for held in found.element.body.iter(qn("w:numId"))]
    assert lists[:4] == [lists[0]] * 4
    assert len({lists[0], lists[4], lists[5]}) == 3
    assert lists[5] == lists[6]
    starts = [held.get(qn("w:val")) for held in found.part.numbering_part.element.iter(qn("w:startOverride"))]
    assert starts == ["1", "5"]


def test_facts_are_a_term_and_what_belongs_to_it() -> None:
    html = "<dl><div><dt>Term</dt><dd>text</dd></div><dt>List</dt><dd><ul><li>a</li></ul></dd><dt>Two</dt><dd><p>one</p><p>two</p></dd></dl>"
    found = [
        (one.text, one.style.name if one.style else "") for one in opened(document(minimal(html))).paragraphs
    ]
    assert found == [
        ("Term\ttext", "Report Fact"), ("List\t", "Report Fact"), ("a", "List Bullet"), ("Two\tone", "Report Fact"),
        ("two", "Report Fact Text"),
    ]  # fmt: skip


def test_cells_that_span_columns_keep_the_grid() -> None:
    html = "<table><caption>C</caption><tr><td colspan=2>wide</td><td>c</td></tr><tr><td>a</td></tr><tr><td colspan=3>all</td></tr></table>"
    found = opened(document(minimal(html)))
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [
        ["wide", "wide", "c"],
        ["a", "", ""],
        ["all", "all", "all"],
    ]


def test_a_picture_that_cannot_be_drawn_is_said() -> None:
    remarks: list[str] = []
    html = '<figure><svg viewBox="0 0 9 9"><title>Broken</title><desc>d</desc><rect></svg></figure><img src="https://x.example/a.png" alt="far">'
    found = opened(document(minimal(html), remark=remarks.append))
    assert len(remarks) == 2
    assert remarks[0].startswith("a picture is left out of the Word document (Broken. d): it is no XML")
    assert (
        remarks[1] == "a picture is left out of the Word document (far): it does not stand in the page itself"
    )
    assert not found.part.package.image_parts


@pytest.mark.parametrize("number", ["²", "٣", "1e2", "-1", "9" * 70, ""])
def test_numbers_that_are_none_are_one(number: str) -> None:
    html = (
        f'<table><tr><td colspan="{number}">a</td><td>b</td></tr></table><ol start="{number}"><li>c</li></ol>'
    )
    found = opened(document(minimal(html)))
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [["a", "b"]]
    starts = [held.get(qn("w:val")) for held in found.part.numbering_part.element.iter(qn("w:startOverride"))]
    assert starts == ["1"]
