"""The work of `auditctl pack`: the day and the commit, what goes in, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import typer

from auditctl.check import check
from auditctl.cli.asking import say
from auditctl.cli.call import Call, audit_of, print_json
from auditctl.cli.documents import NotOurs
from auditctl.cli.evidence.progress import LARGE, progress
from auditctl.cli.pack_seals import differing, hash_first, told_by_history
from auditctl.errors import NAME_ANOTHER, CannotRead, CannotWrite
from auditctl.model.evidence import Classification
from auditctl.outputs.evidence_verify import size
from auditctl.pack.archive import file_sha256
from auditctl.pack.closing import require_nameless
from auditctl.pack.commit import Committed, committed
from auditctl.pack.contents import Asked, Contents
from auditctl.pack.evidence import POINTER
from auditctl.pack.manifest import withheld
from auditctl.pack.reading import Hostile, NoPack, opened
from auditctl.pack.redaction import record_files, redacted
from auditctl.pack.told import MANIFEST
from auditctl.pack.write import Made, Watch, require_apart, write_pack
from auditctl.reports.render import language_for
from auditctl.repository import Repository
from auditctl.rules.listing import counted
from auditctl.source.files import reason
from auditctl.source.text import visible

LEAST_SALT = 16
"""Bytes of a secret below which it could be guessed."""


@dataclass(frozen=True, slots=True)
class Packing:
    """What was asked for on the command line."""

    audits: tuple[str, ...]
    output: Path
    formats: tuple[str, ...]
    language: str
    classification: str
    redact: bool
    salt: Path | None
    force: bool
    dry_run: bool
    as_json: bool


def packed(call: Call, packing: Packing, *, is_day_given: bool) -> bool:
    """Write the pack, or say what would be in it; return whether the seals of its audits hold."""
    _require_place(packing)
    repository, of = _on_its_day(call, packing, is_day_given=is_day_given)
    names = _named(repository, packing)
    hash_first(repository)
    seals = differing(repository, names)
    contents = _contents(repository, packing, seals)
    if packing.dry_run:
        _foretell(contents, packing)
    else:
        bar = partial(progress, "packing", least=LARGE)
        made = write_pack(contents, of.commit, packing.output, _watch(contents), bar)
        _tell(contents, packing, of, made)
    return _is_sealed_well(repository, names, seals)


def _is_sealed_well(
    repository: Repository, names: tuple[str, ...], seals: Mapping[str, tuple[str, ...]]
) -> bool:
    """Return whether nothing is wrong with the seals; what is wrong is said."""
    broken = []
    for name in names:
        told = [*seals[name], *told_by_history(repository, repository.audits[name])]
        for words in told:
            say(f"warning: {words}")
        broken += [name] if told else []
    for name in broken:
        say(
            f"the seal of {name} does not hold: restore what it holds, or say why it changed, `auditctl report amend "
            f"{name} --why …`, and pack again; `auditctl verify` tells of this too"
        )
    return not broken


def _on_its_day(call: Call, packing: Packing, *, is_day_given: bool) -> tuple[Repository, Committed]:
    """Return the repository on the day of its commit, unless another was asked for."""
    repository = call.repository()
    of = committed(repository, record_files(repository), _named(repository, packing))
    if of.day and not is_day_given:
        repository = replace(call, today=of.day).repository(says_unread=False)
    return repository, of


def _contents(repository: Repository, packing: Packing, seals: Mapping[str, tuple[str, ...]]) -> Contents:
    limit = Classification(packing.classification)
    names = _named(repository, packing)
    language = language_for(repository, packing.language)
    outcome = check(repository)
    if not packing.redact:
        return Contents(repository, outcome, Asked(names, limit, packing.formats, language), differing=seals)
    hidden = redacted(repository, outcome, limit, _secret(packing.salt))
    asked = Asked(tuple(hidden.audit(name) for name in names), limit, packing.formats, language)
    nameless = {
        hidden.audit(name): tuple(hidden.names.replaced(words) for words in told)
        for name, told in seals.items()
    }
    return Contents(hidden.repository, hidden.outcome, asked, hidden, nameless)


def _named(repository: Repository, packing: Packing) -> tuple[str, ...]:
    """Return the audits that are packed. Raises what says that there is none of that name."""
    return tuple(dict.fromkeys(audit_of(repository, name).id for name in packing.audits))


def _watch(contents: Contents) -> Watch | None:
    """Return what refuses a file of a redacted pack that names somebody."""
    return partial(require_nameless, contents.redacted.names) if contents.redacted else None


def _secret(salt: Path | None) -> bytes | None:
    if salt is None:
        return None
    try:
        data = salt.read_bytes()
    except OSError as error:
        raise CannotRead(str(salt), reason(error), NAME_ANOTHER) from error
    if len(data) < LEAST_SALT:
        why = f"a secret has at least {LEAST_SALT} bytes, this one {len(data)}"
        raise CannotRead(str(salt), why, NAME_ANOTHER)
    return data


def _require_place(packing: Packing) -> None:
    """Raise CannotWrite, or NotOurs for a file that is no pack."""
    output = packing.output
    if not output.absolute().parent.is_dir():
        raise CannotWrite(str(output), f"there is no folder {output.parent}")
    if output.is_symlink() or (output.exists() and not output.is_file()):
        raise CannotWrite(str(output), "it is no regular file")
    if output.exists() and not packing.force and not _is_ours(output):
        raise NotOurs(output, "pack")


def _is_ours(output: Path) -> bool:
    try:
        pack = opened(output)
        return MANIFEST in pack.files and b'"auditctl_pack"' in pack.read(MANIFEST)
    except (NoPack, Hostile):
        return False


def _foretell(contents: Contents, packing: Packing) -> None:
    items = sorted(contents.items(), key=lambda item: item.name)
    require_apart(items)
    if watch := _watch(contents):
        for item in items:
            watch(item)
    names = [*(item.name for item in items), MANIFEST]
    if packing.as_json:
        print_json(
            {"path": str(packing.output), "written": False, "files": names, "withheld": withheld(contents)}
        )
        return
    for name in names:
        typer.echo(visible(name))
    typer.echo(f"{packing.output} would be written", err=True)


def _tell(contents: Contents, packing: Packing, of: Committed, made: Made) -> None:
    digest = file_sha256(packing.output)
    day = contents.repository.today
    if packing.as_json:
        print_json(
            {
                "path": str(packing.output),
                "written": True,
                "as_of": str(day),
                "commit": of.commit or None,
                "sha256": digest,
                "bytes": made.size,
                "files": [item.name for item in made.packed],
                "withheld": withheld(contents),
            }
        )
        return
    typer.echo(visible(str(packing.output)))
    commit = f"commit {of.commit[:12]}" if of.commit else f"no commit: {of.why}"
    typer.echo(visible(f"as of {day}, {commit}"), err=True)
    typer.echo(f"{counted(len(made.packed), 'file')}, {size(made.size)}, sha256 {digest}", err=True)
    _tell_withheld(contents)
    typer.echo(visible(f"next: `auditctl verify {packing.output}`"), err=True)


def _tell_withheld(contents: Contents) -> None:
    left = contents.withheld()
    if left:
        typer.echo(f"kept out, as {MANIFEST} lists: {counted(len(left), 'file')} of evidence", err=True)
    pointers = [item.name for item in left if item.why == POINTER]
    if pointers:
        told = f"{counted(len(pointers), 'file')} of evidence is missing: {POINTER} ({visible(pointers[0])})"
        typer.echo(f"{told}; `git lfs pull`, then pack again", err=True)
