"""Exclusive creation: two processes never share a name, and nothing is left half written."""

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from auditctl.errors import AlreadyThere, CannotWrite, OutsideRepository
from auditctl.source.copying import Advance, copy_hashed
from auditctl.source.files import reason
from auditctl.source.saving import write_new
from auditctl.source.text import slug
from auditctl.writing.refusals import NoSource
from auditctl.writing.schema_line import missing_schemas

MOST_SUFFIX = 12


def free_name(root: Path, folder: str, title: str) -> str:
    """Return the id that a record with this title would get now."""
    return slug(title, _taken(root, folder))


def create_record(root: Path, folder: str, title: str, text: str, *, name: str = "") -> str:
    """Create a record under the first free id made of its title, or under `name` alone; return its path.

    Raises AlreadyThere for a given name that is taken, CannotWrite and OutsideRepository.
    """
    taken = _taken(root, folder)
    if name and name in taken:
        raise AlreadyThere(f"{folder}/{name}.yaml")
    while True:
        chosen = name or slug(title, taken)
        path = f"{folder}/{chosen}.yaml"
        for schema, data in missing_schemas(root, [text]).items():
            _created(root, schema, data)
        if _created(root, path, text):
            return path
        if name:
            raise AlreadyThere(path)
        taken.add(chosen)


def _taken(root: Path, folder: str) -> set[str]:
    """Return the ids in a folder, lower case: some file systems do not tell `A` from `a`."""
    try:
        return {entry.stem.lower() for entry in (root / folder).iterdir()}
    except OSError:
        return set()  # where the folder cannot be listed, writing says why


def _created(root: Path, path: str, data: str | bytes) -> bool:
    """Create a file; False where the name is taken."""
    try:
        with _refusals(root, path):
            write_new(root, path, data)
    except FileExistsError:
        return False
    return True


@contextlib.contextmanager
def _refusals(root: Path, path: str) -> Iterator[None]:
    """Turn what the system says into refusals; a name that is taken stays FileExistsError."""
    try:
        yield
    except ValueError as error:
        raise OutsideRepository(path) from error
    except RuntimeError as error:
        raise CannotWrite(path, "its links run in a circle") from error
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(root / path):
            raise
        raise CannotWrite(path, reason(error)) from error


def checked_source(source: Path, flag: str = "--file") -> None:
    """Raise NoSource for what is no regular file that one may read; `flag` is the one that names it."""
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise NoSource(str(source), reason(error), flag) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NoSource(str(source), "it is no regular file", flag)
    finally:
        os.close(descriptor)


def free_file(root: Path, folder: str, source: Path) -> str:
    """Return the first free name for a copy: plain ASCII, `-2` behind a taken one."""
    stem = slug(source.stem)
    suffix = "".join(
        character
        for character in source.suffix.lower()
        if character.isascii() and (character.isalnum() or character == ".")
    )
    suffix = suffix[:MOST_SUFFIX] if len(suffix) > 1 else ""
    names = itertools.chain(
        [f"{stem}{suffix}"], (f"{stem}-{number}{suffix}" for number in itertools.count(2))
    )
    return next(name for name in names if not os.path.lexists(root / folder / name))


def create_copy(root: Path, folder: str, source: Path, advance: Advance | None = None) -> tuple[str, str]:
    """Copy a file under the first free name of the folder; return its name there and its sha256.

    `advance` is told of the bytes as they are copied. Raises NoSource, CannotWrite and OutsideRepository.
    """
    checked_source(source)
    while True:
        name = free_file(root, folder, source)
        path = f"{folder}/{name}"
        with contextlib.suppress(FileExistsError), _refusals(root, path):
            return name, copy_hashed(source, root, path, advance)
