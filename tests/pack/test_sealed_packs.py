"""Packs of sealed audits: what was sealed is in the pack or said to be withheld, by `verify` and by the pack's own verifier."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rules_cases import committed
from small_repository import auditctl
from small_sealed import ENV, REGISTER, key, lay_issued, lay_ready

FILE = "a/evidence/files/register.csv"
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay_issued(tmp_path_factory.mktemp("sealed"))
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=ENV).code == 0
    return root / "p.zip"


def changed(pack: Path, at: Path, change: Change) -> Path:
    """Write a pack with other files, and a manifest that fits them."""
    with zipfile.ZipFile(pack) as old:
        held = {name: old.read(name) for name in old.namelist()}
    change(held)
    told = json.loads(held.pop("manifest.json"))
    told["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in held.items()
    }
    made = at / "changed.zip"
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(told))
    return made


def both(path: Path) -> tuple[int, str, int, str]:
    """Return what `verify` says, and what the verifier in the pack says of the same file."""
    ours = auditctl(path.parent, "verify", str(path))
    own = path.parent / "verify.py"
    own.write_bytes(zipfile.ZipFile(path).read("verify.py"))
    theirs = subprocess.run(
        [sys.executable, "-I", "-S", str(own), str(path)], capture_output=True, check=False, text=True
    )
    assert "Traceback" not in theirs.stderr
    return ours.code, ours.out, theirs.returncode, theirs.stdout


def test_what_is_withheld_is_no_problem(pack: Path, tmp_path: Path) -> None:
    code, told, theirs, said = both(changed(pack, tmp_path, lambda _: None))
    assert (code, theirs) == (0, 0), told + said
    assert "withheld: 1 (classified confidential)" in told


def test_sealed_evidence_that_was_taken_out(pack: Path, tmp_path: Path) -> None:
    def without(held: dict[str, bytes]) -> None:
        del held[FILE]

    code, told, theirs, said = both(changed(pack, tmp_path, without))
    assert (code, theirs) == (1, 1)
    assert f"{FILE} was sealed when the report was issued, and is neither in the pack nor withheld" in told
    assert f"{FILE}: sealed, and neither here nor withheld" in said


def test_sealed_evidence_that_was_forged(pack: Path, tmp_path: Path) -> None:
    def forged(held: dict[str, bytes]) -> None:
        held[FILE] = b"forged"

    code, told, theirs, said = both(changed(pack, tmp_path, forged))
    assert (code, theirs) == (1, 1)
    assert f"{FILE} is not what was sealed" in told
    assert f"{FILE}: not what was sealed" in said


def test_a_seal_that_was_taken_out(pack: Path, tmp_path: Path) -> None:
    def without(held: dict[str, bytes]) -> None:
        del held["a/SEAL.json"]

    code, told, theirs, said = both(changed(pack, tmp_path, without))
    assert (code, theirs) == (1, 1)
    assert "a/SEAL.json is missing: the report was sealed" in told
    assert "a/SEAL.json: missing, though the report was sealed" in said


def test_a_seal_that_cannot_be_read(pack: Path, tmp_path: Path) -> None:
    def broken(held: dict[str, bytes]) -> None:
        held["a/SEAL.json"] = b"[]"

    code, told, theirs, _ = both(changed(pack, tmp_path, broken))
    assert (code, theirs) == (1, 1)
    assert "a/SEAL.json cannot be read" in told


def test_a_report_that_was_issued_without_a_seal_is_said(tmp_path: Path) -> None:
    root = lay_issued(tmp_path)
    (root / "audits/a/SEAL.json").unlink()
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=ENV).code == 0
    done = auditctl(root, "verify", "p.zip")
    assert (done.code, "the report of a was issued on 2026-10-13 without a seal" in done.err) == (0, True)


def test_a_draft_and_a_redacted_pack_need_no_seal(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=ENV).code == 0
    assert both(root / "p.zip")[::2] == (0, 0)
    issued = lay_issued(tmp_path / "issued")
    assert auditctl(issued, "pack", "a", "-o", "p.zip", "--redact", env=ENV).code == 0
    assert both(issued / "p.zip")[::2] == (0, 0)


def withheld(path: Path) -> list[tuple[str, Any, str]]:
    told = json.loads(zipfile.ZipFile(path).read("manifest.json"))
    return [(item["file"], item["evidence"], item["why"]) for item in told["withheld"]]


def test_what_no_record_names_or_is_gone_is_withheld_and_said(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    (root / "audits/a/evidence/files/notes.txt").write_text("private")
    assert auditctl(root, "report", "issue", "a", "--by", "ann-audit", env=ENV).code == 0
    (root / "audits/a/evidence/files/register.csv").unlink()
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=ENV).code == 1
    assert withheld(root / "p.zip") == [
        ("evidence/files/register.csv", "register", "the file does not exist"),
        ("evidence/files/tickets.csv", "tickets", "classified confidential"),
        ("evidence/files/notes.txt", None, "no record of evidence names it"),
    ]
    assert both(root / "p.zip")[::2] == (1, 1)


GONE = "evidence/files/register.csv was sealed with the report of a and is gone"
CHANGED = "findings/restore changed after the report of a was sealed"


@pytest.mark.parametrize("words", [(), ("--redact",)])
def test_a_seal_that_does_not_hold_is_said_by_pack_and_verifiers(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    root = lay_issued(tmp_path)
    finding = root / "audits/a/findings/restore.yaml"
    finding.write_text(finding.read_text("utf-8").replace("three quarterly", "two quarterly"), "utf-8")
    (root / "audits/a/evidence/files/register.csv").unlink()
    done = auditctl(root, "pack", "a", "-o", "p", *words, env=ENV)
    assert (done.code, done.out) == (1, "p.zip\n"), done.err
    assert f"warning: {CHANGED}\n" in done.err
    assert f"warning: {GONE}\n" in done.err
    assert (
        "the seal of a does not hold: restore what it holds, or say why it changed, `auditctl report"
        in done.err
    )
    told = json.loads(zipfile.ZipFile(root / "p.zip").read("manifest.json"))
    assert told["reports"]["a"]["differs"] == [CHANGED, GONE]
    code, ours, theirs, said = both(root / "p.zip")
    assert (code, theirs) == (1, 1)
    assert f"a: {CHANGED}, says manifest.json" in ours
    assert f"a: {CHANGED}\n" in said


def test_a_seal_that_git_misses_is_said_by_pack(tmp_path: Path) -> None:
    root = lay_issued(tmp_path)
    committed(root, "2026-10-13")
    (root / "audits/a/SEAL.json").unlink()
    done = auditctl(root, "pack", "a", "-o", "p.zip", env=ENV)
    assert (done.code, "warning: the seal of a is gone, which the history has" in done.err) == (1, True)


def test_the_readme_says_what_a_seal_shows(pack: Path) -> None:
    text = zipfile.ZipFile(pack).read("README.txt").decode()
    assert (
        "AUDIT/SEAL.json        the sha256 of each record and file of evidence when the report was issued"
        in text
    )
    assert (
        "Of files that stay out and of the\nrecords, which are not in it, it shows the sha256 alone" in text
    )


def test_an_unpacked_pack_is_checked_by_its_own_verifier(pack: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(pack).extractall(tmp_path / "out")
    done = auditctl(tmp_path, "verify", "out")
    assert (done.code, "out is an unpacked pack" in done.err) == (3, True)
    assert "run `python verify.py` in that folder" in done.err


def test_a_signed_pack_says_who_signed_by_the_repository_around(tmp_path: Path) -> None:
    made, line = key(tmp_path, "ann", "ann@north.example")
    root = lay_issued(tmp_path / "records", "--sign", str(made))
    assert auditctl(root, "pack", "a", "-o", "../p.zip", env=ENV).code == 0
    done = auditctl(tmp_path, "verify", "p.zip")
    assert (done.code, "a/SEAL.json is signed, and nothing here says whose signatures count" in done.err) == (
        0,
        True,
    )
    (root / "allowed_signers").write_text(line)
    done = auditctl(root, "verify", "../p.zip")
    assert (done.code, "a/SEAL.json is signed by ann@north.example\n" in done.out) == (0, True), (
        done.out + done.err
    )
    (tmp_path / "signers").write_text(line)
    done = auditctl(tmp_path, "verify", "p.zip", "--allowed-signers", "signers")
    assert (done.code, "a/SEAL.json is signed by ann@north.example\n" in done.out) == (0, True)
    other = lay_issued(tmp_path / "unsigned")
    assert auditctl(other, "pack", "a", "-o", "q.zip", env=ENV).code == 0
    done = auditctl(tmp_path, "verify", "unsigned/q.zip", "--allowed-signers", "signers")
    assert (done.code, "a/SEAL.json is not signed" in done.err) == (0, True)


def test_a_pack_counts_its_signature_as_of_the_last_amendment(tmp_path: Path) -> None:
    """One truth for packs and repositories: whoever may sign since the amendment signs what was amended."""
    made, line = key(tmp_path, "eve", "eve@north.example")
    root = lay_issued(tmp_path / "records")
    who, rest = line.split(" ", 1)
    (root / "allowed_signers").write_text(f'{who} valid-after="20261101" {rest}')
    finding = root / "audits/a/findings/restore.yaml"
    finding.write_text(finding.read_text("utf-8").replace("three quarterly", "two quarterly"), "utf-8")
    later = {"AUDITCTL_TODAY": "2026-11-20"}
    words = ("report", "amend", "a", "--why", "two", "--by", "ann-audit", "--sign", str(made))
    assert auditctl(root, *words, env=later).code == 0
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=later).code == 0
    for subject in ("a", "p.zip"):
        done = auditctl(root, "verify", subject, env=later)
        assert (done.code, "signed by eve@north.example" in done.out) == (0, True), done.out


POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{hashlib.sha256(REGISTER.encode()).hexdigest()}\nsize {len(REGISTER)}\n"


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=n", "-c", "user.email=n@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def test_a_pointer_of_git_lfs_is_no_evidence(tmp_path: Path) -> None:
    root = lay_issued(tmp_path)
    (root / "audits/a/evidence/files/register.csv").write_text(POINTER)
    done = auditctl(root, "pack", "a", "-o", "p.zip", env=ENV)
    assert done.code == 0
    assert (
        "1 file of evidence is missing: only a pointer of Git LFS lies here (files/register.csv); `git lfs pull`"
        in done.err
    )
    assert ("evidence/files/register.csv", "register", "only a pointer of Git LFS lies here") in withheld(
        root / "p.zip"
    )
    assert FILE not in zipfile.ZipFile(root / "p.zip").namelist()
    assert b"only a pointer of Git LFS" in zipfile.ZipFile(root / "p.zip").read("a/evidence.csv")
    assert both(root / "p.zip")[::2] == (0, 0)


def test_evidence_that_git_lfs_keeps_is_as_it_was_committed(tmp_path: Path) -> None:
    """Git has the pointer, the working tree has the file."""
    root = lay_issued(tmp_path / "records")
    file = root / "audits/a/evidence/files/register.csv"
    file.write_text(POINTER)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "issued")
    file.write_text(REGISTER)
    done = auditctl(root, "pack", "a", "-o", "../p.zip", env=ENV)
    assert (done.code, "commit " in done.err, "differs" in done.err) == (0, True, False), done.err
    assert zipfile.ZipFile(tmp_path / "p.zip").read(FILE).decode() == REGISTER
