"""`auditctl followup`: the follow-up audit of what waits for verification."""

from dataclasses import replace
from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli.completion import findings, people
from auditctl.cli.how import How, recording

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

Name = Annotated[
    str, typer.Option("--name", metavar="SLUG", help="The folder of the follow-up; default: AUDIT-followup.")
]
Start = Annotated[
    str,
    typer.Option(
        "--start",
        metavar="DATE",
        help="Its first day; default: when all of it can be verified, from tomorrow on.",
    ),
]
Lead = Annotated[str, typer.Option("--lead", help="Who leads it.", autocompletion=people)]
Auditors = Annotated[
    list[str],
    typer.Option("--auditor", help="Only they, and the lead, verify; repeatable.", autocompletion=people),
]
Findings = Annotated[
    list[str],
    typer.Option("--finding", help="Only this finding; repeatable.", autocompletion=findings),
]
All = Annotated[bool, typer.Option("--all", help="An approved plan is enough.")]


@app.command()
@recording
def followup(
    ctx: typer.Context,
    audit: flags.AuditName,
    name: Name = "",
    start: Start = "",
    lead: Lead = "",
    auditor: Auditors = [],  # noqa: B006 - typer makes a new list of it
    finding: Findings = [],  # noqa: B006
    everything: All = False,
    *,
    how: How,
) -> None:
    """Plan the follow-up audit of the findings whose corrective action is done and waits for verification.

    It becomes one file, audits/NAME/audit.yaml: a session for each process, on working days one after
    the other, with the planned verifier where they are independent and have no part in the corrective
    action; else with somebody of the register who is. Where nobody is, the session stays without an
    auditor, and what speaks against each is said: somebody from outside is needed.

    \b
    Examples:
      auditctl followup 2026-main
      auditctl followup 2026-main --all --start 2026-12-01 --lead ingrid-lind
      auditctl followup 2026-main --finding metrics-not-taken --name 2027-metrics --dry-run
    """
    from auditctl.cli.followup_new import Asked, plan_follow_up  # noqa: PLC0415 - the overview does not need it

    asked = Asked(start, lead, tuple(auditor), tuple(finding), everything)
    plan_follow_up(ctx, audit, asked, replace(how, name=name))
