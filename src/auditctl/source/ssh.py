"""Signatures with SSH keys: `ssh-keygen -Y`, which whoever uses git over SSH has."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditctl.errors import AuditctlError

ALLOWED = "allowed_signers"
"""The file of the root that names whose signatures count, as ssh-keygen reads it."""
EXAMPLE = "ann@example.org ssh-ed25519 AAAA…"
"""How a line of it looks."""
SECONDS = 30.0
"""How long a signature is checked. Making one may wait for a passphrase or a touch of the key."""
_KEY = re.compile(r" key (SHA256:\S+)")
_UNREADABLE = ("invalid line", "invalid key", "missing key", "bad options")
"""What ssh-keygen says of a line of the allowed signers that names no signer."""


class SshRefusal(AuditctlError):
    """ssh-keygen cannot be asked."""


class NoOpenSsh(SshRefusal):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"ssh-keygen is not installed, so the seal cannot be {what}",
            "install OpenSSH 8.9 or newer, and run the command again",
        )


class NoAnswer(SshRefusal):
    def __init__(self, what: str, seconds: float) -> None:
        super().__init__(
            f"ssh-keygen did not answer within {seconds:g} seconds and was stopped, so the seal could not be {what}",
            "see whether `ssh-keygen -Y find-principals` answers here, and run the command again",
        )


class CannotSign(AuditctlError):
    def __init__(self, key: Path, why: str) -> None:
        super().__init__(
            f"{key} cannot sign: {why}",
            "name a private key, or the public key of one that ssh-agent holds; nothing was written",
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose signature it is, by the allowed signers; `fault` says why it counts for nothing."""

    signer: str = ""
    fault: str = ""


def signature(data: bytes, key: Path, namespace: str) -> str:
    """Return the signature of some bytes; ssh-keygen asks for the passphrase on the terminal.

    Raises SshRefusal, CannotSign.
    """
    if not key.is_file():
        raise CannotSign(key, "there is no such file")
    done = _run("signed", ["sign", "-f", str(key), "-n", namespace], data, None)
    if done.returncode:
        raise CannotSign(key, _last_line(done.stderr))
    return done.stdout.decode()


def signed_by(data: bytes, signature_: bytes, allowed: Path | None, namespace: str, day: date) -> Signed:
    """Return who signed these bytes, as of `day`; without allowed signers only whether it is their signature.

    Raises SshRefusal.
    """
    with tempfile.TemporaryDirectory(prefix="auditctl-") as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature_)
        done = _run("verified", ["check-novalidate", "-n", namespace, "-s", str(file)], data, SECONDS)
        if done.returncode:
            return Signed(fault=_misfit(done.stderr))
        if allowed is None:
            return Signed()
        common = ["-s", str(file), "-f", str(allowed), "-O", f"verify-time={day:%Y%m%d}"]
        found = _run("verified", ["find-principals", *common], b"", SECONDS)
        names = found.stdout.decode("utf-8", "replace").splitlines()
        if found.returncode or not names:
            return Signed(fault=_stranger(allowed, done.stdout, found.stderr))
        principal = names[0].split(",")[0]
        done = _run("verified", ["verify", *common, "-n", namespace, "-I", principal], data, SECONDS)
    if done.returncode:
        return Signed(fault=f"{principal} may not sign it{_reason(allowed, done.stderr)}")
    return Signed(principal)


def _misfit(told: bytes) -> str:
    """Return why something is no signature of the bytes."""
    words = told.decode("utf-8", "replace")
    if "incorrect signature" in words:
        return "the signature is not of these bytes: they or it were changed"
    if "namespace" in words:
        return "the signature was made for something else than a seal"
    return f"it is no signature that ssh-keygen can read: {_last_line(told)}"


def _stranger(allowed: Path, told: bytes, why: bytes) -> str:
    """Return that a signature is of the bytes, and by a key that does not count, with what ssh-keygen says of it."""
    key = _KEY.search(told.decode("utf-8", "replace"))
    whose = f", the key is {key[1]}" if key else ""
    stranger = f"none of {allowed.name} signed it{whose}{_reason(allowed, why)}"
    lines = _remarks(allowed, why)
    unreadable = [line for line in lines if any(words in line for words in _UNREADABLE)]
    named = _count_of_lines(allowed)
    if not named:
        return f"{allowed.name} names nobody: write a line for each who signs, as `{EXAMPLE}`"
    if not unreadable:
        return stranger
    number, _, words = unreadable[0].partition(":")
    broken = (
        f"line {number} of {allowed.name} names no signer ({words.strip()}): write an address and a public key, "
        f"as `{EXAMPLE}`"
    )
    return broken if len(unreadable) >= named else f"{broken}; none of the other lines signed it{whose}"


def _count_of_lines(allowed: Path) -> int:
    """Return how many lines say something."""
    lines = (line.strip() for line in allowed.read_bytes().splitlines())
    return sum(bool(line) and not line.startswith(b"#") for line in lines)


def _reason(allowed: Path, told: bytes) -> str:
    """Return what ssh-keygen says of a line of the allowed signers, such as that a key has expired."""
    lines = _remarks(allowed, told)
    return f" (line {lines[0]})" if lines else ""


def _remarks(allowed: Path, told: bytes) -> list[str]:
    """Return what ssh-keygen says of lines of the allowed signers, each with its number."""
    start = f"{allowed}:"
    lines = told.decode("utf-8", "replace").splitlines()
    return [line.removeprefix(start).strip() for line in lines if line.startswith(start)]


def _run(
    what: str, words: Sequence[str], data: bytes, seconds: float | None
) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen")
    if program is None or not Path(program).is_absolute():
        raise NoOpenSsh(what)
    try:
        return subprocess.run(
            [program, "-Y", *words],
            input=data,
            capture_output=True,
            check=False,
            timeout=seconds,
            env={key: value for key, value in os.environ.items() if key != "LC_ALL"} | {"LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise NoAnswer(what, error.timeout) from error


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "ssh-keygen does not say why")
