"""`allowed_signers` as ssh-keygen reads it: who signs with which key."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

_KEY_TYPE = re.compile(r"(?:^|\s)((?:sk-)?(?:ssh|ecdsa|rsa)-[\w@.-]+)\s+(\S+)")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')


@dataclass(frozen=True, slots=True)
class Signer:
    """A line of the file: whose signatures count, on which terms, and by which key."""

    name: str
    terms: str
    key: str
    """The fingerprint of the key, as `ssh-keygen -l` shows it; what stands there where it is none."""


def signers(text: bytes) -> tuple[Signer, ...]:
    """Return who signs by their lines, without comments and blanks; a line that is none is a signer without a key."""
    lines = (line.strip() for line in text.decode("utf-8", "replace").splitlines())
    return tuple(_signer(line) for line in lines if line and not line.startswith("#"))


def _signer(line: str) -> Signer:
    # a key type within a quoted option is none
    hidden = _QUOTED.sub(lambda held: "_" * len(held[0]), line)
    found = _KEY_TYPE.search(hidden)
    head = line[: found.start(1)] if found else line
    name, _, terms = head.strip().partition(" ")
    return Signer(name, " ".join(terms.split()), _fingerprint(found[2]) if found else "")


def _fingerprint(key: str) -> str:
    try:
        held = base64.b64decode(key, validate=True)
    except binascii.Error:
        return key
    return "SHA256:" + base64.b64encode(sha256(held).digest()).decode().rstrip("=")
