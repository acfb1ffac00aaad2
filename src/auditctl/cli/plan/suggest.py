"""`auditctl plan suggest`: who audits what and when, or why there is no plan and what to do."""

from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli.completion import people
from auditctl.cli.how import How, recording

Start = Annotated[str, typer.Option("--start", metavar="DATE", help="The first day; default: as planned.")]
Days = Annotated[
    int, typer.Option("--days", metavar="N", min=0, max=60, help="How many working days; 0: as planned.")
]
Off = Annotated[list[str], typer.Option("--off", metavar="DATE", help="A day without sessions; repeatable.")]
WorkingHours = Annotated[
    str, typer.Option("--hours", metavar="FROM-TO", help="When sessions may be held on a day.")
]
Lunch = Annotated[
    str,
    typer.Option("--lunch", metavar="FROM-TO", help="Kept free where there is room; `none` for no break."),
]
Auditors = Annotated[
    list[str],
    typer.Option(
        "--auditor",
        metavar="PERSON",
        help="Only they audit; default: all on the register; repeatable.",
        autocompletion=people,
    ),
]
Keep = Annotated[
    list[str], typer.Option("--keep", metavar="SESSION", help="Leave it as the plan has it; repeatable.")
]
Gaps = Annotated[
    bool,
    typer.Option("--allow-gaps", help="Let a session lack a competence that its process needs, and say so."),
]
Effort = Annotated[
    float, typer.Option("--effort", metavar="N", min=0.1, max=100, help="Look N times as long as usual.")
]
Apply = Annotated[bool, typer.Option("--apply", help="Write the plan into the team and the schedule.")]


@recording
def suggest(
    ctx: typer.Context,
    audit: flags.AuditName,
    start: Start = "",
    days: Days = 0,
    off: Off = [],  # noqa: B006 - typer makes a new list of it
    hours: WorkingHours = "09:00-17:00",
    lunch: Lunch = "12:30-13:30",
    auditor: Auditors = [],  # noqa: B006
    keep: Keep = [],  # noqa: B006
    allow_gaps: Gaps = False,
    effort: Effort = 1.0,
    apply: Apply = False,
    *,
    how: How,
) -> None:
    """Suggest who audits what and when: free of conflict, competent, balanced; or say why nobody can.

    \b
    Examples:
      auditctl plan suggest 2027-full
      auditctl plan suggest 2027-full --start 2027-09-06 --days 8 --apply
      auditctl plan suggest 2027-full --auditor kerem --auditor ingrid --keep isms
      auditctl plan suggest 2027-full --dry-run    shows what --apply would write

    Nobody audits with an error of independence (IND) or competence (CMP), and nobody is in two places at once.
    Among such plans it looks for an even load, few days from outside, rotation, and the plan so far.
    The same files give the same plan. It needs the extra auditctl[plan]. Exit code 1: there is no plan.
    """
    from auditctl.cli.plan.suggesting import Asked, suggest_plan  # noqa: PLC0415 - the overview does not need it

    asked = Asked(start, days, tuple(off), hours, lunch, tuple(auditor), tuple(keep), allow_gaps, effort)
    suggest_plan(ctx, audit, asked, how, apply=apply)
