"""`auditctl who PROCESS`: who may audit a process, who may not, and the facts why."""

from datetime import date

import typer

from auditctl.cli.completion import processes

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def who(
    ctx: typer.Context,
    process: str = typer.Argument(
        ..., help="The process: its id, or an unambiguous part.", autocompletion=processes
    ),
    on: str = typer.Option(
        "", "--on", metavar="DATE", help="Judge by the posts and owners of this day; default: today."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show who may audit a process, who may not, and the facts why.

    \b
    Examples:
      auditctl who backup
      auditctl who access --on 2026-10-06
    """
    from auditctl.cli.call import Call, named, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.outputs.tables import page  # noqa: PLC0415
    from auditctl.outputs.who import document, text  # noqa: PLC0415
    from auditctl.planning.who import candidates  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    day = _day(on) if on else call.today
    chosen = named("process", process, repository.processes)
    found = candidates(repository, chosen, day)
    if as_json:
        print_json(document(chosen, day, found))
    else:
        typer.echo(page(text(repository, chosen, day, found), color=call.uses_color()), nl=False, color=True)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no date: write YYYY-MM-DD", param_hint="--on") from None
