"""`auditctl status`: the dashboard."""

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def status(
    ctx: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show the next steps, what is due, and where the audits, findings and corrective actions stand.

    \b
    Examples:
      auditctl status
      auditctl status --as-of 2026-11-20 --json
    """
    from auditctl.analysis.overview import overview  # noqa: PLC0415 - the overview of commands does not need it
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415
    from auditctl.outputs.status import document, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    view = overview(call.repository())
    if as_json:
        print_json(document(view))
    else:
        typer.echo(page(text(view), color=call.uses_color()), nl=False, color=True)
