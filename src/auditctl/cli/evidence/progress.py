"""A bar on stderr while bytes are read: where somebody watches, and where it takes a while."""

import contextlib
import sys
from collections.abc import Iterator

from auditctl.source.copying import Advance
from auditctl.source.text import visible

LARGE = 16 * 1024 * 1024
"""Bytes from which on a single file gets a bar."""


@contextlib.contextmanager
def progress(what: str, total: int, *, least: int = LARGE) -> Iterator[Advance | None]:
    """Yield what is to be told of bytes as they are read; None where nobody watches or it is soon done."""
    if total < least or not sys.stderr.isatty():
        yield None
        return
    from rich import progress as bars  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TransferSpeedColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(visible(what), total=total)

        def advance(size: int) -> None:
            shown.update(task, advance=size)

        yield advance
