"""Evidence after the report: what explains that a file went or came, and what does not."""

import json
import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from in_process import called
from small_repository import auditctl
from small_sealed import ENV, FILES, lay_ready

TODAY = date(2026, 11, 20)
LATER = {"AUDITCTL_TODAY": "2026-11-20"}
REGISTER = "audits/a/evidence/register.yaml"
FILE = "evidence/files/register.csv"
GONE = f"{FILE} was sealed with the report of a and is gone"
PROOF = (
    "kind: record\ntitle: Restore test of db-2\npurpose: action\nsource: ticketing\n"
    "collected: {by: olga-ops, date: 2026-11-03}\n"
)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed audit whose register may go on 2026-11-10."""
    root = lay_ready(tmp_path_factory.mktemp("issued"))
    (root / REGISTER).write_text(FILES[REGISTER] + "retention_until: 2026-11-10\n", "utf-8")
    done = auditctl(root, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 0, done.err
    return root


@pytest.fixture
def root(issued: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued, tmp_path / "copy")


def problems(root: Path) -> list[str]:
    """Return what `check` says of the seal, and `verify` too."""
    found = json.loads(called(root, TODAY, "check", "--format", "json", "--fail-on", "never").out)
    told = [item["message"] for item in found["diagnostics"] if item["code"] == "RPT005"]
    done = called(root, TODAY, "verify", "a")
    assert (done.code, [line for line in told if line not in done.out]) == (1 if told else 0, [])
    return told


def add(root: Path, path: str, text: str) -> None:
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_command_takes_a_file_away_when_its_time_has_passed(root: Path) -> None:
    done = called(root, TODAY, "evidence", "dispose", "a/register", "--by", "olga-ops")
    assert done.code == 0, done.err
    assert not (root / "audits/a" / FILE).exists()
    assert problems(root) == []


@pytest.mark.parametrize("day", ["2026-11-09", "2026-10-14"])
def test_before_its_time_no_file_is_disposed_of(root: Path, day: str) -> None:
    add(root, REGISTER, f"disposed: {{by: olga-ops, date: {day}}}\n")
    (root / "audits/a" / FILE).unlink()
    assert problems(root) == [GONE]


def test_a_record_without_a_day_disposes_of_nothing(root: Path) -> None:
    text = (root / "audits/a/evidence/tickets.md").read_text("utf-8")
    (root / "audits/a/evidence/tickets.md").write_text(
        text.replace("---\n\nSeen", "disposed: {by: olga-ops, date: 2026-11-12}\n---\n\nSeen"), "utf-8"
    )
    (root / "audits/a/evidence/files/tickets.csv").unlink()
    assert problems(root) == ["evidence/files/tickets.csv was sealed with the report of a and is gone"]


def test_another_day_in_the_sealed_record_disposes_of_nothing(root: Path) -> None:
    text = (root / REGISTER).read_text("utf-8").replace("2026-11-10", "2026-10-20")
    (root / REGISTER).write_text(text + "disposed: {by: olga-ops, date: 2026-10-21}\n", "utf-8")
    (root / "audits/a" / FILE).unlink()
    assert problems(root) == [
        GONE,
        "evidence/register changed after the report of a was sealed",
    ]


@pytest.mark.parametrize("purpose", ["action", "fieldwork"])
def test_a_new_record_disposes_of_no_sealed_file(root: Path, purpose: str) -> None:
    text = PROOF.replace("action", purpose) + (
        "file: files/register.csv\nretention_until: 2026-11-04\ndisposed: {by: olga-ops, date: 2026-11-05}\n"
    )
    add(root, "audits/a/evidence/late.yaml", text)
    (root / "audits/a" / FILE).unlink()
    late = ["evidence/late was added after the report of a was sealed"] if purpose == "fieldwork" else []
    assert sorted(problems(root)) == sorted([GONE, *late])


def test_an_amendment_of_a_new_record_explains_no_sealed_file(root: Path) -> None:
    add(root, "audits/a/evidence/late.yaml", PROOF + "file: files/register.csv\n")
    add(root, "audits/a/" + FILE, "db-9,2026-09-09\n")
    add(
        root, "audits/a/report.yaml",
        "amendments: [{by: ann-audit, date: 2026-11-11, why: proof came, records: [evidence/late]}]\n",
    )  # fmt: skip
    assert problems(root) == [f"{FILE} holds other bytes than when the report of a was sealed"]


def test_a_file_that_two_records_name_goes_when_both_may(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    (root / REGISTER).write_text(FILES[REGISTER] + "retention_until: 2026-11-10\n", "utf-8")
    add(root, "audits/a/evidence/twin.yaml", FILES[REGISTER].replace("Restore register", "Register, again"))
    done = auditctl(root, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 0, done.err
    add(root, REGISTER, "disposed: {by: olga-ops, date: 2026-11-12}\n")
    (root / "audits/a" / FILE).unlink()
    assert problems(root) == [GONE]


def test_what_was_sealed_does_not_turn_into_proof(root: Path) -> None:
    text = (root / REGISTER).read_text("utf-8")
    (root / REGISTER).write_text(text.replace("kind: record", "kind: record\npurpose: action"), "utf-8")
    assert problems(root) == ["evidence/register changed after the report of a was sealed"]


def test_nor_does_what_an_amendment_took_out(root: Path) -> None:
    (root / "audits/a/evidence/tickets.md").unlink()
    (root / "audits/a/evidence/files/tickets.csv").unlink()
    done = called(root, TODAY, "report", "amend", "a", "--why", "not ours", "--by", "ann-audit")
    assert done.code == 0, done.err
    assert problems(root) == []
    add(root, "audits/a/evidence/tickets.yaml", PROOF)
    assert problems(root) == ["evidence/tickets was added after the report of a was sealed"]


def test_a_file_that_no_record_names_is_found(root: Path) -> None:
    folder = root / "audits/a/evidence/files/scans"
    folder.mkdir()
    (folder / "one.pdf").write_bytes(b"scan")
    assert problems(root) == ["evidence/files/scans/one.pdf was added after the report of a was sealed"]
    done = called(root, TODAY, "report", "amend", "a", "--why", "found in a drawer", "--by", "ann-audit")
    assert done.code == 0, done.err
    assert problems(root) == []
    (folder / "one.pdf").write_bytes(b"scar")
    assert len(problems(root)) == 1


def test_the_file_of_new_proof_may_come_and_that_of_other_evidence_may_not(root: Path) -> None:
    (root / "audits/a/evidence/files/new.txt").write_text("restored")
    assert len(problems(root)) == 1
    (root / "audits/a/evidence/new.yaml").write_text(PROOF + "file: files/new.txt\n", "utf-8")
    assert problems(root) == []
    (root / "audits/a/evidence/new.yaml").write_text(
        PROOF.replace("action", "fieldwork") + "file: files/new.txt\n", "utf-8"
    )
    assert problems(root) == [
        "evidence/files/new.txt was added after the report of a was sealed",
        "evidence/new was added after the report of a was sealed",
    ]


def test_a_byte_is_found_by_the_next_process_though_size_and_time_are_put_back(root: Path) -> None:
    file = root / "audits/a" / FILE
    time.sleep(0.1)  # a note is kept of what was not touched just now
    check = ("check", "--select", "RPT005")
    assert auditctl(root, *check, env=LATER).code == 0
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"db-1", b"db-7"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    done = auditctl(root, *check, env=LATER)
    assert (done.code, f"{FILE} holds other bytes" in done.out) == (1, True)


def test_what_the_desktop_leaves_behind_is_no_evidence(root: Path) -> None:
    (root / "audits/a/evidence/files/.DS_Store").write_bytes(b"\0")
    (root / "audits/a/evidence/files/register.csv~").write_text("an editor's backup")
    assert problems(root) == []
