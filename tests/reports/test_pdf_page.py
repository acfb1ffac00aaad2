"""What is done to a page before WeasyPrint lays it out: ids stay whole, columns get widths, the title stays."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from auditctl.reports.column_widths import GAP, Cell, column_widths
from auditctl.reports.pdf import pdf


def lines(body: str, width: int = 70) -> list[str]:
    """Return the lines of a narrow text."""
    style = f"p, td {{ width: {width}px; font: 12px sans-serif; margin: 0 }} table {{ width: 100% }}"
    page = f'<!doctype html><html lang="en"><head><title>T</title><style>{style}</style></head><body>{body}</body></html>'
    said = PdfReader(BytesIO(pdf(page))).pages[0].extract_text()
    return [line.strip() for line in said.splitlines() if line.strip()]


@pytest.mark.parametrize("width", [60, 70, 75, 80, 85, 95])
def test_an_id_is_not_broken_at_the_end_of_a_line(width: int) -> None:
    said = lines("<p>A.5.19, A.5.20, <b>A.5.21</b>, A.5.22, A.5.23 and A.8.13</p>", width)
    assert not [line for line in said if line.endswith(("A.", "A.5.", "A.8."))]
    assert " ".join(said).replace(" ,", ",") == "A.5.19, A.5.20, A.5.21, A.5.22, A.5.23 and A.8.13"


def test_words_around_ids_and_in_pictures_stay_in_their_order() -> None:
    assert " ".join(lines("<p>one A.1 <i>two</i> A.2 three<br>A.3 <code>A.4</code> four</p>", 400)) == (
        "one A.1 two A.2 three A.3 A.4 four"
    )


def test_a_title_without_end_is_not_broken() -> None:
    page = f"<!doctype html><html lang=en><head><title>{'x' * 900}</title></head><body>y</body></html>"
    metadata = PdfReader(BytesIO(pdf(page))).metadata
    assert metadata
    assert metadata.title == "x" * 900


def test_a_column_has_room_for_its_words_and_the_fullest_gets_the_rest() -> None:
    rows = [
        [Cell("Requirement", is_head=True), Cell("Title", is_head=True), Cell("Last in the cycle", is_head=True)],
        [Cell("A.8.13"), Cell("Information backup, " * 20), Cell("2026-10-05, 2026-main")],
    ]  # fmt: skip
    first, second, third = column_widths(rows, 60)
    assert first + second + third == pytest.approx(60)
    assert second > first
    assert second > third > 10 + GAP
    assert 5 < first < 9


def test_widths_that_do_not_fit_give_way_from_the_widest_on() -> None:
    held = column_widths([[Cell("ab"), *[Cell("abcdefghijklmnop")] * 9]], 40)
    assert sum(held) == pytest.approx(40)
    assert held[0] < held[1]
    assert max(held) - min(held[1:]) < 0.01


@pytest.mark.parametrize("rows", [[], [[]], [[Cell("")]], [[Cell("wide", span=3)], [Cell("a")]]])
def test_tables_that_say_next_to_nothing_have_widths(rows: list[list[Cell]]) -> None:
    held = column_widths(rows, 60)
    assert not held or sum(held) == pytest.approx(60)
    assert all(width > 0 for width in held)


def test_a_table_in_a_table_and_one_with_own_widths_are_set() -> None:
    inner = "<table><tr><td>inner one</td><td>inner two</td></tr></table>"
    body = f"<table><colgroup><col style='width: 50%'></colgroup><tr><td>{inner}</td></tr></table><table></table>"
    assert "inner" in " ".join(lines(body, 300))
