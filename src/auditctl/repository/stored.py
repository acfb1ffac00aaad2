"""Files that are no records, as a revision has them: evidence is taken from git only where it changed since."""

import errno
import os
import posixpath
import re
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
        if now.stat().st_size == entry.size and blob_id(now, entry.id) == entry.id:
            return True
        if entry.size > LARGEST_POINTER:
            return False
        pointer = LARGE_FILE.match(contents(self.git, [entry.id]).get(entry.id, b""))
        return pointer is not None and pointer[1].decode() == self.hashes.digest(now)

    def _unpacked(self, entry: Entry) -> Path:
        target = self.folder / entry.id
        if not target.exists():
            unpack(self.git, entry.id, target)
        return target
