"""`auditctl evidence`: add and list evidence."""

import typer

from auditctl.cli import flags

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="""Add and list evidence.

    \b
    Examples:
      auditctl evidence add 2026-main "Restore log" --kind log --source "backup console"
      auditctl evidence list 2026-main
    """,
)


@app.command()
def add(
    ctx: typer.Context,
    audit: flags.AuditName,
    title: flags.EvidenceTitle = "",
    kind: flags.Kind = "",
    file: flags.File = None,
    source: flags.Source = "",
    session: flags.Session = "",
    by: flags.By = "",
    day: flags.When = "",
    period_from: flags.PeriodFrom = "",
    period_to: flags.PeriodTo = "",
    viewed: flags.Viewed = "",
    classification: flags.Classification = "",
    personal_data: flags.PersonalData = False,
    retention_until: flags.RetentionUntil = "",
    purpose: flags.Purpose = "",
    details: flags.Details = "",
    name: flags.Name = "",
    no_input: flags.NoInput = False,
    dry_run: flags.DryRun = False,
    as_json: flags.Json = False,
) -> None:
    """Record evidence: the file is copied into the audit and its sha256 computed.

    \b
    Examples:
      auditctl evidence add 2026-main "Restore test register" --kind record \\
        --file ~/register.csv --source "ticketing, query restore-test"
      auditctl evidence add 2026-main "Talk with operations" --kind interview \\
        --source "backup operator" --session backup
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.evidence_add import Given, add_evidence  # noqa: PLC0415
    from auditctl.cli.recording import How  # noqa: PLC0415

    how = How(name, no_input=no_input, dry_run=dry_run, as_json=as_json)
    given = Given(
        title, kind, source, session, by, day, period_from, period_to, viewed, classification, personal_data,
        retention_until, purpose, details,
    )  # fmt: skip
    add_evidence(Call.of(ctx), audit, given, file, how)


@app.command("list")
def list_(
    ctx: typer.Context,
    audit: flags.OnlyAudit = "",
    kind: flags.Kind = "",
    session: flags.Session = "",
    as_json: flags.Json = False,
) -> None:
    """List evidence with kind and date.

    \b
    Examples:
      auditctl evidence list 2026-main
      auditctl evidence list --kind interview --json
    """
    from auditctl.cli.call import Call, audit_of, named, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.model.evidence import EvidenceKind  # noqa: PLC0415
    from auditctl.outputs.evidence import document, listed  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    searched = [audit_of(repository, audit)] if audit else list(repository.audits.values())
    wanted = named("kind", kind, EvidenceKind) if kind else ""
    held = named("session", session, {name for item in searched for name in item.sessions}) if session else ""
    records = [record for item in searched for record in item.evidence.values()]
    found = [item for item in records if wanted in {"", item.data.kind} and held in {"", item.data.session}]
    if as_json:
        print_json({"evidence": [document(record) for record in found]})
    else:
        typer.echo(page(listed(found), color=call.uses_color()), nl=False, color=True)
