"""The command line called within this process, with files as its streams and nobody at a terminal."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from unittest import mock

from auditctl.cli.app import run
from small_repository import Ended


def called(root: Path, today: date, *words: str) -> Ended:
    """Run a command line on that day; a bug shows its traceback on stderr."""
    return _ended(["-C", str(root), "--as-of", f"{today}", "--debug", *words])


def called_in(root: Path, environment: Mapping[str, str], *words: str) -> Ended:
    """Run a command line as a process of its own would, in that folder and with that environment alone."""
    with contextlib.chdir(root), mock.patch.dict(os.environ, environment, clear=True):
        return _ended([*words])


def _ended(words: list[str]) -> Ended:
    with _stream() as out, _stream() as err, _nobody():
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = _code(words)
        return Ended(code, _text(out), _text(err))


def _stream() -> contextlib.AbstractContextManager[io.TextIOWrapper]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="")


@contextlib.contextmanager
def _nobody() -> Iterator[None]:
    before = sys.stdin
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        sys.stdin = nothing
        try:
            yield
        finally:
            sys.stdin = before


def _code(words: list[str]) -> int:
    try:
        run(words)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
