"""`evidence dispose`: the file goes when its time has passed, hash and title stay."""

import hashlib
import json
from pathlib import Path

import pytest

from small_repository import auditctl, lay

DISPOSE = ("evidence", "dispose")
SHA = hashlib.sha256(b"data\n").hexdigest()
TEXT = f"""\
# who left
kind: record
title: Leavers   # of the year
file: files/leavers.csv
sha256: {SHA}
personal_data: true
retention_until: 2026-10-05
"""
BY = ("--by", "tom")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    laid = {"audits/a/evidence/leavers.yaml": TEXT, "audits/a/evidence/files/leavers.csv": "data\n"}
    return lay(tmp_path / "repository", laid)


def record(root: Path, name: str = "leavers") -> Path:
    return root / f"audits/a/evidence/{name}.yaml"


def file(root: Path, name: str = "leavers") -> Path:
    return root / f"audits/a/evidence/files/{name}.csv"


def test_the_file_goes_and_the_record_says_so(root: Path) -> None:
    ended = auditctl(root, *DISPOSE, "a/leavers", *BY)
    assert (ended.code, ended.out) == (0, "audits/a/evidence/leavers.yaml\n")
    assert "removed audits/a/evidence/files/leavers.csv\n" in ended.err
    assert "git's history still holds what was committed of it" in ended.err
    assert not file(root).exists()
    assert record(root).read_text() == f"{TEXT}disposed:\n  by: tom-tech\n  date: 2026-10-06\n"
    assert list(file(root).parent.iterdir()) == []
    assert auditctl(root, "check", "--select", "EVD005,EVD007,SCH").code == 0
    assert "1 not checked: disposed of" in auditctl(root, "evidence", "verify").out


def test_an_issued_audit_lets_its_files_go_too(root: Path) -> None:
    lay(root, {"audits/a/report.yaml": "summary: S\nissued: {by: ann-audit, date: 2026-10-06}\n"})
    assert auditctl(root, *DISPOSE, "leav", *BY).code == 0
    assert not file(root).exists()


def test_the_list_of_a_sample_goes_too(root: Path) -> None:
    more = "sample: {population: p, list: files/list.csv}\n"
    lay(root, {"audits/a/evidence/leavers.yaml": TEXT + more, "audits/a/evidence/files/list.csv": "x\n"})
    ended = auditctl(root, *DISPOSE, "leavers", *BY)
    assert (ended.code, file(root).exists(), file(root, "list").exists()) == (0, False, False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("retention_until: 2026-10-06", "it is kept until 2026-10-06, and that has not passed on 2026-10-06"),
        ("details: nothing", "it has no `retention_until`"),
        (
            "retention_until: 2026-10-01\ndisposed: {by: ann-audit, date: 2026-10-02}",
            "ann-audit did that on 2026-10-02",
        ),
    ],
)
def test_what_has_to_stay_stays(root: Path, line: str, said: str) -> None:
    text = TEXT.replace("retention_until: 2026-10-05", line).replace("personal_data: true\n", "")
    record(root).write_text(text)
    ended = auditctl(root, *DISPOSE, "leavers", *BY)
    assert (ended.code, ended.out, said in ended.err) == (3, "", True), ended.err
    assert (record(root).read_text(), file(root).exists()) == (text, True)


def test_a_day_before_the_retention_has_passed_is_refused(root: Path) -> None:
    assert auditctl(root, *DISPOSE, "leavers", *BY, "--date", "2026-10-05").code == 3
    assert auditctl(root, *DISPOSE, "leavers", *BY, "--date", "2026-10-07").code == 3
    assert file(root).exists()


def test_a_file_that_another_record_needs_stays(root: Path) -> None:
    other = TEXT.replace("2026-10-05", "2029-10-05")
    lay(root, {"audits/a/evidence/other.yaml": other})
    ended = auditctl(root, *DISPOSE, "leavers", *BY)
    assert (ended.code, "its file belongs to a/other too" in ended.err, file(root).exists()) == (
        3,
        True,
        True,
    )
    record(root, "other").write_text(TEXT)
    both = auditctl(root, *DISPOSE, "leavers", "other", *BY)
    assert (both.code, both.err.count("removed audits/a/evidence/files/leavers.csv")) == (0, 1)
    assert not file(root).exists()
    assert "disposed:" in record(root, "other").read_text()


def test_the_next_step_is_what_else_may_go(root: Path) -> None:
    also = TEXT.replace("leavers.csv", "older.csv")
    lay(root, {"audits/a/evidence/older.yaml": also, "audits/a/evidence/files/older.csv": "data\n"})
    first = auditctl(root, *DISPOSE, "leavers", *BY)
    assert first.err.endswith("next: `auditctl evidence dispose a/older`: it was kept until 2026-10-05\n")
    last = auditctl(root, *DISPOSE, "older", *BY)
    assert last.err.endswith("next: commit it; `auditctl evidence verify` hashes what stays\n")


def test_one_of_several_that_must_stay_keeps_all(root: Path) -> None:
    young = TEXT.replace("2026-10-05", "2029-10-05").replace("leavers.csv", "young.csv")
    lay(root, {"audits/a/evidence/young.yaml": young, "audits/a/evidence/files/young.csv": "data\n"})
    assert auditctl(root, *DISPOSE, "leavers", "young", *BY).code == 3
    assert (record(root).read_text(), file(root).exists()) == (TEXT, True)


def test_a_dry_run_shows_it_and_leaves_everything(root: Path) -> None:
    ended = auditctl(root, *DISPOSE, "leavers", *BY, "--dry-run")
    assert ended.code == 0
    assert "+disposed:\n+  by: tom-tech\n" in ended.out
    assert "audits/a/evidence/files/leavers.csv" in ended.out
    assert (record(root).read_text(), file(root).exists()) == (TEXT, True)


def test_a_file_that_is_gone_already_is_recorded(root: Path) -> None:
    file(root).unlink()
    ended = auditctl(root, *DISPOSE, "leavers", *BY)
    assert (ended.code, "was gone already: audits/a/evidence/files/leavers.csv" in ended.err) == (0, True)
    assert "disposed:" in record(root).read_text()


def test_nothing_outside_is_ever_removed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("data\n")
    file(root).unlink()
    file(root).symlink_to(tmp_path / "outside.csv")
    ended = auditctl(root, *DISPOSE, "leavers", *BY)
    assert (ended.code, "link that leaves the repository" in ended.err) == (3, True)
    record(root).write_text(TEXT.replace("files/leavers.csv", "files/../../audit.yaml"))
    assert auditctl(root, *DISPOSE, "leavers", *BY).code == 3
    assert (tmp_path / "outside.csv").exists()
    assert (root / "audits/a/audit.yaml").exists()


def test_names_are_given_as_everywhere(root: Path) -> None:
    assert "did you mean a/leavers?" in auditctl(root, *DISPOSE, "a/laevers", *BY).err
    lay(root, {"audits/b/audit.yaml": "title: B\n", "audits/b/evidence/leavers.yaml": TEXT})
    ended = auditctl(root, *DISPOSE, "leavers", *BY)
    assert (ended.code, "fits more than one evidence" in ended.err) == (2, True)
    ended = auditctl(root, *DISPOSE, "a/leavers")
    assert (ended.code, "give it with --by" in ended.err) == (2, True)


def test_json_names_what_was_written(root: Path) -> None:
    told = json.loads(auditctl(root, *DISPOSE, "leavers", *BY, "--json").out)
    assert (told["written"], told["paths"]) == (True, ["audits/a/evidence/leavers.yaml"])
