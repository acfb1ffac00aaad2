"""`auditctl status`: the dashboard, and the management's view."""

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def status(
    ctx: typer.Context,
    only_metrics: bool = typer.Option(
        False, "--metrics", help="Show the management's figures: rates, coverage, the last audits, causes."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON; it holds the figures too."),
) -> None:
    """Show the next steps, what is due, and where the audits, findings and corrective actions stand.

    With --metrics it shows how well it goes: on time by the first and by the extended day, days to close, repeats,
    effect, coverage, findings of the last audits, causes. Each figure says what it is a figure of.

    \b
    Examples:
      auditctl status
      auditctl status --metrics
      auditctl status --as-of 2026-11-20 --json
    """
    from auditctl.analysis.metrics.metrics import metrics  # noqa: PLC0415 - the overview of commands needs none
    from auditctl.analysis.overview import overview  # noqa: PLC0415
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415
    from auditctl.outputs import metrics as management  # noqa: PLC0415
    from auditctl.outputs import status as dashboard  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    name = repository.settings.name
    if as_json:
        alone = {"name": name, "today": repository.today.isoformat()}
        above = alone if only_metrics else dashboard.document(overview(repository))
        print_json({**above, "metrics": management.document(metrics(repository))})
    else:
        parts = (
            management.text(name, metrics(repository))
            if only_metrics
            else dashboard.text(overview(repository))
        )
        typer.echo(page(parts, color=call.uses_color()), nl=False, color=True)
