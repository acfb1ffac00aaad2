"""What was done at once, why it happened, where else, and what will be done: before the plan is submitted."""

from typing import Annotated

import typer

from auditctl.cli import step_flags as steps
from auditctl.cli.how import How, recording

METHODS = "five-whys|fishbone|fault-tree|other"
CATEGORIES = "organisation|method|people|tooling|supplier"
ItemKey = Annotated[
    str, typer.Option("--name", metavar="SLUG", help="The item's key; default: made of what is done.")
]
NotNeeded = Annotated[str, typer.Option("--not-needed", metavar="WHY", help="Why nothing is corrected.")]
Consequences = Annotated[
    str, typer.Option("--consequences", help="What the nonconformity led to, and how that was dealt with.")
]
Method = Annotated[str, typer.Option("--method", metavar=METHODS, help="How the cause was looked for.")]
Whys = Annotated[
    list[str], typer.Option("--why", help="An answer of the five whys, in their order; repeatable.")
]
Cause = Annotated[str, typer.Option("--cause", help="Why it could happen, in one sentence.")]
Category = Annotated[str, typer.Option("--category", metavar=CATEGORIES, help="Where the cause lies.")]
Checked = Annotated[
    list[str], typer.Option("--checked", metavar="WHERE", help="What was looked at; repeatable.")
]
Result = Annotated[str, typer.Option("--result", help="What came out: do similar ones exist?")]


@recording
def contain(
    ctx: typer.Context,
    capa: steps.CapaName,
    what: steps.NewItem = "",
    owner: steps.Owner = "",
    due: steps.Due = "",
    done: steps.Done = "",
    proof: steps.Proof = "",
    evidence: steps.Evidence = [],  # noqa: B006 - typer makes a new list of it
    name: ItemKey = "",
    *,
    how: How,
) -> None:
    """Record a containment: what limits the damage now.

    \b
    Examples:
      auditctl capa contain restore-tests-missing
      auditctl capa contain restore "Restore one cluster" --owner emre-tas \\
        --due 2026-10-09 --done 2026-10-08 --proof "ticket OPS-2391"
    """
    from auditctl.cli.capa.items import Given, add_item  # noqa: PLC0415 - the overview does not need it

    given = Given(what, owner, due, done, proof, tuple(evidence), name)
    add_item(ctx, how, capa, "containment", given)


@recording
def correct(
    ctx: typer.Context,
    capa: steps.CapaName,
    what: steps.NewItem = "",
    owner: steps.Owner = "",
    due: steps.Due = "",
    done: steps.Done = "",
    proof: steps.Proof = "",
    evidence: steps.Evidence = [],  # noqa: B006
    name: ItemKey = "",
    not_needed: NotNeeded = "",
    consequences: Consequences = "",
    *,
    how: How,
) -> None:
    """Record a correction: what mends the instance; or why none is needed.

    \b
    Examples:
      auditctl capa correct leaver-accounts "Disable the three accounts" \\
        --owner burak-yilmaz --due 2026-10-09
      auditctl capa correct auditor-competence --not-needed "neither has audited"
    """
    from auditctl.cli.capa.items import Given, add_item, told  # noqa: PLC0415

    if not_needed and (what or owner or due or done or proof or evidence or name):
        from auditctl.errors import UsageError  # noqa: PLC0415 - only a mistake needs it

        raise UsageError(
            "--not-needed says why nothing is corrected, and a correction is described beside it",
            "leave one of the two out",
        )
    if not_needed or (consequences and not what):
        told(ctx, how, capa, {"correction_not_needed": not_needed, "consequences": consequences})
    else:
        given = Given(what, owner, due, done, proof, tuple(evidence), name, consequences)
        add_item(ctx, how, capa, "correction", given)


@recording
def action(
    ctx: typer.Context,
    capa: steps.CapaName,
    what: steps.NewItem = "",
    owner: steps.Owner = "",
    due: steps.Due = "",
    done: steps.Done = "",
    proof: steps.Proof = "",
    evidence: steps.Evidence = [],  # noqa: B006
    name: ItemKey = "",
    *,
    how: How,
) -> None:
    """Record an action against the cause, with who and until when.

    \b
    Examples:
      auditctl capa action restore-tests-missing
      auditctl capa action restore "Register of control tasks" --name register \\
        --owner elif-koc --due 2026-11-30
    """
    from auditctl.cli.capa.items import Given, add_item  # noqa: PLC0415

    given = Given(what, owner, due, done, proof, tuple(evidence), name)
    add_item(ctx, how, capa, "actions", given)


@recording
def cause(
    ctx: typer.Context,
    capa: steps.CapaName,
    method: Method = "",
    why: Whys = [],  # noqa: B006
    cause: Cause = "",
    category: Category = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record why it could happen; on a terminal it asks the five whys one by one.

    \b
    Examples:
      auditctl capa cause restore-tests-missing
      auditctl capa cause restore --method five-whys --why "no test was run" \\
        --why "their owner moved" --why "the task was not handed over" \\
        --cause "no register ties control tasks to posts" --category organisation
    """
    from auditctl.cli.capa.cause import Given, record_cause  # noqa: PLC0415

    given = Given(method, tuple(why), cause, category, by, date)
    record_cause(ctx, how, capa, given)


@recording
def extent(
    ctx: typer.Context,
    capa: steps.CapaName,
    checked: Checked = [],  # noqa: B006
    result: Result = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record where else it was looked for, and what came out.

    \b
    Examples:
      auditctl capa extent restore-tests-missing
      auditctl capa extent restore --checked "access reviews" --checked "key rotation" \\
        --result "key rotation is orphaned too"
    """
    from auditctl.cli.capa.cause import record_extent  # noqa: PLC0415

    record_extent(ctx, how, capa, tuple(checked), result, by, date)
