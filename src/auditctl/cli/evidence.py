"""`auditctl evidence`: add and list evidence."""

from pathlib import Path

import typer

from auditctl.cli.completion import audits, people

app = typer.Typer(
    rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True, help="Add and list evidence."
)
KINDS = "document|record|log|approval|system-output|interview|observation|photo"


@app.command()
def add(
    ctx: typer.Context,
    audit: str = typer.Argument(
        ..., help="The audit: the name of its folder, or an unambiguous part.", autocompletion=audits
    ),
    title: str = typer.Argument(
        "", help="What it is, so that somebody else recognises it.", show_default=False
    ),
    kind: str = typer.Option("", "--kind", metavar=KINDS, help="What kind of evidence it is."),
    file: Path = typer.Option(
        None, "--file", metavar="FILE", help="A file to copy; its sha256 is recorded.", show_default=False
    ),
    source: str = typer.Option(
        "", "--source", help="Where it came from; interview: the role; observation: the place."
    ),
    session: str = typer.Option("", "--session", help="The session in which it was collected."),
    by: str = typer.Option(
        "",
        "--by",
        help="Who collected it; default: you, if git's address is an auditor's, else the lead.",
        autocompletion=people,
    ),
    day: str = typer.Option("", "--date", metavar="DATE", help="When it was collected; default: today."),
    period_from: str = typer.Option(
        "", "--period-from", metavar="DATE", help="The first day that it speaks for."
    ),
    period_to: str = typer.Option("", "--period-to", metavar="DATE", help="The last day that it speaks for."),
    viewed: str = typer.Option(
        "", "--viewed", metavar="PLACE", help="A place that was only looked at, not copied."
    ),
    classification: str = typer.Option(
        "", "--classification", metavar="public|internal|confidential|strict", help="How it is classified."
    ),
    personal_data: bool = typer.Option(False, "--personal-data", help="It holds personal data."),
    retention_until: str = typer.Option(
        "", "--retention-until", metavar="DATE", help="The day after which the file goes."
    ),
    purpose: str = typer.Option(
        "", "--purpose", metavar="fieldwork|action", help="`action`: it proves a corrective action."
    ),
    details: str = typer.Option("", "--details", help="Further prose, in Markdown."),
    name: str = typer.Option(
        "", "--name", metavar="SLUG", help="The record's name; default: made of the title."
    ),
    no_input: bool = typer.Option(False, "--no-input", help="Never ask."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be written, write nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Record evidence: the file is copied into the audit and its sha256 computed.

    \b
    Examples:
      auditctl evidence add 2026-main "Restore test register" --kind record \\
        --file ~/register.csv --source "ticketing, query restore-test"
      auditctl evidence add 2026-main "Talk with operations" --kind interview \\
        --source "backup operator" --session backup
    """  # noqa: D301 - the \b is click's
    from auditctl.cli.call import Call, audit_of  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.days import day_given, day_or_none  # noqa: PLC0415
    from auditctl.cli.evidence_add import Given, resolved  # noqa: PLC0415
    from auditctl.cli.evidence_add import add as record_evidence  # noqa: PLC0415
    from auditctl.cli.naming import chosen_name, not_cancelled, open_audit  # noqa: PLC0415
    from auditctl.cli.recording import How  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    how = How(chosen_name(name), no_input=no_input, dry_run=dry_run, as_json=as_json)
    is_proof = purpose == "action"
    chosen = (
        not_cancelled(audit_of(repository, audit), "evidence")
        if is_proof
        else open_audit(repository, audit, "evidence")
    )
    given = Given(
        title, kind, source, session, by, day_given("--date", day, call.today),
        day_or_none("--period-from", period_from), day_or_none("--period-to", period_to),
        viewed, classification, personal_data, day_or_none("--retention-until", retention_until), purpose, details,
    )  # fmt: skip
    record_evidence(repository, chosen, resolved(repository, chosen, given), file, how)


@app.command("list")
def list_(
    ctx: typer.Context,
    audit: str = typer.Argument(
        "", help="Only that of this audit.", autocompletion=audits, show_default=False
    ),
    kind: str = typer.Option("", "--kind", metavar=KINDS, help="Only this kind."),
    session: str = typer.Option("", "--session", help="Only what was collected in this session."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """List evidence with kind and date.

    \b
    Examples:
      auditctl evidence list 2026-main
      auditctl evidence list --kind interview --json
    """  # noqa: D301 - the \b is click's
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
    found = [
        record
        for record in records
        if wanted in {"", record.data.kind.value} and held in {"", record.data.session}
    ]
    if as_json:
        print_json({"evidence": [document(record) for record in found]})
    else:
        typer.echo(page(listed(found), color=call.uses_color()), nl=False, color=True)
