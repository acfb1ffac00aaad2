"""The note of hashes: a file is hashed again only where its size, times or inode changed since the last time.

Whoever puts the time of a change back leaves a later ctime, and whoever puts another file in its place another inode.
On Windows a ctime is when the file was made, which adds nothing and does no harm.

The note is no part of the repository. It lies in the user's cache folder, one file a repository, and whoever
deletes it loses nothing but time. What cannot be read or written there is as good as absent.
"""

import contextlib
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditctl.source.copying import Advance, sha256_of
from auditctl.source.saving import fill, temporary

_SECOND = 1_000_000_000
_FINE = _SECOND // 20
_COARSE = 2 * _SECOND
"""How long a file system may give two changes the same time: FAT counts in steps of two seconds."""
_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file was when it was hashed; `is_settled` where a later change cannot have the same time."""

    size: int
    changed: int
    touched: int
    inode: int
    sha256: str
    is_settled: bool = True

    @property
    def stamp(self) -> tuple[int, int, int, int]:
        return self.size, self.changed, self.touched, self.inode

    def fits(self, found: os.stat_result) -> bool:
        return self.stamp == _stamp(found)


def _stamp(found: os.stat_result) -> tuple[int, int, int, int]:
    """Return size, mtime and ctime in nanoseconds, and the inode."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


class HashNote:
    """The hashes of files below a root; without a folder to keep them in they last as long as the command."""

    def __init__(self, root: Path = Path(), folder: Path | None = None) -> None:
        self._root = root
        self._folder = folder
        self._entries: dict[Path, Entry] | None = None
        self._is_new = False

    @classmethod
    def of(cls, root: Path) -> "HashNote":
        """Return the note of a repository; where `CI` is set, nothing is taken from earlier runs."""
        if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
            return cls()
        return cls(root.resolve(), _cache_folder())

    def knows(self, real: Path) -> bool:
        """Whether a file is as it was when it was hashed. Raises OSError."""
        entry = self._known().get(real)
        return entry is not None and entry.fits(real.stat())

    def digest(self, real: Path) -> str:
        """Return the sha256 of a file, from the note where the file is as it was. Raises OSError."""
        entry = self._known().get(real)
        return entry.sha256 if entry and entry.fits(real.stat()) else self.hashed(real)

    def hashed(self, real: Path, advance: Advance | None = None) -> str:
        """Hash a file, whatever the note says, and note it; `advance` is told of the bytes. Raises OSError."""
        begun = time.time_ns()
        digest = sha256_of(real, advance)
        self.remember(real, digest, begun)
        return digest

    def remember(self, real: Path, digest: str, begun: int) -> None:
        """Note the hash of a file that nobody changed since `begun`, in nanoseconds of the system's clock.

        A change right after it could leave the same time; such a hash lasts as long as the command.
        """
        found = real.stat()
        is_settled = all(_is_past(begun, at) for at in (found.st_mtime_ns, found.st_ctime_ns))
        self._known()[real] = Entry(*_stamp(found), digest, is_settled)
        self._is_new = self._is_new or is_settled

    def save(self) -> None:
        """Keep what was hashed for the next command, without files that are gone."""
        if self._folder is None or not self._is_new:
            return
        settled = {path: entry for path, entry in self._known().items() if entry.is_settled}
        merged = {path: entry for path, entry in (self._read() | settled).items() if os.path.lexists(path)}
        with contextlib.suppress(OSError):
            self._write(self._folder, merged)
            self._is_new = False

    def _known(self) -> dict[Path, Entry]:
        if self._entries is None:
            self._entries = self._read()
        return self._entries

    def _read(self) -> dict[Path, Entry]:
        if self._folder is None:
            return {}
        try:
            told = json.loads((self._folder / self._name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        files = told.get("files") if isinstance(told, dict) else None
        listed = files.items() if isinstance(files, dict) else ()
        found = {self._root / path: Entry(*held) for path, held in listed if _is_entry(held)}
        return {path: entry for path, entry in found.items() if path.is_relative_to(self._root)}

    @property
    def _name(self) -> str:
        from hashlib import sha256  # noqa: PLC0415 - OpenSSL takes its time, and most commands hash nothing

        return f"hashes-{sha256(os.fsencode(self._root)).hexdigest()[:32]}.json"

    def _write(self, folder: Path, entries: dict[Path, Entry]) -> None:
        files = {
            path.relative_to(self._root).as_posix(): (*entry.stamp, entry.sha256)
            for path, entry in sorted(entries.items())
        }
        text = json.dumps({"root": str(self._root), "files": files}, indent=1)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with temporary(folder / self._name) as (descriptor, staged):
            fill(descriptor, text.encode())
            staged.replace(folder / self._name)


def _is_past(begun: int, at: int) -> bool:
    """Whether a change from now on cannot be given a time that a file has."""
    return begun - at > (_FINE if at % _SECOND else _COARSE)


def _is_entry(held: Any) -> bool:
    match held:
        case [int(), int(), int(), int(), str() as digest]:
            return len(digest) == _DIGITS
        case _:
            return False


def _cache_folder() -> Path | None:
    """Return where this system keeps what can be made anew; None where the user has no home."""
    at = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if Path(at).is_absolute():
        return Path(at) / "auditctl"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "auditctl"
