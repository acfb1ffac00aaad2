"""What every command knows: the folder, the day, the colours; and how it finds its audit."""

import atexit
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import typer

from auditctl.errors import Ambiguous, NoRepository, NotThere, some
from auditctl.repository import Audit, Repository, load
from auditctl.source.files import repository_root
from auditctl.source.hashes import HashNote


@dataclass(frozen=True, slots=True)
class Call:
    """The global options of one command line."""

    directory: Path
    today: date
    color: str = "auto"

    @classmethod
    def of(cls, ctx: typer.Context) -> "Call":
        call = ctx.find_object(Call)
        assert call is not None, "the callback of the app sets it"  # noqa: S101
        return call

    def root(self) -> Path:
        found = repository_root(self.directory)
        if found is None:
            raise NoRepository(self.directory.absolute())
        return found

    def repository(self, *, says_unread: bool = True) -> Repository:
        """Load the repository; what could not be read is said, since a view without it would mislead.

        What the command hashes of it is noted when the command has ended, however it ends.
        """
        root = self.root()
        repository = replace(load(root, self.today), hashes=HashNote.of(root))
        atexit.register(repository.hashes.save)
        if says_unread and (count := len(repository.unread_places)):
            records = "1 record or part" if count == 1 else f"{count} records or parts"
            typer.echo(
                f"warning: {records} could not be read and is left out; `auditctl check` says where", err=True
            )
        return repository

    def uses_color(self) -> bool:
        """Whether stdout is coloured: asked for, or a terminal that does not decline."""
        import os  # noqa: PLC0415 - two words of the environment

        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def named(kind: str, given: str, known: Iterable[str]) -> str:
    """Return the name meant: itself, or the only one that contains it."""
    names = sorted(known)
    if given in names:
        return given
    fits = [name for name in names if given and given in name]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise Ambiguous(kind, given, fits)
    from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

    listed = f"known: {some(names)}" if names else f"there is no {kind} yet"
    raise NotThere(kind, given, nearest(given, names), listed)


def audit_of(repository: Repository, given: str) -> Audit:
    if not repository.audits:
        raise NotThere(
            "audit", given, "", "no audit yet: create audits/NAME/audit.yaml with at least `title: …`"
        )
    return repository.audits[named("audit", given, repository.audits)]


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON document with its schema version."""
    import json  # noqa: PLC0415 - only --json needs it

    typer.echo(json.dumps({"schema_version": 1, **data}, ensure_ascii=False, indent=2))
