"""Ratios of what reads the history, measured in one run: `check --since` against `check`, `diff` against git itself.

Run it with `python benchmarks/history.py`. Each figure is a median in processor time, as in `measure.py`.
"""

import subprocess
import tempfile
import time
from pathlib import Path

from measure import AUDITCTL, row, seconds
from records import write_repository

RECORDS = 10_000
CHANGED = 20
COMMITS = 10_000
PERSON = ("-c", "user.name=Ann", "-c", "user.email=ann@north.example")


def git(root: Path, *words: str, data: bytes = b"") -> None:
    subprocess.run(["git", *PERSON, *words], cwd=root, input=data, check=True, stdout=subprocess.DEVNULL)


def committed(root: Path) -> None:
    """Write a repository of many records, and commit it and then a change of some."""
    write_repository(root, RECORDS)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "begin")
    for path in sorted(root.glob("audits/*/findings/*.yaml"))[: CHANGED * 7 : 7]:
        text = path.read_text("utf-8")
        path.write_text(
            text.replace("grade: major", "grade: minor").replace("response: agreed", "response: contested"),
            "utf-8",
        )
    git(root, "checkout", "-q", "-b", "work")
    git(root, "commit", "-q", "-a", "-m", "change")


def many_commits(root: Path) -> None:
    """Write a small repository with many commits."""
    write_repository(root, 100)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "begin")
    head = (
        subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True)
        .stdout.decode()
        .strip()
    )
    path = "audits/audit-0/findings/case-0.yaml"
    text = (root / path).read_text("utf-8")
    lines = []
    for number in range(COMMITS):
        data = f"{text}# {number}\n".encode()
        lines.append(
            b"commit refs/heads/main\ncommitter Ann <ann@north.example> %d +0000\ndata 1\nx\n"
            % (1_790_000_000 + number)
            + (f"from {head}\n".encode() if number == 0 else b"")
            + b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)
        )
    git(root, "fast-import", "--quiet", "--force", data=b"".join(lines))
    git(root, "reset", "-q", "--hard")


def elapsed(*command: str) -> float:
    """Return the seconds on the clock, the least of five."""
    taken = []
    for _ in range(5):
        before = time.monotonic()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.monotonic() - before)
    return min(taken)


def main() -> None:
    print(f"{'what':<58} {'measured':>8}   wanted")
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large", Path(folder) / "small"
        committed(large)
        run = (AUDITCTL, "--as-of", "2026-11-20", "-C", str(large))
        plain = seconds(*run, "check", runs=3)
        since = seconds(*run, "check", "--since", "main", runs=3)
        row(f"check --since of {RECORDS:,} records, times check", since / plain, "at most 2.2")
        without = seconds(*run, "check", "--ignore", "HIS", runs=3)
        row(f"check of {RECORDS:,} records, times without the history", plain / without, "near 1")
        own = elapsed("git", "-C", str(large), "diff", "--stat", "main", "work")
        diff = elapsed(*run, "diff", "main..work")
        row(f"diff of {CHANGED} files of {RECORDS:,}, seconds over git's own", diff - own, "at most 1")
        row(
            "diff against the files as they are, seconds over git's own",
            elapsed(*run, "diff", "main") - own,
            "near 1",
        )
        many_commits(small)
        run = (AUDITCTL, "--as-of", "2026-11-20", "-C", str(small))
        git_log = seconds("git", "-C", str(small), "log", "--raw", "--no-renames", "--no-abbrev", runs=3)
        asked = seconds(*run, "check", runs=3) - seconds(*run, "check", "--ignore", "HIS", runs=3)
        row(f"rules of the history at {COMMITS:,} commits, times git log --raw", asked / git_log, "at most 3")


if __name__ == "__main__":
    main()
