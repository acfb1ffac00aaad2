"""Opening a document with the program that the machine has for its kind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from auditctl.errors import AuditctlError

PATIENCE = 2.0
"""Seconds in which an opener says that it cannot; one that is still at work then has opened the document."""
OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")


class CannotOpen(AuditctlError):
    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} is written, but cannot be opened: {why}", "open it by hand")


def open_file(path: Path) -> None:
    """Open a file that was written; CannotOpen where the machine has no display, or nothing that opens it.

    It is always a file: no address is opened, and nothing goes over a network.
    """
    place = str(path.absolute())
    if sys.platform == "win32":
        os.startfile(place)  # noqa: S606 - the document that the user asked to open
        return
    opener = ("open",) if sys.platform == "darwin" else _opener(path)
    process = subprocess.Popen(
        [*opener, place],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return
    if code:
        raise CannotOpen(path, f"`{' '.join(opener)}` ended with exit code {code}")


def _opener(path: Path) -> tuple[str, ...]:
    if not any(os.environ.get(name) for name in DISPLAYS):
        raise CannotOpen(path, "there is no display here")
    for opener in OPENERS:
        if shutil.which(opener[0]):
            return opener
    raise CannotOpen(path, "there is no xdg-open (package xdg-utils)")
