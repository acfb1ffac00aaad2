"""Several files changed as one: all of it, or nothing."""

import contextlib
import errno
import os
import secrets
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditctl.source.files import safe_path
from auditctl.source.saving import (
    ChangedMeanwhileError,
    claimed,
    fill,
    name_exclusively,
    real_target,
    settle,
    temporary,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it is to be; `expected` is what it still has to hold, None for a file that is new.

    A new one that is `shared` is the same whoever writes it: somebody may have been quicker.
    """

    path: str
    data: bytes
    expected: bytes | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A file or folder that gets another name, in which nothing may lie yet."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that is taken away; one that is gone already is none to take."""

    path: str


Action = Written | Moved | Gone


def carry_out(root: Path, actions: Sequence[Action]) -> None:
    """Write new files, then the changed ones in their order, then move, then take away.

    At any failure all is as before; a signal that would end the process waits until the end.
    Raises ChangedMeanwhileError where a file no longer holds what was read, FileExistsError where a name
    is taken, other OSErrors as the system gives them.
    """
    with _undisturbed():
        _carry_out(root, actions)


def _carry_out(root: Path, actions: Sequence[Action]) -> None:
    written = [item for item in actions if isinstance(item, Written)]
    with contextlib.ExitStack() as made, contextlib.ExitStack() as held, contextlib.ExitStack() as undo:
        staged = {item.path: held.enter_context(_staged(root, item, made)) for item in written}
        changed = [item for item in written if item.expected is not None]
        # always locked in the same order, so that two commands never wait for each other
        modes = {item.path: held.enter_context(_claimed(root, item)) for item in sorted(changed, key=_path)}
        for item in written:
            if item.expected is None:
                _create(root, item, staged[item.path], undo)
        for item in changed:
            staged[item.path].chmod(modes[item.path])
            _swap(root, item, staged[item.path], undo)
        for move in actions:
            if isinstance(move, Moved):
                _move(root, move, undo)
        removed = [_put_aside(root, item, undo) for item in actions if isinstance(item, Gone)]
        undo.pop_all()
        made.pop_all()
    for path in removed:
        if path:
            path.unlink()
            settle(path.parent)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back the signals by which a terminal or a person ends a process, where the system can."""
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _staged(root: Path, item: Written, made: contextlib.ExitStack) -> Iterator[Path]:
    """Yield a finished file beside its target, which waits for its name."""
    target = safe_path(root, item.path) if item.expected is None else real_target(root, item.path)
    _make_folders(target.parent, made)
    with temporary(target) as (descriptor, path):
        fill(descriptor, item.data)
        yield path


def _make_folders(folder: Path, made: contextlib.ExitStack) -> None:
    missing = [at for at in (folder, *folder.parents) if not at.exists()]
    for at in reversed(missing):
        with contextlib.suppress(FileExistsError):
            at.mkdir()
            made.callback(_drop_folder, at)


def _drop_folder(folder: Path) -> None:
    """Take a folder of ours away again, unless somebody put something into it."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _path(item: Written) -> str:
    return item.path


def _claimed(root: Path, item: Written) -> contextlib.AbstractContextManager[int]:
    return claimed(real_target(root, item.path), item.path, item.expected or b"")


def _create(root: Path, item: Written, staged: Path, undo: contextlib.ExitStack) -> None:
    target = safe_path(root, item.path)
    try:
        name_exclusively(staged, target, item.path)
    except FileExistsError:
        if item.shared:
            return
        raise
    undo.callback(target.unlink, missing_ok=True)
    settle(target.parent)


def _swap(root: Path, item: Written, staged: Path, undo: contextlib.ExitStack) -> None:
    target = real_target(root, item.path)
    staged.replace(target)
    undo.callback(_restore, target, item.expected or b"")
    settle(target.parent)


def _restore(target: Path, data: bytes) -> None:
    """Give a file its old bytes back."""
    mode = target.stat().st_mode & 0o7777
    with temporary(target) as (descriptor, staged):
        fill(descriptor, data)
        staged.chmod(mode)
        staged.replace(target)


def _move(root: Path, item: Moved, undo: contextlib.ExitStack) -> None:
    source, target = safe_path(root, item.path), safe_path(root, item.to)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "the name is taken", item.to)
    if not os.path.lexists(source):
        raise ChangedMeanwhileError(item.path)
    source.rename(target)
    undo.callback(target.rename, source)
    settle(target.parent)


def _put_aside(root: Path, item: Gone, undo: contextlib.ExitStack) -> Path | None:
    """Hide a file under a name of its own until everything else is done; None where it is gone already."""
    path = safe_path(root, item.path)
    if not os.path.lexists(path):
        return None
    aside = path.with_name(f".{secrets.token_hex(8)}.auditctl.tmp")
    path.rename(aside)
    undo.callback(aside.rename, path)
    return aside
