"""Files in other encodings, and characters that nobody sees."""

import pytest

from auditctl.source.characters import name
from auditctl.source.reader import Reading, line_column, line_text, read


def said(reading: Reading) -> list[str]:
    places = [line_column(reading.document.text, problem.span.start) for problem in reading.problems]
    found = zip(reading.problems, places, strict=True)
    return [f"{problem.code} {line}:{column} {problem.message}" for problem, (line, column) in found]


SENTENCE = "grade: minor\ntitle: Yedekten dönüş denenmemiş\n"


@pytest.mark.parametrize(
    ("data", "place", "encoding"),
    [
        (SENTENCE.encode("cp1254"), "2:18", "Windows-1254 (Turkish)"),
        ("title: Prüfung für Ämter\n".encode("cp1252"), "1:10", "Windows-1252"),
        (b"title: \x8eivko\n", "1:8", "Windows-1252"),
        (SENTENCE.encode("utf-16"), "1:1", "UTF-16LE"),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), "1:1", "UTF-16BE"),
        (SENTENCE.encode("utf-16-le"), "1:1", "UTF-16LE"),
        (SENTENCE.encode("utf-16-be"), "1:1", "UTF-16BE"),
        (SENTENCE.encode("utf-32"), "1:1", "UTF-32LE"),
    ],
)
def test_another_encoding_is_named_with_the_place_of_its_first_byte(
    data: bytes, place: str, encoding: str
) -> None:
    reading = read("x.yaml", data)
    assert said(reading) == [f"SYN005 {place} the file is not UTF-8"]
    assert reading.problems[0].hint == f"it looks like {encoding}; save it as UTF-8"


def test_the_line_that_is_shown_has_the_letters_that_could_be_read() -> None:
    for codec, line in {
        "cp1254": "title: Yedekten d\ufffdn\ufffd\ufffd",
        "utf-16": "title: Yedekten dönüş",
        "utf-16-be": "title: Yedekten dönüş",
    }.items():
        document = read("x.yaml", SENTENCE.encode(codec)).document
        assert line_text(document.text, 2).startswith(line)
        assert not document.readable


def test_bytes_that_are_no_text_at_all_have_no_encoding() -> None:
    reading = read("x.yaml", b"a: \x81\x8d\n")
    assert said(reading) == ["SYN005 1:4 the file is not UTF-8"]
    assert "text file" in reading.problems[0].hint


def test_one_foreign_byte_in_a_file_of_utf_8_is_to_be_typed_again_not_converted() -> None:
    reading = read("x.yaml", "title: dönüş\nby: Ay".encode() + b"\xfee\nto: " + "ş\n".encode())
    assert said(reading) == ["SYN005 2:7 the byte 0xFE is not UTF-8"]
    expected = "the text before it is UTF-8; in Windows-1254 (Turkish) it is ş: type this character again"
    assert reading.problems[0].hint == expected
    assert reading.document.text == "title: dönüş\nby: Ay\ufffde\nto: ş\n"


def test_a_foreign_byte_that_no_encoding_knows_is_shown_by_its_number() -> None:
    assert said(read("x.yaml", "title: ö ".encode() + b"\x81\n")) == [
        "SYN005 1:10 the byte 0x81 is not UTF-8"
    ]


def test_half_a_character_is_called_a_surrogate() -> None:
    reading = read("x.yaml", b"a: 1\ntitle: \xed\xa0\xbd\xed\xb8\x80\n")
    assert said(reading) == ["SYN005 2:8 half of a character (a surrogate) stands in the text"]


def test_places_are_right_behind_a_byte_order_mark() -> None:
    assert said(read("x.yaml", b"\xef\xbb\xbfa: \xfd\n"))[0].startswith("SYN005 1:4 ")
    assert said(read("x.yaml", "\ufeffab: \u202ex\n".encode()))[0].startswith("SYN005 1:5 ")


UNSEEN = {
    "\x00": "control character U+0000",
    "\x0b": "control character U+000B",
    "\x1b": "control character U+001B",
    "\x7f": "control character U+007F",
    "\x85": "control character U+0085",
    "\x9f": "control character U+009F",
    "\u061c": "bidirectional character U+061C",
    "\u200e": "bidirectional character U+200E",
    "\u2028": "line separator U+2028",
    "\u202e": "bidirectional character U+202E",
    "\u2069": "bidirectional character U+2069",
    "\ufdd0": "noncharacter U+FDD0",
    "\ufeff": "byte order mark U+FEFF",
    "\ufffe": "noncharacter U+FFFE",
    "\U0010ffff": "noncharacter U+10FFFF",
}


@pytest.mark.parametrize(("character", "called"), UNSEEN.items(), ids=UNSEEN.values())
@pytest.mark.parametrize("path", ["x.yaml", "x.md"])
def test_an_unseen_character_is_refused_wherever_it_stands(character: str, called: str, path: str) -> None:
    for text in (
        f"---\na: x{character}y\n---\n",
        f"---\na: 1\n# x{character}y\n---\n",
        f"---\na: |\n  x{character}y\n---\n",
    ):
        (problem,) = read(path, text.encode()).problems
        assert (problem.code, problem.message) == ("SYN005", f"the {called} stands in the text")
        assert text[problem.span.start : problem.span.end] == character


def test_an_unseen_character_in_the_prose_of_a_markdown_record_is_refused() -> None:
    assert said(read("x.md", "---\na: 1\n---\nx \u202ey\n".encode())) == [
        "SYN005 4:3 the bidirectional character U+202E stands in the text"
    ]


def test_many_unseen_characters_are_one_problem_with_the_places_of_the_next_ones() -> None:
    text = "a: \u202ax\nb: \u202cy\nc: " + "\u200e" * 8
    (problem,) = read("x.yaml", text.encode()).problems
    assert problem.message == "the bidirectional character U+202A stands in the text, and 9 more like it"
    assert [line_column(text, span.start) for span, _ in problem.related][:2] == [(2, 4), (3, 4)]
    assert len(problem.related) == 5


def test_a_mebibyte_of_unseen_characters_is_still_one_problem() -> None:
    (problem,) = read("x.yaml", b"\x01" * (1 << 20)).problems
    assert problem.message == "the control character U+0001 stands in the text, and 1048575 more like it"


@pytest.mark.parametrize(
    "seen", ["\t", "\u00a0", "\u00ad", "\u200b", "\u200d", "é", "ş", "日本", "👩‍🔧", "e\u0301"]
)
def test_ordinary_characters_of_any_script_stand(seen: str) -> None:
    assert read("x.yaml", f"title: x{seen}y\n".encode()).problems == ()


@pytest.mark.parametrize(
    ("escape", "called"),
    [
        ("\\e", "control character U+001B"),
        ("\\x1b", "control character U+001B"),
        ("\\0", "control character U+0000"),
        ("\\a", "control character U+0007"),
        ("\\x90", "control character U+0090"),
        ("\\u202e", "bidirectional character U+202E"),
        ("\\U0000200F", "bidirectional character U+200F"),
        ("\\uFEFF", "byte order mark U+FEFF"),
        ("\\U0001FFFE", "noncharacter U+1FFFE"),
    ],
)
def test_an_escape_in_double_quotes_does_not_hide_an_unseen_character(escape: str, called: str) -> None:
    text = f'a: 1\nb: ["\\\\ \\n", "x\\t{escape}[31m"]\n'
    reading = read("x.yaml", text.encode())
    assert said(reading) == [f"SYN005 2:14 the {called} stands in the text"]
    assert reading.root is not None


@pytest.mark.parametrize("escape", ["\\ud83d\\ude00", "\\udc00", "\\U00110000", "\\UFFFFFFFF"])
@pytest.mark.parametrize("is_fast", [True, False], ids=["libyaml", "pure"])
def test_an_escape_that_writes_no_character_is_refused(
    escape: str, is_fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_fast:
        monkeypatch.setattr("auditctl.source.parser.FAST", None)
    reading = read("x.yaml", f'a: 1\nb: "x{escape}"\n'.encode())
    assert {line[:9] for line in said(reading)} == {"SYN005 2:"}
    assert "surrogate" in reading.problems[0].message
    assert reading.root is None


def test_line_ends_and_tabs_may_be_escaped() -> None:
    assert read("x.yaml", b'a: "x\\ty\\nz\\r\\n\\_\\N\\L\\P\\r"\n').problems == ()


def test_each_kind_of_unseen_character_in_a_value_is_said_once() -> None:
    reading = read("x.yaml", b'a: "\\e[31m \\e[0m \\u202e"\n')
    assert [line.partition(" the ")[2][:24] for line in said(reading)] == [
        "control character U+001B",
        "bidirectional character ",
    ]


def test_a_backslash_in_single_quotes_and_in_plain_text_is_no_escape() -> None:
    assert read("x.yaml", b"a: '\\e[31m'\nb: \\e[31m\nc: |\n  \\u202e\n").problems == ()


def test_a_lone_carriage_return_is_refused_with_what_it_is() -> None:
    reading = read("x.yaml", b"a: 1\rb: 2\r\nc: 3\r\n")
    assert said(reading) == ["SYN005 1:5 the control character U+000D stands in the text"]
    assert "very old files" in reading.problems[0].hint


def test_each_unseen_character_has_a_name() -> None:
    assert name("\ud800") == "surrogate U+D800"
