"""The reader: places, guards, and the same data as ruamel.yaml for everything that records may hold."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from auditctl.source import quick, reader
from auditctl.source.reader import (
    Document,
    Reading,
    comments,
    contents,
    find,
    line_column,
    line_text,
    plain,
    read,
    tree,
)

RECORD = """\
title: Restore tests missing  # since when?
grade: major
requirements: [A.8.13, "8.1", bck-pol#4.2]
statement: |
  No restore test since 2025-11-18.

  Three are missing.

evidence:
  - bck-pol-4-2
  - 'it''s quoted'
raised: {by: ingrid-lind, date: 2026-10-06}
empty:
last: 8.10
"""


def root_of(text: str) -> reader.Node:
    root = read("a.yaml", text.encode()).root
    assert root is not None
    return root


def at(text: str, route: reader.Route, *, key: bool = False) -> str:
    """Return what is marked at the end of a route."""
    span = find(root_of(text), route, key=key)
    return text[span.start : span.end]


def problems(text: str | bytes, path: str = "a.yaml") -> list[tuple[str, int, int]]:
    """Return (code, line, column) of every problem."""
    reading = read(path, text if isinstance(text, bytes) else text.encode())
    return [(item.code, *line_column(reading.document.text, item.span.start)) for item in reading.problems]


@pytest.mark.parametrize(
    ("route", "shown"),
    [
        (("title",), "Restore tests missing"),
        (("requirements", 1), '"8.1"'),
        (("requirements",), '[A.8.13, "8.1", bck-pol#4.2]'),
        (("evidence", 1), "'it''s quoted'"),
        (("evidence",), "bck-pol-4-2"),
        (("raised", "date"), "2026-10-06"),
        (("raised",), "{by: ingrid-lind, date: 2026-10-06}"),
        (("empty",), "empty"),
        (("statement",), "|\n  No restore test since 2025-11-18.\n\n  Three are missing."),
        (("raised", "union-tag", "date"), "2026-10-06"),
        (("raised", "nobody"), "raised"),
        (("evidence", 9), "evidence"),
        ((), "title"),
    ],
)
def test_a_route_finds_its_value_or_the_deepest_that_stands_on_it(route: reader.Route, shown: str) -> None:
    assert at(RECORD, route) == shown


def test_a_key_is_found_as_key() -> None:
    assert at(RECORD, ("raised", "date"), key=True) == "date"
    assert at(RECORD, ("requirements", 0), key=True) == "A.8.13"


def test_scalars_keep_their_text() -> None:
    data = plain(root_of("a: 8.10\nb: no\nc: 2026-02-30\nd: 0x10\ne: ~\nf: null\ng: 'null'\nh:\ni: \"\"\n"))
    assert data == {
        "a": "8.10",
        "b": "no",
        "c": "2026-02-30",
        "d": "0x10",
        "e": None,
        "f": None,
        "g": "null",
        "h": None,
        "i": "",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n\tb: 2\n", [("SYN001", 2, 1)]),
        ("title: a: b\n", [("SYN001", 1, 9)]),
        ("title: @home\n", [("SYN001", 1, 8)]),
        ("title: 'open\nb: c\n", [("SYN001", 1, 8)]),
        ("a: [1, 2\nb: 3\n", [("SYN001", 2, 2)]),
        ("- a\n- b\n", [("SYN001", 1, 1)]),
        ("just words\n", [("SYN001", 1, 1)]),
        ("[a]: b\n", [("SYN001", 1, 1)]),
        ("a: 1\nb: 2\na: 3\n", [("SYN002", 3, 1)]),
        ("a: &x 1\nb: *x\n", [("SYN003", 1, 4), ("SYN003", 2, 4)]),
        ("a: !!int 1\n", [("SYN003", 1, 4)]),
        ("<<: {a: 1}\n", [("SYN003", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("SYN003", 2, 1)]),
        ("%YAML 1.2\n---\na: 1\n", [("SYN003", 1, 1)]),
        ("a: \x1b[31m\n", [("SYN005", 1, 4)]),
        ('a: "\\e[31m"\n', [("SYN005", 1, 4)]),
        ('a: "\\u202e"\n', [("SYN005", 1, 4)]),
        ("a: x\u202ey\n", [("SYN005", 1, 5)]),
        (b"a: G\xfcne\xfe\n", [("SYN005", 1, 5)]),
        ("a: 1\n".encode("utf-16"), [("SYN005", 1, 1)]),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", [("SYN006", 2, 1)]),
        ("owner: No owner #3 named\n", [("SYN007", 1, 17)]),
        ("title: #3 broken\n", [("SYN007", 1, 8)]),
        ("a: 'kept #3'\nb: |\n  kept #3\nc: d # a comment\n", []),
        ("", []),
        ("# only a comment\n", []),
        ("---\na: 1\n", []),
        ("\ufeffa: 1\r\nb: 2\r\n", []),
    ],
)
def test_guards_and_their_places(text: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert problems(text) == expected
    document, data, found = contents("a.yaml", text if isinstance(text, bytes) else text.encode())
    assert [item.code for item in found] == [code for code, _, _ in expected], "the quick way sees the same"
    assert (data is None) == (read("a.yaml", text if isinstance(text, bytes) else text.encode()).root is None)
    assert document.path == "a.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 30_000 + "]" * 30_000 + "\n",
        "".join(f"{' ' * level}a:\n" for level in range(40)),
        "a:\n" + "- " * 40 + "x\n",
        "a: " + "{b: " * 40 + "1" + "}" * 40 + "\n",
        "a: [" + "x, " * 60_000 + "]\n",
        "a: '" + "x" * 1_100_000 + "'\n",
    ],
    ids=["brackets", "indentation", "dashes", "braces", "many", "large"],
)
def test_what_no_record_needs_is_refused_at_once(text: str) -> None:
    assert [code for code, _, _ in problems(text)] == ["SYN004"]
    assert contents("a.yaml", text.encode())[1] is None


def test_bombs_never_unfold() -> None:
    aliases = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )
    merges = "a0: &a0 {x: 1}\n" + "".join(
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9)
    )
    for bomb in (aliases, merges):
        assert {code for code, _, _ in problems(bomb)} == {"SYN003"}
        assert contents("a.yaml", bomb.encode())[1] is None


class TestMarkdown:
    TEXT = (
        "---\ntitle: Restore\ngrade: minor\n---\n\n# Heading\n\nProse with `code`.\n\nUnderlined\n=======\n"
    )

    def test_the_body_is_the_details(self) -> None:
        reading = read("a.md", self.TEXT.encode())
        data = plain(reading.root)
        assert data["title"] == "Restore"
        assert data["details"].startswith("# Heading")
        assert reading.root is not None
        span = find(reading.root, ("details",))
        assert self.TEXT[span.start :].startswith("# Heading")
        assert line_column(self.TEXT, find(reading.root, ("grade",)).start) == (3, 8)

    def test_line_ends_of_windows_and_a_byte_order_mark(self) -> None:
        reading = read("a.md", b"\xef\xbb\xbf" + self.TEXT.replace("\n", "\r\n").encode())
        assert plain(reading.root)["details"].splitlines()[0] == "# Heading"
        assert not reading.problems

    @pytest.mark.parametrize("text", ["no front matter\n", "---\ntitle: a\nnever closed\n", ""])
    def test_front_matter_is_needed(self, text: str) -> None:
        assert [code for code, _, _ in problems(text, "a.md")] == ["SYN001"]

    def test_details_twice(self) -> None:
        assert problems("---\ntitle: a\ndetails: b\n---\nbody\n", "a.md") == [("SYN002", 3, 1)]

    def test_a_body_alone_may_be_missing(self) -> None:
        assert plain(read("a.md", b"---\ntitle: a\n---\n").root) == {"title": "a"}

    def test_conflict_markers_in_the_body(self) -> None:
        assert problems("---\ntitle: a\n---\n<<<<<<< HEAD\nx\n", "a.md") == [("SYN006", 4, 1)]


def test_a_tree_is_built_again_from_the_document() -> None:
    document = Document("a.yaml", RECORD)
    assert plain(tree(document)) == plain(root_of(RECORD))
    assert tree(Document("b.yaml", "a: [")) is None


def test_comments_speak_only_outside_of_values() -> None:
    text = 'a: 1 # auditctl: ignore[X] one\nb: "# auditctl: no"\nc: |\n  # auditctl: no\n# auditctl: ignore[Y] two\n'
    found = list(comments(Document("a.yaml", text)))
    assert [(line, words) for line, _, words in found] == [
        (1, "# auditctl: ignore[X] one"),
        (5, "# auditctl: ignore[Y] two"),
    ]
    assert list(comments(Document("a.yaml", "a: 1 # nothing\n"))) == []


def test_lines_and_columns() -> None:
    text = "ab\ncd\r\nğü\n"
    assert line_column(text, 0) == (1, 1)
    assert line_column(text, text.index("ü")) == (3, 2)
    assert [line_text(text, line) for line in (1, 2, 3, 9)] == ["ab", "cd", "ğü", ""]


def test_where_libyaml_is_missing_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    with_it = read("a.yaml", RECORD.encode())
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    monkeypatch.setattr(quick, "_found", [])
    without = read("a.yaml", RECORD.encode())
    assert plain(without.root) == plain(with_it.root)
    assert problems("a: &x 1\n") == [("SYN003", 1, 4)]
    assert contents("a.yaml", RECORD.encode())[1] == plain(with_it.root)
    assert quick.trusted("a: [1, no]\nb: 'x'\n") == {"a": ["1", "no"], "b": "x"}


# --- the same data as ruamel.yaml -------------------------------------------------------------------

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=20,
)
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,10}", fullmatch=True).filter(
    lambda key: key not in {"null", "details"}
)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9ğüşöçıİ][A-Za-z0-9ğüşöçıİ .-]*[A-Za-z0-9ğüşöçıİ]", text) is not None


@st.composite
def scalars(draw: st.DrawFn) -> tuple[str, str]:
    """Return a scalar as it is written and as it is meant."""
    text = draw(WORDS).strip() or "x"
    style = draw(st.sampled_from(["plain", "single", "double"]))
    if style == "plain" and _is_plain(text) and text not in {"null", "~"}:
        return text, text
    return (_single(text) if style == "single" else _double(text)), text


@st.composite
def values(draw: st.DrawFn, depth: int = 0) -> tuple[str, Any]:
    """Return a value as it is written behind `key:`, and its data."""
    kind = draw(
        st.sampled_from(["scalar", "flow list", "flow map", "block list", "block map", "literal", "empty"])
    )
    pad = "  " * (depth + 1)
    if kind == "empty":
        return "", None
    if kind == "literal":
        lines = draw(st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=3))
        return " |\n" + "".join(f"{pad}{line}\n" for line in lines).rstrip("\n"), "\n".join(lines) + "\n"
    if kind == "scalar" or depth > 2:
        written, meant = draw(scalars())
        return f" {written}" + draw(st.sampled_from(["", "  # a note"])), meant
    if kind == "flow list":
        items = draw(st.lists(scalars(), max_size=4))
        return f" [{', '.join(written for written, _ in items)}]", [meant for _, meant in items]
    if kind == "flow map":
        pairs = draw(st.dictionaries(KEYS, scalars(), max_size=3))
        return f" {{{', '.join(f'{key}: {written}' for key, (written, _) in pairs.items())}}}", {
            key: meant for key, (_, meant) in pairs.items()
        }
    if kind == "block list":
        items = draw(st.lists(scalars(), min_size=1, max_size=4))
        return "".join(f"\n{pad}- {written}" for written, _ in items), [meant for _, meant in items]
    pairs = draw(st.dictionaries(KEYS, values(depth + 1), min_size=1, max_size=3))
    return "".join(f"\n{pad}{key}:{written}" for key, (written, _) in pairs.items()), {
        key: meant for key, (_, meant) in pairs.items()
    }


@st.composite
def records(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    pairs = draw(st.dictionaries(KEYS, values(), min_size=1, max_size=6))
    lines = []
    for key, (written, _) in pairs.items():
        if draw(st.booleans()):
            lines.append("# a comment")
        lines.append(f"{key}:{written}")
    text = "\n".join(lines) + draw(st.sampled_from(["\n", ""]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = "\ufeff" + text
    return text, {key: meant for key, (_, meant) in pairs.items()}


def _as_text(node: Any) -> Any:
    """Return what ruamel.yaml composed, every scalar as text."""
    if node.id == "mapping":
        return {key.value: _as_text(value) for key, value in node.value}
    if node.id == "sequence":
        return [_as_text(item) for item in node.value]
    return None if node.value in {"", "~", "null"} and not node.style else node.value


@settings(max_examples=300, deadline=None)
@given(records())
def test_the_reader_reads_what_ruamel_reads(record: tuple[str, dict[str, Any]]) -> None:
    text, meant = record
    reading = read("a.yaml", text.encode())
    assert [item for item in reading.problems if item.code != "SYN007"] == []
    theirs = _as_text(YAML(typ="rt", pure=True).compose(text.removeprefix("\ufeff")))
    assert plain(reading.root) == theirs == contents("a.yaml", text.encode())[1]
    assert theirs == meant or not text.endswith("\n"), "a literal that ends the file has no last line end"
    assert_spans(reading)


def assert_spans(reading: Reading) -> None:
    """Every scalar's span reads as that scalar alone."""
    assert reading.root is not None
    text = reading.document.text
    for node in _nodes(reading.root):
        if not isinstance(node.value, (dict, list)) and node.value is not None:
            shown = text[node.start : node.end]
            if not shown.startswith("|"):
                again = read("b.yaml", f"key: {shown}\n".encode()).root
                assert again is not None
                assert plain(again) == {"key": node.value}


def _nodes(node: reader.Node) -> list[reader.Node]:
    if isinstance(node.value, dict):
        return [node, *(found for entry in node.value.values() for found in _nodes(entry.value))]
    if isinstance(node.value, list):
        return [node, *(found for item in node.value for found in _nodes(item))]
    return [node]
