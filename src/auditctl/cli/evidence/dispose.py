"""Files of evidence taken away when their time has passed; who and when is recorded, hash and title stay."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

import typer

from auditctl.cli.asking import say
from auditctl.cli.call import named
from auditctl.cli.changing import carry_out
from auditctl.cli.desk import Desk
from auditctl.errors import Ambiguous, AuditctlError
from auditctl.model.evidence import Evidence
from auditctl.model.record import Record
from auditctl.repository import Repository
from auditctl.repository.attachments import Attachment, attachment
from auditctl.rules.listing import listed
from auditctl.source.editor import Set
from auditctl.source.text import visible
from auditctl.writing.change import Change


class CannotDispose(AuditctlError):
    """Evidence that has to stay, or that is gone already."""

    def __init__(self, name: str, why: str, way_out: str) -> None:
        super().__init__(f"{name} cannot be disposed of: {why}", f"{way_out}; nothing was changed")


def dispose_of(desk: Desk, given: Sequence[str], by: str, day: str) -> None:
    """Take away the files of records whose retention has passed, and record it, all of them or none."""
    repository = desk.repository
    records = list(
        {record.name: record for name in given if (record := evidence_named(repository, name))}.values()
    )
    on = desk.day(day)
    for record in records:
        _refuse_early(record, on)
    files = {found.path: found for record in records for found in _files(repository, record)}
    _refuse_shared(repository, records)
    person = desk.person(by, "--by", "Who disposed of it")
    change = Change(repository)
    for record in records:
        change.edit(record, Set(("disposed",), {"by": person, "date": on}))
    for path, found in files.items():
        if found.real:
            change.remove(path)
    carry_out(change, desk.how)
    if not desk.how.dry_run:
        _say(list(files.values()))
    if not (desk.how.dry_run or desk.how.as_json):
        say(f"next: {_following(repository, [record.name for record in records], on)}")


def _following(repository: Repository, gone: Collection[str], on: date) -> str:
    """Return the command for what else may go by now, else the one that looks at what stays."""
    for name, record in sorted(repository.evidence.items()):
        until = record.data.retention_until
        if until and until < on and not record.data.disposed and name not in gone:
            return f"`auditctl evidence dispose {name}`: it was kept until {until}"
    return "commit it; `auditctl evidence verify` hashes what stays"


def evidence_named(repository: Repository, given: str) -> Record[Evidence]:
    """Return a record of evidence by AUDIT/id, by id, or by any unambiguous part."""
    known = repository.evidence
    if given in known:
        return known[given]
    same = [name for name, record in known.items() if record.id == given]
    if len(same) > 1:
        raise Ambiguous("evidence", given, same)
    return known[same[0] if same else named("evidence", given, known)]


def _refuse_early(record: Record[Evidence], on: date) -> None:
    """Raise CannotDispose for what has to be kept on that day, its last one included."""
    data = record.data
    if data.disposed:
        raise CannotDispose(
            record.name, f"{data.disposed.by} did that on {data.disposed.date}", "there is nothing left to do"
        )
    if data.retention_until is None:
        raise CannotDispose(
            record.name,
            "it has no `retention_until`",
            "write until when it is kept: `retention_until: YYYY-MM-DD`",
        )
    if on <= data.retention_until:
        raise CannotDispose(
            record.name,
            f"it is kept until {data.retention_until}, and that has not passed on {on}",
            "wait until then",
        )


def _files(repository: Repository, record: Record[Evidence]) -> Iterator[Attachment]:
    """Yield the files that a record names; CannotDispose for one that is not its own to take away."""
    for held in record.data.named_files():
        found = attachment(repository, record.audit, held.name)
        if found.real is None and not found.is_absent:
            raise CannotDispose(record.name, f"{held.name} {found.problem}", "mend the record first")
        if (repository.root / found.path).is_symlink():
            raise CannotDispose(
                record.name, f"{held.name} is a link to another file", "put the file itself in its place"
            )
        yield found


def _refuse_shared(repository: Repository, records: Sequence[Record[Evidence]]) -> None:
    """Raise CannotDispose where a record that keeps its file names the same one."""
    going = {record.name for record in records}
    for record in records:
        own = _places(repository, record)
        sharing = [
            other.name
            for other in repository.evidence.values()
            if other.name not in going and not other.data.disposed and own & _places(repository, other)
        ]
        if sharing:
            raise CannotDispose(
                record.name,
                f"its file belongs to {listed(sharing)} too",
                "name that one with it when its time has passed",
            )


def _places(repository: Repository, record: Record[Evidence]) -> set[Path]:
    """Return where the files of a record lie."""
    found = (attachment(repository, record.audit, held.name) for held in record.data.named_files())
    return {item.real for item in found if item.real}


def _say(files: Sequence[Attachment]) -> None:
    """Say what is gone now, and what is not."""
    for found in files:
        words = "removed" if found.real else "was gone already:"
        typer.echo(f"{words} {visible(found.path)}", err=True)
    if files:
        typer.echo(
            "git's history still holds what was committed of it; where that has to go too, rewrite the history",
            err=True,
        )
    else:
        typer.echo("there was no file; what the record itself says stays", err=True)
