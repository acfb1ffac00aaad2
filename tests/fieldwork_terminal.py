"""A session's work paper on a real pseudo-terminal, and what stands in its file."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml

from small_repository import environment, lay

PAPER = "audits/a/workpapers/backup.yaml"
TEXT = """\
# Mine: do not touch.
checklist: backup      # from last year
lines:
  - ask: "Are restore tests done?"     # ask Tom first
    requirements: [A.8.13]
    look_for: the register of tests

  # the second one
  - ask: Is there a second site?
    requirements: [ A.8.14 ]
    method: interview
  - {ask: "Who notices a failure?", requirements: [A.8.13]}
"""
CHECKLIST = """\
title: Backup
lines:
  - {ask: 'Are restore tests done?', requirements: [A.8.13, A.5.30], look_for: the register, method: document-review}
  - {ask: 'Who has left?', requirements: [A.6.5]}
"""
EVIDENCE = (
    "kind: record\ntitle: Restore register\ncollected: {by: ann-audit, date: 2026-10-05}\nsession: backup\n"
)
FINDING = (
    "title: Tests are missing\ngrade: minor\nprocess: backup\nraised: {by: ann-audit, date: 2026-10-05}\n"
)
NO_NOTE = ("> ", "")
NO_EVIDENCE = ("empty for none): ", "")
RESULT = "e q ?)"
KEPT = re.compile(r"what was typed is kept in (\S+)")
Spawn = Callable[..., Any]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "drafts").mkdir()
    files = {
        PAPER: TEXT,
        "checklists/backup.yaml": CHECKLIST,
        "audits/a/evidence/restore-register.yaml": EVIDENCE,
    }
    return lay(tmp_path / "repository", files)


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def terminal(root: Path, drafts: Path) -> Iterator[Spawn]:
    """Start `auditctl fieldwork` on a pseudo-terminal."""
    started: list[Any] = []

    def spawn(*words: str, columns: int = 120, limit: Callable[[], None] | None = None, **env: str) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "auditctl", "fieldwork", *words],
            cwd=str(root),
            env=environment(TMPDIR=str(drafts), **env),
            encoding="utf-8",
            timeout=20,
            dimensions=(40, columns),
            preexec_fn=limit,
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


def at_prompt(child: Any, prompt: str = RESULT) -> None:
    child.expect_exact(prompt)


def ended(child: Any) -> tuple[int, str]:
    """Wait for the end; return exit code and what was said last."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus, child.before.replace("\r\n", "\n")


def lines(root: Path, path: str = PAPER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((root / path).read_text("utf-8"))["lines"]
    return found


def only_draft(drafts: Path) -> dict[str, Any]:
    (path,) = drafts.glob("auditctl-draft-*.yaml")
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def script(folder: Path, body: str) -> str:
    """Return an editor: a shell script that gets the file's name as $1."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return str(path)
