"""A signature that git knows and that is gone, and a seal that nobody signed though somebody should."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from committed import git
from in_process import called
from rules_cases import committed
from small_sealed import key, lay_issued, lay_ready

TODAY = date(2026, 11, 20)
LATER = {"AUDITCTL_TODAY": f"{TODAY}"}
SEAL = "audits/a/SEAL.json"
SIGNATURE = f"{SEAL}.sig"
GONE = "the seal of a is not signed any more, and the history has its signature (commit "


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "eve"):
        _, line = key(folder, name, f"{name}@north.example")
        (folder / f"{name}.allowed").write_text(line)
    return folder


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    root = lay_ready(tmp_path_factory.mktemp("signed"))
    committed(root, "2026-10-12")
    lay_issued(root, "--sign", str(keys / "ann"))
    shutil.copy(keys / "ann.allowed", root / "allowed_signers")
    committed(root, "2026-10-13")
    return root


@pytest.fixture
def root(signed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(signed, tmp_path / "copy")


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_signature_that_git_knows_is_missed(root: Path, keys: Path, is_committed: bool) -> None:
    (root / SIGNATURE).unlink()
    if is_committed:
        committed(root, "2026-11-02", "olga@kestrel.example")
    done = called(root, TODAY, "check", "--no-timed")
    assert (done.code, f"error[HIS006]: {GONE}" in done.out) == (1, True), done.out
    assert f"-- {SIGNATURE}`; or sign anew: `auditctl report seal a --sign KEY`" in done.out
    done = called(root, TODAY, "verify", "a")
    assert done.code == 1
    assert "the seal is not signed any more, and the history has its signature" in done.out
    words = ("report", "seal", "a", "--sign", str(keys / "ann"))
    assert called(root, TODAY, *words).code == 0
    assert called(root, TODAY, "check", "--no-timed").code == 0


def test_the_command_that_is_told_brings_it_back(root: Path) -> None:
    (root / SIGNATURE).unlink()
    out = called(root, TODAY, "check", "--no-timed").out
    command = out.partition("bring it back: `git ")[2].partition("`")[0]
    git(root, *command.split())
    assert called(root, TODAY, "check", "--no-timed").code == 0


def test_no_allowed_signers_hide_that_it_is_gone(root: Path) -> None:
    (root / SIGNATURE).unlink()
    (root / "allowed_signers").unlink()
    assert f"error[HIS006]: {GONE}" in called(root, TODAY, "check", "--no-timed").out


def test_seal_and_signature_gone_are_told_once(root: Path) -> None:
    (root / SIGNATURE).unlink()
    (root / SEAL).unlink()
    done = called(root, TODAY, "check", "--no-timed")
    assert (done.code, done.out.count("error[HIS006]")) == (1, 1)
    assert "error[HIS006]: the seal of a is gone" in done.out


def test_a_renamed_audit_takes_its_signature_along(root: Path) -> None:
    (root / "audits/a").rename(root / "audits/b")
    text = (root / "auditctl.yaml").read_text("utf-8")
    (root / "auditctl.yaml").write_text(text.replace("      a: {planned", "      b: {planned"), "utf-8")
    committed(root, "2026-11-02")
    assert "HIS006" not in called(root, TODAY, "check", "--no-timed").out
    (root / "audits/b/SEAL.json.sig").unlink()
    assert "HIS006]: the seal of b is not signed any more" in called(root, TODAY, "check", "--no-timed").out


def test_a_seal_that_nobody_signed_is_a_warning_where_signers_are_named(tmp_path: Path, keys: Path) -> None:
    root = lay_issued(tmp_path)
    assert "is not signed" not in called(root, TODAY, "check", "--no-timed").out
    shutil.copy(keys / "ann.allowed", root / "allowed_signers")
    done = called(root, TODAY, "check", "--no-timed")
    told = "the seal of a is not signed, though allowed_signers says whose signatures count"
    assert (done.code, f"warning[RPT008]: {told}" in done.out) == (0, True), done.out
    assert "`auditctl report seal a --sign KEY`" in done.out
    done = called(root, TODAY, "verify", "a")
    assert (done.code, "the seal is not signed, though allowed_signers says" in done.err) == (0, True)
