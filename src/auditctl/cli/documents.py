"""Documents that a command writes where its user says: never over what is none of ours."""

from collections.abc import Callable
from pathlib import Path

import typer

from auditctl.errors import AuditctlError, CannotWrite, UsageError
from auditctl.source.saving import write_new
from auditctl.source.transaction import Written, carry_out

CALENDAR = b"\r\nPRODID:-//auditctl//"
"""What every calendar of ours begins with."""


class NotOurs(AuditctlError):
    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(
            f"{path} exists and is no {kind} of auditctl", "name another file, or replace it with --force"
        )


def write_document(
    output: Path, data: str | bytes, kind: str, mark: bytes | Callable[[bytes], bool], *, force: bool = False
) -> None:
    """Write a document whole or not at all; one that bears our mark is replaced, another only if forced.

    Raises NotOurs, CannotWrite.
    """
    folder = output.absolute().parent
    if not folder.is_dir():
        raise CannotWrite(str(output), f"there is no folder {output.parent}")
    if output.is_symlink() or (output.exists() and not output.is_file()):
        raise CannotWrite(str(output), "it is no regular file")
    old = output.read_bytes() if output.exists() else None
    if old is None:
        write_new(folder, output.name, data)
    elif force or (mark in old if isinstance(mark, bytes) else mark(old)):
        carry_out(folder, [Written(output.name, data.encode() if isinstance(data, str) else data, old)])
    else:
        raise NotOurs(output, kind)


def require_output(output: Path | None, *, force: bool, dry_run: bool) -> None:
    """Raise UsageError for a flag that speaks of a file where none is written."""
    if (force or dry_run) and not output:
        raise UsageError("--force and --dry-run speak of a file that is written", "name it with -o")


def give_calendar(output: Path | None, text: str, *, force: bool, dry_run: bool) -> None:
    """Print a calendar as the bytes that it is, or write it to a file.

    Raises NotOurs, CannotWrite.
    """
    if output is None:
        typer.echo(text.encode(), nl=False)
    elif dry_run:
        typer.echo(f"{output} would be written, {len(text.encode())} bytes", err=True)
    else:
        write_document(output, text, "calendar", CALENDAR, force=force)
        typer.echo(str(output))
