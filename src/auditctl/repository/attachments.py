"""Files that evidence refers to: below the audit's `evidence/files/`, never outside the repository."""

import errno
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath

from auditctl.phrases import Phrase, phrase
from auditctl.repository.repository import Repository
from auditctl.source.files import listing, reason

FOLDER = "files"
HEAD = 1024 * 1024
"""Bytes at the start of a file that are looked into."""
LEAVING = phrase("it is a link that leaves the repository")
IRREGULAR = phrase("it is no regular file")


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
        return Attachment(path, problem=phrase("lies outside evidence/files/"), is_outside=True)
    try:
        real = place_of(repository, path)
    except (FileNotFoundError, NotADirectoryError):
        return Attachment(path, problem=phrase("does not exist"), is_absent=True)
    except OSError as error:
        is_outside = error.errno == errno.EXDEV
        return Attachment(
            path, problem=phrase("cannot be read: %(why)s", why=_why(error)), is_outside=is_outside
        )
    except RuntimeError:
        return Attachment(path, problem=phrase("cannot be read: its links run in a circle"))
    return Attachment(path, real)


def place_of(repository: Repository, path: str) -> Path:
    """Return where a file of the repository can be read, as it is or as the revision has it.

    Raises OSError where it is no regular file, cannot be opened or a link leaves the root.
    """
    if repository.stored:
        return repository.stored.real(path)
    return _regular(repository.root.resolve(), repository.root / path)


def _why(error: OSError) -> str:
    """Return our own words where an error has them, else those of the operating system."""
    return error.strerror if isinstance(error.strerror, Phrase) else reason(error)


def _is_outside(name: str) -> bool:
    pure = PurePosixPath(name)
    return pure.is_absolute() or ".." in pure.parts or "\\" in name or pure.parts[:1] != (FOLDER,)


def _regular(root: Path, path: Path) -> Path:
    """Return where a regular file lies; OSError where it is none, cannot be opened or a link leaves the root."""
    real = path.resolve(strict=True)
    if not real.is_relative_to(root):
        raise OSError(errno.EXDEV, LEAVING, str(path))
    with _opened(real) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, IRREGULAR, str(path))
    return real


def attached(repository: Repository, audit: str) -> list[str]:
    """Return the names of all files below an audit's evidence/files/, relative to its evidence/, in order."""
    if repository.stored:
        return repository.stored.below(f"audits/{audit}/evidence/", FOLDER)
    found: list[str] = []
    seen: set[str] = set()
    waiting = [f"audits/{audit}/evidence/{FOLDER}"]
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(repository.root / folder)
        if real in seen:
            continue  # links may run in a circle
        seen.add(real)
        for entry in listing(repository.root, folder):
            if entry.is_folder:
                waiting.append(entry.path)
            elif not entry.problem:
                found.append(entry.path.removeprefix(f"audits/{audit}/evidence/"))
    return sorted(found)


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
