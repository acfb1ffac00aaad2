"""The small repository with a programme that goes on: an entry `b` of 2027 that has no folder yet."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from in_process import called
from small_repository import Ended, files, lay

TODAY = date(2026, 10, 20)
ENTRY = (
    "{title: Audit of 2027, planned: {from: 2027-03-01, to: 2027-03-05}, processes: all, requirements: all}"
)
OBJECTIVES = "objectives: [see that we work as we say]\n    methods:"
NOTHING = "opening: {date: 2026-10-05}\nclosing: {date: 2026-10-07}\n"


def small_plan(root: Path, entry: str = ENTRY) -> Path:
    """Lay the repository: the audit `a` of 2026 is held, the programme plans `b` for March 2027."""
    text = files()["auditctl.yaml"]
    for old, new in (
        ("to: 2026-12-31", "to: 2027-12-31"),
        ("methods:", OBJECTIVES),
        ("    audits:\n", f"    audits:\n      b: {entry}\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    held = files()["audits/a/audit.yaml"] + NOTHING
    return lay(root, {"auditctl.yaml": text, "audits/a/audit.yaml": held})


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def plan_new(root: Path, *words: str, today: date = TODAY) -> Ended:
    return called(root, today, "plan", "new", *words)


def written(root: Path, part: str, audit: str = "b") -> dict[str, Any]:
    """Return what a part of an audit says to a reader of YAML."""
    text = (root / f"audits/{audit}/{part}.yaml").read_text("utf-8")
    assert "&id" not in text
    data = yaml.safe_load(text)
    assert isinstance(data, dict)
    return data


def sessions(root: Path, audit: str = "b") -> dict[str, dict[str, Any]]:
    held = written(root, "schedule", audit)["sessions"]
    assert isinstance(held, dict)
    return held
