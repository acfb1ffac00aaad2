"""Names of files that every system takes for what they are: a pack writes no others, and none is read."""

import unicodedata
from pathlib import PurePosixPath

from auditctl.source.text import visible

LONGEST = 255
"""Bytes of a step of a name that every system can hold."""
DEVICES = frozenset(
    {
        "con", "prn", "aux", "nul", "conin$", "conout$",
        *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
    }
)  # fmt: skip
"""Names that Windows takes for devices, with whatever ending."""
_DOT_OVER_I = "i\u0307"


def folded(name: str) -> str:
    """Return what a name is to a system that tells neither case nor Unicode forms apart; ı, I, i and İ are one."""
    upper = unicodedata.normalize("NFKC", name).upper()
    return unicodedata.normalize("NFKC", upper.casefold().replace(_DOT_OVER_I, "i"))


def fault(name: str) -> str:
    """Return what a name could do to whoever unpacks it, or nothing."""
    if not name.strip("/") or "\0" in name:
        return "is no name"
    return _leading(name) or _leading(unicodedata.normalize("NFKC", name)) or _steps(name)


def _leading(name: str) -> str:
    if "\\" in name or ":" in name:
        return "has a backslash or a colon in its name, which leads elsewhere on Windows"
    if PurePosixPath(name).is_absolute() or ".." in name.rstrip("/").split("/"):
        return "leads out of the folder that it is unpacked into"
    return ""


def _steps(name: str) -> str:
    steps = name.rstrip("/").split("/")
    if any(step in {"", "."} for step in steps):
        return "has an empty step in its name"
    if any(step != step.rstrip(". ") or _device(step) in DEVICES for step in steps):
        return "has a name that Windows takes for another"
    if any(letter in name for letter in '<>"|?*'):
        return "has a name that Windows cannot write"
    if any(len(step.encode("utf-8", "surrogatepass")) > LONGEST for step in steps):
        return "has a name that is too long"
    return "has a name that cannot be shown" if visible(name) != name else ""


def _device(step: str) -> str:
    return folded(step.partition(".")[0].rstrip())
