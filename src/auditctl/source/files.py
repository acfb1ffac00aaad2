"""Finding, reading and writing files safely: no link out, no blocking open, nothing half written."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path, PurePosixPath

from auditctl.source.guards import MAX_BYTES
from auditctl.source.text import visible

BLOCK = 1024 * 1024
SETTINGS = "auditctl.yaml"
OUTSIDE = "it is a link that leaves the repository"
IRREGULAR = "it is no regular file"
_BACKUPS = ("~", ".swp", ".orig", ".bak")
Advance = Callable[[int], object]
_CAREFUL = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class ChangedMeanwhileError(FileExistsError):
    """A file that no longer holds what was read from it."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EEXIST, "it changed while it was being edited", path)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a folder; `problem` says why it cannot be what its name promises."""

    path: str
    is_folder: bool = False
    problem: str = ""


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
        name = entry.name
        if not name.startswith((".", "#")) and not name.endswith(_BACKUPS):
            yield _listed(root, f"{folder}/{name}" if folder else name, entry)


def _listed(root: Path, path: str, entry: "os.DirEntry[str]") -> Listed:
    """Return an entry; only a link costs a question to the system."""
    if not path.isprintable() and visible(path) != path:
        return Listed(visible(path), problem="its name holds characters that cannot be shown")
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
    descriptor, size = _opened(place, asked)
    try:
        data = os.read(descriptor, min(size, MAX_BYTES) + 1)
        # a file that grew meanwhile, or one that gives less at once than it has
        return data if len(data) == size else data + _rest(descriptor, MAX_BYTES + 1 - len(data))
    finally:
        os.close(descriptor)


def _opened(place: str, asked: os.stat_result) -> tuple[int, int]:
    """Open a regular file and nothing else, and return its descriptor and size.

    The system is asked before, because opening a device can act, and again after.
    """
    _require_regular(asked, place)
    descriptor = os.open(place, os.O_RDONLY | _CAREFUL | _NO_LINK)
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


def write_new(root: Path, path: str, data: str | bytes) -> None:
    """Create a file that does not exist yet, whole or not at all; FileExistsError where the name is taken."""
    target = safe_path(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary(target) as (descriptor, staged):
        fill(descriptor, _encoded(data))
        name_exclusively(staged, target, path)
    settle(target.parent)


def real_target(root: Path, path: str) -> Path:
    """Return where a file lies, behind links within the repository; ValueError for one that leaves it."""
    return Path(os.path.realpath(safe_path(root, path)))


@contextlib.contextmanager
def claimed(target: Path, path: str, expected: bytes) -> Iterator[int]:
    """Hold a file that still has these bytes against other processes of ours, and yield its mode.

    Who waited for the lock finds another file under the name afterwards, or other bytes in it, and is
    refused like everybody whose file changed: ChangedMeanwhileError.
    """
    try:
        file = target.open("r+b")
    except FileNotFoundError:
        raise ChangedMeanwhileError(path) from None
    with file:
        _lock(file.fileno())
        found = os.fstat(file.fileno())
        if not _is_still(target, found) or file.read() != expected:
            raise ChangedMeanwhileError(path)
        yield stat.S_IMODE(found.st_mode)


def _lock(descriptor: int) -> None:
    """Wait for the lock on an open file; where the system has none, comparing the bytes has to do."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none, and refuses to replace an open file itself
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}:
            raise


def _is_still(target: Path, found: os.stat_result) -> bool:
    """Whether the name still leads to the file that was opened."""
    try:
        return os.path.samestat(target.stat(), found)
    except FileNotFoundError:
        return False


def copy_hashed(source: Path, root: Path, path: str, advance: Advance | None = None) -> str:
    """Copy a regular file to a new one in one pass, in blocks, and return its sha256.

    The copy keeps the time of the last change; `advance` is told of the bytes as they are copied. Raises FileExistsError where the name is taken, OSError where the source is no regular file.
    """
    target = safe_path(root, path)
    if os.path.lexists(target):
        raise _taken(path)
    original = _behind_links(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary(target) as (descriptor, staged):
            digest = _streamed(original, descriptor, advance)
            _keep_time(original, staged)
            name_exclusively(staged, target, path)
    finally:
        os.close(original)
    settle(target.parent)
    return digest


def sha256_of(path: Path, advance: Advance | None = None) -> str:
    """Return the sha256 of a regular file, read in blocks; `advance` is told of the bytes as they are read."""
    descriptor = _behind_links(path)
    try:
        return _streamed(descriptor, advance=advance)
    finally:
        os.close(descriptor)


def _behind_links(path: Path) -> int:
    place = os.path.realpath(path)
    return _opened(place, os.lstat(place))[0]


def _streamed(descriptor: int, copy: int | None = None, advance: Advance | None = None) -> str:
    """Return the sha256 of an open file; its blocks are written to `copy` too."""
    from hashlib import sha256  # noqa: PLC0415 - OpenSSL takes its time, and most commands hash nothing

    digest = sha256()
    block = memoryview(bytearray(BLOCK))
    with FileIO(descriptor, closefd=False) as file:
        while size := file.readinto(block):
            digest.update(block[:size])
            if copy is not None:
                _write(copy, block[:size])
            if advance:
                advance(size)
    if copy is not None:
        os.fsync(copy)
    return digest.hexdigest()


def _keep_time(original: int, copy: Path) -> None:
    """Give a copy the time at which the original was last changed."""
    found = os.fstat(original)
    os.utime(copy, ns=(found.st_atime_ns, found.st_mtime_ns))


@contextlib.contextmanager
def temporary(target: Path) -> Iterator[tuple[int, Path]]:
    """Yield a new file beside the target, open for writing, that is gone afterwards, whatever happens."""
    name = target.with_name(f".{secrets.token_hex(8)}.auditctl.tmp")
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CAREFUL, 0o666)
    try:
        yield descriptor, name
    finally:
        os.close(descriptor)
        name.unlink(missing_ok=True)


def _encoded(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def fill(descriptor: int, data: bytes) -> None:
    _write(descriptor, data)
    os.fsync(descriptor)


def _write(descriptor: int, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def name_exclusively(staged: Path, target: Path, path: str) -> None:
    """Give a finished file its name unless somebody has it; without hard links the name is claimed empty first."""
    try:
        os.link(staged, target)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CAREFUL, 0o666))
        staged.replace(target)


def _taken(path: str) -> FileExistsError:
    return FileExistsError(errno.EEXIST, "the name is taken", path)


def settle(folder: Path) -> None:
    """Make the new name of a file survive a crash; a folder cannot be opened for that on Windows."""
    flag = getattr(os, "O_DIRECTORY", None)
    if flag is None:
        return
    descriptor = os.open(folder, os.O_RDONLY | flag)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
