"""`auditctl init`: a new audit repository."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.choosing import choice
from auditctl.cli.flags import NoInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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
      auditctl init --ci github            what CI needs, into the repository that you are in

    On a terminal it asks for the CI and the editor where no flag says them. In a repository that is there already, --ci
    and --vscode add their files. Nothing is ever overwritten: a file that exists already is left as it is.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.init_files import Files, add_to, say_where_ci_looks  # noqa: PLC0415
    from auditctl.source.files import repository_root  # noqa: PLC0415

    call = Call.of(ctx)
    folder = call.directory / directory if directory else call.directory
    if root := repository_root(folder):
        _require_addition(
            root, folder if directory else None, new=bool(example or name), ci=ci, vscode=vscode
        )
        add_to(root, ci or Ci.none, vscode=bool(vscode), dry_run=dry_run)
        return
    picked, editor = _picked(example, ci, vscode, asks=not (no_input or dry_run or example))
    files = Files(folder, _of_new(folder, example, name, call.today, picked, vscode=editor))
    files.say_what_stays()
    if dry_run:
        files.list()
        return
    files.write()
    typer.echo(str(folder / "auditctl.yaml"))
    typer.echo(_next(folder, call.today.year, example), err=True)
    if picked is not Ci.none:
        say_where_ci_looks(folder)


def _require_addition(
    root: Path, named: Path | None, *, new: bool, ci: Ci | None, vscode: bool | None
) -> None:
    """Raise AlreadyRepository for what is no addition to the repository that one is in, or that is named."""
    from auditctl.errors import AlreadyRepository  # noqa: PLC0415

    is_another = named is not None and Path(os.path.realpath(named)) != root
    if new or is_another or (ci in {None, Ci.none} and not vscode):
        raise AlreadyRepository(root)


def _of_new(
    folder: Path, example: Example | None, name: str, today: "date", ci: Ci, *, vscode: bool
) -> "Iterator[tuple[str, bytes]]":
    from auditctl.planning import start  # noqa: PLC0415

    if example:
        yield from start.example(example.value)
    else:
        yield from start.skeleton(name or folder.absolute().name, today, ci)
    yield from start.further(ci, vscode=vscode)


def _picked(example: Example | None, ci: Ci | None, vscode: bool | None, *, asks: bool) -> tuple[Ci, bool]:
    """Return the CI and whether VS Code gets its settings: by the flags, else asked for on a terminal."""
    from auditctl.cli.asking import Asking, is_terminal  # noqa: PLC0415

    asking = Asking(is_terminal() and asks)
    picked = ci or (Ci.none if example else _ci(asking))
    return picked, _vscode(asking) if vscode is None else vscode


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
