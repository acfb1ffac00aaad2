"""Corrective actions as a list, and one as a time line."""

from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli import step_flags as steps

State = Annotated[str, typer.Option("--state", help="Such as analysis, submitted, in-progress, ineffective.")]
Open = Annotated[bool, typer.Option("--open", help="Only those that are neither closed nor cancelled.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only those with something overdue.")]
Sort = Annotated[
    str, typer.Option("--sort", metavar="name|grade|state|owner|age|due", help="By what they are sorted.")
]


def list_(
    ctx: typer.Context,
    audit: flags.OnlyAudit = "",
    state: State = "",
    person: steps.Person = "",
    open_: Open = False,
    overdue: Overdue = False,
    sort: Sort = "name",
    as_json: flags.Json = False,
) -> None:
    """List corrective actions with state, owner, age and what is due next.

    \b
    Examples:
      auditctl capa list --open --sort due
      auditctl capa list 2026-main --state ineffective
      auditctl capa list --person burak --json
    """
    from auditctl.analysis.lifecycle import CapaState  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.call import Call, audit_of, named, print_json  # noqa: PLC0415
    from auditctl.cli.naming import record_named  # noqa: PLC0415
    from auditctl.model.types import Kind  # noqa: PLC0415
    from auditctl.outputs.capa import SORTS, Filter, document, lines, listed  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    wanted = Filter(
        audit=audit_of(repository, audit).id if audit else "",
        state=named("state", state, CapaState) if state else "",
        person=record_named(repository, Kind.person, person) if person else "",
        open=open_,
        overdue=overdue,
    )
    found = lines(repository, wanted, named("order", sort, SORTS))
    if as_json:
        print_json({"capas": [document(repository, line.record) for line in found]})
    else:
        typer.echo(page(listed(repository, found), color=call.uses_color()), nl=False, color=True)


def show(ctx: typer.Context, capa: steps.CapaName, as_json: flags.Json = False) -> None:
    """Show a corrective action as a time line, with what is missing next.

    \b
    Examples:
      auditctl capa show restore-tests-missing
      auditctl capa show 2025-full/leaver-accounts --json
    """
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.naming import capa_named  # noqa: PLC0415
    from auditctl.outputs.capa import document, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    record = capa_named(repository, capa)
    if as_json:
        print_json({"capa": document(repository, record)})
    else:
        typer.echo(page(text(repository, record), color=call.uses_color()), nl=False, color=True)
