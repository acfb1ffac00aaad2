"""What hashing the evidence again found, as text and as JSON."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from auditctl.rules.listing import counted
from auditctl.source.text import visible

_STEP = 1000
_UNITS = ("kB", "MB", "GB", "TB")


class Problem(StrEnum):
    missing = "missing"
    changed = "changed"
    unhashed = "no-sha256"
    outside = "outside"
    unreadable = "unreadable"
    kept = "not-gone"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file: `file` as its record names it, `path` the record's own."""

    record: str
    path: str
    file: str
    problem: Problem
    message: str
    recorded: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was hashed: `disposed` files are gone as they should be, `unread` records could not be asked."""

    faults: tuple[Fault, ...]
    files: int
    size: int
    disposed: int
    unread: tuple[str, ...]
    subset: str

    @property
    def is_sound(self) -> bool:
        return not self.faults and not self.unread


def document(found: Verified) -> dict[str, Any]:
    """Return it as one object of JSON; sizes are in bytes."""
    return {
        "subset": found.subset or None,
        "files": found.files,
        "bytes": found.size,
        "disposed": found.disposed,
        "unread": list(found.unread),
        "faults": [asdict(fault) for fault in found.faults],
    }


def text(found: Verified) -> str:
    """Return a line for each fault, and the counts at the end."""
    lines = [f"{fault.record}: {fault.file} {fault.message} ({fault.path})" for fault in found.faults]
    lines += [f"{name}: the record cannot be read (`auditctl check` says why)" for name in found.unread]
    counts = [
        f"{counted(found.files, 'file')}{f' of part {found.subset}' if found.subset else ''}",
        size(found.size),
        counted(len(found.faults) + len(found.unread), "fault"),
    ]
    if found.disposed:
        counts.append(f"{found.disposed} not checked: disposed of")
    return "".join(f"{visible(line)}\n" for line in [*lines, ", ".join(counts)])


def size(count: int) -> str:
    """Return a number of bytes in the largest unit of which there is one."""
    held, unit = float(count), ""
    for larger in _UNITS:
        if held < _STEP:
            break
        held, unit = held / _STEP, larger
    return f"{held:.1f} {unit}" if unit else counted(count, "byte")
