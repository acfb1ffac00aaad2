"""How a zip lies there, byte by byte: files one behind the other, the directory, the end, and nothing else.

zipfile is lenient: it skips what stands before, between and behind, and trusts the directory alone. Other readers trust
other parts, so that one archive could show an auditor and a verifier different files.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 1024 * 1024
MOST_NAMES = 64 * 1024 * 1024
"""Bytes of a directory."""
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_ZIP64 = struct.Struct("<2H2Q")
_FULL, _FULL_COUNT = 0xFFFFFFFF, 0xFFFF
_UTF8 = 0x800
_LEVELS = 0x6
"""How hard deflate tried."""
_SEARCHED = 0xFFFF + _END.size


class NotAZip(ValueError):
    """It has no end of a zip at all."""


class Misplaced(ValueError):
    """A zip in which something stands that no pack has."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the directory lies, and how many files it lists."""

    start: int
    end: int
    count: int


@dataclass(frozen=True, slots=True)
class Lying:
    """A file of the archive: where its bytes begin, and how many they are."""

    info: zipfile.ZipInfo
    start: int

    @property
    def end(self) -> int:
        return self.start + self.info.compress_size


def directory(file: BinaryIO) -> Directory:
    """Return the directory of a zip. Raises NotAZip, Misplaced, OSError."""
    size = file.seek(0, 2)
    at = size - _END.size
    if at < 0 or _at(file, at, 4) != b"PK\x05\x06":
        tail = _at(file, max(size - _SEARCHED, 0), _SEARCHED)
        found = tail.rfind(b"PK\x05\x06")
        if found < 0 or len(tail) - found < _END.size:
            raise NotAZip("it has no end of a zip")
        raise Misplaced("it has a comment or further bytes behind its end")
    _, disk, first, here, count, length, start, comment = _END.unpack(_at(file, at, _END.size))
    if comment:
        raise Misplaced("it has a comment or further bytes behind its end")
    end = at
    if at >= _LOCATOR.size and _at(file, at - _LOCATOR.size, 4) == b"PK\x06\x07":
        end, (here, count, length, start) = _large_end(file, at - _LOCATOR.size, (here, count, length, start))
    elif _FULL_COUNT in {here, count} or _FULL in {length, start}:
        raise Misplaced("its end points to another end that is not there")
    if disk or first or here != count:
        raise Misplaced("it is a part of several files")
    if start + length != end:
        raise Misplaced("it has bytes that belong to no file of it")
    if length > MOST_NAMES:
        raise Misplaced(f"its directory has {length} bytes")
    return Directory(start, end, count)


def _large_end(file: BinaryIO, at: int, said: tuple[int, ...]) -> tuple[int, tuple[int, int, int, int]]:
    """Return where the end of a large zip begins, and what it says; the small one behind it says the same."""
    _, disk, place, disks = _LOCATOR.unpack(_at(file, at, _LOCATOR.size))
    if disk or disks > 1 or place + _END64.size != at:
        raise Misplaced("its end points to another end that is not there")
    mark, length, _, _, here_disk, first, *told = _END64.unpack(_at(file, place, _END64.size))
    if mark != b"PK\x06\x06" or length != _END64.size - 12 or here_disk or first:
        raise Misplaced("its end points to another end that is not there")
    fulls = (_FULL_COUNT, _FULL_COUNT, _FULL, _FULL)
    if any(small not in {large, full} for small, large, full in zip(said, told, fulls, strict=True)):
        raise Misplaced("its two ends say different things")
    here, count, size, start = told
    return place, (here, count, size, start)


def lying(file: BinaryIO, listed: Directory, infos: Iterable[zipfile.ZipInfo]) -> Iterator[Lying]:
    """Yield the files in the order in which they lie. Raises Misplaced where anything else lies there too."""
    found = sorted(infos, key=lambda info: info.header_offset)
    if len(found) != listed.count:
        raise Misplaced(f"it says that it has {listed.count} files and lists {len(found)}")
    _require_listed(file, listed)
    at = 0
    for info in found:
        if info.header_offset != at:
            raise Misplaced(
                f"its files overlap at {info.orig_filename}" if info.header_offset < at
                else f"it has bytes before {info.orig_filename} that belong to no file of it"
            )  # fmt: skip
        one = Lying(info, at + _head(file, at, info))
        yield one
        at = one.end
    if at != listed.start:
        raise Misplaced("it has bytes before its directory that belong to no file of it")


def _require_listed(file: BinaryIO, listed: Directory) -> None:
    """Raise Misplaced unless the entries of the directory follow each other and say no more than they must."""
    at = listed.start
    for _ in range(listed.count):
        data = _at(file, at, _CENTRAL.size)
        if len(data) < _CENTRAL.size or data[:4] != b"PK\x01\x02":
            raise Misplaced("its directory is broken")
        fields = _CENTRAL.unpack(data)
        name, extra, comment, disk = fields[10:14]
        more = _at(file, at + _CENTRAL.size + name, extra)
        if comment or disk or not _is_size(more):
            told = _at(file, at + _CENTRAL.size, name).decode("utf-8", "replace")
            raise Misplaced(f"{told} has a comment or further fields, which packs do not have")
        at += _CENTRAL.size + name + extra
    if at != listed.end:
        raise Misplaced("its directory holds more than its files")


def _is_size(extra: bytes) -> bool:
    """Whether further fields are nothing, or the size of a large file and where it lies."""
    return not extra or (extra[:2] == b"\x01\x00" and len(extra) == 4 + int.from_bytes(extra[2:4], "little"))


def _head(file: BinaryIO, at: int, info: zipfile.ZipInfo) -> int:
    """Return how many bytes stand before the bytes of a file. Raises Misplaced where they say else than the directory."""
    data = _at(file, at, _LOCAL.size)
    if len(data) < _LOCAL.size or data[:4] != b"PK\x03\x04":
        raise Misplaced(f"{info.orig_filename} is not where the directory says")
    _, _, flags, method, _, _, crc, packed, size, length, further = _LOCAL.unpack(data)
    name = _at(file, at + _LOCAL.size, length)
    extra = _at(file, at + _LOCAL.size + length, further)
    if flags & ~(_UTF8 | _LEVELS) or flags != info.flag_bits:
        raise Misplaced(f"{info.orig_filename} is kept in a way that packs do not use")
    if packed == size == _FULL and len(extra) == _ZIP64.size:
        kind, _, size, packed = _ZIP64.unpack(extra)
        extra = extra if kind != 1 else b""
    if extra:
        raise Misplaced(f"{info.orig_filename} has a comment or further fields, which packs do not have")
    told = (method, crc, packed, size)
    if told != (info.compress_type, info.CRC, info.compress_size, info.file_size) or name != _encoded(info):
        raise Misplaced(f"{info.orig_filename} is described in two ways")
    return _LOCAL.size + len(name) + int(further)


def _encoded(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _at(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def unpacked(file: BinaryIO, held: Lying) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks. Raises Misplaced where they are others than it says, zlib.error, OSError."""
    info, crc, size = held.info, 0, 0
    for block in _inflated(file, held) if info.compress_type == zipfile.ZIP_DEFLATED else _raw(file, held):
        size += len(block)
        if size > info.file_size:
            raise Misplaced("holds more than it says")
        crc = zlib.crc32(block, crc)
        yield block
    if size != info.file_size or crc != info.CRC:
        raise Misplaced("is damaged")


def _raw(file: BinaryIO, held: Lying) -> Iterator[bytes]:
    file.seek(held.start)
    left = held.info.compress_size
    while block := file.read(min(left, BLOCK)):
        yield block
        left -= len(block)


def _inflated(file: BinaryIO, held: Lying) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for block in _raw(file, held):
        waiting = block
        while waiting and not inflate.eof:
            yield inflate.decompress(waiting, BLOCK)
            waiting = inflate.unconsumed_tail
        if inflate.unused_data or (waiting and inflate.eof):
            raise Misplaced("has bytes behind its end")
    yield inflate.flush()
    if not inflate.eof:
        raise Misplaced("is damaged")
