"""Looking into a pack from anywhere without unpacking it: what a hostile archive could do is refused first."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from auditctl.errors import AuditctlError
from auditctl.pack.write import folded
from auditctl.source.files import reason
from auditctl.source.text import visible

MOST_FILES = 50_000
MOST_BYTES = 16 * 1024**3
MOST_RATIO = 200
"""How many times larger than it lies there a file may become; what logs compress to is less."""
SMALL = 1024 * 1024
"""Bytes up to which no ratio is worth a refusal, unless many such files come together."""
MOST_SAID = 4 * 1024 * 1024
"""Bytes of a manifest or seal."""
BLOCK = 1024 * 1024
ENCRYPTED = 0x1
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
"""Names that Windows takes for devices, with whatever ending."""


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
    """An archive whose names and sizes are harmless."""

    path: Path
    archive: zipfile.ZipFile
    files: dict[str, zipfile.ZipInfo]

    def sha256(self, name: str) -> str:
        """Return the digest of a file, read in blocks and never beyond its size. Raises Hostile."""
        state = sha256()
        for block in self._blocks(name):
            state.update(block)
        return state.hexdigest()

    def read(self, name: str) -> bytes:
        """Return a small file. Raises Hostile."""
        if self.files[name].file_size > MOST_SAID:
            raise Hostile(self.path, f"{name} is larger than {MOST_SAID} bytes")
        return b"".join(self._blocks(name))

    def _blocks(self, name: str) -> Iterator[bytes]:
        info = self.files[name]
        left = info.file_size
        try:
            with self.archive.open(info) as file:
                while block := file.read(BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise Hostile(self.path, f"{name} holds more than it says")
                    yield block
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
            raise Hostile(self.path, f"{name} cannot be read: {_words(error)}") from error


def opened(path: Path) -> Opened:
    """Return an archive that was looked at from outside. Raises NoPack, Hostile."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise NoPack(path, _words(error)) from error
    except OSError as error:
        raise NoPack(path, reason(error)) from error
    infos = archive.infolist()
    _require_bounded(path, infos)
    files: dict[str, zipfile.ZipInfo] = {}
    seen: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _require_harmless(path, info)
        other = seen.setdefault(folded(info.filename.rstrip("/")), info)
        if other.filename.rstrip("/") != info.filename.rstrip("/"):
            raise Hostile(path, f"{other.filename} and {info.filename} differ only by case or Unicode form")
        if other is not info:
            raise Hostile(path, f"{info.filename} stands in it twice")
        if not info.is_dir():
            files[info.filename] = info
    _require_no_folders(path, files)
    return Opened(path, archive, files)


def _words(error: Exception) -> str:
    return str(error).strip().lower() or "it is damaged"


def _require_bounded(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Raise Hostile for a bomb: too many files, too many bytes, too much out of too little, or parts used twice."""
    if len(infos) > MOST_FILES:
        raise Hostile(path, f"it has {len(infos)} files, and a pack has at most {MOST_FILES}")
    whole, lying = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if whole > MOST_BYTES:
        raise Hostile(path, f"it would become {whole} bytes")
    if lying > path.stat().st_size:
        raise Hostile(path, "its files overlap")
    if whole > SMALL and whole > MOST_RATIO * max(lying, 1):
        raise Hostile(path, f"{lying} bytes would become {whole}")
    for info in infos:
        if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise Hostile(
                path, f"{info.filename} would become {info.file_size} bytes out of {info.compress_size}"
            )


def _require_harmless(path: Path, info: zipfile.ZipInfo) -> None:
    why = _fault(info.orig_filename) or _fault(info.filename)
    if not why and info.flag_bits & ENCRYPTED:
        why = "is encrypted"
    if not why and info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        why = "is compressed in a way that packs do not use"
    mode = info.external_attr >> 16
    if not why and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        why = "is a link" if stat.S_ISLNK(mode) else "is no regular file"
    if why:
        raise Hostile(path, f"{info.orig_filename} {why}")


def _fault(name: str) -> str:
    """Return what a name could do to whoever unpacks it, or nothing."""
    pure = PurePosixPath(name)
    steps = name.rstrip("/").split("/")
    if not name.strip("/") or "\0" in name:
        return "is no name"
    if "\\" in name or ":" in name:
        return "has a backslash or a colon in its name, which leads elsewhere on Windows"
    if pure.is_absolute() or ".." in steps:
        return "leads out of the folder that it is unpacked into"
    if any(step in {"", "."} for step in steps):
        return "has an empty step in its name"
    if any(step != step.rstrip(". ") or step.partition(".")[0].casefold() in DEVICES for step in steps):
        return "has a name that Windows takes for another"
    return "has a name that cannot be shown" if visible(name) != name else ""


def _require_no_folders(path: Path, files: dict[str, Any]) -> None:
    """Raise Hostile for a file that would have to be a folder for others."""
    names = {folded(name): name for name in files}
    for name in files:
        at = folded(name)
        while "/" in at:
            at = at.rpartition("/")[0]
            if at in names:
                raise Hostile(path, f"{names[at]} is a file and a folder")
