"""Files of the repository that a report carries in itself: the logo, fonts."""

from pathlib import Path

from auditctl.source.files import read_bytes, reason, safe_path
from auditctl.source.guards import MAX_BYTES


def own_file(root: Path, path: str) -> bytes:
    """Return the bytes of a file; ValueError says why it cannot be used."""
    try:
        safe_path(root, path)
    except ValueError:
        raise ValueError("it lies outside the repository") from None
    try:
        data = read_bytes(root, path)
    except OSError as error:
        raise ValueError(reason(error)) from error
    if len(data) > MAX_BYTES:
        raise ValueError("it is larger than 1 MiB, which makes every report heavy")
    return data
