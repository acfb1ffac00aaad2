"""Markdown records: fields between two lines of dashes, then prose."""

import pytest

from auditctl.source.reader import find, line_column, plain, read

RECORD = "---\ntitle: Restore\ngrade: minor\n---\n\nNo restore *test*.\n\n- three # missing\n\n"


def said(text: str) -> list[str]:
    places = [
        (problem, line_column(text, problem.span.start)) for problem in read("x.md", text.encode()).problems
    ]
    return [f"{problem.code} {line}:{column} {problem.message}" for problem, (line, column) in places]


@pytest.mark.parametrize(
    "text",
    [RECORD, "\ufeff" + RECORD, RECORD.replace("\n", "\r\n"), RECORD.rstrip(), RECORD.replace("---", "--- ")],
)
def test_the_prose_is_the_details_of_the_record(text: str) -> None:
    reading = read("x.md", text.encode())
    assert reading.problems == ()
    details = "No restore *test*.\n\n- three # missing"
    assert plain(reading.root) == {"title": "Restore", "grade": "minor", "details": details}
    assert reading.root is not None
    span = find(reading.root, ("details",))
    shown = reading.document.text[span.start : span.end]
    assert shown.replace("\r\n", "\n") == details
    assert line_column(reading.document.text, span.start) == (6, 1)
    key = find(reading.root, ("details",), key=True)
    assert reading.document.text[key.start : key.end] == "No restore *test*."


@pytest.mark.parametrize("prose", ["", "\n", "\n \n\t\n"])
def test_without_prose_there_are_no_details(prose: str) -> None:
    assert plain(read("x.md", f"---\na: 1\n---{prose}".encode()).root) == {"a": "1"}


def test_a_rule_in_the_prose_does_not_end_it() -> None:
    assert plain(read("x.md", b"---\na: 1\n---\nx\n\n---\n\ny\n").root) == {
        "a": "1",
        "details": "x\n\n---\n\ny",
    }


def test_a_record_may_have_prose_alone() -> None:
    assert plain(read("x.md", b"---\n---\nx\n").root) == {"details": "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 no front matter at the head of the file"),
        ("# Restore\n\ntext\n", "1:1 no front matter at the head of the file"),
        ("\n---\na: 1\n---\n", "1:1 no front matter at the head of the file"),
        ("----\na: 1\n----\n", "1:1 no front matter at the head of the file"),
        ("---\na: 1\n\ntext\n", "1:1 the front matter that begins here does not end"),
        ("---", "1:1 the front matter that begins here does not end"),
        ("---\na: 1\n ---\n", "1:1 the front matter that begins here does not end"),
        ("---\na: 1\nb: @x\n---\ntext\n", "3:4 this is not YAML: an unquoted value cannot begin with @"),
        ("---\na: 1\nb: [c\n---\ntext\n", "4:1 this is not YAML: a list in brackets does not end"),
        ("---\n- a\n---\ntext\n", "2:1 the file is a list, not keys and values"),
    ],
)
def test_a_record_that_is_none_is_reported_where_it_fails(text: str, expected: str) -> None:
    assert said(text) == [f"SYN001 {expected}"]
    assert read("x.md", text.encode()).root is None


@pytest.mark.parametrize("written", ["details: see below", "details:"])
def test_details_above_and_below_are_one_too_many(written: str) -> None:
    text = f"---\na: 1\n{written}\n---\n\nProse.\n"
    assert said(text) == [
        "SYN002 3:1 `details` stands in the front matter, and the prose below is `details` too"
    ]
    ((span, words),) = read("x.md", text.encode()).problems[0].related
    assert (line_column(text, span.start), words) == ((6, 1), "the prose")


def test_a_tag_and_a_hash_in_the_prose_are_prose() -> None:
    assert said("---\na: 1\n---\n&x *y !z #3 broken\n%YAML\n") == []
