"""Interruptions, closed terminals, full disks and failing editors: what was answered stands, what was typed is kept."""

import resource
import signal
from pathlib import Path

import pytest

from fieldwork_terminal import (
    NO_EVIDENCE,
    NO_NOTE,
    PAPER,
    RESULT,
    TEXT,
    Spawn,
    answered,
    drafts,
    ended,
    lines,
    only_draft,
    root,
    script,
    terminal,
)

__all__ = ["drafts", "root", "terminal"]


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 3)], ids=["ctrl-c", "end-of-input"])
def test_an_interruption_in_a_note_loses_nothing(root: Path, terminal: Spawn, key: str, code: int) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "n"), ("> ", "first: line"), ("> ", "second # line"))
    child.expect_exact("> ")
    child.send(key)
    left, said = ended(child)
    assert left == code
    assert f"everything answered stands in {PAPER}" in said
    assert "go on with `auditctl fieldwork a backup --line 1`" in said
    assert (lines(root)[0]["result"], lines(root)[0]["notes"]) == (
        "nonconform",
        "first: line\nsecond # line\n",
    )


def test_a_line_that_was_not_ended_is_kept_in_a_draft(root: Path, drafts: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "whole"))
    child.expect_exact("> ")
    child.send("half a li")
    child.expect_exact("half a li")
    child.send("\x03")
    code, said = ended(child)
    assert (code, "what was typed is kept in" in said) == (130, True)
    assert only_draft(drafts) == {"ask": "Are restore tests done?", "notes": "half a li"}
    assert lines(root)[0]["notes"] == "whole"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_killed_command_keeps_what_was_answered(
    root: Path, terminal: Spawn, number: signal.Signals
) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "whole"))
    child.expect_exact("> ")
    child.kill(number)
    code, said = ended(child)
    assert (code, "interrupted: everything answered stands in" in said) == (130, True)
    assert lines(root)[0]["notes"] == "whole"


def test_a_signal_keeps_the_line_that_was_not_ended(root: Path, drafts: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"))
    child.expect_exact("> ")
    child.send("half a li")
    child.expect_exact("half a li")
    child.kill(signal.SIGHUP)
    code, said = ended(child)
    assert (code, said.count("\ninterrupted: everything answered stands in")) == (130, 1)
    assert only_draft(drafts)["notes"] == "half a li"
    assert lines(root)[0]["result"] == "conform"


def test_a_disk_without_room_refuses_the_note_and_keeps_it(root: Path, drafts: Path, terminal: Spawn) -> None:
    room = len(TEXT.encode()) + 60

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    child = terminal("a", "backup", limit=limited, PYTHONDONTWRITEBYTECODE="1")
    answered(child, (RESULT, "c"), ("> ", "word " * 20))
    child.expect_exact(f"{PAPER} cannot be written: file too large")
    answered(child, ("> ", "more"), NO_NOTE)
    child.expect_exact("what was typed is kept in")
    answered(child, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert only_draft(drafts)["notes"] == f"{('word ' * 20).strip()}\nmore\n"
    assert "notes" not in lines(root)[0]
    assert lines(root)[0]["result"] == "conform"
    assert [path.name for path in (root / "audits/a/workpapers").iterdir()] == ["backup.yaml"]


def test_a_closed_terminal_keeps_what_was_answered(root: Path, drafts: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "n"), ("> ", "whole"))
    child.expect_exact("> ")
    child.close(force=False)
    assert not child.isalive()
    assert (lines(root)[0]["result"], lines(root)[0]["notes"]) == ("nonconform", "whole")
    assert not list(drafts.glob("auditctl-bug-*"))


def test_interrupted_in_a_finding_the_line_stands_and_the_finding_is_kept(
    root: Path, drafts: Path, terminal: Spawn
) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "n"), ("> ", "bad"), NO_NOTE, NO_EVIDENCE, ("[Y/n]", "y"), ("Title: ", "Half"))
    child.expect_exact("Grade: ")
    child.send("\x03")
    code, said = ended(child)
    assert (code, "go on with: auditctl finding add a -e --from" in said) == (130, True)
    assert only_draft(drafts)["title"] == "Half"
    assert lines(root)[0]["result"] == "nonconform"
    child = terminal("a", "backup", "--line", "1")
    answered(child, (RESULT, ""), NO_NOTE, NO_EVIDENCE, ("[Y/n]", "n"), (RESULT, "q"))
    _, said = ended(child)
    assert "nonconform or OFI without a finding: line 1" in said


def test_a_note_is_edited_in_the_editor(root: Path, drafts: Path, terminal: Spawn) -> None:
    editor = script(drafts, 'printf "İlk satır: ok\\nsecond\\n" >> "$1"')
    child = terminal("a", "backup", EDITOR=editor)
    answered(child, (RESULT, "e"))
    child.expect_exact("note: İlk satır: ok")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["notes"] == "İlk satır: ok\nsecond\n"
    assert list(drafts.glob("auditctl-draft-*")) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [("exit 3", "ended with exit status 3"), ('printf "typed" > "$1"; exit 1', "ended with exit status 1")],
    ids=["without a word", "after typing"],
)
def test_an_editor_that_fails_is_one_sentence_and_the_walk_goes_on(
    root: Path, drafts: Path, terminal: Spawn, body: str, said: str
) -> None:
    child = terminal("a", "backup", EDITOR=script(drafts, body))
    answered(child, (RESULT, "e"))
    child.expect_exact(said)
    answered(child, (RESULT, "c"), ("> ", "seen"), NO_NOTE, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["notes"] == "seen"
    kept = [path.read_text("utf-8") for path in drafts.glob("auditctl-draft-*")]
    assert kept == (["typed"] if "typed" in body else [])


def test_an_editor_that_cannot_be_started(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup", EDITOR="/nowhere/editor")
    answered(child, (RESULT, "e"))
    child.expect_exact("cannot be started")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert (root / PAPER).read_text("utf-8") == TEXT
