"""Looking into a pack from anywhere without unpacking it: what a hostile archive could do is refused first."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditctl.errors import AuditctlError
from auditctl.pack.layout import Lying, Misplaced, NotAZip, directory, lying, unpacked
from auditctl.pack.names import fault, folded
from auditctl.source.files import reason
from auditctl.source.text import visible

MOST_FILES = 50_000
MOST_BYTES = 16 * 1024**3
MOST_RATIO = 200
"""How many times larger than it lies there a file may become; what logs compress to is less."""
SMALL = 1024 * 1024
"""Bytes up to which no ratio is worth a refusal, unless many such files come together."""
MOST_SAID = 16 * 1024 * 1024
"""Bytes of a manifest or seal."""
ENCRYPTED = 0x1
UTF8 = 0x800
FOLDER = 0x10
"""The attribute by which DOS knows a folder."""


class Hostile(AuditctlError):
    """An archive that could do harm when it is unpacked; nothing of it was."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{visible(str(path))} is refused: {visible(why)}",
            "do not unpack it; ask for the pack anew, as `auditctl pack` writes it",
        )


class NoPack(AuditctlError):
    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{visible(str(path))} is no audit pack: {why}", "name a file that `auditctl pack` wrote"
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive whose names, sizes and layout are harmless."""

    path: Path
    files: dict[str, Lying]

    def sha256(self, name: str) -> str:
        """Return the digest of a file, read in blocks and never beyond its size. Raises Hostile."""
        state = sha256()
        for block in self._blocks(name):
            state.update(block)
        return state.hexdigest()

    def read(self, name: str) -> bytes:
        """Return a small file. Raises Hostile."""
        if self.files[name].info.file_size > MOST_SAID:
            raise Hostile(self.path, f"{name} is larger than {MOST_SAID} bytes")
        return b"".join(self._blocks(name))

    def _blocks(self, name: str) -> Iterator[bytes]:
        held = self.files[name]
        try:
            with self.path.open("rb") as file:
                yield from unpacked(file, held)
        except zlib.error as error:
            raise Hostile(self.path, f"{name} cannot be read: {_words(error)}") from error
        except Misplaced as error:
            raise Hostile(self.path, f"{name} {error}") from error
        except OSError as error:
            raise NoPack(self.path, reason(error)) from error


def opened(path: Path) -> Opened:
    """Return an archive that was looked at from outside. Raises NoPack, Hostile."""
    try:
        if path.exists() and not path.is_file():
            raise NoPack(path, "it is no regular file")
        with path.open("rb") as file:
            listed = directory(file)
            with zipfile.ZipFile(file) as archive:
                infos = archive.infolist()
            _require_harmless_all(path, infos)
            found = {one.info.filename: one for one in lying(file, listed, infos)}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotAZip,
        NotImplementedError,
        EOFError,
        UnicodeError,
    ) as error:
        raise NoPack(path, _words(error)) from error
    except Misplaced as error:
        raise Hostile(path, str(error)) from error
    except OSError as error:
        raise NoPack(path, reason(error)) from error
    return Opened(path, found)


def _require_harmless_all(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    _require_bounded(path, infos)
    seen: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _require_harmless(path, info)
        other = seen.setdefault(folded(info.filename), info)
        if other.filename != info.filename:
            raise Hostile(path, f"{other.filename} and {info.filename} differ only by case or Unicode form")
        if other is not info:
            raise Hostile(path, f"{info.filename} stands in it twice")
    _require_no_folders(path, {info.filename: info for info in infos})


def _words(error: Exception) -> str:
    return str(error).strip().lower() or "it is damaged"


def _require_bounded(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Raise Hostile for a bomb: too many files, too many bytes, too much out of too little, or parts used twice."""
    if len(infos) > MOST_FILES:
        raise Hostile(path, f"it has {len(infos)} files, and a pack has at most {MOST_FILES}")
    whole, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if whole > MOST_BYTES:
        raise Hostile(path, f"it would become {whole} bytes")
    if packed > path.stat().st_size:
        raise Hostile(path, "its files overlap")
    if whole > SMALL and whole > MOST_RATIO * max(packed, 1):
        raise Hostile(path, f"{packed} bytes would become {whole}")
    for info in infos:
        if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise Hostile(
                path, f"{info.filename} would become {info.file_size} bytes out of {info.compress_size}"
            )


def _require_harmless(path: Path, info: zipfile.ZipInfo) -> None:
    why = fault(info.orig_filename) or fault(info.filename)
    if not why and info.flag_bits & ENCRYPTED:
        why = "is encrypted"
    if not why and info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        why = "is compressed in a way that packs do not use"
    if not why and info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size:
        why = "says two sizes"
    if not why and not info.flag_bits & UTF8 and not info.orig_filename.isascii():
        why = "has a name whose letters are not told"
    if not why and (info.is_dir() or info.external_attr & FOLDER):
        why = "is a folder, which packs do not list"
    mode = info.external_attr >> 16
    if not why and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        why = "is a link" if stat.S_ISLNK(mode) else "is no regular file"
    if why:
        raise Hostile(path, f"{info.orig_filename} {why}")


def _require_no_folders(path: Path, files: dict[str, Any]) -> None:
    """Raise Hostile for a file that would have to be a folder for others."""
    names = {folded(name): name for name in files}
    for name in files:
        at = folded(name)
        while "/" in at:
            at = at.rpartition("/")[0]
            if at in names:
                raise Hostile(path, f"{names[at]} is a file and a folder")
