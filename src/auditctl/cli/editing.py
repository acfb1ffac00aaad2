"""The editor of the person who types: `$VISUAL`, `$EDITOR`, or vi."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from auditctl.errors import AuditctlError, UsageError

FALLBACK = "vi"


class EditorFailed(AuditctlError):
    def __init__(self, editor: str, why: str) -> None:
        super().__init__(
            f"the editor {editor!r} {why}", "name another one with VISUAL or EDITOR; nothing was recorded"
        )


def editor_command() -> list[str]:
    """Return the words that start the editor; UsageError where there is neither one nor a terminal."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named and not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to edit on, and neither VISUAL nor EDITOR names an editor",
            "give the fields as flags instead of -e",
        )
    try:
        words = shlex.split(named or FALLBACK)
    except ValueError:
        words = []
    if not words:
        raise UsageError(f"{named!r} names no editor", "set VISUAL or EDITOR to a command")
    return words


def edit(path: Path) -> None:
    """Open a file and wait until the editor ends; EditorFailed, or KeyboardInterrupt where ctrl-C ended it."""
    words = editor_command()
    try:
        with _interrupts_are_the_editors():
            code = subprocess.run([*words, str(path)], stdout=sys.stderr, check=False).returncode
    except OSError as error:
        raise EditorFailed(
            words[0], f"cannot be started: {(error.strerror or str(error)).lower()}"
        ) from error
    if code in {-signal.SIGINT, 128 + signal.SIGINT}:
        raise KeyboardInterrupt
    if code:
        raise EditorFailed(
            words[0], f"ended with exit status {code}" if code > 0 else f"was ended by signal {-code}"
        )


@contextlib.contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Leave ctrl-C to the editor, which knows what it means there."""
    before = {number: signal.signal(number, _nothing) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _nothing(*_: object) -> None:
    """Stand as a handler, which unlike an ignored signal is not handed on to the editor."""
