"""Which files a revision has."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from auditctl.source.git.place import Git

LINK = "120000"
SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a revision; `path` is that in the audit repository, `size` in bytes, -1 for a submodule."""

    path: str
    mode: str
    id: str
    size: int

    @property
    def is_link(self) -> bool:
        return self.mode == LINK

    @property
    def is_submodule(self) -> bool:
        return self.mode == SUBMODULE


def tree(git: Git, commit: str, paths: Sequence[str] = ()) -> dict[str, Entry]:
    """Return the files of the audit repository at a commit, by path; none where the folder was not there.

    `paths` narrows them to these files, and to what lies in these folders.
    """
    below = [git.prefix + path for path in paths] or ([git.prefix] if git.prefix else [])
    listed = git.told("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *below)
    entries = (_entry(git, line) for line in listed.split(b"\0") if line)
    return {entry.path: entry for entry in entries}


def _entry(git: Git, line: bytes) -> Entry:
    facts, _, path = line.partition(b"\t")
    mode, _, id_, size = facts.decode("ascii").split()
    known = int(size) if size.isdigit() else -1
    return Entry(os.fsdecode(path).removeprefix(git.prefix), mode, id_, known)
