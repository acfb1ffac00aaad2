"""Signatures with SSH keys: `ssh-keygen -Y`, which whoever uses git over SSH has."""

import os
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
SECONDS = 30.0
"""How long a signature is checked. Making one may wait for a passphrase or a touch of the key."""


class NoOpenSsh(AuditctlError):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"ssh-keygen is not installed, so the seal cannot be {what}",
            "install OpenSSH 8.9 or newer, and run the command again",
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

    Raises NoOpenSsh, CannotSign.
    """
    if not key.is_file():
        raise CannotSign(key, "there is no such file")
    done = _run("signed", ["sign", "-f", str(key), "-n", namespace], data, None)
    if done.returncode:
        raise CannotSign(key, _last_line(done.stderr))
    return done.stdout.decode()


def signed_by(data: bytes, signature_: bytes, allowed: Path, namespace: str, day: date) -> Signed:
    """Return who signed these bytes, as of `day`. Raises NoOpenSsh."""
    with tempfile.NamedTemporaryFile(prefix="auditctl-", suffix=".sig") as file:
        file.write(signature_)
        file.flush()
        time = f"verify-time={day:%Y%m%d}"
        common = ["-s", file.name, "-f", str(allowed), "-O", time]
        found = _run("verified", ["find-principals", *common], b"", SECONDS)
        principals = found.stdout.decode("utf-8", "replace").splitlines()
        if found.returncode or not principals:
            return Signed(fault=f"none of {allowed.name} signed it")
        words = ["verify", *common, "-n", namespace, "-I", principals[0]]
        done = _run("verified", words, data, SECONDS)
    if done.returncode:
        return Signed(fault=f"the signature of {principals[0]} is not of these bytes")
    return Signed(principals[0])


def _run(
    what: str, words: Sequence[str], data: bytes, seconds: float | None
) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen")
    if program is None or not Path(program).is_absolute():
        raise NoOpenSsh(what)
    return subprocess.run(
        [program, "-Y", *words],
        input=data,
        capture_output=True,
        check=False,
        timeout=seconds,
        env={key: value for key, value in os.environ.items() if key != "LC_ALL"} | {"LC_ALL": "C"},
    )


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "ssh-keygen does not say why")
