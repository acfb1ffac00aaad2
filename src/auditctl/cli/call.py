"""What every command knows: the folder, the day, the colours; and how it finds its audit."""

import atexit
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import typer

from auditctl.analysis.programme import planned_days
from auditctl.cli.asking import say, unheard
from auditctl.errors import Ambiguous, AuditctlError, NoRepository, NotThere, some
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Record
from auditctl.repository import Audit, Cycle, Repository, load
from auditctl.source.files import repository_root
from auditctl.source.hashes import HashNote


@dataclass(frozen=True, slots=True)
class Call:
    """The global options of one command line."""

    directory: Path
    today: date
    color: str = "auto"
    clock: Callable[[], date] | None = None
    """What says the day later on; nothing where the day was given."""

    @classmethod
    def of(cls, ctx: typer.Context) -> "Call":
        call = ctx.find_object(Call)
        assert call is not None, "the callback of the app sets it"  # noqa: S101
        return call

    def onward(self) -> "Call":
        """Return this call on the day that it has become."""
        return replace(self, today=self.clock()) if self.clock else self

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
            with unheard():
                say(f"warning: {records} could not be read and is left out; `auditctl check` says where")
        return repository

    def uses_color(self) -> bool:
        """Whether stdout is coloured: asked for, or a terminal that does not decline."""
        import os  # noqa: PLC0415 - two words of the environment

        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def settle(repository: Repository) -> None:
    """Note what was hashed now, and not only when the command ends."""
    repository.hashes.save()
    atexit.unregister(repository.hashes.save)


def named(kind: str, given: str, known: Iterable[str]) -> str:
    """Return the name meant: itself, or the only one that contains it, in whatever case."""
    names = sorted(known)
    if given in names:
        return given
    asked = given.casefold()
    same = [name for name in names if name.casefold() == asked]
    fits = same or [name for name in names if asked and asked in name.casefold()]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise Ambiguous(kind, given, fits)
    from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

    listed = f"known: {some(names)}" if names else f"there is no {kind} yet"
    raise NotThere(kind, given, nearest(given, names), listed)


class OnlyPlanned(AuditctlError):
    """An audit that a programme lists and that has no folder yet; the way out depends on what is wanted of it."""

    exit_code = 2

    def __init__(self, cycle: Cycle, entry: Record[PlannedAudit]) -> None:
        name, place, cancelled = entry.id, entry.document.path, entry.data.cancelled
        if cancelled:
            why = f" ({' '.join(cancelled.why.split())})" if cancelled.why else ""
            sentence = f"the programme {cycle.programme.id} has {name} cancelled since {cancelled.date}{why}, and it has no folder"
            way_out = f"where it is held all the same, take `cancelled` out of {place}, with a revision that says why"
        else:
            first, last = planned_days(entry.data)
            sentence = f"the programme {cycle.programme.id} plans {name} for {first} to {last}, but it has no folder yet"
            way_out = (
                f"make its plan: `auditctl plan new {name}`\n"
                f"where it is not held, write `cancelled: {{by: …, date: …, approved_by: …, why: …}}` at its entry in {place}"
            )
        super().__init__(sentence, way_out)


def audit_of(repository: Repository, given: str) -> Audit:
    """Return the audit of that name, or unambiguous part of it.

    Raises OnlyPlanned for one that stands in a programme alone, and NotThere or Ambiguous.
    """
    if given not in repository.audits and (planned := _only_planned(repository, given)):
        raise OnlyPlanned(*planned)
    if not repository.audits:
        raise NotThere(
            "audit", given, "", "no audit yet: create audits/NAME/audit.yaml with at least `title: …`"
        )
    return repository.audits[named("audit", given, repository.audits)]


def _only_planned(repository: Repository, given: str) -> tuple[Cycle, Record[PlannedAudit]] | None:
    """Return the entry without a folder that is meant: of that name, else the only one that a part fits and no audit does."""
    entries = {
        name: (cycle, entry)
        for cycle in repository.cycles.values()
        for name, entry in cycle.audits.items()
        if name not in repository.audits
    }
    if given in entries:
        return entries[given]
    fits = [name for name in (*entries, *repository.audits) if given and given in name]
    return entries.get(fits[0]) if len(fits) == 1 else None


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON document with its schema version."""
    import json  # noqa: PLC0415 - only --json needs it

    typer.echo(json.dumps({"schema_version": 1, **data}, ensure_ascii=False, indent=2))
