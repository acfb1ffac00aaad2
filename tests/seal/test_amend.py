"""Amendments: what changed, why, and what it was before."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from small_repository import auditctl
from small_sealed import ENV, lay_issued

LATER = {"AUDITCTL_TODAY": "2026-11-20"}
FINDING = "audits/a/findings/restore.yaml"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("issued"))


@pytest.fixture
def root(issued: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued, tmp_path / "copy")


def seal(root: Path) -> Any:
    return json.loads((root / "audits/a/SEAL.json").read_text("utf-8"))


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def problems(root: Path) -> list[str]:
    done = auditctl(root, "check", "--format", "json", "--fail-on", "never", env=LATER)
    found = json.loads(done.out)["diagnostics"]
    return [item["message"] for item in found if item["code"] in {"RPT005", "RPT008"}]


def test_an_amendment_says_why_and_keeps_what_was(root: Path) -> None:
    before = seal(root)
    change(root, FINDING, "three quarterly", "two quarterly")
    done = auditctl(root, "report", "amend", "a", "--why", "two, not three", "--by", "ann-audit", env=LATER)
    assert done.code == 0, done.err
    assert done.out.splitlines() == ["audits/a/report.yaml", "audits/a/SEAL.json"]
    assert problems(root) == []
    after = seal(root)
    assert after["records"]["findings/restore"] != before["records"]["findings/restore"]
    [told] = after["amended"]
    assert (told["by"], told["date"], told["why"]) == ("ann-audit", "2026-11-20", "two, not three")
    assert told["before"] == {"findings/restore": before["records"]["findings/restore"]}
    assert told["report"]["md"] != before["report"]["md"] == after["report"]["md"]
    assert (
        "amended on 2026-11-20 by ann-audit: two, not three" in auditctl(root, "verify", "a", env=LATER).out
    )


def test_what_an_amendment_does_not_name_stays_found(root: Path) -> None:
    change(root, FINDING, "three quarterly", "two quarterly")
    change(root, "audits/a/team.yaml", "2026-08-31", "2026-08-30")
    words = ("report", "amend", "a", "--why", "two", "--record", "restore", "--by", "ann-audit")
    done = auditctl(root, *words, env=LATER)
    assert done.code == 0
    assert (
        "next: restore what still differs from the seal (team), or say why it changed: `auditctl rep"
        in done.err
    )
    assert problems(root) == ["team changed after the report of a was sealed"]
    words = (
        "report",
        "amend",
        "a",
        "--why",
        "a slip of the pen",
        "--record",
        "audits/a/team.yaml",
        "--by",
        "ann-audit",
    )
    assert auditctl(root, *words, env=LATER).code == 0
    assert problems(root) == []


def test_an_amended_record_is_held_as_firmly_as_before(root: Path) -> None:
    change(root, FINDING, "three quarterly", "two quarterly")
    auditctl(root, "report", "amend", "a", "--why", "two", "--by", "ann-audit", env=LATER)
    change(root, FINDING, "two quarterly", "no quarterly")
    assert problems(root) == ["findings/restore changed after the report of a was sealed"]


def test_a_sealed_amendment_cannot_be_rewritten(root: Path) -> None:
    change(root, FINDING, "three quarterly", "two quarterly")
    auditctl(root, "report", "amend", "a", "--why", "two", "--by", "ann-audit", env=LATER)
    change(root, "audits/a/report.yaml", "why: two", "why: something else")
    assert problems(root) == [
        "the amendment of 2026-11-20, ann-audit was sealed with a and is gone or changed",
        "the amendment of 2026-11-20 to a is not sealed",
    ]


def test_an_amendment_by_hand_explains_and_is_sealed_later(root: Path) -> None:
    change(root, FINDING, "three quarterly", "two quarterly")
    with (root / "audits/a/report.yaml").open("a") as file:
        file.write(
            "amendments: [{by: ann-audit, date: 2026-11-02, why: two, records: [findings/restore.yaml]}]\n"
        )
    assert problems(root) == ["the amendment of 2026-11-02 to a is not sealed"]
    assert auditctl(root, "verify", "a", env=LATER).code == 0
    assert auditctl(root, "report", "seal", "a", env=LATER).code == 0
    assert problems(root) == []


def test_evidence_is_amended_with_its_file(root: Path) -> None:
    change(root, "audits/a/evidence/files/register.csv", "db-1", "db-7")
    change(root, "audits/a/evidence/register.yaml", "clusters", "all clusters")
    assert len(problems(root)) == 2
    words = (
        "report",
        "amend",
        "a",
        "--why",
        "export repeated",
        "--record",
        "evidence/register",
        "--by",
        "ann-audit",
    )
    done = auditctl(root, *words, env=LATER)
    assert done.code == 0, done.err
    assert problems(root) == []
    assert set(seal(root)["amended"][0]["before"]) == {"evidence/register", "evidence/files/register.csv"}


def test_records_that_come_and_go_are_amended_too(root: Path) -> None:
    (root / "audits/a/findings/labels.yaml").unlink()
    (root / "audits/a/evidence/late.yaml").write_text(
        "kind: record\ntitle: Found later\nsource: ticketing\ncollected: {by: ann-audit, date: 2026-10-06}\n"
    )
    done = auditctl(root, "report", "amend", "a", "--why", "never said", "--by", "ann-audit", env=LATER)
    assert done.code == 0, done.err
    assert problems(root) == []
    records = seal(root)["records"]
    assert "findings/labels" not in records
    assert "evidence/late" in records


def test_steps_that_change_what_is_sealed_amend_and_seal_by_themselves(root: Path) -> None:
    words = (
        "finding",
        "regrade",
        "a/restore",
        "--to",
        "ofi",
        "--why",
        "the tests were elsewhere",
        "--by",
        "ann-audit",
    )
    done = auditctl(root, *words, env=LATER)
    assert done.code == 0, done.err
    assert "audits/a/SEAL.json" in done.out
    assert problems(root) == []


def test_a_report_from_before_an_amendment_was_superseded(root: Path) -> None:
    assert auditctl(root, "report", "a", "-o", "old.html", env=ENV).code == 0
    change(root, FINDING, "three quarterly", "two quarterly")
    assert auditctl(root, "report", "amend", "a", "--why", "two", "--by", "ann-audit", env=LATER).code == 0
    assert auditctl(root, "report", "a", "-o", "new.html", env=LATER).code == 0
    done = auditctl(root, "verify", "a", "--report", "old.html", env=LATER)
    told = (
        "old.html is the report as it was sealed on 2026-10-13; the amendment of 2026-11-20 superseded it\n"
    )
    assert (done.code, told in done.out) == (0, True), done.out
    done = auditctl(root, "verify", "a", "--report", "new.html", env=LATER)
    assert "new.html is the report as it was amended on 2026-11-20\n" in done.out


def test_there_is_nothing_to_amend_where_nothing_changed(root: Path) -> None:
    done = auditctl(root, "report", "amend", "a", "--why", "x", "--by", "ann-audit", env=LATER)
    assert (done.code, "nothing of a changed since it was sealed" in done.err) == (3, True)
    change(root, FINDING, "three quarterly", "two quarterly")
    words = ("report", "amend", "a", "--why", "x", "--record", "schedule", "--by", "ann-audit")
    done = auditctl(root, *words, env=LATER)
    assert (done.code, "'schedule' is not among what changed" in done.err) == (2, True)
    done = auditctl(root, "report", "amend", "a", "--by", "ann-audit", env=LATER)
    assert (done.code, "--why" in done.err) == (2, True)
