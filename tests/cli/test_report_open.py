"""`report --open`: the file that was written is opened by the machine's own program, or one sentence says why not."""

import os
from pathlib import Path

import pytest

from small_report import FINDINGS
from small_repository import Ended, auditctl, lay


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "audit", FINDINGS)


def opener(folder: Path, name: str, then: str = "") -> Path:
    """Make a program that notes what it is asked to open, and does something then."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/asked\n{then}\n', "utf-8")
    program.chmod(0o755)
    return folder


def run(root: Path, path: Path | None, *words: str, **env: str) -> Ended:
    """Run the command with nothing but these programs to be found."""
    found = {"PATH": str(path)} if path else {"PATH": ""}
    return auditctl(root, "report", "a", "--open", *words, env=found | env)


def test_the_file_is_opened_by_its_full_name(tmp_path: Path, root: Path) -> None:
    bin_ = opener(tmp_path / "bin", "xdg-open")
    done = run(root, bin_, "-o", "r.html", DISPLAY=":0")
    assert (done.code, done.out) == (0, "r.html\n"), done.err
    assert (bin_ / "asked").read_text("utf-8") == f"{root / 'r.html'}\n"


def test_without_a_name_it_is_written_where_its_reader_finds_it(tmp_path: Path, root: Path) -> None:
    bin_ = opener(tmp_path / "bin", "xdg-open")
    done = run(root, bin_, WAYLAND_DISPLAY="wayland-0", TMPDIR=str(tmp_path))
    assert done.code == 0, done.err
    asked = Path((bin_ / "asked").read_text("utf-8").rstrip("\n"))
    assert asked.suffix == ".html"
    assert asked.read_text("utf-8").startswith("<!doctype html>")
    assert done.out == f"{asked}\n"


@pytest.mark.parametrize("name", ["gio", "wslview"])
def test_another_opener_will_do(tmp_path: Path, root: Path, name: str) -> None:
    bin_ = opener(tmp_path / "bin", name)
    assert run(root, bin_, "-o", "r.md", DISPLAY=":0").code == 0
    assert (bin_ / "asked").read_text("utf-8").splitlines()[-1] == str(root / "r.md")


def test_a_viewer_that_stays_open_is_not_waited_for(tmp_path: Path, root: Path) -> None:
    bin_ = opener(tmp_path / "bin", "xdg-open", "exec /bin/sleep 20")
    assert run(root, bin_, "-o", "r.md", DISPLAY=":0").code == 0


@pytest.mark.parametrize(
    ("env", "name", "why"),
    [
        ({}, "xdg-open", "there is no display here"),
        ({"DISPLAY": ":0"}, "something-else", "there is no xdg-open (package xdg-utils)"),
    ],
)
def test_where_nothing_opens_it_one_sentence_says_so(
    tmp_path: Path, root: Path, env: dict[str, str], name: str, why: str
) -> None:
    bin_ = opener(tmp_path / "bin", name)
    done = run(root, bin_, "-o", "r.html", **env)
    assert done.code == 3
    assert f"auditctl: r.html is written, but cannot be opened: {why}\n" in done.err
    assert (root / "r.html").exists()
    assert not (bin_ / "asked").exists()


def test_an_opener_that_fails_is_said(tmp_path: Path, root: Path) -> None:
    bin_ = opener(tmp_path / "bin", "xdg-open", "exit 4")
    done = run(root, bin_, "-o", "r.html", DISPLAY=":0")
    assert done.code == 3
    assert "`xdg-open` ended with exit code 4" in done.err


def test_a_name_that_looks_like_a_flag_or_an_address_stays_a_file(tmp_path: Path, root: Path) -> None:
    bin_ = opener(tmp_path / "bin", "xdg-open")
    (root / "https:").mkdir()
    done = run(root, bin_, "-o", f"https:{os.sep}x.html", DISPLAY=":0")
    assert done.code == 0, done.err
    assert (bin_ / "asked").read_text("utf-8") == f"{root / 'https:' / 'x.html'}\n"
