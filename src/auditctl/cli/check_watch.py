"""`auditctl check --watch`: looks at the files again and again, and checks when one has changed.

It asks the system for times and sizes and not for events: those do not arrive from network drives and containers,
and a change during a check would be missed.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from auditctl.errors import AuditctlError, NoRepository
from auditctl.source.files import BACKUPS

PAUSE = 0.3
"""Seconds between two looks; longer where a look itself takes long."""
SHARE = 10
"""A look takes at most one part in so many of the time."""
MOST_LOOKS = 20
"""Looks in a row at files that do not come to rest."""

State = frozenset[tuple[str, int, int, int]]


def watch(root: Path, but: Path | None, today: Callable[[], object], again: Callable[[], None]) -> None:
    """Call `again` at once, and whenever a file below the root or the day has changed; ends by an interrupt alone.

    What a command refuses is said, and watched on: a file that is being written is whole a moment later.
    """
    seen: tuple[State, object] | None = None
    while True:
        begun = time.monotonic()
        files, day = state(root, but), today()
        pause = max(PAUSE, SHARE * (time.monotonic() - begun))
        if (files, day) != seen:
            seen = (_settled(root, but, files) if seen else files, day)
            try:
                again()
            except AuditctlError as refusal:
                _say(refusal)
        time.sleep(pause)


def _settled(root: Path, but: Path | None, files: State) -> State:
    """Return the state of the files as soon as two looks see the same: an editor empties a file before it writes."""
    for _ in range(MOST_LOOKS):
        time.sleep(PAUSE / 3)
        before, files = files, state(root, but)
        if files == before:
            break
    return files


def state(root: Path, but: Path | None) -> State:
    """Return what tells whether a file has changed; hidden files, editors' backups and the one to write do not count."""
    return frozenset(_files(str(root), os.path.realpath(but) if but else ""))


def _files(folder: str, but: str) -> Iterator[tuple[str, int, int, int]]:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not entry.name.startswith((".", "#"))]
    except OSError:
        return  # it went away while we looked, or it cannot be listed, which the check itself says
    for entry in entries:
        if entry.name.endswith(BACKUPS) or entry.path == but:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, but)
        elif told := _told(entry):
            yield told


def _told(entry: "os.DirEntry[str]") -> tuple[str, int, int, int] | None:
    try:
        found = entry.stat()
    except OSError:
        return (entry.path, 0, 0, 0)
    return (entry.path, found.st_mtime_ns, found.st_size, found.st_ino)


def _say(refusal: AuditctlError) -> None:
    from auditctl.cli.asking import say  # noqa: PLC0415 - most checks are not refused

    say(f"auditctl: {refusal.sentence}")
    if not isinstance(refusal, NoRepository):
        for line in refusal.way_out.splitlines():
            say(f"  {line}")
