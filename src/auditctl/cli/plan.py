"""`auditctl plan AUDIT`: the plan of an audit as people read it."""

import typer

from auditctl.cli.completion import audits

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def plan(
    ctx: typer.Context,
    audit: str = typer.Argument(
        ..., help="The audit: the name of its folder, or an unambiguous part.", autocompletion=audits
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show the plan of an audit: timetable, who audits what, every conflict, what is missing.

    \b
    Examples:
      auditctl plan 2026-main
      auditctl plan main --json
    """
    from auditctl.cli.call import Call, audit_of, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.outputs.plan import document, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415
    from auditctl.planning.view import plan_view  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    view = plan_view(repository, audit_of(repository, audit))
    if as_json:
        print_json(document(view))
    else:
        typer.echo(page(text(view), color=call.uses_color()), nl=False, color=True)
