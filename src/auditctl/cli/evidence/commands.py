"""`auditctl evidence`: add, list, verify, sample and dispose of evidence."""

from dataclasses import replace
from typing import Annotated

import typer

from auditctl.cli import flags, step_flags
from auditctl.cli.evidence import sample_flags
from auditctl.cli.how import How, recording

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="""Record evidence with its files, verify them, draw samples, dispose of what was kept long enough.

    \b
    Examples:
      auditctl evidence add 2026-main "Restore log" --kind log --file ~/restore.log
      auditctl evidence list 2026-main
      auditctl evidence verify --subset 2/5
      auditctl evidence sample 2026-main "Leavers sampled" --population ~/leavers.csv --take 25
      auditctl evidence dispose 2023-main/leaver-list --by ali-veli
    """,
)


@app.command()
@recording
def add(
    ctx: typer.Context,
    audit: flags.AuditName,
    title: flags.EvidenceTitle = "",
    kind: flags.Kind = "",
    file: flags.File = None,
    source: flags.Source = "",
    role: flags.Role = "",
    topic: flags.Topics = [],  # noqa: B006 - typer makes a new list of it
    place: flags.SeenAt = "",
    time: flags.Time = "",
    session: flags.Session = "",
    by: flags.By = "",
    day: flags.When = "",
    period_from: flags.PeriodFrom = "",
    period_to: flags.PeriodTo = "",
    sample_population: flags.Population = "",
    sample_size: flags.SampleSize = None,
    sample_taken: flags.SampleTaken = None,
    sample_method: flags.DrawnHow = "",
    drawn_by: flags.DrawnBy = "",
    viewed: flags.Viewed = "",
    classification: flags.Classification = "",
    personal_data: flags.PersonalData = False,
    retention_until: flags.RetentionUntil = "",
    purpose: flags.Purpose = "",
    details: flags.Details = "",
    name: flags.Name = "",
    *,
    how: How,
) -> None:
    """Record evidence: the file is copied into the audit and its sha256 computed.

    \b
    Examples:
      auditctl evidence add 2026-main "Restore test register" --kind record \\
        --file ~/register.csv --source "ticketing, query restore-test"
      auditctl evidence add 2026-main "Talk with operations" --kind interview \\
        --role "backup operator" --topic "restore tests" --topic alerts --session backup
      auditctl evidence add 2026-main "Visitor without a badge" --kind observation \\
        --place "reception, Ankara" --time 11:20
      auditctl evidence add 2026-main "Leavers with their last days" --kind record \\
        --file ~/leavers.csv --sample-method full --sample-population leavers --sample-size 15

    An interview has a role and topics, an observation a place and a time; role and place stand as
    `source` in the file. Material of the class strict and private keys are never copied.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.evidence.add import add_evidence  # noqa: PLC0415
    from auditctl.cli.evidence.fields import Given, Sampled  # noqa: PLC0415

    how = replace(how, name=name)
    given = Given(
        title, kind, source, role, tuple(topic), place, time, session, by, day, period_from, period_to, viewed,
        classification, personal_data, retention_until, purpose, details,
        Sampled(sample_population, sample_size, sample_taken, sample_method, drawn_by),
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


@app.command()
def verify(
    ctx: typer.Context,
    audit: flags.OnlyAudit = "",
    subset: Annotated[
        str,
        typer.Option(metavar="N/T", help="Only the n-th of t parts, such as 2/5; always the same records."),
    ] = "",
    as_json: flags.Json = False,
) -> None:
    """Hash every file of evidence again and hold it against its record, whatever the audit's state.

    \b
    Examples:
      auditctl evidence verify
      auditctl evidence verify 2026-main
      auditctl evidence verify --subset 2/5 --json

    The lists of samples belong to it. The exit code is 1 when a file is missing, changed, without a
    sha256 or outside of evidence/files/. The five parts 1/5 to 5/5 are everything together.
    """
    from auditctl.cli.call import Call, audit_of, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.evidence.verify import WHOLE, subset_named, verified  # noqa: PLC0415
    from auditctl.outputs.evidence_verify import document, text  # noqa: PLC0415

    repository = Call.of(ctx).repository()
    part = subset_named(subset) if subset else WHOLE
    audits = [audit_of(repository, audit)] if audit else repository.audits.values()
    found = verified(repository, audits, part)
    if as_json:
        print_json(document(found))
    else:
        typer.echo(text(found), nl=False)
    raise typer.Exit(0 if found.is_sound else 1)


@app.command()
@recording
def sample(
    ctx: typer.Context,
    audit: flags.AuditName,
    title: flags.EvidenceTitle = "",
    population: sample_flags.List = None,
    file: sample_flags.Seen = None,
    take: sample_flags.Take = None,
    seed: sample_flags.Seed = "",
    population_name: sample_flags.ListName = "",
    keep_duplicates: sample_flags.KeepDuplicates = False,
    kind: flags.Kind = "record",
    source: flags.Source = "",
    session: flags.Session = "",
    by: flags.By = "",
    day: flags.When = "",
    period_from: flags.PeriodFrom = "",
    period_to: flags.PeriodTo = "",
    classification: flags.Classification = "",
    personal_data: flags.PersonalData = False,
    retention_until: flags.RetentionUntil = "",
    name: flags.Name = "",
    *,
    how: How,
) -> None:
    """Draw a random sample from a CSV list that anybody can draw again from its seed.

    \b
    Examples:
      auditctl evidence sample 2026-main "Leavers sampled" --population ~/leavers.csv --take 25
      auditctl evidence sample 2026-main "Changes sampled" --population ~/changes.csv \\
        --take 30 --seed 4711 --population-name "production changes of 2026"

    The list is copied, with its sha256; commas, semicolons and tabs separate values. `check` draws
    the rows again (`auditctl explain EVD011`).

    How many to take is the auditor's judgement. What auditors usually begin with, where few or no
    deviations are expected; no standard demands these numbers:

    \b
      the control runs     take           the population has    take
      once a year          1              up to 5 rows          all
      each quarter         2              6 to 50 rows          5 to 10
      each month           2 to 5         51 to 250 rows        10 %, at least 10
      each week            5 to 15        more than 250 rows    25 to 60
      each day             20 to 40
      many times a day     25 to 60

    Take more where the risk is high or a deviation turned up, fewer where other evidence bears it out.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.evidence.fields import Given  # noqa: PLC0415
    from auditctl.cli.evidence.sample import Order, add_sample  # noqa: PLC0415

    how = replace(how, name=name)
    given = Given(
        title, kind, source, session=session, by=by, day=day, period_from=period_from, period_to=period_to,
        classification=classification, personal_data=personal_data, retention_until=retention_until,
    )  # fmt: skip
    order = Order(population, take, seed, population_name, keep_duplicates, file)
    add_sample(Call.of(ctx), audit, given, order, how)


@app.command()
@recording
def dispose(
    ctx: typer.Context,
    evidence: Annotated[
        list[str],
        typer.Argument(help="AUDIT/NAME, NAME, or an unambiguous part."),
    ],
    by: step_flags.By = "",
    day: step_flags.When = "",
    *,
    how: How,
) -> None:
    """Take away the files of evidence whose retention has passed, and record who did so and when.

    \b
    Examples:
      auditctl evidence dispose 2023-main/leaver-list --by ali-veli
      auditctl evidence dispose leaver-list visitor-log --dry-run

    Hash and title stay, so that the record still says what there was. Works in issued audits too.
    What was committed stays in git's history.
    """
    from auditctl.cli.desk import Desk  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.evidence.dispose import dispose_of  # noqa: PLC0415

    desk = Desk.of(ctx, how)
    dispose_of(desk, evidence, by, day)
