"""The contents of files at a revision."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from auditctl.source.git.place import Git
from auditctl.source.git.refusals import ContentsMissing

SHA1_DIGITS = 40
BLOCK = 1024 * 1024


def contents(git: Git, names: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by their id, or by `COMMIT:PATH`; what is not there is left out.

    Raises ContentsMissing, GitFailed.
    """
    asked = list(dict.fromkeys(name for name in names if "\n" not in name))
    if not asked:
        return {}
    data = "".join(f"{name}\n" for name in asked).encode("utf-8", "surrogateescape")
    return _parsed(git.told("cat-file", "--batch", data=data), asked)


def _parsed(out: bytes, asked: list[str]) -> dict[str, bytes]:
    found = {}
    at = 0
    for name in asked:
        end = out.index(b"\n", at)
        head = out[at:end].rsplit(b" ", 2)
        at = end + 1
        if len(head) == 3 and head[2].isdigit():  # noqa: PLR2004 - id, type, size
            size = int(head[2])
            if head[1] == b"blob":
                found[name] = out[at : at + size]
            at += size + 1
    return found


def unpack(git: Git, blob: str, target: Path) -> None:
    """Write the contents of a blob to a file. Raises ContentsMissing, OSError."""
    with target.open("xb") as file:
        done = git.asked("cat-file", "blob", blob, into=file)
    if done.code:
        raise ContentsMissing(target.name)


def text_id(text: str, like: str) -> str:
    """Return the id that git would give a text in UTF-8, in the kind of hash that `like` is."""
    return bytes_id(text.encode("utf-8", "surrogatepass"), like)


def bytes_id(data: bytes, like: str) -> str:
    """Return the id that git would give some bytes, in the kind of hash that `like` is."""
    return _begun(len(data), like, data).hexdigest()


def blob_id(path: Path, like: str) -> str:
    """Return the id that git would give the bytes of a file, in the kind of hash that `like` is. Raises OSError."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        state = _begun(size, like)
        while block := file.read(BLOCK):
            state.update(block)
    return state.hexdigest()


def _begun(size: int, like: str, data: bytes = b"") -> "hashlib._Hash":
    made = hashlib.sha1 if len(like) == SHA1_DIGITS else hashlib.sha256
    return made(b"blob %d\0" % size + data)
