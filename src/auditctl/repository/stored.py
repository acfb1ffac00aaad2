"""Files that are no records, as a revision has them: evidence is taken from git only where it changed since."""

import errno
import os
import posixpath
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from auditctl.source.files import OUTSIDE
from auditctl.source.git import Entry, Git, blob_id, contents, unpack
from auditctl.source.hashes import HashNote

LARGE_FILE = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n"
)
"""What git keeps of a file that Git LFS keeps elsewhere."""
LARGEST_POINTER = 1024


def same_file(git: Git, before: Entry, after: Entry | Path, hashes: HashNote) -> bool:
    """Whether two files hold the same bytes: one of a revision, and one of another or one on disk.

    What Git LFS keeps elsewhere is known by the sha256 that its pointer names. Raises OSError, ContentsMissing, GitFailed.
    """
    if _is_known(before, after):
        return True
    named = [_pointed(git, file) for file in (before, after)]
    if named == [None, None]:
        return False
    first, second = (
        name or _digest(git, file, hashes) for name, file in zip(named, (before, after), strict=True)
    )
    return first == second


def _is_known(before: Entry, after: Entry | Path) -> bool:
    """Whether git alone knows that two files are the same."""
    if isinstance(after, Entry):
        return before.id == after.id
    return after.stat().st_size == before.size and blob_id(after, before.id) == before.id


def _pointed(git: Git, file: Entry | Path) -> str | None:
    """Return the sha256 that a file names which stands for one that Git LFS keeps; None for any other file."""
    if isinstance(file, Path):
        return _named_in(_small(file))
    return _named_in(contents(git, [file.id]).get(file.id, b"")) if file.size <= LARGEST_POINTER else None


def is_pointer(real: Path) -> bool:
    """Whether a file is what git has of one that Git LFS keeps elsewhere, and was not fetched. Raises OSError."""
    return _named_in(_small(real)) is not None


def _small(real: Path) -> bytes:
    return real.read_bytes() if real.stat().st_size <= LARGEST_POINTER else b""


def _named_in(data: bytes) -> str | None:
    found = LARGE_FILE.match(data)
    return found[1].decode() if found else None


def _digest(git: Git, file: Entry | Path, hashes: HashNote) -> str:
    if isinstance(file, Path):
        return hashes.digest(file)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / file.id
        unpack(git, file.id, target)
        return hashes.hashed(target)


@dataclass(frozen=True)
class Stored:
    """The files of a revision by path; those that changed since are unpacked into `folder` when they are asked for."""

    git: Git
    entries: Mapping[str, Entry]
    folder: Path
    hashes: HashNote

    def real(self, path: str) -> Path:
        """Return where a file can be read as the revision has it.

        Raises FileNotFoundError, OSError for a link that leaves the repository, ContentsMissing.
        """
        entry = self.entries.get(posixpath.normpath(path))
        if entry is None or entry.is_submodule:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if entry.is_link:
            raise OSError(errno.EXDEV, OUTSIDE, path)
        now = self.git.root / entry.path
        return now if self._is_same(now, entry) else self._unpacked(entry)

    def below(self, folder: str, inner: str) -> list[str]:
        """Return the files below an inner folder by their paths relative to the outer one, in order."""
        start = f"{folder}{inner}/"
        paths = [path for path, entry in self.entries.items() if path.startswith(start) and not entry.is_link]
        return sorted(path.removeprefix(folder) for path in paths)

    def _is_same(self, now: Path, entry: Entry) -> bool:
        """Whether a file is still as it was, or as Git LFS says that it was."""
        if now.is_symlink() or not now.is_file():
            return False
        return same_file(self.git, entry, now, self.hashes)

    def _unpacked(self, entry: Entry) -> Path:
        target = self.folder / entry.id
        if not target.exists():
            unpack(self.git, entry.id, target)
        return target
