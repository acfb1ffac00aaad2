"""What a well-formed file says: text, never a guess, and where it stands."""

import pytest

from auditctl.source.reader import Document, contents, plain, read, tree


def data(text: str) -> object:
    reading = read("x.yaml", text.encode())
    assert reading.problems == ()
    return plain(reading.root)


@pytest.mark.parametrize(
    "word",
    [
        "8.10",
        "no",
        "on",
        "Yes",
        "2026-02-30",
        "0x10",
        "0o7",
        "1e3",
        "12:30",
        ".inf",
        "Null",
        "NULL",
        "007",
        "=",
    ],
)
def test_a_scalar_stays_the_text_that_stands_there(word: str) -> None:
    assert data(f"a: {word}\nb: [{word}]\nc: {{d: {word}}}\n") == {"a": word, "b": [word], "c": {"d": word}}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_value_left_empty_is_none(nothing: str) -> None:
    assert data(f"a: {nothing}\nb:\n  - {nothing}\n  - x\n") == {"a": None, "b": [None, "x"]}


@pytest.mark.parametrize("quoted", ['"null"', "'~'", '""', "''"])
def test_a_quoted_null_is_text(quoted: str) -> None:
    assert data(f"a: {quoted}\n") == {"a": quoted[1:-1]}


def test_a_key_is_text_even_where_it_reads_like_a_value() -> None:
    assert data("null: a\n~: b\n8.10: c\nno: d\n") == {"null": "a", "~": "b", "8.10": "c", "no": "d"}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "---\n", "---\n# nothing\n", "\ufeff", "\r\n"]
)
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert data(text) == {}


def test_a_leading_document_start_and_a_trailing_document_end_do_no_harm() -> None:
    assert data("---\ntitle: Restore\n...\n") == {"title": "Restore"}


@pytest.mark.parametrize(
    "text",
    ["a: 1\r\nb:\r\n  - x\r\n  - |\r\n    p\r\n    q\r\n", "\ufeffa: 1\nb:\n  - x\n  - |\n    p\n    q"],
)
def test_line_ends_byte_order_mark_and_a_missing_last_line_end_change_nothing(text: str) -> None:
    last = "p\nq\n" if text.endswith("\n") else "p\nq"
    assert data(text) == {"a": "1", "b": ["x", last]}


def test_the_bytes_of_a_document_can_be_had_again() -> None:
    for written in ("title: Yedekten dönüş\r\n", "\ufefftitle: x\n", "\ufeff"):
        assert read("x.yaml", written.encode()).document.data == written.encode()


def test_a_byte_order_mark_does_not_move_any_place() -> None:
    document = read("x.yaml", "\ufefftitle: x\n".encode()).document
    assert (document.bom, document.text) == (True, "title: x\n")


def test_a_node_says_what_it_is_and_how_it_is_written() -> None:
    root = read("x.yaml", b"a: {b: 1}\nc:\n  - 'x'\n").root
    assert root is not None
    held = root.value
    assert [root.kind, held["a"].value.kind, held["c"].value.kind] == ["map", "map", "seq"]
    assert [root.flow, held["a"].value.flow, held["c"].value.flow] == [False, True, False]
    one, quoted = held["a"].value.value["b"].value, held["c"].value.value[0]
    assert (one.kind, one.plain, quoted.plain) == ("scalar", True, False)


def test_the_tree_can_be_built_again_from_the_document() -> None:
    reading = read("x.yaml", b"a: [1, {b: c}]\n")
    again = tree(reading.document)
    assert plain(again) == plain(reading.root) == {"a": ["1", {"b": "c"}]}
    assert tree(Document("x.yaml", reading.document.text)) is again


@pytest.mark.parametrize(
    "raw", [b"a: [1\n", b"\xff\xfea\x00", b"a: \xfd\n", b"x" * (1 << 20) + b"x", b"<<<<<<< x\n"]
)
def test_a_file_that_could_not_be_read_has_no_tree_later_either(raw: bytes) -> None:
    reading = read("x.yaml", raw)
    assert reading.root is None
    assert plain(reading.root) is None
    assert tree(reading.document) is None


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("x.yaml", b"title: a\nlist: [b, c]\n"),
        ("x.yaml", b"title: No owner #3 named\n"),
        ("x.yaml", b"title: *name\n"),
        ("x.yaml", b"a: 1\na: 2\n"),
        ("x.yaml", b"\xff\xfea\x00"),
        ("x.yaml", b"a: \x1b\n"),
        ("x.yaml", b"a: [\n"),
        ("x.md", b"---\ntitle: a\n---\nprose\n"),
        ("x.md", b"prose\n"),
    ],
)
def test_the_contents_of_a_file_are_those_of_its_tree(path: str, raw: bytes) -> None:
    reading = read(path, raw)
    assert contents(path, raw) == (reading.document, plain(reading.root), reading.problems)
