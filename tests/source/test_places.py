"""From a route to its place, and the comments that speak to auditctl."""

import pytest

from auditctl.source.reader import Document, comments, find, line_column, line_text, read

TEXT = """\
# head
title: Restore
lead:
auditors: [a-b, 'c d']
sessions:
  backup:
    process: backup   # core
    auditors:
      - ann
      -
      - tom

  # next
  access: {process: access, date: 2026-10-06}
statement: |  # as found

  Two lines,
    # no comment.

exceptions:
  - rule: IND002
    safeguards:
      - "one"
"""


def shown(*route: str | int, key: bool = False, text: str = TEXT) -> str:
    root = read("x.yaml", text.encode()).root
    assert root is not None
    span = find(root, route, key=key)
    line, column = line_column(text, span.start)
    return f"{line}:{column} {text[span.start : span.end]}"


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("title",), "2:8 Restore"),
        (("auditors",), "4:11 [a-b, 'c d']"),
        (("auditors", 1), "4:17 'c d'"),
        (("sessions", "access", "date"), "14:35 2026-10-06"),
        (("sessions", "access"), "14:11 {process: access, date: 2026-10-06}"),
        (("sessions", "backup", "auditors", 2), "11:9 tom"),
        (("sessions", "backup", "auditors"), "9:9 ann"),
        (("exceptions",), "21:5 rule"),
        (("statement",), "15:12 |  # as found\n\n  Two lines,\n    # no comment."),
        (("exceptions", 0, "safeguards", 0), '23:9 "one"'),
        (("exceptions", 0), "21:5 rule"),
        (("sessions",), "6:3 backup"),
        ((), "2:1 title"),
    ],
)
def test_a_route_leads_to_its_value(route: tuple[str | int, ...], expected: str) -> None:
    assert shown(*route) == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("title",), "2:1 title"),
        (("sessions", "access", "date"), "14:29 date"),
        (("sessions", "backup"), "6:3 backup"),
        (("exceptions", 0, "rule"), "21:5 rule"),
    ],
)
def test_a_route_leads_to_its_key(route: tuple[str | int, ...], expected: str) -> None:
    assert shown(*route, key=True) == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("lead",), "3:1 lead"),
        (("sessions", "backup", "auditors", 1), "10:7 -"),
    ],
)
def test_a_value_left_empty_is_shown_by_its_key_or_dash(route: tuple[str | int, ...], expected: str) -> None:
    assert shown(*route) == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("grade",), "2:1 title"),
        (("sessions", "backup", "date"), "6:3 backup"),
        (("sessions", "access", "minutes"), "14:3 access"),
        (("sessions", "none", "date"), "5:1 sessions"),
        (("exceptions", 0, "reason"), "21:5 rule"),
        (("exceptions", 7), "20:1 exceptions"),
        (("auditors", 9), "4:1 auditors"),
        (("auditors", -1), "4:1 auditors"),
    ],
)
def test_a_route_that_the_tree_lacks_ends_at_the_deepest_parent(
    route: tuple[str | int, ...], expected: str
) -> None:
    assert shown(*route) == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("sessions", "function-after", "access", "date"), "14:35 2026-10-06"),
        (("title", "str"), "2:8 Restore"),
        (("auditors", "list[str]", 0, "str"), "4:12 a-b"),
        (("lead", "x", "y"), "3:1 lead"),
    ],
)
def test_steps_that_only_a_validator_knows_are_skipped(route: tuple[str | int, ...], expected: str) -> None:
    assert shown(*route) == expected


def test_an_empty_file_and_an_empty_mapping_have_places_too() -> None:
    assert shown("title", text="") == "1:1 "
    assert shown("title", text="{}\n") == "1:1 {}"
    assert shown("a", "b", text="a: {}\n") == "1:1 a"
    assert shown("a", 0, "b", text="a: [{}]\n") == "1:5 {}"


def test_places_hold_with_windows_line_ends() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert shown("sessions", "access", "date", text=text) == "14:35 2026-10-06"
    assert shown("statement", text=text).endswith("# no comment.")


def test_lines_and_columns_count_from_one_in_characters() -> None:
    text = "aé\r\n😀b\n\nend"
    offsets = [0, 1, 2, 4, 5, 6, 7, 8, 11, 99]
    expected = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (4, 1), (4, 4), (4, 4)]
    assert [line_column(text, offset) for offset in offsets] == expected
    assert [line_text(text, line) for line in range(1, 6)] == ["aé", "😀b", "", "end", ""]


def spoken(text: str, path: str = "x.yaml") -> list[tuple[int, int, str]]:
    return comments(read(path, text.encode()).document)


def test_comments_to_auditctl_are_found_at_the_end_of_a_line_and_on_their_own() -> None:
    text = "# auditctl: ignore[A] x\na: 1  # auditctl: ignore[B] y \r\nb:\n  #auditctl: ignore[C]\n  - c # seen # auditctl: ignore[D] z"
    assert spoken(text) == [
        (1, 1, "# auditctl: ignore[A] x"),
        (2, 7, "# auditctl: ignore[B] y"),
        (4, 3, "#auditctl: ignore[C]"),
        (5, 14, "# auditctl: ignore[D] z"),
    ]


def test_a_comment_behind_the_sign_that_opens_a_block_of_text_is_a_comment() -> None:
    assert spoken("a: |  # auditctl: ignore[A] x\n  text # auditctl: ignore[B] y\n") == [
        (1, 7, "# auditctl: ignore[A] x")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1 # another comment\n",
        "auditctl: 1\n",
        "a: 'x # auditctl: ignore[A] y'\n",
        'a: "x\n  # auditctl: ignore[A] y"\n',
        "a: >\n  x\n\n  # auditctl: ignore[A] y\n",
        "a: x#auditctl: y\n",
        "? '# auditctl: ignore[A] y'\n: 1\n",
        "a: [ # auditctl: ignore[A]\n",
    ],
)
def test_what_stands_in_a_value_or_in_a_broken_file_is_no_comment(text: str) -> None:
    assert spoken(text) == []


@pytest.mark.parametrize("fields", ["a: 1", "a: 1\ndetails: x"])
def test_in_a_markdown_record_only_the_fields_have_comments(fields: str) -> None:
    text = f"---\n{fields} # auditctl: ignore[A] x\n---\n\n# auditctl: ignore[B] y\n"
    assert [words for _, _, words in spoken(text, "x.md")] == ["# auditctl: ignore[A] x"]


def test_a_document_that_could_not_be_read_has_no_comments() -> None:
    assert comments(Document("x.yaml", "a: 1 # auditctl: ignore[A] x\n", readable=False)) == []
