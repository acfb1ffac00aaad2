"""A merge request in a clone, and scripts run as a runner of CI does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from problems import SCHEDULE
from small_repository import environment, lay

ROOT = Path(__file__).parent.parent
INIT = ROOT / "templates" / "init"
BIN = Path(sys.executable).parent
FILE = "audits/a/schedule.yaml"
BROKEN = "title: x\ngrade: minor\nraised: {by: ann-audit, date: 2026-10-05}\nproces: backup\n"


def read(path: Path) -> dict[str, Any]:
    """Return YAML whose every scalar is a text."""
    held: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - keeps `on` a text
    return held


def git(folder: Path, *words: str) -> None:
    author = {f"GIT_{who}_{what}": "mia" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=folder, env=environment(**author), check=True, capture_output=True)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with `auditctl` and `python3` as commands."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "auditctl"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m auditctl "$@"\n', "utf-8")
    script.chmod(0o755)
    (folder / "python3").symlink_to(sys.executable)
    return folder


@pytest.fixture
def merge(tmp_path: Path) -> Path:
    """Return a clone in which a branch adds one problem to what was wrong on main before."""
    origin = lay(tmp_path / "origin", {"audits/a/findings/old.yaml": BROKEN})
    git(origin, "init", "-q", "-b", "main")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(origin), str(clone))
    git(clone, "checkout", "-qb", "change")
    (clone / FILE).write_text(SCHEDULE, "utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "change")
    return clone


def shell(
    script: str, folder: Path, tools: Path, *, flags: str = "-eo pipefail", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does; tools of the tests stand first."""
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", *flags.split(), "-c", script],
        cwd=folder,
        env=environment(PATH=path, **env),
        capture_output=True,
        text=True,
        check=False,
    )
