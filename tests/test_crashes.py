"""Commands killed at any moment, and commands that get in each other's way: each file is old or new."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from in_process import called
from kept_data import Files, files
from random_company import ACTING, OPENED
from small_repository import auditctl, environment

TODAY = "2026-11-05"
ROUNDS = 40
ADDING = """
import sys
from auditctl.cli.app import run
for number in range(50):
    try:
        run(["--as-of", "2026-10-05", "finding", "add", "a", "Restores are never tested", "--grade", "minor",
             "--process", "backup", "--requirement", "A.8.13", "--by", "ann-audit",
             "--statement", f"No restore in month {number} of process {sys.argv[1]}."])
    except SystemExit as ended:
        assert not ended.code, ended.code
"""
ADDED = 200
WRITING = (0.0005, 0.0015, 0.005, 0.05)
"""Seconds within which a command is killed after its first new file; disks differ."""
LEFT_OVER = ".auditctl.tmp"


def laid(root: Path, texts: dict[str, str]) -> Path:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def settled(held: Files) -> Files:
    """Return the files without those that a killed command leaves hidden."""
    return {path: data for path, data in held.items() if not path.endswith(LEFT_OVER)}


@dataclass(frozen=True)
class Killing:
    """A command that is run again and again in a repository and killed."""

    root: Path
    words: tuple[str, ...]
    chance: random.Random

    def seconds(self) -> float:
        """Return how long the command takes here and now."""
        begun = time.monotonic()
        with self._begun() as process:
            process.wait(60)
        return time.monotonic() - begun

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "auditctl", "--as-of", TODAY, *self.words]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self.root, env=environment(), stdout=quiet, stderr=quiet)

    def at_any_moment(self, usual: float) -> None:
        """Kill it after a random part of its usual time, unless it was faster."""
        with self._begun() as process:
            time.sleep(usual * self.chance.uniform(0, 1.1))
            process.send_signal(signal.SIGKILL)

    def while_it_writes(self) -> None:
        """Kill it within milliseconds of the moment when its first new file lies there."""
        before = names(self.root)
        with self._begun() as process:
            while process.poll() is None and names(self.root) == before:
                pass
            time.sleep(self.chance.uniform(0, self.chance.choice(WRITING)))
            process.send_signal(signal.SIGKILL)


def names(root: Path) -> set[str]:
    """Return everything there is, also where it moves at this moment."""
    return {f"{at}/{name}" for at, folders, inner in os.walk(root) for name in (*folders, *inner)}


def committed(root: Path) -> Files:
    """Make a git repository of the files, and return them."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x")
    return files(root)


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, env=environment(), check=True)


def back(root: Path) -> None:
    """Go back with git, as a user does; what a killed command hid stays."""
    git(root, "checkout", "-q", "--", ".")
    git(root, "clean", "-fdq", "--exclude", f"*{LEFT_OVER}")


def done(root: Path, words: tuple[str, ...]) -> Files:
    ended = auditctl(root, "--as-of", TODAY, *words)
    assert ended.code == 0, ended.err
    return settled(files(root))


def endings(root: Path, words: tuple[str, ...], moved: Callable[[str], str]) -> Counter[str]:
    """Kill a command again and again, and count how it ended; every file is old or new each time."""
    old = committed(root)
    new = done(root, words)
    back(root)
    assert settled(files(root)) == old
    killing, counted = Killing(root, words, random.Random(2026)), Counter[str]()  # noqa: S311
    usual = killing.seconds()
    back(root)
    for number in range(ROUNDS):
        if number % 4:
            killing.while_it_writes()
        else:
            killing.at_any_moment(usual)
        found = settled(files(root))
        assert_whole(found, old, new, moved)
        counted["old" if found == old else "new" if found == new else "between"] += 1
        checked = called(root, date.fromisoformat(TODAY), "check", "--fail-on", "never")
        assert checked.code == 0, checked.err
        assert LEFT_OVER not in checked.out
        back(root)
    assert done(root, words) == new
    return counted


def assert_whole(found: Files, old: Files, new: Files, moved: Callable[[str], str]) -> None:
    """Each file stands under its old or its new name, once, with its old or its new content."""
    for path, data in old.items():
        names = {path, moved(path)} & found.keys()
        assert len(names) == 1, f"{path} became {names}"
        assert found[names.pop()] in {data, new[moved(path)]}, f"{path} is torn"
    assert found.keys() <= old.keys() | new.keys()


@pytest.mark.slow
def test_a_step_killed_at_any_moment_leaves_each_file_old_or_new(tmp_path: Path) -> None:
    root = laid(tmp_path, ACTING)
    words = ("capa", "done", "restores-untested", "register", "--proof", "PEO-CHK v1.5")
    counted = endings(root, words, str)
    assert counted.keys() == {"old", "new"}, counted
    assert min(counted.values()) > ROUNDS / 20, counted


@pytest.mark.slow
def test_a_rename_killed_at_any_moment_leaves_each_file_old_or_new_and_git_leads_back(tmp_path: Path) -> None:
    root = laid(tmp_path, ACTING)

    def moved(path: str) -> str:
        return path.replace("audits/a/", "audits/2026-main/")

    counted = endings(root, ("rename", "audit", "a", "2026-main"), moved)
    assert {"old", "new"} <= counted.keys(), counted


@pytest.mark.slow
def test_four_processes_add_fifty_findings_each_at_once(tmp_path: Path) -> None:
    root = laid(tmp_path, OPENED)
    command = [sys.executable, "-c", ADDING]
    running = [
        subprocess.Popen([*command, name], cwd=root, env=environment(), stdout=subprocess.PIPE)
        for name in "pqrs"
    ]
    told = [line for process in running for line in process.communicate()[0].decode().splitlines()]
    assert [process.returncode for process in running] == [0, 0, 0, 0]
    assert len(set(told)) == ADDED
    found = [yaml.safe_load((root / path).read_text("utf-8")) for path in told]
    assert sorted(item["statement"] for item in found) == sorted(
        f"No restore in month {number} of process {name}." for name in "pqrs" for number in range(50)
    )
    listed = auditctl(root, "finding", "list", "--json")
    assert len(json.loads(listed.out)["findings"]) == ADDED
    checked = auditctl(root, "check", "--format", "json", "--fail-on", "error")
    assert checked.code == 0, checked.out
    assert json.loads(checked.out)["summary"]["files"] == len(OPENED) + ADDED
    assert not [path for path in files(root) if path.endswith(LEFT_OVER)]
