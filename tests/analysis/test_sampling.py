import csv
from hashlib import sha256

import pytest

from auditctl.analysis.sampling import csv_rows, drawn, row_count


def test_the_documented_one_liner_draws_the_same_rows() -> None:
    seed, size, taken = "4711", 40, 7
    ranked = sorted(range(1, size + 1), key=lambda row: sha256(f"{seed}\n{row}\n".encode()).digest())
    assert drawn(seed, size, taken) == tuple(str(row) for row in sorted(ranked[:taken]))


def test_a_drawing_never_changes() -> None:
    assert drawn("4711", 40, 7) == ("7", "12", "18", "27", "31", "32", "37")
    assert drawn("4712", 40, 7) != drawn("4711", 40, 7)


def test_rows_come_in_the_order_of_their_numbers() -> None:
    assert drawn("s", 12, 12) == tuple(str(row) for row in range(1, 13))


def test_no_more_is_drawn_than_there_is() -> None:
    assert drawn("s", 2, 5) == ("1", "2")
    assert drawn("s", 0, 5) == ()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("id\n1\n2\n", 2),
        ("id\r\n1\r\n\r\n2", 2),
        ("id,note\n1,'a'\n", 1),
        ('id,note\n1,"two\nlines"\n2,x\n', 2),
        ('id;note\n1;"two\nlines"\n2;x\n', 2),
        ("id\n", 0),
        ("", 0),
    ],
)
def test_rows_after_the_header_are_counted(text: str, rows: int) -> None:
    assert row_count(text.splitlines(keepends=True)) == rows


def test_a_list_that_is_no_csv_is_refused() -> None:
    with pytest.raises(csv.Error):
        row_count(["id\n", '"' + "x" * 200_000 + '"\n'])


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        ("id;note\n1;a\n", ("id", "note"), ("1", "a")),
        ("id\tnote\r\n1\ta\r\n", ("id", "note"), ("1", "a")),
        ('"name, first";id\n"Ay, B";1\n', ("name, first", "id"), ("Ay, B", "1")),
        ("id\n1,5\n", ("id",), ("1", "5")),
        ('id,note\n1,"a\nb"\n', ("id", "note"), ("1", "a\nb")),
    ],
)
def test_the_separator_is_that_of_the_header(
    text: str, header: tuple[str, ...], first: tuple[str, ...]
) -> None:
    found = list(csv_rows(text.splitlines(keepends=True)))
    assert found[:2] == [list(header), list(first)]
    assert row_count(text.splitlines(keepends=True)) == len(found) - 1


@pytest.mark.parametrize("text", ['id,note\n1,"a\n2,b\n', 'id,note\n1,"a"b\n'])
def test_a_quotation_mark_out_of_place_swallows_nothing_unseen(text: str) -> None:
    for reading in (row_count, lambda lines: list(csv_rows(lines))):
        with pytest.raises(csv.Error):
            reading(text.splitlines(keepends=True))


def test_a_list_of_nothing_has_neither_header_nor_rows() -> None:
    assert list(csv_rows([])) == list(csv_rows(["\n", "\n"])) == []
    assert list(csv_rows(["id\n"])) == [["id"]]
