"""Which files differ between two revisions."""

import os

from auditctl.source.git.place import Git


def differing(git: Git, first: str, second: str) -> set[str]:
    """Return the paths in the audit repository that two commits have different, or only one of them has."""
    words = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
    told = git.told(*words, first, second, "--", *((".",) if git.prefix else ()))
    paths = (git.inside(os.fsdecode(path)) for path in told.split(b"\0") if path)
    return {path for path in paths if path is not None}
