"""Duplicate keys, what YAML can do beyond a record, and too much of anything."""

import time

import pytest

from auditctl.source.reader import Problem, line_column, plain, read


def said(text: str) -> list[str]:
    reading = read("x.yaml", text.encode())
    return [shown(reading.document.text, problem) for problem in reading.problems]


def shown(text: str, problem: Problem) -> str:
    line, column = line_column(text, problem.span.start)
    return f"{problem.code} {line}:{column} {problem.message}"


def test_a_key_that_stands_twice_is_reported_with_both_places_and_the_first_holds() -> None:
    text = "title: a\nraised:\n  by: x\n  by: y\ntitle: b\n"
    reading = read("x.yaml", text.encode())
    assert said(text) == [
        "SYN002 4:3 the key `by` stands here twice",
        "SYN002 5:1 the key `title` stands here twice",
    ]
    assert [(line_column(text, span.start), words) for span, words in reading.problems[1].related] == [
        ((1, 1), "first here")
    ]
    assert plain(reading.root) == {"title": "a", "raised": {"by": "x"}}


def test_a_key_that_stands_twice_is_found_however_it_is_quoted() -> None:
    assert said("{a: 1, \"a\": 2, 'a': 3}\n") == [
        "SYN002 1:8 the key `a` stands here twice",
        "SYN002 1:16 the key `a` stands here twice",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", ["1:4 the anchor &x", "2:4 the alias *x"]),
        ("a: [&x b, *x]\n", ["1:5 the anchor &x", "1:11 the alias *x"]),
        ("*x : a\n", ["1:1 the alias *x"]),
        ("a: *x y\n", ["1:4 the alias *x"]),
        ("a: {<<: {b: 1}}\n", ["1:5 the merge key <<"]),
        ("a: !!python/name:os.system x\n", ["1:4 the tag !!python/name:os.system"]),
        ("a: !x {b: 1}\nc: !y [d]\n", ["1:4 the tag !x", "2:4 the tag !y"]),
        ("a: !important\n", ["1:4 the tag !important"]),
        ("a: ! b\n", ["1:4 the tag !"]),
        ("a: &x !y b\n", ["1:4 the anchor &x", "1:7 the tag !y"]),
        ("a: !y &x b\n", ["1:4 the tag !y", "1:7 the anchor &x"]),
        ("a: !e!x b\n", ["1:4 a tag"]),
        ("a: 1\n---\nb: 2\n", ["2:1 a second document in the file"]),
        ("a: 1\n---\n", ["2:1 a second document in the file"]),
        ("a: 1\n...\nb: 2\n", ["3:1 a second document in the file"]),
        ("%YAML 1.2\n---\na: 1\n", ["1:1 a directive"]),
        ("%YAML 2.0\n---\na: 1\n", ["1:1 a directive"]),
        ("%NONE x\n---\na: 1\n", ["1:1 a directive"]),
        ("a: 1\n--- &x\nb: 1\n", ["2:1 a second document in the file", "2:5 the anchor &x"]),
    ],
)
def test_what_a_record_does_not_need_is_refused_where_it_stands(text: str, expected: list[str]) -> None:
    assert said(text) == [f"SYN003 {what} is not plain YAML" for what in expected]
    assert read("x.yaml", text.encode()).root is None


def test_a_star_an_ampersand_a_bang_and_two_angles_in_quotes_are_text() -> None:
    reading = read("x.yaml", b"a: '*x'\nb: \"&x\"\nc: '!x'\n'<<': '<<'\nd: <<\n")
    assert reading.problems == ()
    assert plain(reading.root) == {"a": "*x", "b": "&x", "c": "!x", "<<": "<<", "d": "<<"}


def test_an_alias_is_refused_with_the_hint_to_quote_the_star() -> None:
    assert "quote the text if the star is meant" in read("x.yaml", b"a: *all\n").problems[0].hint


def test_all_that_is_refused_is_reported_but_no_more_than_twenty() -> None:
    assert len(said("".join(f"k{number}: *x\n" for number in range(19)))) == 19
    assert len(said("".join(f"k{number}: *x\n" for number in range(5000)))) == 20
    assert len(said("k: a\n" * 5000)) == 20


BOMBS = {
    "30,000 lists in brackets": "a: " + "[" * 30_000,
    "30,000 lists by dashes": "- " * 30_000,
    "30,000 mappings in braces": "{a: " * 30_000,
    "levels by indentation": "".join(f"{' ' * level}a:\n" for level in range(1000)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_deep_nesting_ends_the_reading_at_once(text: str) -> None:
    begun = time.perf_counter()
    assert said(text)[-1].endswith("the file is nested deeper than 32 levels")
    assert time.perf_counter() - begun < 1


def test_keys_nested_in_keys_end_the_reading_at_once() -> None:
    assert len(said("? " * 30_000)) == 20


def test_the_place_of_too_deep_a_value_is_where_level_33_begins() -> None:
    assert said("a: " + "[" * 31 + "]" * 31) == []
    assert said("a: " + "[" * 32 + "]" * 32) == ["SYN004 1:35 the file is nested deeper than 32 levels"]


def test_a_bomb_of_aliases_is_refused_and_never_unfolded() -> None:
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 10)]
    begun = time.perf_counter()
    found = said("\n".join(["a0: &a0 [x]", *levels]))
    assert {line[:6] for line in found} == {"SYN003"}
    assert time.perf_counter() - begun < 1


def test_a_bomb_of_merge_keys_is_refused_and_never_unfolded() -> None:
    levels = [f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}" for level in range(1, 10)]
    begun = time.perf_counter()
    found = said("\n".join(["a0: &a0 {x: y}", *levels]))
    assert {line[:6] for line in found} == {"SYN003"}
    assert time.perf_counter() - begun < 1


def test_a_file_may_have_50_000_values_and_no_more() -> None:
    assert said("a: [" + "b," * 49_997 + "]") == []
    assert said("a: [" + "b," * 49_998 + "]") == ["SYN004 1:99999 the file has more than 50000 values"]


def test_a_file_may_have_one_mebibyte_and_no_more() -> None:
    fits = "a: " + "x" * ((1 << 20) - 3)
    assert said(fits) == []
    for path in ("x.yaml", "x.md"):
        reading = read(path, (fits + "x").encode())
        assert [(p.code, p.message) for p in reading.problems] == [
            ("SYN004", "the file is larger than 1 MiB")
        ]
        assert reading.document.text == ""
