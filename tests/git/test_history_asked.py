"""What git knows is asked wherever the whole check is: readiness, conformity, a report that goes out."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from committed import committed, replace
from in_process import called
from ready_repository import FINDING, TODAY, ready_repository
from small_repository import lay
from small_sealed import FILES, lay_ready

ON = date.fromisoformat(TODAY)
VANISHED = "HIS001 issued with a and gone: the finding cables"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository that would be ready, but for a finding that vanished after the report was issued."""
    root = ready_repository(
        tmp_path / "ready",
        {"audits/a/findings/cables.yaml": FINDING.replace("Leavers keep their accounts", "Cables lie bare")},
    )
    committed(root, "2026-10-09")
    (root / "audits/a/findings/cables.yaml").unlink()
    committed(root, "2026-10-12", "olga@kestrel.example")
    return root


@pytest.mark.parametrize("words", [("ready",), ("report", "--kind", "ready", "--format", "md")])
def test_what_vanished_makes_nothing_ready(words: tuple[str, ...], root: Path) -> None:
    assert VANISHED in " ".join(called(root, ON, *words).out.replace("\\", "").split())
    shutil.rmtree(root / ".git")
    done = called(root, ON, *words)
    assert "HIS001" not in done.out
    assert done.err.startswith("skipped HIS001 to HIS006: ")


def test_conformity_says_what_the_rules_of_the_history_find(root: Path) -> None:
    done = called(root, ON, "conformity", "--json")
    rules = [rule for item in json.loads(done.out)["elements"] for rule in item["rules"]]
    assert {rule["open"] for rule in rules if rule["code"] == "HIS001"} == {1}
    assert "skipped" not in done.err


def test_a_seal_says_what_the_rules_of_the_history_found(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    approved = "approved: {by: ann-audit, date: 2026-10-12}\n"
    replace(root, "audits/a/report.yaml", approved, "")
    committed(root, "2026-10-12")
    replace(root, "audits/a/report.yaml", "distribution:", f"{approved}distribution:")
    committed(root, "2026-11-02")
    done = called(root, date(2026, 11, 3), "report", "issue", "a", "--by", "ann-audit")
    assert (done.code, "skipped" in done.err) == (0, False), done.err
    sealed = json.loads((root / "audits/a/SEAL.json").read_text("utf-8"))["check"]["problems"]
    assert [item["code"] for item in sealed if item["code"].startswith("HIS")] == ["HIS002"]
    committed(root, "2026-11-03")
    assert "RPT" not in called(root, ON, "check", "--select", "RPT005").out


def test_what_was_issued_by_hand_is_not_sealed_while_a_record_of_it_is_gone(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    finding = FILES["audits/a/findings/labels.yaml"].replace("labelled", "sorted")
    lay(root, FILES | {"audits/a/findings/tapes.yaml": finding})
    with (root / "audits/a/report.yaml").open("a", encoding="utf-8") as file:
        file.write("issued: {by: ann-audit, date: 2026-10-13, version: 1}\n")
    committed(root, "2026-10-13")
    (root / "audits/a/findings/tapes.yaml").unlink()
    committed(root, "2026-10-14")
    done = called(root, ON, "report", "seal", "a")
    assert (done.code, "HIS001 forbids it: issued with a and gone: the finding tapes" in done.err) == (
        3,
        True,
    ), done.err
    assert not (root / "audits/a/SEAL.json").exists()
