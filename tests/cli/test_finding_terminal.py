"""`finding add` on a real terminal: questions, an editor, and what becomes of typed text when things go wrong."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml

from small_repository import auditctl, environment, lay

ADD = ("finding", "add", "a")
LINE = "# yaml-language-server: $schema=../../../.schemas/finding.json\n"
EVIDENCE = "kind: record\ntitle: Restore register\ncollected: {by: ann-audit, date: 2026-10-05}\n"
GOOD = (
    "title: Written in the editor\ngrade: minor\nprocess: backup\nraised: {by: ann-audit, date: 2026-10-06}\n"
)
KEPT = re.compile(r"what was typed is kept in (\S+)")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "drafts").mkdir()
    return lay(tmp_path / "repository", {"audits/a/evidence/restore-register.yaml": EVIDENCE})


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


Spawn = Callable[..., Any]


@pytest.fixture
def terminal(root: Path, drafts: Path) -> Iterator[Spawn]:
    """Start a command line on a pseudo-terminal."""
    started: list[Any] = []

    def spawn(*words: str, line: str = "", **env: str) -> Any:
        command = ["sh", "-c", line] if line else [sys.executable, "-m", "auditctl", *words]
        child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(root),
            env=environment(TMPDIR=str(drafts), **env),
            encoding="utf-8",
            timeout=20,
            dimensions=(40, 120),
        )
        child.delaybeforesend = 0
        started.append(child)
        return child

    yield spawn
    for child in started:
        child.close(force=True)


def answered(child: Any, *pairs: tuple[str, str]) -> None:
    for prompt, answer in pairs:
        child.expect_exact(prompt)
        child.sendline(answer)


def ended(child: Any) -> tuple[int, str]:
    """Wait for the end; return exit code and what was said last."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus, child.before.replace("\r\n", "\n")


def script(folder: Path, body: str) -> str:
    """Return an editor: a shell script that gets the file's name as $1."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def findings(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "audits/a/findings").glob("*"))


def only_draft(drafts: Path) -> Path:
    (path,) = drafts.glob("auditctl-draft-*.yaml")
    return path


def test_a_terminal_asks_for_all_that_is_missing(root: Path, drafts: Path, terminal: Spawn) -> None:
    child = terminal(*ADD)
    answered(child, ("Title: ", ""))
    child.expect_exact("the title is empty; write a few words")
    answered(child, ("Title: ", "No restore: test #3"), ("Grade: ", "dreadful"))
    child.expect_exact("there is no grade 'dreadful'")
    answered(child, ("Grade: ", "2"))
    child.expect_exact("1 backup  Backup and restore")
    answered(child, ("Process: ", "bakup"))
    child.expect_exact("there is no process 'bakup'; did you mean backup?")
    answered(child, ("Process: ", "1"))
    child.expect_exact("1 A.8.13  Information backup")
    answered(child, ("Requirements (commas between; empty for none): ", "1, 8.1, A.99"))
    child.expect_exact("there is no requirement 'A.99'")
    answered(child, ("Requirements (commas between; empty for none): ", "1, 8.1"))
    child.expect_exact("8.1  Operational planning and control")
    answered(
        child, ("> ", "Three of four tests are missing:"), ("> ", "  the last is of 2025-11-18."), ("> ", "")
    )
    answered(
        child, ("Evidence (commas between; empty for none): ", "register"), ("Raised by [ann-audit]: ", "")
    )
    code, said = ended(child)
    assert code == 0
    assert "audits/a/findings/no-restore-test-3.yaml" in said
    assert yaml.safe_load((root / "audits/a/findings/no-restore-test-3.yaml").read_text("utf-8")) == {
        "title": "No restore: test #3",
        "grade": "minor",
        "process": "backup",
        "requirements": ["A.8.13", "8.1"],
        "statement": "Three of four tests are missing:\n  the last is of 2025-11-18.\n",
        "evidence": ["restore-register"],
        "raised": {"by": "ann-audit", "date": yaml.safe_load("2026-10-06")},
    }
    assert list(drafts.iterdir()) == []


def test_questions_go_to_stderr_and_the_path_to_stdout(root: Path, terminal: Spawn) -> None:
    child = terminal(
        line=f"{sys.executable} -m auditctl finding add a --grade minor --process backup > out.txt"
    )
    answered(
        child,
        ("Title: ", "Täst"),
        ("empty for none): ", ""),
        ("> ", ""),
        ("empty for none): ", ""),
        ("Raised by [ann-audit]: ", "tom"),
    )
    assert ended(child)[0] == 0
    assert (root / "out.txt").read_text("utf-8") == "audits/a/findings/tast.yaml\n"


def test_no_input_asks_nothing_on_a_terminal(root: Path, terminal: Spawn) -> None:
    code, said = ended(terminal(*ADD, "--no-input"))
    assert (code, "give it with TITLE" in said) == (2, True)
    assert findings(root) == []


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 3)], ids=["ctrl-c", "end-of-input"])
def test_what_was_typed_outlives_an_interruption_and_can_be_resumed(
    root: Path, drafts: Path, terminal: Spawn, key: str, code: int
) -> None:
    child = terminal(*ADD, "--effect", "Data: lost")
    answered(
        child,
        ("Title: ", "Half: done"),
        ("Grade: ", "minor"),
        ("Process: ", "back"),
        ("empty for none): ", ""),
        ("> ", "One # line."),
    )
    child.expect_exact("> ")
    child.send(key)
    assert ended(child)[0] == code
    draft = only_draft(drafts)
    assert draft.stat().st_mode & 0o077 == 0
    kept = yaml.safe_load(draft.read_text("utf-8"))
    assert (kept["title"], kept["process"], kept["statement"], kept["effect"]) == (
        "Half: done",
        "backup",
        "One # line.",
        "Data: lost",
    )
    assert findings(root) == []
    editor = script(drafts, 'printf "  by: tom-tech\\n" >> "$1"')
    text = draft.read_text("utf-8")
    draft.write_text(text[: text.index("# repeat_of")], "utf-8")
    again = auditctl(root, *ADD, "-e", "--from", str(draft), env={"EDITOR": editor, "TMPDIR": str(drafts)})
    assert (again.code, again.out) == (0, "audits/a/findings/half-done.yaml\n"), again.err
    assert yaml.safe_load((root / again.out.strip()).read_text("utf-8"))["raised"]["by"] == "tom-tech"
    assert "#|" not in (root / again.out.strip()).read_text("utf-8")


def test_the_way_to_go_on_is_told(drafts: Path, terminal: Spawn) -> None:
    child = terminal(*ADD)
    answered(child, ("Title: ", "T"))
    child.expect_exact("Grade: ")
    child.send("\x03")
    _, said = ended(child)
    draft = only_draft(drafts)
    assert (
        f"what was typed is kept in {draft}\n  go on with: auditctl finding add a -e --from {draft}\n" in said
    )


def test_nothing_is_kept_where_nothing_was_typed(drafts: Path, terminal: Spawn) -> None:
    child = terminal(*ADD)
    child.expect_exact("Title: ")
    child.send("\x03")
    assert ended(child)[0] == 130
    assert list(drafts.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_killed_command_and_a_closed_terminal_keep_the_text_too(
    drafts: Path, terminal: Spawn, number: signal.Signals
) -> None:
    child = terminal(*ADD)
    answered(child, ("Title: ", "Still here"))
    child.expect_exact("Grade: ")
    child.kill(number)
    assert ended(child)[0] == 130
    assert "title: Still here\n" in only_draft(drafts).read_text("utf-8")


def test_typed_text_survives_a_refusal_at_the_end(root: Path, drafts: Path, terminal: Spawn) -> None:
    (root / "audits/a/findings").write_text("in the way", "utf-8")
    child = terminal(*ADD, "--grade", "minor", "--process", "backup")
    answered(
        child,
        ("Title: ", "T"),
        ("empty for none): ", ""),
        ("> ", "Lost?"),
        ("> ", ""),
        ("empty for none): ", ""),
        ("Raised by [ann-audit]: ", ""),
    )
    code, said = ended(child)
    assert (code, "cannot be written" in said) == (3, True)
    assert "statement: Lost?" in only_draft(drafts).read_text("utf-8")


def test_an_invisible_character_is_asked_for_again(root: Path, terminal: Spawn) -> None:
    child = terminal(*ADD, "--grade", "minor", "--process", "backup")
    answered(child, ("Title: ", "a\u202eb"))
    child.expect_exact("the title holds the invisible character U+202E")
    answered(child, ("Title: ", "ab"), ("empty for none): ", ""), ("> ", "x\u200fy"))
    child.expect_exact("this line holds an invisible character and is left out")
    answered(child, ("> ", ""), ("empty for none): ", ""), ("Raised by [ann-audit]: ", ""))
    assert ended(child)[0] == 0
    assert findings(root) == ["ab.yaml"]


def test_the_editor_gets_a_commented_template_and_what_it_leaves_is_recorded(
    root: Path, drafts: Path
) -> None:
    editor = script(
        drafts,
        'cp "$1" seen.txt; sed -i "s/^title:.*/title: Mine  # my words/; s/^# effect:.*/effect: Loss/" "$1"',
    )
    ended_ = auditctl(
        root,
        *ADD,
        "--grade",
        "minor",
        "--process",
        "backup",
        "-e",
        env={"VISUAL": editor, "EDITOR": "false", "TMPDIR": str(drafts)},
    )
    assert (ended_.code, ended_.out) == (0, "audits/a/findings/mine.yaml\n"), ended_.err
    seen = (root / "seen.txt").read_text("utf-8")
    assert seen.startswith("#| A new finding of a.")
    assert "#| Processes: backup, hiring\n" in seen
    assert "title:  # the finding in one line" in seen
    assert "# repeat_of:  # the earlier finding" in seen
    text = (root / "audits/a/findings/mine.yaml").read_text("utf-8")
    assert text.startswith(f"{LINE}title: Mine  # my words\ngrade: minor")
    assert "\neffect: Loss\n" in text
    assert "#|" not in text
    assert "repeat_of" not in text
    assert list(drafts.glob("auditctl-draft-*")) == []


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ('echo "title: typed" > "$1"; exit 1', 3, "ended with exit status 1"),
        ('echo "title: typed" > "$1"; kill -9 $$', 3, "was ended by signal 9"),
        ('echo "title: typed" > "$1"; kill -INT $$', 130, ""),
        ('echo "title: typed" > "$1"', 3, "the draft has 2 errors: nothing was recorded"),
        (f"printf '{GOOD}auditor: typed\\n' > \"$1\"", 3, "unknown key `auditor`"),
        (f"printf '{GOOD}evidence: [typed]\\n' > \"$1\"", 3, "there is no evidence 'typed'"),
        ("printf 'title: [typed\\n' > \"$1\"", 3, "error[SYN001]"),
        ("printf 'title: typed \\377\\n' > \"$1\"", 3, "the file is not UTF-8"),
    ],
    ids=[
        "fails",
        "killed",
        "interrupted",
        "incomplete",
        "unknown-key",
        "unknown-evidence",
        "no-yaml",
        "no-utf-8",
    ],
)
def test_whatever_the_editor_does_the_text_is_kept(
    root: Path, drafts: Path, body: str, code: int, said: str
) -> None:
    done = auditctl(root, *ADD, "-e", env={"EDITOR": script(drafts, body), "TMPDIR": str(drafts)})
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    draft = only_draft(drafts)
    assert b"typed" in draft.read_bytes()
    assert f"what was typed is kept in {draft}" in done.err
    assert findings(root) == []


def test_a_fault_is_shown_with_line_and_caret(root: Path, drafts: Path) -> None:
    editor = script(drafts, f"printf '{GOOD}evidence: [restore-registr]\\n' > \"$1\"")
    done = auditctl(root, *ADD, "-e", env={"EDITOR": editor, "TMPDIR": str(drafts)})
    assert (
        "error[REF001]: there is no evidence 'restore-registr'\n"
        f" --> {only_draft(drafts)}:5:12\n"
        "  |\n"
        "5 | evidence: [restore-registr]\n"
        "  |            ^^^^^^^^^^^^^^^\n"
        "  = help: did you mean restore-register?\n"
    ) in done.err


def test_on_a_terminal_one_may_edit_again_or_leave(root: Path, drafts: Path, terminal: Spawn) -> None:
    editor = script(
        drafts,
        f"if [ -e once ]; then printf '{GOOD}' > \"$1\"; else echo 'title: typed' > \"$1\"; touch once; fi",
    )
    child = terminal(*ADD, "-e", EDITOR=editor)
    answered(child, ("Edit again? [Y/n] ", ""))
    assert ended(child)[0] == 0
    assert findings(root) == ["written-in-the-editor.yaml"]
    (root / "once").unlink()
    child = terminal(*ADD, "-e", EDITOR=editor)
    answered(child, ("Edit again? [Y/n] ", "n"))
    code, said = ended(child)
    assert (code, str(only_draft(drafts)) in said) == (3, True)


def test_an_untouched_template_is_not_kept(root: Path, drafts: Path) -> None:
    done = auditctl(root, *ADD, "-e", env={"EDITOR": "true", "TMPDIR": str(drafts)})
    assert (done.code, "nothing was typed: nothing was recorded" in done.err) == (3, True)
    assert "kept" not in done.err
    assert list(drafts.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "editor", "code", "said"),
    [
        (("-e",), "no-such-editor", 3, "the editor 'no-such-editor' cannot be started"),
        (("-e",), "", 2, "there is no terminal to edit on, and neither VISUAL nor EDITOR names an editor"),
        (("-e",), "'", 2, "names no editor"),
        (("-e",), "rm", 3, "cannot be read: no such file or directory"),
        (("-e", "--no-input"), "true", 2, "-e opens an editor, which --no-input forbids"),
        (("--from", "nowhere.yaml"), "true", 3, "nowhere.yaml cannot be read"),
        (("--from", "draft.md"), "true", 2, "a draft is a YAML file"),
        (("--from", "draft.yaml", "--grade", "minor"), "true", 2, "--from goes with none of the fields"),
    ],
)
def test_without_an_editor_or_a_draft_there_is_one_sentence(
    root: Path, drafts: Path, words: tuple[str, ...], editor: str, code: int, said: str
) -> None:
    done = auditctl(root, *ADD, *words, env={"EDITOR": editor, "TMPDIR": str(drafts)})
    assert (done.code, said in done.err) == (code, True), done.err
    assert list(drafts.iterdir()) == []


def test_a_draft_is_recorded_as_it_is_without_an_editor(root: Path, drafts: Path) -> None:
    draft = drafts / "mine.yaml"
    draft.write_text(f"# my own note\n{GOOD}", "utf-8")
    done = auditctl(root, *ADD, "--from", str(draft), "--no-input")
    assert (done.code, done.out) == (0, "audits/a/findings/written-in-the-editor.yaml\n")
    assert (root / done.out.strip()).read_text("utf-8") == f"{LINE}# my own note\n{GOOD}"
    assert draft.exists()


def test_a_dry_run_keeps_what_was_typed(root: Path, drafts: Path) -> None:
    editor = script(drafts, f"printf '{GOOD}' > \"$1\"")
    done = auditctl(root, *ADD, "-e", "--dry-run", env={"EDITOR": editor, "TMPDIR": str(drafts)})
    assert (done.code, "+title: Written in the editor" in done.out) == (0, True)
    assert only_draft(drafts).read_text("utf-8") == GOOD
    assert findings(root) == []


def test_where_no_file_can_be_written_the_text_is_shown(root: Path, terminal: Spawn) -> None:
    limit = f"ulimit -f 0; exec {sys.executable} -m auditctl finding add a --grade minor"
    child = terminal(line=limit, HOME=str(root))
    answered(child, ("Title: ", "Nowhere to go"))
    child.expect_exact("Process: ")
    child.send("\x03")
    code, said = ended(child)
    assert code == 130
    assert "no file could be written; this is what was typed:" in said
    assert "title: Nowhere to go\n" in said
    assert list(root.glob("auditctl-draft-*")) == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that the repository has filled to the last byte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        os.geteuid() != 0
        or not mount
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False
        ).returncode
    ):
        pytest.skip("a file system of its own cannot be mounted here")
    try:
        lay(folder)
        with (folder / "filler").open("wb", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_a_refusal_that_keeps_the_text(full_disk: Path, drafts: Path, root: Path) -> None:
    assert root.exists()
    editor = script(drafts, f"printf '{GOOD}' > \"$1\"")
    done = auditctl(full_disk, *ADD, "-e", env={"EDITOR": editor, "TMPDIR": str(drafts)})
    assert done.code == 3
    assert "cannot be written: no space left on device" in done.err
    assert only_draft(drafts).read_text("utf-8") == GOOD
    assert [
        path
        for path in full_disk.rglob("*")
        if "written-in" in path.name or path.name.startswith(".auditctl")
    ] == []


def test_a_limit_on_file_sizes_is_a_refusal_that_leaves_nothing(root: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

    done = auditctl(
        root,
        *ADD,
        "T",
        "--grade",
        "minor",
        "--process",
        "backup",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limited,
    )
    assert (done.code, "cannot be written: file too large" in done.err) == (3, True)
    assert findings(root) == []
