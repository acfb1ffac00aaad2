"""`auditctl finding`: add, list and show findings, and what becomes of them."""

from dataclasses import replace
from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli.completion import people, processes
from auditctl.cli.finding import steps
from auditctl.cli.how import How, recording

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="""Add findings, and record what becomes of each: every change is a dated fact by a person.

    \b
    Examples:
      auditctl finding add 2026-main
      auditctl finding answer restore-tests-missing --response agreed
      auditctl finding regrade restore-tests-missing --to major --why "no restore for a year"
      auditctl finding list 2026-main --grade major
      auditctl finding show 2026-main/restore-tests-missing
    """,
)
Sort = Annotated[
    str, typer.Option("--sort", metavar="name|grade|state|process|age", help="By what they are sorted.")
]
Open = Annotated[bool, typer.Option("--open", help="Only those that still wait for something.")]
Requirement = Annotated[
    str,
    typer.Option("--requirement", metavar="ID", help="Held against this requirement, or one of its group."),
]


@app.command()
@recording
def add(
    ctx: typer.Context,
    audit: flags.AuditName,
    title: flags.FindingTitle = "",
    grade: flags.Grade = "",
    process: flags.Process = "",
    requirement: flags.Requirements = [],  # noqa: B006 - typer makes a new list of it
    evidence: flags.EvidenceNames = [],  # noqa: B006
    statement: flags.Statement = "",
    effect: flags.Effect = "",
    grade_reason: flags.GradeReason = "",
    session: flags.Session = "",
    location: flags.Location = "",
    by: flags.By = "",
    day: flags.When = "",
    repeat_of: flags.RepeatOf = "",
    response_due: flags.ResponseDue = "",
    reference: flags.Reference = "",
    details: flags.Details = "",
    name: flags.Name = "",
    edit: flags.Edit = False,
    source: flags.Draft = None,
    *,
    how: How,
) -> None:
    """Add a finding; on a terminal it asks for what is missing.

    \b
    Examples:
      auditctl finding add 2026-main
      auditctl finding add 2026-main -e
      auditctl finding add 2026-main "Restore tests missing" --grade major \\
        --process backup --requirement A.8.13 --evidence restore-register

    What was typed is kept in a file whatever happens; `-e --from FILE` goes on with it.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.finding.add import Given, add_finding  # noqa: PLC0415

    how = replace(how, name=name)
    given = Given(
        title, grade, process, tuple(requirement), tuple(evidence), statement, effect, grade_reason, session, location,
        by, day, repeat_of, response_due, reference, details,
    )  # fmt: skip
    add_finding(Call.of(ctx), audit, given, how, source, opens=edit)


@app.command("list")
def list_(
    ctx: typer.Context,
    audit: flags.OnlyAudit = "",
    grade: flags.Grade = "",
    state: Annotated[str, typer.Option(help="Such as draft, issued, in-capa, reopened, closed.")] = "",
    process: Annotated[str, typer.Option(help="Found in this process.", autocompletion=processes)] = "",
    person: Annotated[str, typer.Option(help="Raised or answered for by them.", autocompletion=people)] = "",
    requirement: Requirement = "",
    open_: Open = False,
    sort: Sort = "name",
    as_json: flags.Json = False,
) -> None:
    """List findings with grade, state and age.

    \b
    Examples:
      auditctl finding list 2026-main
      auditctl finding list --state reopened
      auditctl finding list --person burak --grade major
      auditctl finding list --open --sort age --requirement A.8
    """
    from auditctl.cli.call import Call, named, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.naming import finding_filter  # noqa: PLC0415
    from auditctl.outputs.finding import SORTS, document, found_by, listed  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    wanted = finding_filter(repository, audit, grade, state, process, person, requirement, open_=open_)
    found = found_by(repository, wanted, named("order", sort, SORTS))
    if as_json:
        print_json({"findings": [document(repository, record) for record in found]})
    else:
        typer.echo(page(listed(repository, found), color=call.uses_color()), nl=False, color=True)


@app.command()
def show(ctx: typer.Context, finding: flags.FindingName, as_json: flags.Json = False) -> None:
    """Show a finding on one screen: grade, state, requirements, evidence, answer, corrective action.

    \b
    Examples:
      auditctl finding show 2026-main/restore-tests-missing
      auditctl finding show restore
    """
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


for name, command in (
    ("answer", steps.answer),
    ("decide", steps.decide),
    ("regrade", steps.regrade),
    ("withdraw", steps.withdraw),
    ("accept", steps.accept),
    ("decline", steps.decline),
    ("transfer", steps.transfer),
    ("repeat", steps.repeat),
):
    app.command(name)(command)
