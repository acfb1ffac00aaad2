"""Files that evidence refers to: below the audit's `evidence/files/`, never outside the repository."""

import errno
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath

from auditctl.repository.repository import Repository
from auditctl.source.files import reason

FOLDER = "files"
HEAD = 1024 * 1024
"""Bytes at the start of a file that are looked into."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of evidence: its path below the root, and where it lies; else the `problem` with it."""

    path: str
    real: Path | None = None
    problem: str = ""
    is_absent: bool = False
    is_outside: bool = False


def attachment(repository: Repository, audit: str, name: str) -> Attachment:
    """Return the file that a record of evidence names, relative to the audit's evidence/."""
    path = f"audits/{audit}/evidence/{name}"
    if _is_outside(name):
        return Attachment(path, problem="lies outside evidence/files/", is_outside=True)
    try:
        real = _regular(repository.root.resolve(), repository.root / path)
    except (FileNotFoundError, NotADirectoryError):
        return Attachment(path, problem="does not exist", is_absent=True)
    except OSError as error:
        is_outside = error.errno == errno.EXDEV
        return Attachment(path, problem=f"cannot be read: {reason(error)}", is_outside=is_outside)
    except RuntimeError:
        return Attachment(path, problem="cannot be read: its links run in a circle")
    return Attachment(path, real)


def _is_outside(name: str) -> bool:
    pure = PurePosixPath(name)
    return pure.is_absolute() or ".." in pure.parts or "\\" in name or pure.parts[:1] != (FOLDER,)


def _regular(root: Path, path: Path) -> Path:
    """Return where a regular file lies; OSError where it is none, cannot be opened or a link leaves the root."""
    real = path.resolve(strict=True)
    if not real.is_relative_to(root):
        raise OSError(errno.EXDEV, "it is a link that leaves the repository", str(path))
    with _opened(real) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return real


def digest(repository: Repository, real: Path) -> str:
    """Return the sha256 of a file, hashed where it is not known as it is."""
    return repository.hashes.digest(real)


def head(real: Path) -> bytes:
    """Return the first 1 MiB of a file."""
    with _opened(real) as file:
        return file.read(HEAD)


def _opened(real: Path) -> BufferedReader:
    return open(real, "rb", opener=_without_waiting)


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; nobody waits for the other end of a pipe."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)
