"""The editor as a whole: ends of files, Markdown, several edits, refusals."""

import difflib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditctl.errors import CannotEdit
from auditctl.source.editor import Append, Edit, Insert, Remove, Rename, Set, edited
from auditctl.source.reader import Document, parsed, plain
from edits_shown import after

LODOS = Path(__file__).parents[2] / "examples" / "lodos"
STEP = {"step": "approved", "by": "ingrid-lind", "date": date(2026, 11, 6)}


@pytest.mark.parametrize(
    ("before", "edit", "expected"),
    [
        ("a: 1", Set(("b",), 2), "a: 1\nb: 2\n"),
        ("a: 1 # x", Set(("a",), 2), "a: 2 # x"),
        ("a: 1\nb: 2", Remove(("b",)), "a: 1\n"),
        ("a:\r\n- 1", Append(("a",), 2), "a:\r\n- 1\r\n- 2\r\n"),
        ("a: 1", Set(("a",), ["x"]), "a:\n  - x\n"),
        ("a: 1", Set(("a",), "x\ny\n"), "a: |\n  x\n  y\n"),
        ("a: |\n  x", Set(("b",), 2), "a: |-\n  x\nb: 2\n"),
        ("a:\n  - >+\n    x", Append(("a",), 2), "a:\n  - >-\n    x\n  - 2\n"),
        ("# x", Set(("a",), 1), "# x\na: 1\n"),
        ("", Set(("a",), 1), "a: 1\n"),
        ("---\na: 1\n...\n", Set(("b",), 2), "---\na: 1\nb: 2\n...\n"),
    ],
)
def test_the_end_of_a_file(before: str, edit: Edit, expected: str) -> None:
    assert after(before, edit) == expected


def test_a_byte_order_mark_and_the_path_stay() -> None:
    found = edited(Document("a.yaml", "a: 1\n", bom=True), [Set(("a",), 2)])
    assert found.data == b"\xef\xbb\xbfa: 2\n"
    assert found.path == "a.yaml"


MARKDOWN = "---\r\ntitle: No restore test # T\r\nevidence: []\r\n---\r\n\r\n# Prose: {x\r\n"


def test_the_fields_of_a_markdown_record_are_edited_above_its_prose() -> None:
    edits: list[Edit] = [Set(("grade",), "minor"), Append(("evidence",), "log"), Set(("title",), "None")]
    assert after(MARKDOWN, *edits, path="a.md") == (
        "---\r\ntitle: None # T\r\nevidence:\r\n  - log\r\ngrade: minor\r\n---\r\n\r\n# Prose: {x\r\n"
    )
    assert after("---\n---\n", Set(("title",), "x"), path="a.md") == "---\ntitle: x\n---\n"
    assert after("---\na: 1\n---\n", Remove(("a",)), path="a.md") == "---\n---\n"


def test_several_edits_are_made_one_after_the_other() -> None:
    edits: list[Edit] = [
        Append(("plan",), {"step": "submitted"}),
        Set(("plan", 0, "by"), "elif"),
        Append(("plan",), STEP),
        Rename(("owner",), "responsible"),
        Remove(("plan", 1, "step")),
    ]
    assert after("owner: ayse # since May\n", *edits) == (
        "responsible: ayse # since May\n"
        "plan:\n"
        "  - step: submitted\n"
        "    by: elif\n"
        "  - by: ingrid-lind\n"
        "    date: 2026-11-06\n"
    )


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a:   'x'  # y\n", Set(("a",), "x")),
        ("a: [x, 5.10]\n", Set(("a",), ["x", "5.10"])),
        ("a: 2026-10-06\n", Set(("a",), date(2026, 10, 6))),
        ("a: >\n  x\n  y\n", Set(("a",), "x y\n")),
        ("a: ~\n", Set(("a",), None)),
        ("a: 1\n", Rename(("a",), "a")),
    ],
)
def test_a_value_that_stands_there_already_is_left_as_it_is(text: str, edit: Edit) -> None:
    document = Document("a.yaml", text)
    assert edited(document, [edit]) is document


def difference(path: str, *edits: Edit) -> list[str]:
    """Return the changed lines of a file of the example."""
    before = (LODOS / path).read_bytes().decode()
    lines = difflib.unified_diff(before.splitlines(), after(before, *edits).splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_a_change_of_one_word_is_a_difference_of_one_line() -> None:
    assert difference("audits/2026-main/schedule.yaml", Set(("sessions", "backup", "auditors", 0), "kerem-ozturk")) == [
        "-    auditors: [ingrid-lind]            # draft: ceren-arslan, who ran it until February (IND004)",
        "+    auditors: [kerem-ozturk]            # draft: ceren-arslan, who ran it until February (IND004)",
    ]  # fmt: skip
    capa = "audits/2026-main/capas/leaver-accounts.yaml"
    details = parsed(Document(capa, (LODOS / capa).read_text("utf-8"))).root
    text = plain(details)["details"]
    assert difference(capa, Set(("details",), text.replace("So the missing", "Hence the missing"))) == [
        "-  The ticket that was missing in 2025 exists now, and still three accounts stayed. So the missing ticket was not the",
        "+  The ticket that was missing in 2025 exists now, and still three accounts stayed. Hence the missing ticket was not the",
    ]


def test_a_step_more_is_only_new_lines() -> None:
    found = difference("audits/2026-main/capas/auditor-competence.yaml", Append(("plan",), STEP))
    assert found == ["+  - step: approved", "+    by: ingrid-lind", "+    date: 2026-11-06"]


REFUSED: list[tuple[str, Edit, str]] = [
    ("a: [x\n", Set(("a",), 1), "at `a` and is left as it is: the file cannot be read"),
    ("a: &x 1\n", Set(("a",), 1), "the file cannot be read"),
    ("a: x\n", Set(("a", "b"), 1), "at `a.b` and is left as it is: a single value stands where keys should be"),
    ("a: {}\n", Append(("a",), 1), "a mapping stands where a list should be"),
    ("a: x\n", Append(("a",), 1), "a single value stands where a list should be"),
    ("a: [x]\n", Set(("a", "b"), 1), "a list stands where keys should be"),
    ("a: [x]\n", Set(("a", 1), 1), "at `a[1]` and is left as it is: the list has 1 items, and none at [1]"),
    ("a: [x]\n", Insert(("a", 1), 1), "none at [1]"),
    ("a: {b: 1}\n", Insert(("a", "b"), 1), "only a list has items to insert before"),
    ("a: 1\n", Remove(("b",)), "there is no `b`"),
    ("a: 1\n", Remove(("b", 0)), "there is no `b`"),
    ("a: 1\n", Set(("b", 0), 1), "nothing stands where a list should be"),
    ("a: 1\nb: 2\n", Rename(("a",), "b"), "`b` stands there already"),
    ("a: [x]\n", Rename(("a", 0), "b"), "only a key has a name"),
    ("a: 1\n", Set((), {"b": 1}), "record.yaml cannot be changed safely and is left as it is: no command replaces a whole file"),
    ("a: 1\na: 2\n", Set(("a",), 3), "record.yaml cannot be changed safely at `a` and is left as it is"),
    ("a: |\n  x\nb: 1\n\n    # deep\n", Remove(("b",)), "cannot be changed safely at `b` and is left as it is"),
    ("? a\nb: 1\n", Set(("a",), 3), "cannot be changed safely at `a` and is left as it is"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edit", "words"), REFUSED)
def test_what_does_not_fit_is_refused_in_one_sentence(text: str, edit: Edit, words: str) -> None:
    with pytest.raises(CannotEdit) as refusal:
        after(text, edit)
    assert words in refusal.value.sentence
    assert refusal.value.exit_code == 3


def test_the_body_of_a_markdown_record_is_no_field() -> None:
    with pytest.raises(CannotEdit, match="`details` is the text below the front matter"):
        after(MARKDOWN, Set(("details",), "x"), path="a.md")


@pytest.mark.parametrize(
    ("edit", "way_out"),
    [
        (Set(("a", "b"), date(2026, 1, 2)), "write it there by hand:\nb: 2026-01-02\n"),
        (Append(("a",), {"by": "x", "why": "no"}), 'write it there by hand:\na:\n  - by: x\n    why: "no"\n'),
        (Insert(("a", 0), "x\ny"), "write it there by hand:\n- |-\n  x\n  y\n"),
        (Rename(("a",), "b"), "write it there by hand:\nb:"),
        (Remove(("a",)), "take it out there by hand"),
    ],
)
def test_a_refusal_shows_what_to_write_by_hand(edit: Edit, way_out: str) -> None:
    with pytest.raises(CannotEdit) as refusal:
        after("a: [\n", edit)
    assert refusal.value.way_out == way_out


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(CannotEdit, match="the file cannot be read"):
        edited(Document("a.yaml", "a: 1\n", readable=False), [Set(("a",), 2)])


def test_what_the_second_reader_cannot_read_is_refused() -> None:
    with pytest.raises(CannotEdit, match="two readers of YAML do not find the same in it"):
        after('a: 1\nb: ["x":1]\n', Set(("a",), 2))


def test_what_the_second_reader_takes_for_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from auditctl.source import editor

    def otherwise(text: str, *_: object) -> Any:
        return {"a": text}

    monkeypatch.setattr(editor, "second_reading", otherwise)
    with pytest.raises(CannotEdit, match="two readers"):
        after("a: 1\n", Set(("a",), 2))


def test_tabs_around_values_are_no_hindrance() -> None:
    text = "a:\tone\t# tab\nb: | # head\n  x\ty\nc: [1,\n\t2]\n"
    assert after(text, Set(("a",), "two"), Append(("c",), 3)) == (
        "a:\ttwo\t# tab\nb: | # head\n  x\ty\nc: [1,\n\t2, 3]\n"
    )
