"""What a sparse checkout leaves out of the files on disk."""

import os

from auditctl.source.git.command import QUICKLY
from auditctl.source.git.place import Git


def left_out(git: Git) -> list[str]:
    """Return the files of the audit repository that its index has and a sparse checkout keeps from the disk."""
    asked = git.asked("config", "--type=bool", "--get", "core.sparseCheckout", seconds=QUICKLY)
    if asked.out.strip() != b"true":
        return []
    lines = git.told("ls-files", "-t", "-z").split(b"\0")
    skipped = (os.fsdecode(line[2:]) for line in lines if line.startswith(b"S "))
    return [path for path in skipped if not os.path.lexists(git.root / path)]
