"""Writing a pack: whole or not at all, and never with names that some system takes for others."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from auditctl.errors import AuditctlError, CannotWrite
from auditctl.pack.archive import Archive, Item, Packed
from auditctl.pack.contents import Contents
from auditctl.pack.manifest import manifest
from auditctl.pack.names import fault, folded
from auditctl.source.copying import Advance
from auditctl.source.files import reason
from auditctl.source.saving import temporary
from auditctl.source.text import visible

Watch = Callable[[Item], None]


class Twins(AuditctlError):
    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            f"{one} and {other} differ only by case or Unicode form, and many systems would take them for one file",
            "rename one of them; nothing was written",
        )


class Unsafe(AuditctlError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{visible(name)} {why}", "rename it; nothing was written")


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was written: its files, and its own size in bytes."""

    packed: tuple[Packed, ...]
    size: int


def write_pack(
    contents: Contents,
    commit: str,
    target: Path,
    watch: Watch | None = None,
    progress: Callable[[int], AbstractContextManager[Advance | None]] = lambda _: nullcontext(),
) -> Made:
    """Write a pack in place of whatever has its name; `watch` sees each file before, and may refuse it.

    `progress` takes how many bytes of evidence are read, and gives what is told of them.

    Raises Unsafe, Twins, CannotWrite, what `watch` raises, and what keeps reports from being made.
    """
    items = sorted(contents.items(), key=lambda item: item.name)
    require_apart(items)
    if watch:
        for item in items:
            watch(item)
    try:
        with temporary(target) as (descriptor, staged):
            with os.fdopen(os.dup(descriptor), "wb") as file:
                sizes = (item.held.stat().st_size for item in items if isinstance(item.held, Path))
                with progress(sum(sizes)) as advance:
                    packed = _written(contents, commit, items, Archive(file, advance), watch)
            os.fsync(descriptor)
            staged.replace(target)
        return Made(tuple(packed), target.stat().st_size)
    except OSError as error:
        raise CannotWrite(str(target), reason(error)) from error


def _written(
    contents: Contents, commit: str, items: list[Item], archive: Archive, watch: Watch | None
) -> list[Packed]:
    for item in items:
        archive.add(item)
    listed = manifest(contents, commit, archive.packed)
    if watch:
        watch(listed)
    archive.add(listed)
    archive.close()
    return archive.packed


def require_apart(items: list[Item]) -> None:
    """Raise Unsafe for a name that not every system can unpack, Twins for two that differ only by case or Unicode form."""
    seen: dict[str, str] = {}
    for item in items:
        if why := fault(item.name):
            raise Unsafe(item.name, why)
        other = seen.setdefault(folded(item.name), item.name)
        if other != item.name:
            raise Twins(other, item.name)
