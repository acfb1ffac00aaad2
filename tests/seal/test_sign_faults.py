"""Signatures that count for nothing: `check` and `verify` each say why, in the same words."""

import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from auditctl.source import ssh
from in_process import called
from small_repository import auditctl, environment
from small_sealed import key, lay_issued, lay_ready

TODAY = date(2026, 11, 20)
LATER = {"AUDITCTL_TODAY": f"{TODAY}"}
SEAL = "audits/a/SEAL.json"
SIGNATURE = f"{SEAL}.sig"


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


def require_told(root: Path, words: str) -> None:
    """Require that both commands fail and say why."""
    done = called(root, TODAY, "verify", "a")
    assert (done.code, words in done.out) == (1, True), done.out
    done = called(root, TODAY, "check", "--no-timed")
    assert (
        done.code,
        f"error[RPT005]: the signature of the seal of a counts for nothing: {words}" in done.out,
    ) == (
        1,
        True,
    ), done.out
    assert f"--> {SIGNATURE}" in done.out or f"::: {SIGNATURE}" in done.out


def allow(root: Path, keys: Path, options: str, name: str = "ann") -> None:
    line = (keys / f"{name}.allowed").read_text("utf-8")
    who, rest = line.split(" ", 1)
    (root / "allowed_signers").write_text(f"{who} {options} {rest}", "utf-8")


def test_a_good_signature_is_told_and_breaks_nothing(root: Path) -> None:
    assert "signed by ann@north.example" in called(root, TODAY, "verify", "a").out
    assert "RPT005" not in called(root, TODAY, "check", "--no-timed").out


def test_a_key_that_nobody_allowed(root: Path, keys: Path) -> None:
    shutil.copy(keys / "eve.allowed", root / "allowed_signers")
    require_told(root, "none of allowed_signers signed it, the key is SHA256:")


def test_a_seal_signed_anew_with_another_key(root: Path, keys: Path) -> None:
    done = called(root, TODAY, "report", "seal", "a", "--sign", str(keys / "eve"))
    assert done.code == 0, done.err
    require_told(root, "none of allowed_signers signed it, the key is SHA256:")


def test_a_seal_that_changed_under_its_signature(root: Path) -> None:
    text = (root / SEAL).read_text("utf-8")
    (root / SEAL).write_text(text.replace('"errors": 0', '"errors": 1'), "utf-8")
    require_told(root, "the signature is not of these bytes: they or it were changed")
    (root / "allowed_signers").unlink()
    require_told(root, "the signature is not of these bytes: they or it were changed")


def test_a_good_signature_of_other_bytes(root: Path, tmp_path: Path, keys: Path) -> None:
    other = lay_issued(tmp_path / "other", "--sign", str(keys / "ann"))
    text = (other / SEAL).read_text("utf-8").replace('"errors": 0', '"errors": 2')
    (other / SEAL).write_text(text, "utf-8")
    done = called(other, TODAY, "report", "seal", "a", "--sign", str(keys / "ann"))
    assert done.code == 0, done.err
    shutil.copy(other / SIGNATURE, root / SIGNATURE)
    require_told(root, "the signature is not of these bytes")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ('valid-before="20260101"', "key has expired"),
        ('valid-after="20270101"', "key is not yet valid"),
        ('namespaces="git"', "key is not permitted for use in signature namespace"),
    ],
)
def test_a_key_that_might_not_sign_on_that_day(root: Path, keys: Path, options: str, why: str) -> None:
    allow(root, keys, options)
    who = (
        "ann@north.example may not sign it"
        if "namespaces" in options
        else "none of allowed_signers signed it"
    )
    require_told(root, who)
    assert why in called(root, TODAY, "verify", "a").out


def test_a_key_that_expired_since_still_counts(root: Path, keys: Path) -> None:
    allow(root, keys, 'valid-before="20261101"')
    assert "signed by ann@north.example" in called(root, TODAY, "verify", "a").out
    assert "RPT005" not in called(root, TODAY, "check", "--no-timed").out


def test_an_amended_seal_is_signed_as_of_its_amendment(root: Path, keys: Path) -> None:
    allow(root, keys, 'valid-after="20261101"', "eve")
    finding = root / "audits/a/findings/restore.yaml"
    finding.write_text(finding.read_text("utf-8").replace("three quarterly", "two quarterly"), "utf-8")
    words = ("report", "amend", "a", "--why", "two", "--by", "ann-audit", "--sign", str(keys / "eve"))
    done = called(root, TODAY, *words)
    assert done.code == 0, done.err
    assert "signed by eve@north.example" in called(root, TODAY, "verify", "a").out


@pytest.mark.parametrize(
    "text", ["", "no signature at all", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"]
)
def test_a_signature_that_is_none(root: Path, text: str) -> None:
    (root / SIGNATURE).write_text(text)
    require_told(root, "it is no signature that ssh-keygen can read")


def test_a_signature_out_of_reach(root: Path) -> None:
    (root / SIGNATURE).unlink()
    (root / SIGNATURE).symlink_to("/etc/hostname")
    require_told(root, "it cannot be read: ")


def test_allowed_signers_that_say_nothing(root: Path) -> None:
    (root / "allowed_signers").write_text("# nobody yet\n")
    require_told(
        root, "allowed_signers names nobody: write a line for each who signs, as `ann@example.org ssh-"
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ann@north.example", "missing key"),
        ("ann@north.example ssh-ed25519 AAAA", "invalid key"),
        ("one two three four", "invalid key"),
        ("ann@north.example whatever=1 ssh-ed25519 AAAA", ""),
    ],
)
def test_allowed_signers_with_a_line_that_names_no_signer(
    root: Path, keys: Path, line: str, why: str
) -> None:
    (root / "allowed_signers").write_text(f"# nobody yet\n{line}\n")
    require_told(root, f"line 2 of allowed_signers names no signer ({why}")
    assert (
        "write an address and a public key, as `ann@example.org ssh-"
        in called(root, TODAY, "verify", "a").out
    )
    (root / "allowed_signers").write_text(f"{line}\n{(keys / 'eve.allowed').read_text('utf-8')}")
    done = called(root, TODAY, "verify", "a")
    assert "line 1 of allowed_signers names no signer" in done.out
    assert "; none of the other lines signed it, the key is SHA256:" in done.out


def test_no_file_of_signers_is_no_record(root: Path) -> None:
    done = called(root, TODAY, "verify", "a", "--allowed-signers", "nofile")
    assert (done.code, "nofile cannot be read: there is no such file" in done.err) == (3, True)
    assert "a line for each whose signature counts: `ann@example.org ssh-ed25519 AAAA…`" in done.err
    assert "auditctl check" not in done.err


def test_a_key_that_does_not_count_is_said_when_it_signs(root: Path, keys: Path) -> None:
    finding = root / "audits/a/findings/restore.yaml"
    finding.write_text(finding.read_text("utf-8").replace("three quarterly", "two quarterly"), "utf-8")
    words = ("report", "amend", "a", "--why", "two", "--by", "ann-audit", "--sign", str(keys / "eve"))
    done = called(root, TODAY, *words)
    assert done.code == 0
    told = "warning: the signature counts for nothing: none of allowed_signers signed it, the key is SHA256:"
    assert told in done.err
    assert "write a line for it in allowed_signers, with an address and what KEY.pub holds" in done.err
    assert "or sign with another key: `auditctl report seal a --sign KEY`" in done.err
    done = called(root, TODAY, "report", "seal", "a", "--sign", str(keys / "ann"))
    assert (done.code, "warning" in done.err) == (0, False)


@pytest.mark.parametrize(
    ("name", "signs", "told"),
    [
        ("ann", "ann", ""),
        ("ann", "eve", "warning: the signature counts for nothing: none of allowed_signers signed it"),
        (
            "ann",
            "",
            "warning: the seal is not signed, though allowed_signers says whose signatures count; sign it",
        ),
        (
            "",
            "ann",
            "warning: the seal is signed, and no allowed_signers in the root says whose signatures count",
        ),
        ("", "", ""),
    ],
)
def test_an_issue_says_what_its_signature_is_worth(
    tmp_path: Path, keys: Path, name: str, signs: str, told: str
) -> None:
    root = lay_ready(tmp_path)
    if name:
        shutil.copy(keys / f"{name}.allowed", root / "allowed_signers")
    key_ = ("--sign", str(keys / signs)) if signs else ()
    done = called(root, date(2026, 10, 13), "report", "issue", "a", "--by", "ann-audit", *key_)
    assert done.code == 0, done.err
    assert told in done.err if told else "warning: " not in done.err


def test_a_dry_run_signs_nothing(root: Path, keys: Path) -> None:
    before = (root / SIGNATURE).read_bytes()
    done = called(root, TODAY, "report", "seal", "a", "--sign", str(keys / "eve"), "--dry-run")
    assert (done.code, "the seal would be signed with " in done.err) == (0, True)
    assert (root / SIGNATURE).read_bytes() == before


def test_a_signature_that_nobody_can_place_is_warned_about(root: Path) -> None:
    (root / "allowed_signers").unlink()
    done = called(root, TODAY, "check", "--no-timed")
    assert (done.code, "warning[RPT005]: the seal of a is signed, and no allowed_signers" in done.out) == (
        0,
        True,
    )


def test_a_bad_signature_is_mended_by_signing_anew(root: Path, keys: Path) -> None:
    (root / SIGNATURE).write_text("no signature at all")
    done = called(root, TODAY, "report", "seal", "a", "--sign", str(keys / "ann"))
    assert done.code == 0, done.err
    assert "signed by ann@north.example" in called(root, TODAY, "verify", "a").out


def test_without_openssh_the_check_goes_on(root: Path, tmp_path: Path) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    done = auditctl(root, "check", "--no-timed", env=LATER | {"PATH": str(empty)})
    assert (
        done.code,
        "note[RPT005]: the signature of the seal of a is not checked: ssh-keygen is not" in done.out,
    ) == (
        0,
        True,
    )


def test_a_program_that_does_not_answer_is_stopped(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    slow = folder / "ssh-keygen"
    slow.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{environment()['PATH']}")
    monkeypatch.setattr(ssh, "SECONDS", 0.3)
    done = called(root, TODAY, "verify", "a")
    assert (done.code, "ssh-keygen did not answer within 0.3 seconds and was stopped" in done.err) == (
        3,
        True,
    )
    assert "is not checked: ssh-keygen did not answer" in called(root, TODAY, "check", "--no-timed").out
