"""Finding, reading and writing files safely: no link out, no blocking open, nothing half written."""

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditctl.source.guards import MAX_BYTES

BLOCK = 1024 * 1024
SETTINGS = "auditctl.yaml"


def repository_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `auditctl.yaml`."""
    at = start.absolute()
    return next((folder for folder in (at, *at.parents) if (folder / SETTINGS).exists()), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a folder; `problem` says why it cannot be what its name promises."""

    path: str
    is_folder: bool = False
    problem: str = ""


def listing(root: Path, folder: str) -> Iterator[Listed]:
    """Yield the entries of a folder by name; hidden files and editors' backups are left out."""
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield Listed(folder, problem=reason(error))
        return
    for entry in entries:
        name = entry.name
        if not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".orig", ".bak")):
            yield _listed(root, f"{folder}/{name}" if folder else name, entry)


def _listed(root: Path, path: str, entry: "os.DirEntry[str]") -> Listed:
    """Return an entry; only a link costs a question to the system."""
    try:
        if entry.is_symlink() and not (root / path).resolve(strict=True).is_relative_to(root.resolve()):
            return Listed(path, problem="it is a link that leaves the repository")
        if entry.is_dir():
            return Listed(path, is_folder=True)
        return Listed(path) if entry.is_file() else Listed(path, problem="it is no regular file")
    except OSError as error:
        return Listed(path, problem=reason(error))
    except RuntimeError:
        return Listed(path, problem="its links run in a circle")


def read_bytes(root: Path, path: str) -> bytes:
    """Return a file's bytes, at most one more than a record may have; never waits on a pipe."""
    descriptor = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", path)
        data = os.read(descriptor, min(found.st_size, MAX_BYTES) + 1)
        # a file that grew meanwhile, or one that gives less at once than it has
        return data if len(data) == found.st_size else data + _rest(descriptor, MAX_BYTES + 1 - len(data))
    finally:
        os.close(descriptor)


def _rest(descriptor: int, left: int) -> bytes:
    blocks = []
    while left > 0 and (block := os.read(descriptor, min(left, BLOCK))):
        blocks.append(block)
        left -= len(block)
    return b"".join(blocks)


def reason(error: OSError) -> str:
    """Return the words of an error of the operating system."""
    return (error.strerror or str(error)).lower()


def safe_path(root: Path, path: str) -> Path:
    """Return the path below the root; ValueError for one that leaves it."""
    pure = PurePosixPath(path)
    target = root / pure
    if pure.is_absolute() or ".." in pure.parts or not target.resolve().is_relative_to(root.resolve()):
        raise ValueError(path)
    return target


def write_new(root: Path, path: str, data: str | bytes) -> None:
    """Create a file that does not exist yet, whole or not at all; FileExistsError where the name is taken."""
    target = safe_path(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(target) as temporary:
        _fill(temporary, data)
        os.link(temporary, target)
    _settle(target.parent)


def replace(root: Path, path: str, data: str | bytes, expected: bytes) -> None:
    """Replace a file that still holds `expected`, whole or not at all; its mode is kept.

    Raises FileExistsError where somebody else changed it meanwhile.
    """
    target = safe_path(root, path)
    if target.read_bytes() != expected:
        raise FileExistsError(errno.EEXIST, "it changed while it was being edited", path)
    with _temporary(target) as temporary:
        _fill(temporary, data)
        os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    _settle(target.parent)


def copy_hashed(source: Path, root: Path, path: str) -> str:
    """Copy a regular file to a new one in blocks of 1 MiB and return its sha256."""
    target = safe_path(root, path)
    digest = hashlib.sha256()
    with open(source, "rb", opener=_without_waiting) as original:
        if not stat.S_ISREG(os.fstat(original.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(source))
        target.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(target) as temporary:
            with open(temporary, "wb") as copy:
                while block := original.read(BLOCK):
                    digest.update(block)
                    copy.write(block)
                copy.flush()
                os.fsync(copy.fileno())
            os.link(temporary, target)
    _settle(target.parent)
    return digest.hexdigest()


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, read in blocks."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[str]:
    """Yield a temporary file beside the target that is gone afterwards, whatever happens."""
    descriptor, name = tempfile.mkstemp(prefix=".auditctl-", suffix=".tmp", dir=target.parent)
    os.close(descriptor)
    os.chmod(name, 0o666 & ~_umask())
    try:
        yield name
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _fill(path: str, data: str | bytes) -> None:
    with open(path, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the new name of a file survive a crash."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
