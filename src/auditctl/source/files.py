"""Finding and reading files safely: no link out, no blocking open."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditctl.source.guards import MAX_BYTES
from auditctl.source.text import visible

BLOCK = 1024 * 1024
SETTINGS = "auditctl.yaml"
OUTSIDE = "it is a link that leaves the repository"
IRREGULAR = "it is no regular file"
BACKUPS = ("~", ".swp", ".orig", ".bak")
CAREFUL = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a folder; `problem` says why it cannot be what its name promises.

    `unshown` is the path of one whose name cannot be shown.
    """

    path: str
    is_folder: bool = False
    problem: str = ""
    unshown: str = ""


def repository_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `auditctl.yaml`."""
    at = Path(os.path.realpath(start))
    return next((folder for folder in (at, *at.parents) if os.path.lexists(folder / SETTINGS)), None)


def listing(root: Path, folder: str) -> Iterator[Listed]:
    """Yield the entries of a folder by name; hidden files and editors' backups are left out.

    A folder that is not there has no entries; one that cannot be listed is its own entry, with the reason.
    """
    place = f"{root}/{folder}"
    if not _is_inside(root, place):
        yield Listed(folder, problem=OUTSIDE)
        return
    try:
        with os.scandir(place) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield Listed(folder, problem=reason(error))
        return
    for entry in entries:
        if is_looked_at(entry.name):
            yield _listed(root, f"{folder}/{entry.name}" if folder else entry.name, entry)


def is_looked_at(name: str) -> bool:
    """Whether an entry of a folder is neither hidden nor an editor's backup."""
    return not name.startswith((".", "#")) and not name.endswith(BACKUPS)


def unshowable(path: str) -> Listed | None:
    """Return the entry of a name that cannot be shown, None for one that can."""
    if not path.isprintable() and visible(path) != path:
        why = "its name holds characters that cannot be shown"
        return Listed(visible(path), problem=why, unshown=path)
    return None


def _listed(root: Path, path: str, entry: "os.DirEntry[str]") -> Listed:
    """Return an entry; only a link costs a question to the system."""
    if found := unshowable(path):
        return found
    try:
        if entry.is_symlink():
            return _linked(root, path, entry)
        if entry.is_dir(follow_symlinks=False):
            return Listed(path, is_folder=True)
        return Listed(path) if entry.is_file(follow_symlinks=False) else Listed(path, problem=IRREGULAR)
    except OSError as error:
        return Listed(path, problem=reason(error))


def _linked(root: Path, path: str, entry: "os.DirEntry[str]") -> Listed:
    """Return what a link within the repository leads to."""
    if not _is_inside(root, entry.path):
        return Listed(path, problem=OUTSIDE)
    mode = entry.stat().st_mode
    if stat.S_ISDIR(mode):
        return Listed(path, is_folder=True)
    return Listed(path) if stat.S_ISREG(mode) else Listed(path, problem=IRREGULAR)


def _is_inside(root: Path, place: str) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root))


def read_bytes(root: Path, path: str) -> bytes:
    """Return a file's bytes, at most one more than a record may have; never opens a pipe or device.

    Raises OSError, also for a path that leads out of the repository.
    """
    place = f"{root}/{path}"
    asked = os.lstat(place)
    if ".." in path or stat.S_ISLNK(asked.st_mode):
        place = os.path.realpath(place)
        asked = os.lstat(place)
        if not _is_inside(root, place):
            raise PermissionError(errno.EPERM, OUTSIDE, path)
    descriptor, size = opened(place, asked)
    try:
        data = os.read(descriptor, min(size, MAX_BYTES) + 1)
        # a file that grew meanwhile, or one that gives less at once than it has
        return data if len(data) == size else data + _rest(descriptor, MAX_BYTES + 1 - len(data))
    finally:
        os.close(descriptor)


def opened(place: str, asked: os.stat_result) -> tuple[int, int]:
    """Open a regular file and nothing else, and return its descriptor and size.

    The system is asked before, because opening a device can act, and again after.
    """
    _require_regular(asked, place)
    descriptor = os.open(place, os.O_RDONLY | CAREFUL | _NO_LINK)
    try:
        found = os.fstat(descriptor)
        _require_regular(found, place)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor, found.st_size


def _require_regular(found: os.stat_result, place: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, IRREGULAR, place)


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
    is_plain = (
        path and "\0" not in path and "\\" not in path and not pure.is_absolute() and ".." not in pure.parts
    )
    if not is_plain or not pure.parts or not _is_inside(root, f"{root}/{path}"):
        raise ValueError(f"{path!r} lies outside the repository")
    return root / pure
