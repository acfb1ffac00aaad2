"""`auditctl init`: a new audit repository."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.choosing import choice
from auditctl.cli.flags import NoInput

if TYPE_CHECKING:
    from auditctl.cli.asking import Asking

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Example(StrEnum):
    lodos = "lodos"
    poyraz = "poyraz"


class Ci(StrEnum):
    github = "github"
    gitlab = "gitlab"
    none = "none"


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
    choice(
        Example,
        "--example",
        "Start with a complete example: lodos (a full cycle) or poyraz (nine people).",
        show_default=False,
    ),
]
Name = Annotated[
    str, typer.Option("--name", help="The organisation's name; default: the folder's.", show_default=False)
]
ForCi = Annotated[
    Ci | None,
    choice(
        Ci,
        "--ci",
        "The CI that checks the records; default: github, and none for an example.",
        show_default=False,
    ),
]
ForEditor = Annotated[
    bool | None,
    typer.Option("--vscode/--no-vscode", help="Write settings of VS Code; default: no.", show_default=False),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List the files that would be written.")]


@app.command()
def init(
    ctx: typer.Context,
    directory: Directory = None,
    example: FromExample = None,
    name: Name = "",
    ci: ForCi = None,
    vscode: ForEditor = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
) -> None:
    """Start an audit repository: commented files to fill in, or a complete example.

    \b
    Examples:
      auditctl init my-audits --name "Kestrel Ltd"
      auditctl init my-audits --ci gitlab --vscode
      auditctl init demo --example lodos

    On a terminal it asks for the CI and the editor where no flag says them. Nothing is ever overwritten: a file that exists already is left as it is.
    """
    from auditctl.cli.asking import Asking, is_terminal  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.call import Call  # noqa: PLC0415
    from auditctl.cli.check_format import folder_in_git  # noqa: PLC0415
    from auditctl.errors import AlreadyRepository  # noqa: PLC0415
    from auditctl.planning import start  # noqa: PLC0415
    from auditctl.source.files import repository_root  # noqa: PLC0415
    from auditctl.source.saving import write_new  # noqa: PLC0415

    call = Call.of(ctx)
    folder = call.directory / directory if directory else call.directory
    if root := repository_root(folder):
        raise AlreadyRepository(root)
    asks = is_terminal() and not (no_input or dry_run or example)
    picked = ci or (Ci.none if example else _ci(Asking(asks)))
    files = [
        *(
            start.example(example.value)
            if example
            else start.skeleton(name or folder.absolute().name, call.today, picked)
        ),
        *start.further(picked, vscode=_vscode(Asking(asks)) if vscode is None else vscode),
    ]
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
    if picked is not Ci.none and (inner := folder_in_git(Path(os.path.realpath(folder)))):
        typer.echo(
            f"CI looks at the top of the git repository alone: move its file there, and add -C {inner} to its commands",
            err=True,
        )


def _ci(asking: "Asking") -> Ci:
    """Return the CI that is picked on a terminal, else GitHub."""
    from auditctl.errors import UsageError  # noqa: PLC0415

    def accept(answer: str) -> str:
        if answer not in {*Ci}:
            raise UsageError(f"{answer!r} is no CI that auditctl knows", "write github, gitlab or none")
        return answer

    asked = "CI that checks the records: github, gitlab or none"
    return Ci(asking.line(asked, "--ci", accept, Ci.github)) if asking.allowed else Ci.github


def _vscode(asking: "Asking") -> bool:
    return asking.allowed and asking.agrees("Settings for VS Code?")


def _next(folder: Path, year: int, example: Example | None) -> str:
    """Return what to do first."""
    where = "" if folder == Path() else f"cd {folder} && "
    if example is Example.lodos:
        return f"the example speaks of November 2026; try: {where}auditctl --as-of 2026-11-20 plan 2026-main"
    if example is Example.poyraz:
        return f"the example speaks of November 2026; try: {where}auditctl --as-of 2026-11-20 plan 2027-full"
    return f"fill in auditctl.yaml and audits/{year}-internal/audit.yaml, then: {where}auditctl plan {year}-internal"
