"""Writing files: whole or not at all, exclusively, and nothing left over."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from auditctl.source.files import CAREFUL, safe_path


class ChangedMeanwhileError(FileExistsError):
    """A file that no longer holds what was read from it."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EEXIST, "it changed while it was being edited", path)


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


@contextlib.contextmanager
def temporary(target: Path) -> Iterator[tuple[int, Path]]:
    """Yield a new file beside the target, open for writing, that is gone afterwards, whatever happens."""
    name = target.with_name(f".{secrets.token_hex(8)}.auditctl.tmp")
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CAREFUL, 0o666)
    try:
        yield descriptor, name
    finally:
        os.close(descriptor)
        name.unlink(missing_ok=True)


def _encoded(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def fill(descriptor: int, data: bytes) -> None:
    write_block(descriptor, data)
    os.fsync(descriptor)


def write_block(descriptor: int, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def name_exclusively(staged: Path, target: Path, path: str) -> None:
    """Give a finished file its name unless somebody has it; without hard links the name is claimed empty first."""
    try:
        os.link(staged, target)
    except FileExistsError:
        raise taken(path) from None
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CAREFUL, 0o666))
        staged.replace(target)


def taken(path: str) -> FileExistsError:
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
