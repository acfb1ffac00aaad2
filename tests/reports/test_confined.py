"""The process that lays out own templates: under the limits of others, ended by others, beside what others print."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from small_report import FINDINGS
from small_repository import environment, lay

OWN = "templates/report/audit.md.j2"


def run(root: Path, before: Callable[[], None] | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auditctl", "--as-of", "2026-11-20", "-C", str(root), "report", "a"]
    return subprocess.run(
        command, env=environment(**env), preexec_fn=before, capture_output=True, text=True, check=False
    )


def _limited(name: str, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(getattr(resource, name), (most, most))


@pytest.mark.parametrize(("name", "most"), [("RLIMIT_AS", 900_000 * 1024), ("RLIMIT_CPU", 6)])
def test_lower_limits_of_the_system_stay(tmp_path: Path, name: str, most: int) -> None:
    root = lay(tmp_path, FINDINGS | {OWN: "{{ report.title.id }}"})
    done = run(root, _limited(name, most))
    assert (done.returncode, done.stdout) == (0, "a\n"), done.stderr


def test_lower_limits_are_those_that_are_said(tmp_path: Path) -> None:
    hoard = lay(tmp_path / "hoard", FINDINGS | {OWN: "{{ 'a'|center(99999999999) }}"})
    done = run(hoard, _limited("RLIMIT_AS", 900 * 1024 * 1024))
    assert f"{OWN}, line 1: a template needs more than 900 MiB of memory" in done.stderr
    endless = lay(
        tmp_path / "endless",
        FINDINGS | {OWN: "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"},
    )
    done = run(endless, _limited("RLIMIT_CPU", 3))
    assert done.returncode == 3
    assert "a template computes for more than 3 seconds" in done.stderr


def _sitecustomize(folder: Path, code: str) -> str:
    """Return a folder whose Python code runs in the process that lays out, and in no other."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        f"import sys\nif 'auditctl.reports.confined' in sys.orig_argv:\n    {code}\n", "utf-8"
    )
    return str(folder)


@pytest.mark.parametrize("number", [6, 9, 11])
def test_a_process_that_a_signal_ends_is_no_matter_of_time(tmp_path: Path, number: int) -> None:
    root = lay(tmp_path / "audit", FINDINGS | {OWN: "{{ report.title.id }}"})
    path = _sitecustomize(tmp_path / "site", f"import os; os.kill(os.getpid(), {number})")
    done = run(root, PYTHONPATH=path)
    assert done.returncode == 3, done.stderr
    assert f"templates/: the process was ended by signal {number}" in done.stderr


def test_what_the_machine_prints_is_no_answer(tmp_path: Path) -> None:
    root = lay(tmp_path / "audit", FINDINGS | {OWN: "{{ report.title.id }}"})
    code = "import atexit; print('hello'); print('x' * 99999); atexit.register(print, 'bye')"
    done = run(root, PYTHONPATH=_sitecustomize(tmp_path / "site", code))
    assert (done.returncode, done.stdout) == (0, "a\n"), done.stderr
