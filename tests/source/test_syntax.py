"""The common mistakes in YAML, each with its place and in plain words."""

import pytest
from yaml import Mark, MarkedYAMLError

from auditctl.source import parser
from auditctl.source.reader import line_column, plain, read
from auditctl.source.syntax import syntax_problem

CASES = {
    "a tab indents": ("a:\n\tb: 1\n", "2:1 a value cannot begin with this character"),
    "a tab goes on": ("a:\n  b: 1\n\tc: 2\n", "3:1 a value cannot begin with this character"),
    "a tab behind spaces": ("a:\n  - b\n  \tc: 2\n d: [\n", "3:3 a value cannot begin with this character"),
    "a second colon": (
        "title: Audit: main\n",
        "1:13 a second `: ` on a line, or an indentation that does not fit",
    ),
    "a second colon in an item": (
        "a:\n  - b: c: d\n",
        "2:9 a second `: ` on a line, or an indentation that does not fit",
    ),
    "an at sign": ("a: 1\ntitle: @foo\n", "2:8 an unquoted value cannot begin with @"),
    "a backtick": ("title: `foo`\n", "1:8 an unquoted value cannot begin with `"),
    "a percent sign": ("title: %foo\n", "1:8 an unquoted value cannot begin with %"),
    "a bold word": ("title: **bold** text\n", "1:8 an unquoted value cannot begin with *"),
    "a lone ampersand": ("title: & Co\n", "1:8 an unquoted value cannot begin with &"),
    "a greater sign": ("title: >5 items\n", "1:8 an unquoted value cannot begin with >"),
    "a bar": ("title: |text\n", "1:8 an unquoted value cannot begin with |"),
    "a closing bracket": ("title: ] x\n", "1:8 an unquoted value cannot begin with ]"),
    "a comma": ("title: , x\n", "1:8 an unquoted value cannot begin with ,"),
    "a question mark": ("title: ? x\n", "1:8 an unquoted value cannot begin with ?"),
    "a double quote is open": ('a: 1\ntitle: "abc\nb: 2\n', '2:8 the quote " that opens here is not closed'),
    "a single quote is open": ("a: 1\ntitle: 'abc\nb: 2\n", "2:8 the quote ' that opens here is not closed"),
    "a quote runs into a new document": ('a: "x\n---\n', '1:4 the quote " that opens here is not closed'),
    "an apostrophe": ("title: 'it's broken'\n", "1:12 text follows the quote that ends the value"),
    "words behind a quote": ('title: "a" b\n', "1:12 text follows the quote that ends the value"),
    "a path in double quotes": ('a: "C:\\qx"\n', "1:7 \\q means nothing in double quotes"),
    "deeper below a value": ("a: 1\n  b: 2\n", "2:3 this line is indented deeper than the one above allows"),
    "between two columns": (
        "a:\n    b: 2\n  c: 3\n",
        "3:3 this line does not stand in the column of the keys above",
    ),
    "left of the first key": (
        "  a: 1\nb: 2\n",
        "2:1 this line does not stand in the column of the keys above",
    ),
    "prose too far left": (
        "a: |\n   x\n  y\n",
        "3:3 this line does not stand in the column of the keys above",
    ),
    "text behind a hash": ("a: foo # 3\n  bar\n", "2:3 the text above ends at its ` #`, and goes on here"),
    "a list on its key's line": ("title: - a\n", "1:8 a list item `- ` stands on the line of its key"),
    "an item among keys": ("a:\n  b: 1\n  - c\n", "3:3 a list item stands where a key is expected"),
    "an item below the keys": ("a: 1\n- b\n", "2:1 a list item stands where a key is expected"),
    "a key among items": ("- b\nc: 1\n", "2:1 a list item `- ` is expected here"),
    "a list is open": ("a: [b, c\nd: 1\n", "2:2 a list in brackets does not end"),
    "a mapping is open": ("a: {b: c\nd: 1\n", "2:2 a mapping in braces does not end"),
    "a comma is missing": ('a: ["b" "c"]\n', "1:9 a list in brackets does not end"),
    "two commas": ("a: {b: 1, , }\n", "1:11 an item is missing before this comma"),
    "no colon": ("a: 1\nfoo bar\nb: 2\n", "2:1 this line is no `key: value`"),
    "no colon at the end": ("a: 1\nfoo bar\n", "2:1 this line is no `key: value`"),
    "no space behind the colon": ("a: 1\nowner:b\nc: 2\n", "2:6 a space is missing after the colon"),
    "no key": (": b\n", "1:1 a key is missing before the colon"),
    "no key in braces": ("{: b}\n", "1:2 a key is missing before the colon"),
    "an empty key": ("? \n: b\n", "1:2 a key is missing before the colon"),
    "a list as key": ("? [a]\n: b\n", "1:3 a list or mapping stands where a key is expected"),
    "a mapping as key": ("{a: 1}: b\n", "1:1 a list or mapping stands where a key is expected"),
    "a list as root": ("- a\n- b\n", "1:1 the file is a list, not keys and values"),
    "text as root": ("# x\ntitle:foo\n", "2:1 the file is plain text, not keys and values"),
    "null as root": ("null\n", "1:1 the file is plain text, not keys and values"),
}


@pytest.mark.parametrize("is_fast", [True, False], ids=["libyaml", "pure"])
@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_mistake_is_named_where_it_stands(
    text: str, expected: str, is_fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_fast:
        monkeypatch.setattr(parser, "FAST", None)
    reading = read("x.yaml", text.encode())
    found = [(p.code, *line_column(text, p.span.start), p.message) for p in reading.problems]
    said = [
        f"{line}:{column} {message.removeprefix('this is not YAML: ')}" for _, line, column, message in found
    ]
    assert said == [expected]
    assert [code for code, *_ in found] == ["SYN001"]
    assert reading.problems[0].hint
    assert reading.root is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a:\n\tb: 1\n", "a tab stands where only spaces may: indent with spaces"),
        ("a: {b: c: d}\n", "put quotes around a value that contains `: `"),
        ("a: [b\nc: 1\n", "close it with ]"),
        ("title: Audit: main\n", "quotes"),
        ("title: @foo\n", "quotes"),
        ("title: 'it's broken'\n", "'it''s'"),
        ('a: "C:\\qx"\n', "double the backslash"),
        ("title:foo\n", "the space after the colon"),
    ],
)
def test_the_hint_says_what_to_do(text: str, hint: str) -> None:
    assert hint in read("x.yaml", text.encode()).problems[0].hint


def test_what_was_found_before_the_mistake_is_reported_too() -> None:
    reading = read("x.yaml", b"a: 1\na: 2\nb: *x\nc: @d\n")
    assert [problem.code for problem in reading.problems] == ["SYN002", "SYN003", "SYN001"]


def test_a_mistake_that_nobody_foresaw_still_has_its_place() -> None:
    text = "a: 1\nb: x\n"
    error = MarkedYAMLError(None, None, "words of a later libyaml", Mark("x", 8, 1, 3, None, 0))
    problem = syntax_problem(text, 0, len(text), error)
    assert problem.message == "this is not YAML: neither a key nor a value can stand here"
    assert line_column(text, problem.span.start) == (2, 4)


def test_without_libyaml_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"a: [1, 'b', \"c\"]\nd: |\n  e\nf: {g: ~}\n"
    fast = plain(read("x.yaml", text).root)
    with monkeypatch.context() as without:
        without.setitem(__import__("sys").modules, "yaml._yaml", None)
        assert parser._libyaml() is None
    monkeypatch.setattr(parser, "FAST", None)
    assert not parser.has_libyaml()
    assert plain(read("x.yaml", text).root) == fast
