"""Others write the work paper, by hand or by command, between question and answer."""

import signal
import subprocess
import sys
from pathlib import Path

from fieldwork_terminal import (
    EVIDENCE,
    NO_EVIDENCE,
    NO_NOTE,
    PAPER,
    RESULT,
    TEXT,
    Spawn,
    answered,
    at_prompt,
    drafts,
    ended,
    lines,
    only_draft,
    root,
    script,
    terminal,
)
from small_repository import auditctl, environment

__all__ = ["drafts", "root", "terminal"]

SECOND = "  # the second one\n"


def by_hand(root: Path, old: str, new: str) -> None:
    path = root / PAPER
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edit_elsewhere_moves_the_line_and_the_answer_goes_with_it(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup", "--line", "2")
    at_prompt(child)
    by_hand(root, "lines:\n", "lines:\n  - ask: By hand\n    requirements: [A.8.13]\n")
    child.sendline("c")
    child.expect_exact("the file was changed meanwhile; this stands in line 3 of it as it is now")
    answered(child, ("> ", "seen"), NO_NOTE, NO_EVIDENCE)
    child.expect_exact("[4/4]")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert [line.get("result") for line in lines(root)] == [None, None, "conform", None]
    assert "# Mine: do not touch." in (root / PAPER).read_text("utf-8")


def test_a_result_by_hand_is_not_overwritten(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    at_prompt(child)
    by_hand(root, "    look_for", "    result: ofi  # by hand\n    look_for")
    child.sendline("c")
    child.expect_exact("`result` of line 1 says 'ofi' now, so that 'conform' was not written")
    child.expect_exact("so far: ofi")
    answered(child, (f"{RESULT} [ofi]: ", "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["result"] == "ofi"
    assert "by" not in lines(root)[0]


def test_the_same_answer_by_hand_is_no_contradiction(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    at_prompt(child)
    by_hand(root, "    look_for", "    result: conform\n    look_for")
    child.sendline("c")
    answered(child, NO_NOTE, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert (lines(root)[0]["result"], lines(root)[0]["by"]) == ("conform", "ann-audit")


def test_a_line_that_is_gone_takes_no_answer(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    at_prompt(child)
    by_hand(root, "Are restore tests done?", "Are restore tests recorded?")
    child.sendline("c")
    child.expect_exact("the line 'Are restore tests done?' cannot be told there any more")
    child.expect_exact("[1/3] Are restore tests recorded?")
    answered(child, (RESULT, "c"), NO_NOTE, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["result"] == "conform"


def test_twins_are_told_apart_by_their_order(root: Path, terminal: Spawn) -> None:
    by_hand(root, "Is there a second site?", "Are restore tests done?")
    child = terminal("a", "backup", "--line", "2")
    answered(child, (RESULT, "c"), NO_NOTE, NO_EVIDENCE)
    at_prompt(child)
    assert [line.get("result") for line in lines(root)] == [None, "conform", None]


def test_a_note_by_hand_stands_and_what_was_typed_is_kept(root: Path, drafts: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "one: mine"))
    child.expect_exact("> ")
    by_hand(root, "one: mine", "one by hand")
    child.sendline("two")
    child.expect_exact("`notes` of line 1 says 'one by hand' now")
    answered(child, ("> ", "three"), NO_NOTE)
    child.expect_exact("what was typed is kept in")
    answered(child, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["notes"] == "one by hand"
    assert only_draft(drafts)["notes"] == "one: mine\ntwo\nthree\n"


def test_a_note_edited_while_the_editor_was_open_stands_too(
    root: Path, drafts: Path, terminal: Spawn
) -> None:
    paper = root / PAPER
    editor = script(
        drafts, f"""echo mine > "$1"; sed -i 's/^    method/    notes: theirs\\n    method/' {paper}"""
    )
    child = terminal("a", "backup", "--line", "2", EDITOR=editor)
    answered(child, (RESULT, "e"))
    child.expect_exact("`notes` of line 2 says 'theirs' now, so that 'mine' was not written")
    child.expect_exact("note: theirs")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert [path.read_text("utf-8") for path in drafts.glob("auditctl-draft-*")] == ["mine\n"]


def test_evidence_named_by_two_is_joined(root: Path, terminal: Spawn) -> None:
    (root / "audits/a/evidence/second.yaml").write_text(EVIDENCE, "utf-8")
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), NO_NOTE)
    child.expect_exact("empty for none): ")
    by_hand(root, "    look_for", "    evidence: [second]\n    look_for")
    child.sendline("restore")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["evidence"] == ["second", "restore-register"]


def test_evidence_recorded_elsewhere_meanwhile_can_be_named(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"))
    child.expect_exact("> ")
    (root / "audits/a/evidence/late.yaml").write_text(EVIDENCE.replace("Restore", "Late"), "utf-8")
    child.sendline("")
    answered(child, ("empty for none): ", "late"), (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["evidence"] == ["late"]


def test_a_file_that_is_broken_by_hand_stops_the_walk_and_keeps_the_text(
    root: Path, drafts: Path, terminal: Spawn
) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "one"))
    child.expect_exact("> ")
    broken = TEXT.replace("lines:", "lines: [")
    (root / PAPER).write_text(broken, "utf-8")
    child.sendline("two")
    child.expect_exact(f"{PAPER} cannot be read")
    answered(child, NO_NOTE)
    code, said = ended(child)
    assert (code, "Traceback" in said) == (3, False)
    assert only_draft(drafts)["notes"] == "one\ntwo\n"
    assert (root / PAPER).read_text("utf-8") == broken


def test_a_file_that_goes_stops_the_walk_too(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    at_prompt(child)
    (root / PAPER).unlink()
    child.sendline("c")
    code, said = ended(child)
    assert (code, f"{PAPER} cannot be read: no such file or directory" in said) == (3, True)


def test_two_walks_on_one_line_one_wins_and_the_other_is_told(root: Path, terminal: Spawn) -> None:
    first, second = terminal("a", "backup"), terminal("a", "backup")
    at_prompt(first)
    at_prompt(second)
    first.sendline("c")
    first.expect_exact("> ")
    second.sendline("n")
    second.expect_exact("`result` of line 1 says 'conform' now, so that 'nonconform' was not written")
    second.expect_exact("so far: conform by ann-audit")
    answered(second, (RESULT, "j 2"), (RESULT, "c"), ("> ", "two"), NO_NOTE, NO_EVIDENCE)
    at_prompt(second)
    first.sendline("one")
    first.expect_exact("the file was changed meanwhile; this stands in line 1 of it as it is now")
    answered(first, NO_NOTE, NO_EVIDENCE)
    first.expect_exact("[3/3]")
    for child in (first, second):
        child.sendline("q")
        assert ended(child)[0] == 0
    assert [(line.get("result"), line.get("notes")) for line in lines(root)] == [
        ("conform", "one"),
        ("conform", "two"),
        (None, None),
    ]


def test_commands_at_once_on_different_lines_lose_nothing(root: Path) -> None:
    count = 8
    asked = "".join(f"  - {{ask: 'Question {at}', requirements: [A.8.13]}}\n" for at in range(count))
    (root / PAPER).write_text(f"lines:\n{asked}", "utf-8")
    words = [sys.executable, "-m", "auditctl", "fieldwork", "a", "backup", "--result", "conform"]
    started = [
        subprocess.Popen(
            [*words, "--line", str(at + 1), "--note", f"note {at}"],
            cwd=root,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for at in range(count)
    ]
    told = [(process.communicate()[1].decode(), process.returncode) for process in started]
    found = lines(root)
    for at, (said, code) in enumerate(told):
        if code == 0:
            assert (found[at]["result"], found[at]["notes"]) == ("conform", f"note {at}")
        else:
            assert (code, "changed while this command was at work" in said) == (3, True)
            assert "result" not in found[at]
    assert any(code == 0 for _, code in told)


def test_killed_without_a_word_the_answers_stand(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "whole"))
    child.expect_exact("> ")
    child.kill(signal.SIGKILL)
    ended(child)
    assert lines(root)[0]["notes"] == "whole"
    assert auditctl(root, "check").code == 0
