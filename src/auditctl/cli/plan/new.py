"""`auditctl plan new`: a new audit from its programme, or from an earlier audit."""

from dataclasses import replace
from typing import Annotated

import typer

from auditctl.cli.completion import audits, people, processes
from auditctl.cli.how import How, recording

Name = Annotated[str, typer.Argument(help="The new audit: as the programme calls it.", show_default=False)]
From = Annotated[
    str,
    typer.Option(
        "--from", metavar="PREVIOUS", help="Carry over the plan of this audit.", autocompletion=audits
    ),
]
Processes = Annotated[
    list[str],
    typer.Option(
        "--process",
        help="Look at this process alone; repeatable. Default: as the programme says.",
        autocompletion=processes,
    ),
]
Start = Annotated[
    str, typer.Option("--start", metavar="DATE", help="Its first day; default: as the programme says.")
]
Title = Annotated[str, typer.Option("--title", help="Its title; default: as the programme says.")]
Lead = Annotated[str, typer.Option("--lead", help="Who leads it.", autocompletion=people)]
Why = Annotated[
    str, typer.Option("--why", metavar="REASON", help="Why it is held although no programme lists it.")
]


@recording
def new(
    ctx: typer.Context,
    audit: Name,
    previous: From = "",
    process: Processes = [],  # noqa: B006 - typer makes a new list of it
    start: Start = "",
    title: Title = "",
    lead: Lead = "",
    why: Why = "",
    *,
    how: How,
) -> None:
    """Plan a new audit: audit.yaml, scope.yaml, criteria.yaml, team.yaml and schedule.yaml.

    The programme's entry of that name gives title, days, processes, requirements and objectives; each
    process becomes a session with whom it meets and how long it may take, without auditor and, unless
    --start names the first day, without day: `auditctl plan suggest` finds both.

    --from carries scope, criteria, team and sessions of an earlier audit over to the new days, working
    day by working day, and says what changed since. Results stay behind. What is open in the scope is
    listed for follow-up either way. Nothing that exists is overwritten.

    \b
    Examples:
      auditctl plan new 2027-full
      auditctl plan new 2027-full --from 2026-main --lead ingrid-lind
      auditctl plan new 2027-technological --start 2027-04-12 --process access --process backup
      auditctl plan new 2027-mobile --process development --why "incident INC-2027-003" --dry-run
    """
    from auditctl.cli.plan.new_plan import Asked, plan_audit  # noqa: PLC0415 - the overview does not need it

    asked = Asked(previous, tuple(process), start, title, lead, why)
    plan_audit(ctx, asked, replace(how, name=audit))
