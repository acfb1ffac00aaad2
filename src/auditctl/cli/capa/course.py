"""The plan submitted and answered, items done, the effect verified."""

from typing import Annotated

import typer

from auditctl.cli import step_flags as steps
from auditctl.cli.completion import people
from auditctl.cli.how import How, recording

Criterion = Annotated[
    str, typer.Option("--criterion", help="By what its effect will be judged: what will be seen, and when.")
]
NotBefore = Annotated[
    str, typer.Option("--not-before", metavar="DATE", help="The first day on which an effect can show.")
]
Verifier = Annotated[
    str,
    typer.Option("--verifier", help="Who will judge it, without a part in it.", autocompletion=people),
]
ResubmitDue = Annotated[
    str, typer.Option("--resubmit-due", metavar="DATE", help="Until when it is to be submitted again.")
]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="The new due date.")]
ApprovedBy = Annotated[
    str,
    typer.Option("--approved-by", help="Who agreed to it; not the item's owner.", autocompletion=people),
]
Result = Annotated[str, typer.Option("--result", metavar=steps.RESULTS, help="What came out.")]
Method = Annotated[str, typer.Option("--method", help="How it was looked at.")]
Change = Annotated[
    str, typer.Option("--isms-change", help="What changes in the management system because of it.")
]


@recording
def submit(
    ctx: typer.Context,
    capa: steps.CapaName,
    criterion: Criterion = "",
    not_before: NotBefore = "",
    verifier: Verifier = "",
    isms_change: Change = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Submit the plan, with the criterion by which its effect will be judged.

    Refused while something is missing that a submitted plan needs: cause, extent, action.

    \b
    Examples:
      auditctl capa submit restore-tests-missing
      auditctl capa submit restore --criterion "two quarterly tests in a row on time" \\
        --not-before 2027-04-15 --verifier ingrid-lind
    """
    from auditctl.cli.capa.plan import submitted  # noqa: PLC0415 - the overview does not need it

    effect = {"criterion": criterion, "not_before": not_before, "verifier": verifier}
    submitted(ctx, how, capa, effect, isms_change, by, date)


@recording
def approve(
    ctx: typer.Context,
    capa: steps.CapaName,
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Approve the submitted plan; somebody who is not part of it does.

    \b
    Examples:
      auditctl capa approve restore-tests-missing --by ingrid-lind
    """
    from auditctl.cli.capa.plan import answered  # noqa: PLC0415

    answered(ctx, how, capa, "approved", by, date)


@recording
def reject(
    ctx: typer.Context,
    capa: steps.CapaName,
    why: steps.Why = "",
    resubmit_due: ResubmitDue = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Send the plan back, with the reason.

    \b
    Examples:
      auditctl capa reject restore-tests-missing --by ingrid-lind \\
        --why "the cause repeats the finding" --resubmit-due 2026-11-20
    """
    from auditctl.cli.capa.plan import answered  # noqa: PLC0415

    answered(ctx, how, capa, "rejected", by, date, why=why, resubmit_due=resubmit_due)


@recording
def done(
    ctx: typer.Context,
    capa: steps.CapaName,
    item: steps.ItemName = "",
    date: steps.When = "",
    proof: steps.Proof = "",
    evidence: steps.Evidence = [],  # noqa: B006 - typer makes a new list of it
    *,
    how: How,
) -> None:
    """Record a containment, correction or action as done, with what shows it.

    \b
    Examples:
      auditctl capa done restore-tests-missing control-register --proof "PEO-CHK v1.5"
      auditctl capa done metrics metric-owners --evidence metrics-board --date 2026-11-09

    What was recorded as done without it takes --proof or --evidence afterwards, and keeps its day.
    """
    from auditctl.cli.capa.plan import item_done  # noqa: PLC0415

    item_done(ctx, how, capa, item, date, proof, tuple(evidence))


@recording
def extend(
    ctx: typer.Context,
    capa: steps.CapaName,
    item: steps.ItemName = "",
    to: To = "",
    why: steps.Why = "",
    approved_by: ApprovedBy = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Move the due date of an item; the old one stays on record with the reason.

    \b
    Examples:
      auditctl capa extend restore-tests-missing control-register --to 2026-12-15 \\
        --why "the new tool is delivered on 2026-12-01" --approved-by ingrid-lind
    """
    from auditctl.cli.capa.plan import item_extended  # noqa: PLC0415

    item_extended(ctx, how, capa, item, to, why, approved_by, date)


@recording
def check(
    ctx: typer.Context,
    capa: steps.CapaName,
    audit: steps.InAudit = "",
    evidence: steps.Evidence = [],  # noqa: B006
    isms_change: Change = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record that somebody saw that everything was done; its effect is judged later.

    \b
    Examples:
      auditctl capa check metrics-not-taken --by deniz-sahin --evidence metrics-board
    """
    from auditctl.cli.capa.effect import Seen, implementation_seen  # noqa: PLC0415

    given = Seen(audit, tuple(evidence), by, date)
    implementation_seen(ctx, how, capa, given, isms_change)


@recording
def verify(
    ctx: typer.Context,
    capa: steps.CapaName,
    result: Result = "",
    method: Method = "",
    audit: steps.InAudit = "",
    evidence: steps.Evidence = [],  # noqa: B006
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record whether it worked; each try stays. Refused from anybody with a part in it.

    \b
    Examples:
      auditctl capa verify metrics-not-taken --result effective --by deniz-sahin \\
        --evidence metrics-q4 --method "all nine measurements of the quarter"
      auditctl capa verify leaver-accounts --result ineffective --audit 2026-main
    """
    from auditctl.cli.capa.effect import Seen, verified  # noqa: PLC0415

    given = Seen(audit, tuple(evidence), by, date)
    verified(ctx, how, capa, given, result, method)
