"""Signed seals: with a real key of ssh-keygen, checked by the allowed signers of the repository."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from small_repository import auditctl, environment
from small_sealed import ENV, key, lay_issued, lay_ready

LATER = {"AUDITCTL_TODAY": "2026-11-20"}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "eve"):
        _, line = key(folder, name, f"{name}@north.example")
        (folder / f"{name}.allowed").write_text(line)
    return folder


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    root = lay_issued(tmp_path_factory.mktemp("signed"), "--sign", str(keys / "ann"))
    shutil.copy(keys / "ann.allowed", root / "allowed_signers")
    return root


@pytest.fixture
def root(signed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(signed, tmp_path / "copy")


def test_a_signature_is_told_by_the_allowed_signers(root: Path) -> None:
    done = auditctl(root, "verify", "a", env=LATER)
    assert done.code == 0, done.out
    assert "signed by ann@north.example" in done.out
    assert auditctl(root, "check", "--no-timed", env=LATER).code == 0


def test_ssh_keygen_itself_agrees(root: Path, keys: Path) -> None:
    seal = (root / "audits/a/SEAL.json").read_bytes()
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", str(keys / "ann.allowed"), "-I", "ann@north.example", "-n", "auditctl",
         "-s", str(root / "audits/a/SEAL.json.sig")],
        input=seal, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_seal_that_was_made_to_fit_has_no_signature(root: Path) -> None:
    path = root / "audits/a/SEAL.json"
    path.write_text(path.read_text("utf-8").replace('"errors": 0', '"errors": 1'))
    done = auditctl(root, "verify", "a", env=LATER)
    assert (done.code, "the signature is not of these bytes" in done.out) == (1, True)


def test_a_checkout_with_other_line_ends_keeps_the_signature(root: Path) -> None:
    path = root / "audits/a/SEAL.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert auditctl(root, "verify", "a", env=LATER).code == 0


def test_the_signature_of_somebody_else_counts_for_nothing(root: Path, keys: Path) -> None:
    shutil.copy(keys / "eve.allowed", root / "allowed_signers")
    done = auditctl(root, "verify", "a", env=LATER)
    assert (done.code, "none of allowed_signers signed it" in done.out) == (1, True)
    words = ("verify", "a", "--allowed-signers", str(keys / "ann.allowed"))
    assert auditctl(root, *words, env=LATER).code == 0


def test_without_allowed_signers_that_is_said(root: Path) -> None:
    (root / "allowed_signers").unlink()
    done = auditctl(root, "verify", "a", env=LATER)
    assert done.code == 0
    assert "no allowed_signers in the repository says whose signatures count" in done.err


def test_a_signed_seal_is_amended_with_a_signature(root: Path, keys: Path) -> None:
    finding = root / "audits/a/findings/restore.yaml"
    finding.write_text(finding.read_text("utf-8").replace("three quarterly", "two quarterly"))
    words = ("report", "amend", "a", "--why", "two", "--by", "ann-audit")
    done = auditctl(root, *words, env=LATER)
    assert (done.code, "the seal of a is signed" in done.err) == (2, True)
    assert auditctl(root, *words, "--sign", str(keys / "ann"), env=LATER).code == 0
    done = auditctl(root, "verify", "a", env=LATER)
    assert (done.code, "signed by ann@north.example" in done.out) == (0, True)


def test_a_step_leaves_a_signed_seal_to_who_can_sign(root: Path, keys: Path) -> None:
    words = ("finding", "regrade", "a/restore", "--to", "ofi", "--why", "elsewhere", "--by", "ann-audit")
    assert auditctl(root, *words, env=LATER).code == 0
    done = auditctl(root, "check", "--no-timed", env=LATER)
    assert (done.code, "warning[RPT008]" in done.out) == (0, True)
    assert auditctl(root, "report", "seal", "a", "--sign", str(keys / "ann"), env=LATER).code == 0
    assert auditctl(root, "verify", "a", env=LATER).code == 0


def test_a_seal_can_be_signed_later(tmp_path: Path, keys: Path) -> None:
    root = lay_issued(tmp_path)
    shutil.copy(keys / "ann.allowed", root / "allowed_signers")
    before = (root / "audits/a/SEAL.json").read_bytes()
    done = auditctl(root, "report", "seal", "a", "--sign", str(keys / "ann"), env=LATER)
    assert done.out == "audits/a/SEAL.json.sig\n"
    assert (root / "audits/a/SEAL.json").read_bytes() == before
    assert "signed by ann@north.example" in auditctl(root, "verify", "a", env=LATER).out


def test_a_key_that_cannot_sign_keeps_everything_back(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    (tmp_path / "nokey").write_text("no key at all")
    words = ("report", "issue", "a", "--by", "ann-audit", "--sign")
    for name in ("nokey", "missing"):
        done = auditctl(root, *words, name, env=ENV)
        assert (done.code, f"{name} cannot sign" in done.err) == (3, True)
    assert not (root / "audits/a/SEAL.json").exists()
    assert "issued" not in (root / "audits/a/report.yaml").read_text("utf-8")


def test_without_openssh_one_sentence_says_so(tmp_path: Path, root: Path, keys: Path) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    done = auditctl(root, "verify", "a", env=LATER | {"PATH": str(empty)})
    assert (done.code, "ssh-keygen is not installed" in done.err) == (3, True)
    ready = lay_ready(tmp_path / "ready")
    words = ("report", "issue", "a", "--by", "ann-audit", "--sign", str(keys / "ann"))
    done = auditctl(ready, *words, env=ENV | {"PATH": str(empty)})
    assert (done.code, "ssh-keygen is not installed" in done.err) == (3, True)
    assert not (ready / "audits/a/SEAL.json").exists()
    assert os.pathsep not in environment(PATH=str(empty))["PATH"]
