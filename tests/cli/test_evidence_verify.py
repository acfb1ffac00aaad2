"""`evidence verify`: every file hashed again, whatever is noted of it."""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

import pexpect
import pytest

from small_repository import auditctl, environment, lay

VERIFY = ("evidence", "verify")
ISSUED = "summary: Fine.\nissued: {by: ann-audit, date: 2026-10-06}\n"
SHA = hashlib.sha256(b"data\n").hexdigest()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return lay(tmp_path / "repository")


def hold(
    root: Path, name: str, lines: str = f"sha256: {SHA}", audit: str = "a", data: str | None = "data\n"
) -> None:
    """Lay a record of evidence and its file."""
    text = f"kind: record\ntitle: {name}\nfile: files/{name}.csv\n{lines}\n"
    lay_only(root, {f"audits/{audit}/evidence/{name}.yaml": text})
    if data is not None:
        lay_only(root, {f"audits/{audit}/evidence/files/{name}.csv": data})


def lay_only(root: Path, laid: dict[str, str]) -> None:
    for path, text in laid.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def test_what_is_as_it_was_is_counted(root: Path) -> None:
    hold(root, "one")
    hold(root, "two")
    ended = auditctl(root, *VERIFY)
    assert (ended.code, ended.out, ended.err) == (0, "2 files, 10 bytes, 0 faults\n", "")


def test_each_fault_names_record_file_and_what_is_wrong(root: Path) -> None:
    hold(root, "changed", data="other\n")
    hold(root, "gone", data=None)
    hold(root, "unhashed", lines="")
    lay_only(root, {"audits/a/evidence/far.yaml": "kind: record\ntitle: Far\nfile: ../audit.yaml\n"})
    ended = auditctl(root, *VERIFY)
    assert ended.code == 1
    found = hashlib.sha256(b"other\n").hexdigest()
    changed = f"changed: its sha256 begins with {found[:12]}, recorded is {SHA[:12]}"
    unhashed = f"has no sha256 in its record; now it is {SHA}"
    assert ended.out.splitlines() == [
        f"a/changed: files/changed.csv {changed} (audits/a/evidence/changed.yaml)",
        "a/far: ../audit.yaml lies outside evidence/files/ (audits/a/evidence/far.yaml)",
        "a/gone: files/gone.csv does not exist (audits/a/evidence/gone.yaml)",
        f"a/unhashed: files/unhashed.csv {unhashed} (audits/a/evidence/unhashed.yaml)",
        "2 files, 11 bytes, 4 faults",
    ]
    told = json.loads(auditctl(root, *VERIFY, "--json").out)
    assert (told["schema_version"], told["files"], told["bytes"]) == (1, 2, 11)
    assert [(item["record"], item["file"], item["problem"]) for item in told["faults"]] == [
        ("a/changed", "files/changed.csv", "changed"),
        ("a/far", "../audit.yaml", "outside"),
        ("a/gone", "files/gone.csv", "missing"),
        ("a/unhashed", "files/unhashed.csv", "no-sha256"),
    ]
    assert (told["faults"][0]["recorded"], told["faults"][0]["found"]) == (SHA, found)


def test_a_link_out_of_the_repository_is_not_read(root: Path, tmp_path: Path) -> None:
    hold(root, "link", data=None)
    (tmp_path / "outside.csv").write_text("data\n")
    (root / "audits/a/evidence/files").mkdir()
    (root / "audits/a/evidence/files/link.csv").symlink_to(tmp_path / "outside.csv")
    ended = auditctl(root, *VERIFY)
    assert (ended.code, "link that leaves the repository" in ended.out) == (1, True)
    assert ended.out.endswith("0 files, 0 bytes, 1 fault\n")


def test_lists_of_samples_belong_to_it(root: Path) -> None:
    text = "kind: record\ntitle: S\nsample: {population: p, list: files/l.csv, list_sha256: '%s'}\n"
    lay_only(root, {"audits/a/evidence/s.yaml": text % SHA, "audits/a/evidence/files/l.csv": "other\n"})
    ended = auditctl(root, *VERIFY)
    assert (ended.code, "a/s: files/l.csv changed" in ended.out) == (1, True)
    lay_only(root, {"audits/a/evidence/files/l.csv": "data\n"})
    assert auditctl(root, *VERIFY).out == "1 file, 5 bytes, 0 faults\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("report.yaml", ISSUED),
        ("audit.yaml", "title: B\nkind: external\nbody: north\nfrom: 2026-10-01\nto: 2026-10-02\n"),
        ("audit.yaml", "title: B\nlegacy: {from: 2024-01-01, to: 2024-01-02, lead: ann-audit}\n"),
        ("audit.yaml", "title: B\ncancelled: {by: mia-chief, date: 2026-10-01, why: no}\n"),
    ],
)
def test_audits_of_every_state_are_looked_at(root: Path, path: str, text: str) -> None:
    lay_only(root, {"audits/b/audit.yaml": "title: B\n"} | {f"audits/b/{path}": text})
    hold(root, "one", audit="b", data="other\n")
    ended = auditctl(root, *VERIFY)
    assert (ended.code, "b/one: files/one.csv changed" in ended.out) == (1, True)
    assert auditctl(root, *VERIFY, "a").out == "0 files, 0 bytes, 0 faults\n"
    assert auditctl(root, *VERIFY, "b").code == 1


def test_what_was_disposed_of_is_counted_and_has_to_be_gone(root: Path) -> None:
    gone = f"sha256: {SHA}\ndisposed: {{by: ann-audit, date: 2026-10-01}}"
    hold(root, "one", gone, data=None)
    ended = auditctl(root, *VERIFY)
    assert (ended.code, ended.out) == (0, "0 files, 0 bytes, 0 faults, 1 not checked: disposed of\n")
    hold(root, "one", gone)
    ended = auditctl(root, *VERIFY)
    assert (ended.code, "is still there, though it was disposed of on 2026-10-01" in ended.out) == (1, True)


def test_a_record_that_cannot_be_read_proves_nothing(root: Path) -> None:
    lay_only(root, {"audits/a/evidence/one.yaml": "kind: rumour\ntitle: One\n"})
    ended = auditctl(root, *VERIFY)
    assert (ended.code, "a/one: the record cannot be read" in ended.out) == (1, True)
    assert json.loads(auditctl(root, *VERIFY, "--json").out)["unread"] == ["a/one"]


def test_the_parts_are_disjoint_and_everything_together(root: Path) -> None:
    names = [f"n{number}" for number in range(12)]
    for name in names:
        hold(root, name, data="other\n")

    def part(word: str) -> list[str]:
        told = json.loads(auditctl(root, *VERIFY, "--subset", word, "--json").out)
        assert told["subset"] == word
        return [item["record"] for item in told["faults"]]

    parts = [part(f"{number}/3") for number in (1, 2, 3)]
    assert sorted(name for found in parts for name in found) == sorted(f"a/{name}" for name in names)
    assert all(parts)
    assert part("2/3") == parts[1]
    assert (
        auditctl(root, *VERIFY, "--subset", "1/3")
        .out.splitlines()[-1]
        .startswith(f"{len(parts[0])} files of part 1/3, ")
    )


@pytest.mark.parametrize("word", ["0/5", "6/5", "1/0", "x", "1", "-1/5", "1/5/2", "2/ 5"])
def test_what_is_no_part_is_a_usage_error(root: Path, word: str) -> None:
    ended = auditctl(root, *VERIFY, "--subset", word)
    assert (ended.code, f"--subset '{word}' is no part of a whole" in ended.err) == (2, True)


def test_an_unknown_audit_is_a_usage_error(root: Path) -> None:
    assert auditctl(root, *VERIFY, "zzz").code == 2


def test_a_change_that_keeps_size_and_time_is_found_by_the_next_check(root: Path) -> None:
    hold(root, "one")
    file = root / "audits/a/evidence/files/one.csv"
    os.utime(file, (1_700_000_000, 1_700_000_000))
    time.sleep(0.1)  # a note is kept of what was not touched just now
    check = ("check", "--select", "EVD005")
    assert auditctl(root, *check).code == 0
    file.write_text("DATA\n")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert auditctl(root, *check).code == 1
    assert auditctl(root, *check, env={"CI": "true"}).code == 1
    assert auditctl(root, *VERIFY).code == 1


def test_a_terminal_sees_a_bar_by_bytes(root: Path, tmp_path: Path) -> None:
    hold(root, "one", data=None)
    (root / "audits/a/evidence/files").mkdir()
    with (root / "audits/a/evidence/files/one.csv").open("wb") as file:
        file.truncate(200 << 20)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", *VERIFY],
        cwd=str(root),
        env=environment(TMPDIR=str(tmp_path)),
        encoding="utf-8",
        timeout=30,
    )
    child.expect_exact("hashing")
    child.expect(r"209\.7 MB")
    child.expect_exact("1 file, 209.7 MB, 1 fault")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
