"""Corrective actions that begin, follow another one, or end before their time."""

from dataclasses import replace
from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli import step_flags as steps
from auditctl.cli.completion import capas
from auditctl.cli.how import How, recording

ORIGINS = "incident|complaint|management-review|other"
Title = Annotated[str, typer.Option("--title", help="What it is about, in one line.")]
Origin = Annotated[
    str, typer.Option("--origin", metavar=ORIGINS, help="What raised it, where no audit finding did.")
]
Reference = Annotated[str, typer.Option("--reference", help="The number of the incident or complaint.")]
Grade = Annotated[
    str, typer.Option("--grade", metavar=steps.GRADES, help="With --origin: how much it weighs.")
]
Statement = Annotated[str, typer.Option("--statement", help="With --origin: what happened.")]
Happened = Annotated[
    str, typer.Option("--happened", metavar="DATE", help="With --origin: when it happened; default: today.")
]
Into = Annotated[
    str, typer.Option("--into", help="The corrective action that takes over.", autocompletion=capas)
]
Follows = Annotated[
    str, typer.Option("--follows", help="The earlier one that did not work.", autocompletion=capas)
]


@recording
def add(
    ctx: typer.Context,
    findings: steps.Findings = [],  # noqa: B006 - typer makes a new list of it
    owner: steps.Owner = "",
    title: Title = "",
    origin: Origin = "",
    reference: Reference = "",
    grade: Grade = "",
    process: steps.Process = "",
    statement: Statement = "",
    happened: Happened = "",
    follows: Follows = "",
    details: flags.Details = "",
    date: steps.When = "",
    name: flags.Name = "",
    *,
    how: How,
) -> None:
    """Start a corrective action for one finding, or for several with one cause.

    What an incident, a complaint or the management review raised has no finding: it lives in capas/
    of the root and goes through the same chain.

    \b
    Examples:
      auditctl capa add restore-tests-missing --owner burak-yilmaz
      auditctl capa add 2026-main/leaver-accounts 2026-main/badge-returns
      auditctl capa add --origin incident --reference INC-2026-004 --grade minor \\
        --process suppliers --statement "Three outages were not announced" --owner elif-koc
    """
    from auditctl.cli.capa.new import FromOrigin, Said, answer_findings, answer_origin  # noqa: PLC0415

    how = replace(how, name=name)
    said = Said(title, follows, details)
    if findings and (reference or grade or process or statement or happened):
        from auditctl.errors import UsageError  # noqa: PLC0415 - only a mistake needs it

        raise UsageError(
            "--reference, --grade, --process, --statement and --happened go with --origin",
            "of a finding its own record says that",
        )
    if origin or not findings:
        given = FromOrigin(origin, reference, grade, process, statement, happened)
        answer_origin(ctx, how, tuple(findings), given, owner, said, date)
    else:
        answer_findings(ctx, how, tuple(findings), owner, said, date)


@recording
def follow(
    ctx: typer.Context,
    capa: steps.CapaName,
    owner: steps.Owner = "",
    date: steps.When = "",
    name: flags.Name = "",
    *,
    how: How,
) -> None:
    """Start the corrective action that follows one which did not work.

    \b
    Examples:
      auditctl capa follow 2025-full/leaver-accounts --owner burak-yilmaz
    """
    from auditctl.cli.capa.new import follow_up  # noqa: PLC0415

    follow_up(ctx, replace(how, name=name), capa, owner, date)


@recording
def cancel(
    ctx: typer.Context,
    capa: steps.CapaName,
    why: steps.Why = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Cancel a corrective action whose finding was withdrawn; refused while the finding stands.

    \b
    Examples:
      auditctl capa cancel key-management-procedure --by ingrid-lind --why "the finding was withdrawn"
    """
    from auditctl.cli.capa.new import cancelled  # noqa: PLC0415

    cancelled(ctx, how, capa, why, by, date)


@recording
def merge(
    ctx: typer.Context,
    capa: steps.CapaName,
    into: Into = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Let another corrective action with the same cause take over.

    \b
    Examples:
      auditctl capa merge badge-returns --into leaver-accounts
    """
    from auditctl.cli.capa.new import merged  # noqa: PLC0415

    merged(ctx, how, capa, into, by, date)
