"""Ratios measured in one run on this machine: start-up, and `check` against ruamel.yaml's round trip.

Run it with `make bench`. Each figure is the median of several runs of whole processes in processor
time, so a busy machine moves it little; none of them is a test.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from records import write_repository
from sessions import write_audit

from reports import page_times_check, pdf_times_print, sample_size

RUNS = 7
AUDITCTL = str(Path(sys.executable).with_name("auditctl"))
BLOCK = 1024 * 1024
MEGABYTES = 1024
HASHING = """
import hashlib, sys
print(hashlib.file_digest(open(sys.argv[1], "rb"), "sha256").hexdigest())
"""
ROUND_TRIP = """
import sys, pathlib
from ruamel.yaml import YAML
yaml = YAML()
for path in pathlib.Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(path.read_bytes())
"""


def seconds(*command: str, runs: int = RUNS) -> float:
    """Return the median processor seconds of a command, the first run not counted."""
    taken = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken[1:])


def peak(*command: str) -> float:
    """Return the greatest memory of a command in MB."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_maxrss / 1024


def row(what: str, ratio: float, bound: str) -> None:
    print(f"{what:<58} {ratio:8.2f}   {bound}")


def measure_evidence(root: Path) -> None:
    """Print what copying and hashing a file of evidence costs, in time and memory."""
    write_repository(root, 100)
    source = root.parent / "export.bin"
    with source.open("wb") as file:
        for _ in range(MEGABYTES):
            file.write(os.urandom(BLOCK))
    words = (
        "evidence",
        "add",
        "audit-0",
        "Export",
        "--kind",
        "record",
        "--by",
        "ann-audit",
        "--file",
        str(source),
    )
    run = (AUDITCTL, "--as-of", "2026-11-20", "-C", str(root))
    row(f"memory of evidence add of {MEGABYTES} MB, MB", peak(*run, *words), "at most 150")
    verify = seconds(*run, "evidence", "verify", runs=3)
    summing = seconds("sha256sum", str(source), runs=3)
    row(f"evidence verify of {MEGABYTES} MB, of the speed of sha256sum", summing / verify, "at least 0.8")
    hashing = seconds(sys.executable, "-c", HASHING, str(source), runs=3)
    row(f"evidence verify of {MEGABYTES} MB, of the speed of hashlib", hashing / verify, "at least 0.65")


def measure_suggestion(root: Path) -> None:
    """Print how long a suggestion takes on the clock, and how far from the best it can be."""
    sessions, auditors = 60, 12
    write_audit(root, sessions, auditors)
    words = ("plan", "suggest", "big", "--start", "2027-01-11", "--days", "10", "--json")
    before = time.monotonic()
    done = subprocess.run(
        (AUDITCTL, "--as-of", "2026-11-20", "-C", str(root), *words), capture_output=True, check=True
    )
    taken = time.monotonic() - before
    plan = json.loads(done.stdout)["plan"]
    what = f"plan suggest, {sessions} sessions and {auditors} auditors"
    row(f"{what}, seconds", taken, "at most 10")
    row(f"{what}, cost over the least possible", plan["points"] / plan["bound"], "said in the plan")


def measure_reports(folder: Path) -> None:
    """Print what reports cost against `check` and against a browser's print, and how large the sample is."""
    folder.mkdir()
    quick, times = page_times_check(folder, 1_000)
    slow, _ = page_times_check(folder, 10_000, runs=1)
    row("HTML report of 1,000 findings, times check", times, "at most 2")
    row("HTML report of 10,000 findings, times that of 1,000", slow / quick, "at most 11")
    row("HTML report of the sample audit, kB", sample_size(folder) / 1000, "less than 400")
    printed = pdf_times_print(folder)
    if printed is None:
        print("no browser is here that prints the sample audit")
    else:
        row("PDF report of the sample audit, times Chromium's print", printed, "at most 5")


def main() -> None:
    nothing = seconds(sys.executable, "-c", "pass", runs=15)
    print(f"{'what':<58} {'measured':>8}   wanted")
    row("--version, times python -c pass", seconds(AUDITCTL, "--version", runs=15) / nothing, "at most 1.5")
    row("--help, times python -c pass", seconds(AUDITCTL, "--help", runs=15) / nothing, "at most 6.5")
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        write_repository(small, 1_000)
        write_repository(large, 10_000)
        check = (AUDITCTL, "--as-of", "2026-11-20", "-C")
        quick, slow = seconds(*check, str(small), "check"), seconds(*check, str(large), "check", runs=3)
        trip = seconds(sys.executable, "-c", ROUND_TRIP, str(small), runs=3)
        long_trip = seconds(sys.executable, "-c", ROUND_TRIP, str(large), runs=1)
        row("check of 1,000 records, part of the round trip", trip / quick, "at least 6 (one sixth)")
        row("check of 10,000 records, part of the round trip", long_trip / slow, "at least 10 (one tenth)")
        row("check of 10,000 records, times that of 1,000", slow / quick, "at most 11")
        row("memory of check at 10,000 records, MB", peak(*check, str(large), "check"), "at most 150")
        references = seconds(*check, str(large), "check", "--select", "REF", runs=3)
        step = seconds(
            *check, str(large), "capa", "add", "case-0", "--owner", "olga-ops", "--dry-run", runs=3
        )
        row("a step in 10,000 records, times check --select REF", step / references, "at most 1.3")
        row(
            "status of 1,000 records, times check",
            seconds(*check, str(small), "status") / quick,
            "at most 1.5",
        )
        measure_reports(Path(folder) / "reports")
        measure_suggestion(Path(folder) / "suggestion")
        measure_evidence(Path(folder) / "evidence")


if __name__ == "__main__":
    main()
