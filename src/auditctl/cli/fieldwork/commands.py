"""`auditctl fieldwork AUDIT SESSION`: the work papers of the sessions, on the day."""

from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli.completion import findings, people
from auditctl.cli.how import How, recording

METHODS = "interview|observation|document-review|technical-test|sampling"
RESULTS = "conform|nonconform|ofi|not-applicable|not-audited"
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

SessionName = Annotated[
    str,
    typer.Argument(
        help="The session of the schedule, or an unambiguous part; none shows them all.", show_default=False
    ),
]
Prepare = Annotated[bool, typer.Option("--prepare", help="Make the work papers that are missing.")]
Sessions = Annotated[
    list[str], typer.Option("--session", metavar="NAME", help="With --prepare: only this one; repeatable.")
]
ChecklistName = Annotated[
    str, typer.Option("--checklist", metavar="NAME", help="Take the questions of this checklist.")
]
Number = Annotated[
    int | None,
    typer.Option(
        "--line", metavar="N", min=1, help="Begin at this line; with --result: record it.", show_default=False
    ),
]
Every = Annotated[bool, typer.Option("--all", help="Go through decided lines too.")]
Ask = Annotated[
    str,
    typer.Option("--ask", metavar="QUESTION", help="Add a question of your own, with or without its answer."),
]
Requirements = Annotated[
    list[str],
    typer.Option("--requirement", metavar="ID", help="With --ask: what it is held against; repeatable."),
]
LookFor = Annotated[str, typer.Option("--look-for", help="With --ask: what would show it.")]
Method = Annotated[str, typer.Option("--method", metavar=METHODS, help="With --ask: how it is looked at.")]
Result = Annotated[
    str, typer.Option("--result", metavar=RESULTS, help="Record this result, and ask nothing.")
]
Note = Annotated[str, typer.Option("--note", help="What was seen, or why something was left out.")]
Evidence = Annotated[
    list[str], typer.Option("--evidence", metavar="NAME", help="A record of evidence; repeatable.")
]
Findings = Annotated[
    list[str],
    typer.Option(
        "--finding",
        metavar="NAME",
        help="A finding that the line led to; repeatable.",
        autocompletion=findings,
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by",
        help="Who looked; default: you, if git's address is an auditor's of the session, else its only auditor.",
        autocompletion=people,
    ),
]


@app.command()
@recording
def fieldwork(
    ctx: typer.Context,
    audit: flags.AuditName,
    session: SessionName = "",
    prepare: Prepare = False,
    sessions: Sessions = [],  # noqa: B006 - typer makes a new list of it
    checklist: ChecklistName = "",
    line: Number = None,
    every: Every = False,
    ask: Ask = "",
    requirement: Requirements = [],  # noqa: B006
    look_for: LookFor = "",
    method: Method = "",
    result: Result = "",
    note: Note = "",
    evidence: Evidence = [],  # noqa: B006
    finding: Findings = [],  # noqa: B006
    by: By = "",
    *,
    how: How,
) -> None:
    """Go through the work paper of a session: result, note, evidence, and the finding at once.

    \b
    Examples:
      auditctl fieldwork 2026-main                     the sessions, and how far each is
      auditctl fieldwork 2026-main --prepare           work papers from the checklists
      auditctl fieldwork 2026-main backup              goes on at the first undecided line
      auditctl fieldwork 2026-main backup --line 4
      auditctl fieldwork 2026-main backup --line 4 --result conform \\
        --note "last restore 2026-09-14, 23 minutes" --evidence restore-register
      auditctl fieldwork 2026-main backup --ask "Who may delete a copy?" \\
        --requirement A.8.13 --result conform --note "two people, both named in the policy"

    A question of your own goes below those of the checklists; where there is no work paper yet, it
    begins with it. `--prepare` or --checklist first takes what the checklists ask.

    Every answer is written at once: leave with q or ctrl-C at any line and come back. The files in
    workpapers/ can be filled in by hand just as well.
    """
    from auditctl.cli.fieldwork.start import Given, Own, begin  # noqa: PLC0415 - the overview does not need it

    given = Given(
        audit, session, prepare, tuple(sessions), checklist, line or 0, every, result, note, tuple(evidence), tuple(finding), by,
        Own(ask, tuple(requirement), look_for, method),
    )  # fmt: skip
    begin(ctx, given, how)
