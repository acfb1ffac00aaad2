"""The small valid repository of `tests/rules/_base.md` as files, and the command line as a real process."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BASE = Path(__file__).parent / "rules" / "_base.md"
TODAY = "2026-10-06"
_FENCE = re.compile(r"^```(?:\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """Return the text of each file by its path."""
    return dict(_FENCE.findall(BASE.read_text("utf-8")))


def lay(root: Path, more: Mapping[str, str] | None = None) -> Path:
    """Write the repository, with further or other files, and return its root."""
    for path, text in (files() | dict(more or {})).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return root


def environment(**more: str) -> dict[str, str]:
    """Return an environment that does not depend on the machine."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in {"PATH", "HOME", "PYTHONPATH", "TMPDIR", "COVERAGE_PROCESS_START"}
    }
    set_ = {
        "AUDITCTL_TODAY": TODAY,
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "TERM": "xterm",
    }
    if "HOME" not in more:
        # the note of hashes goes where nobody's own is
        set_["XDG_CACHE_HOME"] = str(Path(tempfile.gettempdir()) / "auditctl-tests-cache")
    return kept | set_ | more


@dataclass(frozen=True)
class Ended:
    """How a command line ended."""

    code: int
    out: str
    err: str


OF_A_PROCESS = ("LC_", "LANG", "PYTHON")
"""Variables that are read when a process starts."""
runs_within = False
"""Whether command lines run in the process of the tests, where coverage sees them; `conftest` sets it by folder."""


def auditctl(root: Path, *words: str | bytes, env: Mapping[str, str] | None = None, **options: Any) -> Ended:
    """Run a command line in that folder, without a terminal."""
    if runs_within and not options and not any(name.startswith(OF_A_PROCESS) for name in env or ()):
        from in_process import called_in

        return called_in(root, environment(**dict(env or {})), *(os.fsdecode(word) for word in words))
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", *words],
        cwd=root,
        env=environment(**dict(env or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        **options,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
