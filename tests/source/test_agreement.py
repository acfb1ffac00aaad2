"""Two readers, one meaning: generated records read the same here and in ruamel.yaml."""

import string
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from auditctl.source.reader import Node, contents, plain, read

LETTERS = string.ascii_letters + string.digits + "ışğÜ日👩 -_.,:#'\"\\*&!%@`?|>[]{}~=/"
WORD = string.ascii_lowercase + string.digits + "ış日"
words = st.text(WORD, min_size=1, max_size=8)
lines = st.text(LETTERS, min_size=1, max_size=30).map(str.strip)
plains = st.one_of(
    st.sampled_from(
        [
            "8.10",
            "no",
            "~",
            "null",
            "",
            "2026-02-30",
            "0x10",
            "-1",
            "12:30",
            "a#b",
            "a:b",
            "it's",
            'so "x"',
            "Null",
        ]
    ),
    st.lists(words, min_size=1, max_size=4).map(" ".join),
)
spaces = st.sampled_from(["", " ", "   "])
comments = st.sampled_from(["", "", "", " # note", "  # a: [b", ' # "x'])


def single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def double_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


quoted = st.one_of(
    lines.map(single_quoted),
    lines.map(double_quoted),
    st.sampled_from(['"a\\tb\\u015f\\\n  c"', "'a\n\n   b'"]),
)


@st.composite
def blocks(draw: st.DrawFn, indent: int) -> str:
    """Return a block of text: literal or folded, with any way of ending, and blank or deeper lines in it."""
    header = draw(st.sampled_from("|>")) + draw(st.sampled_from(["", "-", "+"])) + draw(comments)
    body = draw(st.lists(st.one_of(lines.filter(bool), st.just(""), words.map("  ".__add__)), max_size=4))
    first = draw(words)
    blank = "\n" * draw(st.integers(0, 2))
    return header + "".join(f"\n{' ' * indent + line if line else ''}" for line in [first, *body]) + blank


@st.composite
def flows(draw: st.DrawFn, depth: int = 2) -> str:
    """Return a scalar or a list or mapping in brackets."""
    simple = st.one_of(
        quoted.filter(lambda text: "\n" not in text), st.lists(words, min_size=1, max_size=3).map(" ".join)
    )
    if depth == 0 or draw(st.booleans()):
        return draw(simple)
    items = [draw(flows(depth - 1)) for _ in range(draw(st.integers(0, 3)))]
    gap = draw(st.sampled_from([" ", "", "\n        "]))
    if draw(st.booleans()):
        return f"[{gap}{f', {gap}'.join(items)}{gap}]"
    return f"{{{gap}{f', {gap}'.join(f'k{number}: {item}' for number, item in enumerate(items))}{gap}}}"


@st.composite
def values(draw: st.DrawFn, indent: int, depth: int) -> str:
    """Return what follows a key or dash, with its line ends, for a parent at a column."""
    kind = draw(st.integers(0, 5 if depth else 3))
    if kind == 0:
        more = draw(st.lists(words.map(f"\n{' ' * (indent + 5)}".__add__), max_size=2))
        text = draw(st.one_of(plains, words.map(lambda word: word + "".join(more))))
        return draw(spaces) + " " + text + draw(comments) + "\n"
    if kind == 1:
        return " " + draw(quoted) + draw(comments) + "\n"
    if kind == 2:
        return " " + draw(blocks(indent + draw(st.integers(1, 3)))) + "\n"
    if kind == 3:
        return " " + draw(flows()) + draw(comments) + "\n"
    deeper = indent + draw(st.integers(1, 4))
    return (
        draw(comments)
        + "\n"
        + draw(mappings(deeper, depth - 1) if kind == 4 else sequences(deeper, depth - 1))
    )


@st.composite
def mappings(draw: st.DrawFn, indent: int, depth: int) -> str:
    keys = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    quoting: list[Callable[[str], str]] = [str, single_quoted, double_quoted]
    styles = [draw(st.sampled_from(quoting)) for _ in keys]
    between = [draw(st.sampled_from(["", "", "\n", "# line\n", f"{' ' * indent}# line\n\n"])) for _ in keys]
    pairs = zip(between, styles, keys, strict=True)
    return "".join(
        f"{gap}{' ' * indent}{style(key)}:{draw(values(indent, depth))}" for gap, style, key in pairs
    )


@st.composite
def sequences(draw: st.DrawFn, indent: int, depth: int) -> str:
    count = draw(st.integers(1, 3))
    return "".join(f"{' ' * indent}-{draw(values(indent, depth))}" for _ in range(count))


@st.composite
def records(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(["", "---\n", "# head\n"])) + draw(mappings(0, 3))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return draw(st.sampled_from(["", "\ufeff"])) + (text if draw(st.booleans()) else text.rstrip("\r\n"))


def by_ruamel(text: str) -> Any:
    """Return the data as ruamel.yaml reads it, each scalar as its text."""
    yaml: Any = YAML(typ="safe", pure=True)
    return untyped(yaml.compose(text.removeprefix("\ufeff")))


def untyped(node: Any) -> Any:
    if node.id == "scalar":
        return None if node.style is None and node.value in {"", "~", "null"} else node.value
    if node.id == "sequence":
        return [untyped(item) for item in node.value]
    return {key.value: untyped(value) for key, value in node.value}


def nodes(node: Node) -> Iterator[Node]:
    """Yield every value of a tree, keys included."""
    yield node
    if isinstance(node.value, dict):
        for entry in node.value.values():
            yield entry.key
            yield from nodes(entry.value)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from nodes(item)


def check(text: str) -> None:
    reading = read("x.yaml", text.encode())
    assert [problem for problem in reading.problems if problem.code != "SYN007"] == []
    expected = by_ruamel(text)
    assert plain(reading.root) == expected
    assert reading.root is not None
    for node in nodes(reading.root):
        covers(reading.document.text, node)


def covers(text: str, node: Node) -> None:
    """Hold that the source text at a node's place, read alone, is its value, and has no blank ends."""
    source = text[node.start : node.end]
    assert source == source.strip()
    if node.kind != "scalar":
        first, last = (("[", "]") if node.kind == "seq" else ("{", "}")) if node.flow else ("", "")
        assert source.startswith(first)
        assert source.endswith(last)
        return
    alone = source.replace("\r\n", "\n")
    if alone[:1] in {"|", ">"} and not node.plain:
        assert by_ruamel(f"k: {alone}\n")["k"].strip("\n") == str(node.value).strip("\n")
    else:
        value = by_ruamel(f"k: {alone}\n")["k"]
        assert value == node.value or (value is None and alone == (node.value or ""))  # a key `null` is text


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_a_record_means_the_same_to_both_readers_and_each_place_covers_its_value(text: str) -> None:
    check(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_the_pure_parser_agrees_as_well(text: str) -> None:
    with pytest.MonkeyPatch.context() as without:
        without.setattr("auditctl.source.parser.FAST", None)
        check(text)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_the_quick_way_finds_the_data_that_the_careful_one_finds(text: str) -> None:
    assert contents("x.yaml", text.encode())[1] == plain(read("x.yaml", text.encode()).root)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(LETTERS + "\n\t\r\x1b\u202e", max_size=60).map(str.encode)))
def test_whatever_stands_in_a_file_is_read_or_reported_and_never_fails(data: bytes) -> None:
    for path in ("x.yaml", "x.md"):
        reading = read(path, data)
        assert reading.root is not None or reading.problems
        for problem in reading.problems:
            assert 0 <= problem.span.start <= problem.span.end <= len(reading.document.text) + 1
            assert problem.message
        assert read(path, data) == reading or reading.root is not None
