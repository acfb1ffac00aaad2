"""`auditctl check --watch` on a real terminal."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pexpect
import pytest

from auditctl.cli.call import Call
from auditctl.cli.check_watch import watch
from problems import SCHEDULE
from small_repository import environment, lay

CLEARED = "\x1b[2J"
FILE = "audits/a/schedule.yaml"
WAITS = "watching for changes; Ctrl-C ends it"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "repository")


@pytest.fixture
def terminal(root: Path) -> Iterator[Any]:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "check", "--watch"],
        cwd=str(root),
        env=environment(),
        encoding="utf-8",
        timeout=30,
    )
    yield child
    child.close(force=True)


def test_it_checks_again_when_a_file_changes_and_ends_with_ctrl_c(root: Path, terminal: Any) -> None:
    terminal.expect_exact(WAITS)
    assert "0 errors" in terminal.before
    sound = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(SCHEDULE, "utf-8")
    terminal.expect_exact(WAITS)
    assert CLEARED in terminal.before
    assert "IND001" in terminal.before
    (root / FILE).write_text(sound, "utf-8")
    terminal.expect_exact(WAITS)
    assert "0 errors" in terminal.before.rpartition(CLEARED)[2]
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert "Traceback" not in terminal.before


def test_new_and_deleted_files_count_and_hidden_ones_do_not(root: Path, terminal: Any) -> None:
    terminal.expect_exact(WAITS)
    (root / ".notes").write_text("x", "utf-8")
    (root / FILE).with_name("schedule.yaml~").write_text("x", "utf-8")
    with pytest.raises(pexpect.TIMEOUT):
        terminal.expect_exact(WAITS, timeout=1.5)
    new = root / "people.yml"
    new.write_text("a: 1\n", "utf-8")
    terminal.expect_exact(WAITS)
    assert "people.yml" in terminal.before
    new.unlink()
    terminal.expect_exact(WAITS)
    assert "0 errors" in terminal.before.rpartition(CLEARED)[2]


def test_a_file_that_is_broken_for_a_while_is_told_and_watched_on(root: Path, terminal: Any) -> None:
    terminal.expect_exact(WAITS)
    sound = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(f"{sound}broken: [\n", "utf-8")
    terminal.expect_exact(WAITS)
    assert "error[SYN" in terminal.before.rpartition(CLEARED)[2]
    (root / FILE).write_bytes(b"\xff\x00")
    terminal.expect_exact(WAITS)
    assert "error[SYN" in terminal.before.rpartition(CLEARED)[2]
    (root / FILE).write_text(sound, "utf-8")
    terminal.expect_exact(WAITS)
    assert "0 errors" in terminal.before.rpartition(CLEARED)[2]


def test_what_is_refused_is_said_and_watched_on(root: Path, terminal: Any) -> None:
    terminal.expect_exact(WAITS)
    (root / "auditctl.yaml").rename(root / "away.bak")
    terminal.expect_exact("no auditctl.yaml in")
    (root / "away.bak").rename(root / "auditctl.yaml")
    terminal.expect_exact(WAITS)
    assert "0 errors" in terminal.before.rpartition(CLEARED)[2]


def test_without_a_terminal_a_file_is_written_anew_and_does_not_wake_it(root: Path) -> None:
    result = root / "audit.sarif"
    process = subprocess.Popen(
        [sys.executable, "-m", "auditctl", "check", "--watch", "--format", "sarif", "-o", result.name],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait(result.exists)
        (root / FILE).write_text(SCHEDULE, "utf-8")
        _wait(lambda: "IND001" in result.read_text("utf-8"))
        time.sleep(1)
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert err.count("written to audit.sarif") == 2


def _wait(until: Any) -> None:
    ends = time.monotonic() + 30
    while not until():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_new_day_is_a_reason_to_check_again(root: Path) -> None:
    days = iter([date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 21)])
    checked = 0

    def again() -> None:
        nonlocal checked
        checked += 1
        if checked == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(root, None, lambda: next(days), again)
    call = Call(root, date(2026, 11, 20), clock=lambda: date(2026, 11, 21))
    assert call.onward().today == date(2026, 11, 21)
    assert Call(root, date(2026, 11, 20)).onward().today == date(2026, 11, 20)
