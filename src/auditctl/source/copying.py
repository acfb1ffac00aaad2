"""Copying and hashing files in blocks, in one pass."""

import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from auditctl.source.files import opened, safe_path
from auditctl.source.saving import name_exclusively, settle, taken, temporary, write_block

BLOCK = 1024 * 1024
Advance = Callable[[int], object]
"""Told how many further bytes are done."""


def copy_hashed(source: Path, root: Path, path: str, advance: Advance | None = None) -> str:
    """Copy a regular file to a new one in one pass, in blocks, and return its sha256.

    The copy keeps the time of the last change; `advance` is told of the bytes as they are copied. Raises FileExistsError where the name is taken, OSError where the source is no regular file.
    """
    target = safe_path(root, path)
    if os.path.lexists(target):
        raise taken(path)
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
    return opened(place, os.lstat(place))[0]


def _streamed(descriptor: int, copy: int | None = None, advance: Advance | None = None) -> str:
    """Return the sha256 of an open file; its blocks are written to `copy` too."""
    from hashlib import sha256  # noqa: PLC0415 - OpenSSL takes its time, and most commands hash nothing

    digest = sha256()
    block = memoryview(bytearray(BLOCK))
    with FileIO(descriptor, closefd=False) as file:
        while size := file.readinto(block):
            digest.update(block[:size])
            if copy is not None:
                write_block(copy, block[:size])
            if advance:
                advance(size)
    if copy is not None:
        os.fsync(copy)
    return digest.hexdigest()


def _keep_time(original: int, copy: Path) -> None:
    """Give a copy the time at which the original was last changed."""
    found = os.fstat(original)
    os.utime(copy, ns=(found.st_atime_ns, found.st_mtime_ns))
