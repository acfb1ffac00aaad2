"""The start of the command line: quick, with the right exit codes, and never a traceback."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from auditctl import __version__
from auditctl.cli.commands import COMMANDS, Entry
from small_repository import auditctl, environment, lay

NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""Python itself would write truncated files where there is no room."""
HEAVY = {"pydantic", "jinja2", "ruamel", "ruamel.yaml", "yaml", "rich"}


@pytest.mark.parametrize("flag", ["--version", "--help", "-h", "-V"])
def test_version_and_overview_import_nothing_heavy(flag: str) -> None:
    code = (
        "import sys; sys.argv = ['auditctl', sys.argv[1]]\n"
        "from auditctl.cli.main import main\n"
        "main()\n"
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, flag], capture_output=True, text=True, check=True)
    assert done.stdout
    assert not HEAVY & set(done.stderr.split())


def test_the_overview_names_every_command_and_is_the_same_from_the_parser(tmp_path: Path) -> None:
    said = auditctl(tmp_path, "--help").out
    assert auditctl(tmp_path, "--as-of", "2026-11-20", "--help").out.strip() == said.strip()
    assert auditctl(tmp_path).out == said
    assert all(f"  {entry.name} " in said for entry in COMMANDS)
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_has_help_with_examples(entry: Entry, tmp_path: Path) -> None:
    done = auditctl(tmp_path, entry.name, "--help")
    assert done.code == 0, done.err
    assert "Example" in done.out


def test_version(tmp_path: Path) -> None:
    assert auditctl(tmp_path, "--version").out == f"auditctl {__version__}\n"
    assert auditctl(tmp_path, "--color", "never", "--version").out == f"auditctl {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chek",), "did you mean check?"),
        (("--color", "pink", "check"), "it takes auto, always, never"),
        (("--as-of", "2026-02-30", "check"), "'2026-02-30' is no date"),
        (
            ("check", "--select", "IND999"),
            "auditctl: --select: there is no rule or family 'IND999'\n  `auditctl rules` lists them",
        ),
        (("plan", "suggest"), "Missing argument"),
        (("explain", "IND0O1"), "did you mean IND001?"),
        (("who", "bakup"), "did you mean backup?"),
        (("plan", "b"), "there is no audit 'b'"),
        (("check", "no-such-folder"), "there is no file or folder"),
    ],
)
def test_wrong_words_are_usage_errors(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = auditctl(lay(tmp_path), *words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_outside_a_repository_one_sentence_says_the_way_out(tmp_path: Path) -> None:
    done = auditctl(tmp_path, "check")
    assert done.code == 3
    assert done.err.startswith("auditctl: no auditctl.yaml in ")
    assert "auditctl init" in done.err


def test_global_options_may_stand_behind_the_command(tmp_path: Path) -> None:
    root = lay(tmp_path / "here")
    behind = auditctl(tmp_path, "check", "-C", str(root), "--as-of", "2026-11-20")
    assert behind == auditctl(tmp_path, "-C", str(root), "--as-of", "2026-11-20", "check")
    assert behind.code == 0


def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    root = lay(tmp_path / "here")
    done = auditctl(
        root,
        "report",
        "a",
        "-o",
        str(tmp_path / "report.md"),
        env=NO_BYTECODE,
        preexec_fn=_room_for_a_thousand_bytes,
    )
    assert done.code == 3
    assert "file too large" in done.err
    assert len(done.err.strip().splitlines()) == 2
    assert os.listdir(tmp_path) == ["here"]


def _room_for_a_thousand_bytes() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    done = auditctl(lay(tmp_path), "report", "a", "-o", "no/such/folder.md")
    assert done.code == 3
    assert "there is no folder no/such" in done.err


def test_a_bug_is_one_line_and_a_named_file(tmp_path: Path) -> None:
    code = "import auditctl.cli.app as app\napp.app = lambda **words: 1 / 0\napp.run(['check'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=environment(TMPDIR=str(tmp_path)),
    )
    assert done.returncode == 70
    assert len(done.stderr.strip().splitlines()) == 1
    assert "ZeroDivisionError" in Path(done.stderr.split()[-1]).read_text("utf-8")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m auditctl rules | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=lay(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert done.returncode in {0, 1}
    assert done.stderr == ""


def test_without_utf8_tables_are_ascii(tmp_path: Path) -> None:
    done = auditctl(lay(tmp_path), "plan", "a", env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    assert done.out.isascii()
    assert "Who may audit what" in done.out


def test_a_pipe_in_place_of_a_record_is_reported_and_never_waited_for(tmp_path: Path) -> None:
    root = lay(tmp_path)
    (root / "audits" / "a" / "team.yaml").unlink()
    os.mkfifo(root / "audits" / "a" / "team.yaml")
    done = auditctl(root, "check")
    assert done.code == 1
    assert "error[SYN008]: audits/a/team.yaml cannot be read: it is no regular file" in done.out


def test_a_report_replaces_an_older_one_and_nothing_else(tmp_path: Path) -> None:
    root = lay(tmp_path)
    (root / "own.md").write_text("mine\n", "utf-8")
    refused = auditctl(root, "report", "a", "-o", "own.md")
    assert (refused.code, "is no report of auditctl" in refused.err) == (3, True)
    assert (root / "own.md").read_text("utf-8") == "mine\n"
    assert auditctl(root, "report", "a", "-o", "own.md", "--force").code == 0
    assert auditctl(root, "report", "a", "-o", "own.md").code == 0
    assert (root / "own.md").read_text("utf-8") == auditctl(root, "report", "a").out
    (root / "link.md").symlink_to(root / "own.md")
    assert auditctl(root, "report", "a", "-o", "link.md").code == 3
    assert auditctl(root, "report", "a", "-o", "own.odt").code == 2


def test_what_cannot_be_read_is_said_by_every_view(tmp_path: Path) -> None:
    finding = "title: Restore tests missing\ngrade: majr\nraised: {by: ann-audit, date: 2026-10-05}\n"
    root = lay(tmp_path, {"audits/a/findings/restore.yaml": finding})
    for words in (("status",), ("finding", "list"), ("plan", "a"), ("report", "a")):
        done = auditctl(root, *words)
        assert "1 record or part could not be read" in done.err, words
    assert "could not be read and is missing from the report" in auditctl(root, "report", "a").out
    assert "did you mean major?" in auditctl(root, "check").out


def test_a_second_start_is_refused_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", "utf-8")
    first = auditctl(tmp_path, "init")
    assert (first.code, "README.md exists already and is left as it is" in first.err) == (0, True)
    assert (tmp_path / "README.md").read_text("utf-8") == "mine\n"
    second = auditctl(tmp_path / "checklists", "init", "inner")
    assert (second.code, "is an audit repository already" in second.err) == (3, True)
