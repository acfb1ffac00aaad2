"""What tests use beside Python. Where it is missing a test is skipped, in CI it fails; `make peers` installs it."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _missing(names[0])


def package(path: str) -> Path:
    """Return a file of the npm packages, `PACKAGE/FILE`."""
    found = Path(sys.prefix) / "peers" / "node_modules" / path
    return found if found.exists() else _missing(path)


def file(path: Path) -> Path:
    """Return a file of the machine, such as a font."""
    return path if path.exists() else _missing(path.name)


def _missing(what: str) -> NoReturn:
    sentence = f"{what} is not installed: make peers"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
