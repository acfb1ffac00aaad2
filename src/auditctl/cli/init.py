"""`auditctl init`: a new audit repository."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Example(StrEnum):
    lodos = "lodos"
    poyraz = "poyraz"


Directory = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR",
        help="The folder; it is made where it is missing. Default: the one you are in.",
        show_default=False,
    ),
]
FromExample = Annotated[
    Example | None,
    typer.Option(
        "--example",
        help="Start with a complete example: lodos (a full cycle) or poyraz (nine people).",
        show_default=False,
    ),
]
Name = Annotated[
    str, typer.Option("--name", help="The organisation's name; default: the folder's.", show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List the files that would be written.")]


@app.command()
def init(
    ctx: typer.Context,
    directory: Directory = None,
    example: FromExample = None,
    name: Name = "",
    dry_run: DryRun = False,
) -> None:
    """Start an audit repository: commented files to fill in, or a complete example.

    \b
    Examples:
      auditctl init my-audits --name "Kestrel Ltd"
      auditctl init demo --example lodos

    Nothing is ever overwritten: a file that exists already is left as it is.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.errors import AlreadyRepository  # noqa: PLC0415
    from auditctl.planning import start  # noqa: PLC0415
    from auditctl.source.files import repository_root  # noqa: PLC0415
    from auditctl.source.saving import write_new  # noqa: PLC0415

    call = Call.of(ctx)
    folder = call.directory / directory if directory else call.directory
    if root := repository_root(folder):
        raise AlreadyRepository(root)
    files = list(
        start.example(example.value)
        if example
        else start.skeleton(name or folder.absolute().name, call.today)
    )
    taken = {path for path, _ in files if os.path.lexists(folder / path)}
    for path in sorted(taken):
        typer.echo(f"{folder / path} exists already and is left as it is", err=True)
    files = [item for item in files if item[0] not in taken]
    if dry_run:
        for path, _ in files:
            typer.echo(folder / path)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in sorted(files, key=lambda item: item[0] == "auditctl.yaml"):
        write_new(folder, path, data)
    typer.echo(str(folder / "auditctl.yaml"))
    typer.echo(_next(folder, call.today.year, example), err=True)


def _next(folder: Path, year: int, example: Example | None) -> str:
    """Return what to do first."""
    where = "" if folder == Path() else f"cd {folder} && "
    if example is Example.lodos:
        return f"the example speaks of November 2026; try: {where}auditctl --as-of 2026-11-20 plan 2026-main"
    if example is Example.poyraz:
        return f"the example speaks of November 2026; try: {where}auditctl --as-of 2026-11-20 plan 2027-full"
    return f"fill in auditctl.yaml and audits/{year}-internal/audit.yaml, then: {where}auditctl plan {year}-internal"
