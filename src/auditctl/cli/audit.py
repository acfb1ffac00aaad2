"""`auditctl audit`: the milestones of an audit."""

from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli import step_flags as steps
from auditctl.cli.completion import people
from auditctl.cli.how import How, recording

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="""List audits and pass their milestones: plan sent, opened, closing meeting, closed.

    Each milestone is a gate: it is refused while an error of the audit stands, and says which.
    `auditctl check --gate NAME` shows the same beforehand.

    \b
    Examples:
      auditctl audit list
      auditctl audit show 2026-main
      auditctl audit send 2026-main --date 2026-09-21
      auditctl audit open 2026-main --participant burak-yilmaz
    """,
)
Participants = Annotated[
    list[str],
    typer.Option("--participant", metavar="PERSON", help="Who took part; repeatable.", autocompletion=people),
]
AcceptedBy = Annotated[
    str,
    typer.Option("--accepted-by", help="Record who accepted the plan that was sent.", autocompletion=people),
]
RetentionUntil = Annotated[
    str, typer.Option("--retention-until", metavar="DATE", help="Until when the records are kept.")
]
Lessons = Annotated[str, typer.Option("--lessons", help="What the next audit should do otherwise.")]
State = Annotated[str, typer.Option("--state", help="Such as planned, announced, fieldwork, follow-up.")]


@app.command("list")
def list_(ctx: typer.Context, state: State = "", as_json: flags.Json = False) -> None:
    """List audits with kind, state, days and findings.

    \b
    Examples:
      auditctl audit list
      auditctl audit list --state follow-up --json
    """
    from auditctl.analysis.lifecycle import AuditState  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.call import Call, named, print_json  # noqa: PLC0415
    from auditctl.outputs.audit import audits, document, listed  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    found = audits(repository, named("state", state, AuditState) if state else "")
    if as_json:
        print_json({"audits": [document(repository, audit) for audit in found]})
    else:
        typer.echo(page(listed(repository, found), color=call.uses_color()), nl=False, color=True)


@app.command()
def show(ctx: typer.Context, audit: flags.AuditName, as_json: flags.Json = False) -> None:
    """Show an audit: its milestones, team, sessions, findings, and what stands before the next gate.

    \b
    Examples:
      auditctl audit show 2026-main
    """
    from auditctl.check import check  # noqa: PLC0415
    from auditctl.cli.call import Call, audit_of, print_json  # noqa: PLC0415
    from auditctl.outputs.audit import document, next_gate, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    held = audit_of(repository, audit)
    gate = next_gate(held)
    if as_json:
        print_json({"audit": document(repository, held)})
    else:
        outcome = check(repository, gate.options) if gate else None
        typer.echo(page(text(repository, held, gate, outcome), color=call.uses_color()), nl=False, color=True)


@app.command()
@recording
def send(
    ctx: typer.Context,
    audit: flags.AuditName,
    date: steps.When = "",
    accepted_by: AcceptedBy = "",
    *,
    how: How,
) -> None:
    """Record that the plan was sent to the auditees; or, with --accepted-by, that it was accepted.

    \b
    Examples:
      auditctl audit send 2026-main
      auditctl audit send 2026-main --accepted-by burak-yilmaz --date 2026-09-23
    """
    from auditctl.cli.audit_steps import acceptance_recorded, plan_sent  # noqa: PLC0415

    if accepted_by:
        acceptance_recorded(ctx, how, audit, accepted_by, date)
    else:
        plan_sent(ctx, how, audit, date)


@app.command("open")
@recording
def open_(
    ctx: typer.Context,
    audit: flags.AuditName,
    participant: Participants = [],  # noqa: B006 - typer makes a new list of it
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record the opening meeting that was held; fieldwork begins.

    \b
    Examples:
      auditctl audit open 2026-main --participant selin-aydin --participant burak-yilmaz
    """
    from auditctl.cli.audit_steps import meeting_held  # noqa: PLC0415

    meeting_held(ctx, how, audit, "opening", tuple(participant), date)


@app.command()
@recording
def close(
    ctx: typer.Context,
    audit: flags.AuditName,
    participant: Participants = [],  # noqa: B006
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Record the closing meeting that was held; fieldwork is done.

    \b
    Examples:
      auditctl audit close 2026-main --participant selin-aydin
    """
    from auditctl.cli.audit_steps import meeting_held  # noqa: PLC0415

    meeting_held(ctx, how, audit, "closing", tuple(participant), date)


@app.command()
@recording
def finish(
    ctx: typer.Context,
    audit: flags.AuditName,
    retention_until: RetentionUntil = "",
    lessons: Lessons = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Close the audit; refused while a nonconformity is open and in no later follow-up.

    \b
    Examples:
      auditctl audit finish 2026-main --by ingrid-lind --retention-until 2029-12-31
    """
    from auditctl.cli.audit_steps import audit_finished  # noqa: PLC0415

    audit_finished(ctx, how, audit, retention_until, lessons, by, date)


@app.command()
@recording
def cancel(
    ctx: typer.Context,
    audit: flags.AuditName,
    why: steps.Why = "",
    by: steps.By = "",
    date: steps.When = "",
    *,
    how: How,
) -> None:
    """Cancel an audit that was not reported yet, with the reason; its records stay.

    \b
    Examples:
      auditctl audit cancel 2026-ankara --by deniz-sahin --why "office refit; merged into 2026-main"

    Who approved it stands in the programme: `cancelled: {by: …, date: …, approved_by: …, why: …}` at its entry.
    """
    from auditctl.cli.audit_steps import audit_cancelled  # noqa: PLC0415

    audit_cancelled(ctx, how, audit, why, by, date)
