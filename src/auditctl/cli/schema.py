"""`auditctl schema`: the JSON Schemas, for editors and for whoever reads our JSON."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


def names() -> list[str]:
    from auditctl.outputs.published import PUBLISHED  # noqa: PLC0415 - completion and a mistake need them
    from auditctl.writing.schemas import TITLES  # noqa: PLC0415

    return sorted([*TITLES, *PUBLISHED])


Directory = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR",
        help="The folder; it is made where it is missing. Default: .schemas of the repository.",
        show_default=False,
    ),
]
Printed = Annotated[
    str,
    typer.Option(
        "--print",
        metavar="NAME",
        help="Print one instead: a kind of file such as finding; check for `check --format json`, pack for the manifest of a pack, seal for SEAL.json.",
        show_default=False,
        autocompletion=names,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are no schemas of auditctl.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List the files that would be written.")]


@app.command()
def schema(
    ctx: typer.Context,
    directory: Directory = None,
    printed: Printed = "",
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write a JSON Schema for each kind of file, by which editors complete and check the records.

    \b
    Examples:
      auditctl schema                      anew, after an update of auditctl
      auditctl schema build/schemas
      auditctl schema --print finding
      auditctl schema --print check > check.schema.json
      auditctl schema --print pack

    `auditctl init` writes them to .schemas, and every record that auditctl creates there names its own.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.writing.schema_line import FOLDER  # noqa: PLC0415

    if printed:
        _require_alone(directory, force=force, dry_run=dry_run)
        from auditctl.writing.schemas import written  # noqa: PLC0415

        typer.echo(written(_named(printed)), nl=False)
        return
    call = Call.of(ctx)
    folder = directory or call.root() / FOLDER
    changed = _write(folder, force=force, dry_run=dry_run)
    if not dry_run:
        typer.echo(os.path.relpath(folder))
        typer.echo(f"{changed or 'no'} schema{'' if changed == 1 else 's'} changed", err=True)


def _require_alone(directory: Path | None, *, force: bool, dry_run: bool) -> None:
    from auditctl.errors import UsageError  # noqa: PLC0415

    if directory or force or dry_run:
        raise UsageError("--print writes no files", "leave out DIR, --force and --dry-run")


def _named(name: str) -> dict[str, Any]:
    """Return the schema of that name; NotThere for one that there is not."""
    from auditctl.cli.call import named  # noqa: PLC0415
    from auditctl.outputs.published import PUBLISHED, published  # noqa: PLC0415
    from auditctl.writing.schemas import schemas  # noqa: PLC0415

    known = schemas() | {each: published(each) for each in PUBLISHED}
    return known[named("schema", name, known)]


def _write(folder: Path, *, force: bool, dry_run: bool) -> int:
    """Write the schemas that are missing or have changed and return how many; NotOurs, CannotWrite."""
    from auditctl.cli.documents import write_document  # noqa: PLC0415
    from auditctl.writing.schemas import is_ours, schema_files  # noqa: PLC0415

    waiting = [(folder / name, data) for name, data in schema_files() if not _stands(folder / name, data)]
    for path, data in waiting:
        if dry_run:
            typer.echo(os.path.relpath(path))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            write_document(path, data, "schema", is_ours, force=force)
    return len(waiting)


def _stands(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
