"""A zip with the same bytes for the same contents: sorted names, no times, nothing compressed.

Compression would depend on the version of zlib, so that the same commit gave other bytes elsewhere.
"""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from auditctl.source.copying import Advance

BLOCK = 1024 * 1024
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""
_UNIX = 3
_MODE = 0o100644


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a pack: its name there, and its bytes or where they lie."""

    name: str
    held: bytes | Path


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written of a file."""

    name: str
    sha256: str
    size: int


class Archive:
    """A zip that is being written; what was written so far is known by its digests."""

    def __init__(self, file: BinaryIO, advance: Advance | None = None) -> None:
        """Begin one; `advance` is told of the bytes of files as they are read."""
        self._advance = advance
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=True)
        self.packed: list[Packed] = []

    def add(self, item: Item) -> None:
        """Write a file while it is read, and keep its digest. Raises OSError."""
        info = zipfile.ZipInfo(item.name, _FIRST)
        info.create_system, info.external_attr = _UNIX, _MODE << 16
        state, size = sha256(), 0
        with self._zip.open(info, "w", force_zip64=_is_large(item)) as target:
            for block in _blocks(item):
                target.write(block)
                state.update(block)
                size += len(block)
                if self._advance and isinstance(item.held, Path):
                    self._advance(len(block))
        self.packed.append(Packed(item.name, state.hexdigest(), size))

    def close(self) -> None:
        self._zip.close()


def _is_large(item: Item) -> bool:
    return isinstance(item.held, Path) and item.held.stat().st_size > zipfile.ZIP64_LIMIT - BLOCK


def _blocks(item: Item) -> Iterable[bytes]:
    if isinstance(item.held, bytes):
        yield item.held
        return
    with item.held.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file. Raises OSError."""
    state = sha256()
    for block in _blocks(Item("", path)):
        state.update(block)
    return state.hexdigest()
