"""What reports cost: HTML against `check`, in time that grows with the findings; PDF against a browser's print."""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from records import write_repository

AUDITCTL = (str(Path(sys.executable).with_name("auditctl")), "--as-of", "2026-11-20", "-C")
SAMPLE = Path(__file__).parents[1] / "examples" / "lodos"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PR_SET_CHILD_SUBREAPER = 36


def whole(*command: str, runs: int = 5) -> float:
    """Return the least processor seconds of a command with all the processes that it starts; Linux only.

    Whatever else the machine does can only add to them, since processes share caches and cores.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    taken = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        _wait_for_orphans()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def _wait_for_orphans() -> None:
    """Wait for what outlived its parent and is therefore ours; only then its time is counted."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def page_times_check(folder: Path, findings: int, runs: int = 5) -> tuple[float, float]:
    """Return the seconds of the HTML report of one audit with so many findings, and how many times `check` that is."""
    root = folder / f"findings-{findings}"
    write_repository(root, 2 * findings, each=findings)
    made = whole(
        *AUDITCTL, str(root), "report", "audit-0", "-o", str(folder / "page.html"), "--force", runs=runs
    )
    return made, made / _checked(root, runs)


def _checked(root: Path, runs: int) -> float:
    """Return the seconds of `check`, which ends with 1 where it finds something."""
    return whole("sh", "-c", '"$@" || true', "sh", *AUDITCTL, str(root), "check", runs=runs)


def sample_size(folder: Path) -> int:
    """Return the bytes of the HTML report of the sample audit."""
    return _sample(folder, "html").stat().st_size


def pdf_times_print(folder: Path) -> float | None:
    """Return how many times a browser's print of the sample audit its PDF takes; None without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return None
    page = _sample(folder, "html")
    printed = whole(
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'browser'}",
        f"--print-to-pdf={folder / 'printed.pdf'}",
        page.as_uri(),
    )
    target = folder / "report.pdf"
    return whole(*AUDITCTL, str(SAMPLE), "report", "2026-main", "-o", str(target), "--force") / printed


def _sample(folder: Path, format_: str) -> Path:
    target = folder / f"sample.{format_}"
    subprocess.run(
        [*AUDITCTL, str(SAMPLE), "report", "2026-main", "-o", str(target), "--force"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return target
