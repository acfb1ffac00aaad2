"""Documents that a command writes where its user says: never over what is none of ours."""

from pathlib import Path

from auditctl.errors import AuditctlError, CannotWrite
from auditctl.source.saving import write_new
from auditctl.source.transaction import Written, carry_out


class NotOurs(AuditctlError):
    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(
            f"{path} exists and is no {kind} of auditctl", "name another file, or replace it with --force"
        )


def write_document(output: Path, text: str, kind: str, mark: bytes, *, force: bool = False) -> None:
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
        write_new(folder, output.name, text)
    elif force or mark in old:
        carry_out(folder, [Written(output.name, text.encode(), old)])
    else:
        raise NotOurs(output, kind)
