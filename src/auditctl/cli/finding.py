"""`auditctl finding`: add, list and show findings."""

from pathlib import Path

import typer

from auditctl.cli.completion import audits, findings, people, processes

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Add, list and show findings.",
)


@app.command()
def add(
    ctx: typer.Context,
    audit: str = typer.Argument(
        ..., help="The audit: the name of its folder, or an unambiguous part.", autocompletion=audits
    ),
    title: str = typer.Argument("", help="The finding in one line.", show_default=False),
    grade: str = typer.Option("", "--grade", metavar="major|minor|ofi|strength", help="How much it weighs."),
    process: str = typer.Option(
        "", "--process", help="The process in which it was found.", autocompletion=processes
    ),
    requirement: list[str] = typer.Option(
        [], "--requirement", help="What it is held against: A.8.13, 8.1, bck-pol#4.2; may be repeated."
    ),
    evidence: list[str] = typer.Option([], "--evidence", help="A record of evidence; may be repeated."),
    statement: str = typer.Option(
        "", "--statement", help="What was found: where, when, how many of how many."
    ),
    effect: str = typer.Option("", "--effect", help="What it can lead to."),
    grade_reason: str = typer.Option("", "--grade-reason", help="Why this grade."),
    session: str = typer.Option("", "--session", help="The session in which it was found."),
    location: str = typer.Option("", "--location", help="The location."),
    by: str = typer.Option(
        "",
        "--by",
        help="Who found it; default: you, if git's address is an auditor's, else the lead.",
        autocompletion=people,
    ),
    day: str = typer.Option("", "--date", metavar="DATE", help="When it was found; default: today."),
    repeat_of: str = typer.Option(
        "", "--repeat-of", help="The earlier finding that came back.", autocompletion=findings
    ),
    name: str = typer.Option(
        "", "--name", metavar="SLUG", help="The file's name; default: made of the title."
    ),
    edit: bool = typer.Option(False, "--edit", "-e", help="Write it in $VISUAL or $EDITOR."),
    source: Path = typer.Option(
        None, "--from", metavar="FILE", help="Go on with a draft that was kept.", show_default=False
    ),
    no_input: bool = typer.Option(False, "--no-input", help="Never ask."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would be written, write nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Add a finding; on a terminal it asks for what is missing.

    \b
    Examples:
      auditctl finding add 2026-main
      auditctl finding add 2026-main -e
      auditctl finding add 2026-main "Restore tests missing" --grade major \\
        --process backup --requirement A.8.13 --evidence restore-register

    What was typed is kept in a file whatever happens; `-e --from FILE` goes on with it.
    """  # noqa: D301 - the \b is click's
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.days import day_given  # noqa: PLC0415
    from auditctl.cli.finding_add import Given, add_from_answers, resolved  # noqa: PLC0415
    from auditctl.cli.finding_draft import add_from_draft  # noqa: PLC0415
    from auditctl.cli.naming import chosen_name, open_audit  # noqa: PLC0415
    from auditctl.cli.recording import How  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    how = How(chosen_name(name), no_input=no_input, dry_run=dry_run, as_json=as_json)
    raised = day_given("--date", day, call.today)
    chosen = open_audit(repository, audit, "finding")
    given = Given(
        title, grade, process, tuple(requirement), tuple(evidence), statement, effect, grade_reason, session, location, by, raised, repeat_of,
    )  # fmt: skip
    fields = resolved(repository, chosen, given)
    if edit or source:
        add_from_draft(repository, chosen, fields, source, how, opens=edit)
    else:
        add_from_answers(repository, chosen, fields, how)


@app.command("list")
def list_(
    ctx: typer.Context,
    audit: str = typer.Argument(
        "", help="Only those of this audit.", autocompletion=audits, show_default=False
    ),
    grade: str = typer.Option("", "--grade", metavar="major|minor|ofi|strength", help="Only this grade."),
    state: str = typer.Option(
        "", "--state", help="Only this state, such as draft, issued, in-capa, reopened, closed."
    ),
    process: str = typer.Option("", "--process", help="Only this process.", autocompletion=processes),
    person: str = typer.Option(
        "", "--person", help="Only what this person raised or answers for.", autocompletion=people
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """List findings with grade and state.

    \b
    Examples:
      auditctl finding list 2026-main
      auditctl finding list --state reopened
      auditctl finding list --person burak --grade major
    """  # noqa: D301 - the \b is click's
    from auditctl.analysis.lifecycle import FindingState  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.call import Call, audit_of, named, print_json  # noqa: PLC0415
    from auditctl.cli.naming import record_named  # noqa: PLC0415
    from auditctl.model.finding import Grade  # noqa: PLC0415
    from auditctl.model.types import Kind  # noqa: PLC0415
    from auditctl.outputs.finding import Filter, document, listed  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    wanted = Filter(
        audit=audit_of(repository, audit).id if audit else "",
        grade=named("grade", grade, Grade) if grade else "",
        state=named("state", state, FindingState) if state else "",
        process=record_named(repository, Kind.process, process) if process else "",
        person=record_named(repository, Kind.person, person) if person else "",
    )
    found = [record for record in repository.findings.values() if wanted.takes(repository, record)]
    if as_json:
        print_json({"findings": [document(repository, record) for record in found]})
    else:
        typer.echo(page(listed(repository, found), color=call.uses_color()), nl=False, color=True)


@app.command()
def show(
    ctx: typer.Context,
    finding: str = typer.Argument(
        ..., help="AUDIT/NAME, NAME, or an unambiguous part.", autocompletion=findings
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show a finding on one screen: grade, state, requirements, evidence, answer, corrective action.

    \b
    Examples:
      auditctl finding show 2026-main/restore-tests-missing
      auditctl finding show restore
    """  # noqa: D301 - the \b is click's
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.naming import finding_named  # noqa: PLC0415
    from auditctl.outputs.finding import document, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    record = finding_named(repository, finding)
    if as_json:
        print_json({"finding": document(repository, record)})
    else:
        typer.echo(page(text(repository, record), color=call.uses_color()), nl=False, color=True)
