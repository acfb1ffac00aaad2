"""Merge conflicts, and text that turned into a comment."""

import pytest

from auditctl.source.reader import line_column, plain, read


def said(path: str, text: str) -> list[str]:
    places = [
        (problem, line_column(text, problem.span.start)) for problem in read(path, text.encode()).problems
    ]
    return [f"{problem.code} {line}:{column} {problem.message}" for problem, (line, column) in places]


CONFLICT = (
    "title: x\n<<<<<<< HEAD\ngrade: minor\n||||||| base\ngrade: ofi\n=======\ngrade: major\n>>>>>>> other\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_merge_conflict_is_one_problem_with_all_its_markers(end: str) -> None:
    text = (CONFLICT + "\tb: @x\nb: \u202e\n").replace("\n", end)
    assert said("x.yaml", text) == ["SYN006 2:1 a merge conflict is not resolved"]
    related = read("x.yaml", text.encode()).problems[0].related
    assert [line_column(text, span.start) for span, _ in related] == [(4, 1), (6, 1), (8, 1)]
    assert {text[span.start : span.end] for span, _ in related} == {"|||||||", "=======", ">>>>>>>"}


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "<<<<<<<", "=======", ">>>>>>> other", "||||||| base"])
def test_any_one_marker_left_is_a_conflict(marker: str) -> None:
    assert said("x.yaml", f"title: x\n{marker}\nb: 1\n") == ["SYN006 2:1 a merge conflict is not resolved"]


@pytest.mark.parametrize(
    "text", ["a: |\n  =======\n  <<<<<<< HEAD\n", "a: '======='\n", "# ======= x\na: 1\n", "========: 1\n"]
)
def test_a_row_of_signs_within_a_value_is_no_marker(text: str) -> None:
    assert said("x.yaml", text) == []


def test_in_prose_only_the_marker_that_opens_a_conflict_counts_and_brings_the_others() -> None:
    head = "---\ntitle: x\n---\n"
    assert said("x.md", head + "Heading\n=======\n>>>>>>> quoted\n||||||| x\n") == []
    text = head + "Heading\n=======\n" + CONFLICT + "Heading\n=======\n"
    assert said("x.md", text) == ["SYN006 7:1 a merge conflict is not resolved"]
    related = read("x.md", text.encode()).problems[0].related
    assert [line_column(text, span.start)[0] for span, _ in related] == [9, 11, 13]


def test_in_the_fields_of_a_markdown_record_every_marker_counts() -> None:
    assert said("x.md", "---\ntitle: x\n=======\n---\nProse.\n") == [
        "SYN006 3:1 a merge conflict is not resolved"
    ]


def test_a_conflict_over_the_head_of_a_markdown_record_is_a_conflict_first() -> None:
    assert said("x.md", "<<<<<<< HEAD\n---\na: 1\n=======\n---\na: 2\n>>>>>>> x\n")[0].startswith(
        "SYN006 1:1 "
    )


@pytest.mark.parametrize(
    ("text", "place", "lost"),
    [
        ("owner: No owner #3 named\n", "1:17", "#3 named"),
        ("a: 1\ntitle: #3 broken\n", "2:8", "#3 broken"),
        ("a:\n  - x\n  - ticket #17\n", "3:12", "#17"),
        ("a:\n  - #17\n", "2:5", "#17"),
        ("a: {b: x #1\n  }\n", "1:10", "#1"),
        ("a: x\t#y\r\nb: 1\r\n", "1:6", "#y"),
        ("a: one\n  two #3\n", "2:7", "#3"),
        ("a: x ##3\n", "1:6", "##3"),
        ("a: x #3", "1:6", "#3"),
    ],
)
def test_text_behind_a_hash_is_probably_lost(text: str, place: str, lost: str) -> None:
    assert said("x.yaml", text) == [f"SYN007 {place} `{lost}` is read as a comment and lost"]
    assert read("x.yaml", text.encode()).root is not None


@pytest.mark.parametrize(
    "line",
    [
        "a: x # a comment",
        "a: x #",
        "a: x ## heading",
        "a: x ########",
        "a: x # auditctl: ignore[FND003] reason",
        "a: x #auditctl: ignore[FND003] reason",
        "a: bck-pol#4.2",
        "a: '#3' #4",
        'a: "x #3"',
        "a: [x] #3",
        "a: #3\n  b: 1",
        "a: |  #3\n  x",
        "a: |\n  x #3",
        "#a: 1\na: 1",
    ],
)
def test_a_comment_and_a_hash_within_a_value_lose_nothing(line: str) -> None:
    assert said("x.yaml", line + "\n") == []


def test_many_lost_texts_do_not_hide_a_mistake_behind_them() -> None:
    found = said("x.yaml", "".join(f"k{number}: x #y\n" for number in range(40)) + "k1: z\n")
    assert [line[:6] for line in found] == ["SYN007"] * 20 + ["SYN002"]
    assert plain(read("x.yaml", b"a: x #y\n").root) == {"a": "x"}
