"""What the formats of `check` cost: SARIF of 1,000 problems against text. Run it with `python benchmarks/formats.py`."""

import tempfile
from pathlib import Path

from measure import AUDITCTL, row, seconds
from records import write_repository

PROBLEMS = 1_000
MACHINES = ("sarif", "junit", "gitlab", "markdown", "json")


def break_records(root: Path) -> None:
    """Write a key that nobody knows into each of 1,000 records."""
    records = sorted((root / "audits").rglob("findings/*.yaml")) + sorted(
        (root / "audits").rglob("evidence/*.yaml")
    )
    for path in records[:PROBLEMS]:
        path.write_text(f"{path.read_text('utf-8')}tittle: x\n", "utf-8")


def measure_formats(root: Path) -> None:
    """Print the processor time of each format as a multiple of that of text."""
    write_repository(root, PROBLEMS)
    break_records(root)
    check = (AUDITCTL, "--as-of", "2026-11-20", "-C", str(root), "check", "--format")
    text = seconds(*check, "text")
    for name in MACHINES:
        bound = "at most 1.2" if name == "sarif" else ""
        row(f"check of {PROBLEMS:,} problems as {name}, times text", seconds(*check, name) / text, bound)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure_formats(Path(folder) / "problems")
