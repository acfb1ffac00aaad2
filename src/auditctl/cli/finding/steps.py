"""What becomes of a finding: answered, decided, regraded, withdrawn, taken up or not."""

from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli import step_flags as steps
from auditctl.cli.completion import findings, people
from auditctl.cli.how import How, recording

Response = Annotated[
    str, typer.Option("--response", metavar="agreed|contested", help="Whether the auditee agrees.")
]
To = Annotated[str, typer.Option("--to", metavar=flags.GRADES, help="The new grade.")]
ToPerson = Annotated[str, typer.Option("--to", help="Who answers for it from now on.", autocompletion=people)]
FromPerson = Annotated[
    str, typer.Option("--from", help="Who did so far; default: the last one.", autocompletion=people)
]
GradeReason = Annotated[
    str, typer.Option("--grade-reason", help="Why it is a major; default: the reason of the change.")
]
Earlier = Annotated[
    str, typer.Option("--of", metavar="FINDING", help="The earlier finding.", autocompletion=findings)
]


@recording
def answer(
    ctx: typer.Context,
    finding: flags.FindingName,
    response: Response = "",
    text: steps.Text = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record the auditee's answer: agreed, or contested with their reasons.

    \b
    Examples:
      auditctl finding answer restore-tests-missing --response agreed
      auditctl finding answer visitor-log --response contested \\
        --text "the paper log of the reception was not looked at" --by burak-yilmaz
    """
    from auditctl.cli.finding.facts import answer_recorded  # noqa: PLC0415 - the overview does not need it

    answer_recorded(ctx, how, finding, response, text, by, date)


@recording
def decide(
    ctx: typer.Context,
    finding: flags.FindingName,
    text: steps.Text = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record the lead auditor's decision on a contested finding.

    \b
    Examples:
      auditctl finding decide visitor-log --text "the paper log has the same gaps; it stands"
    """
    from auditctl.cli.finding.facts import decision_recorded  # noqa: PLC0415

    decision_recorded(ctx, how, finding, text, by, date)


@recording
def regrade(
    ctx: typer.Context,
    finding: flags.FindingName,
    to: To = "",
    why: steps.Why = "",
    grade_reason: GradeReason = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Give a finding another grade; the old one stays on record with the reason.

    For the lead auditor or the auditor who raised it. After the report was issued an amendment is added.

    \b
    Examples:
      auditctl finding regrade restore-tests-missing --to major --by ingrid-lind \\
        --why "no restore is proven for eleven months"
    """
    from auditctl.cli.finding.facts import grade_changed  # noqa: PLC0415

    grade_changed(ctx, how, finding, to, why, grade_reason, by, date)


@recording
def withdraw(
    ctx: typer.Context,
    finding: flags.FindingName,
    why: steps.Why = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Withdraw a finding; it stays listed with the reason, and is counted no more.

    \b
    Examples:
      auditctl finding withdraw key-procedure --why "the procedure was approved in time"
    """
    from auditctl.cli.finding.facts import withdrawal_recorded  # noqa: PLC0415

    withdrawal_recorded(ctx, how, finding, why, by, date)


@recording
def accept(
    ctx: typer.Context,
    finding: flags.FindingName,
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Take up an opportunity for improvement. A nonconformity is no matter of choice.

    \b
    Examples:
      auditctl finding accept awareness-by-role --by kerem-ozturk
    """
    from auditctl.cli.finding.facts import taken_up_or_not  # noqa: PLC0415

    taken_up_or_not(ctx, how, finding, "accepted", "", by, date)


@recording
def decline(
    ctx: typer.Context,
    finding: flags.FindingName,
    why: steps.Why = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Decline an opportunity for improvement, with the reason.

    \b
    Examples:
      auditctl finding decline review-trends --by selin-aydin --why "the new tool shows them from 2027"
    """
    from auditctl.cli.finding.facts import taken_up_or_not  # noqa: PLC0415

    taken_up_or_not(ctx, how, finding, "declined", why, by, date)


@recording
def transfer(
    ctx: typer.Context,
    finding: flags.FindingName,
    to: ToPerson = "",
    from_: FromPerson = "",
    why: steps.Why = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Pass the responsibility for a finding from one person to another.

    \b
    Examples:
      auditctl finding transfer leaver-accounts --to elif-koc --why "the process moved to her"
    """
    from auditctl.cli.finding.facts import transferred  # noqa: PLC0415

    transferred(ctx, how, finding, from_, to, why, date)


@recording
def repeat(
    ctx: typer.Context,
    finding: flags.FindingName,
    earlier: Earlier = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Mark a finding as one that came back; the earlier one is reopened while this one is open.

    \b
    Examples:
      auditctl finding repeat 2026-main/leaver-accounts --of 2025-full/leaver-accounts
    """
    from auditctl.cli.finding.facts import repeat_marked  # noqa: PLC0415

    repeat_marked(ctx, how, finding, earlier, by, date)
