"""What somebody typed is never lost: it stays in a named file until it is recorded."""

import contextlib
import os
import shlex
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import typer

from auditctl.source.text import visible


@dataclass
class Draft:
    """A text on its way to a record. `path` is its file, where it has one; `text` makes it otherwise.

    `resume` is the command that goes on with the file.
    """

    text: Callable[[], str]
    is_worth_keeping: Callable[[], bool]
    resume: str = ""
    path: Path | None = None
    is_ours: bool = False
    recorded: bool = False


@contextlib.contextmanager
def kept(draft: Draft) -> Iterator[Draft]:
    """Keep the text of a draft in a file, and say where, unless it was recorded; however this ends."""
    with _ended_by(signal.SIGTERM, signal.SIGHUP):
        try:
            yield draft
        finally:
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)
            if draft.recorded or not draft.is_worth_keeping():
                _forget(draft)
            else:
                _keep(draft)
            signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _ended_by(*signals: signal.Signals) -> Iterator[None]:
    """Let these signals end the command as ctrl-C does, so that it can put away what it holds."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _forget(draft: Draft) -> None:
    if draft.path and draft.is_ours:
        draft.path.unlink(missing_ok=True)


def _keep(draft: Draft) -> None:
    text = "" if draft.path else draft.text()
    path = draft.path or saved(text)
    # where the terminal has gone, nobody hears it; the file is there
    with contextlib.suppress(OSError):
        if path is None:
            typer.echo(f"\nno file could be written; this is what was typed:\n\n{text}", err=True)
            return
        typer.echo(f"\nwhat was typed is kept in {visible(str(path))}", err=True)
        if draft.resume:
            typer.echo(f"  go on with: {draft.resume} {shlex.quote(str(path))}", err=True)


def saved(text: str) -> Path | None:
    """Write a draft that only its owner can read into the first folder that takes it, and return its path."""
    for folder in (tempfile.gettempdir, Path.home, Path.cwd):
        with contextlib.suppress(OSError, RuntimeError):
            return _written(Path(folder()), text)
    return None


def _written(folder: Path, text: str) -> Path:
    descriptor, name = tempfile.mkstemp(prefix="auditctl-draft-", suffix=".yaml", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path
