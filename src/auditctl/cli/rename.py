"""`auditctl rename`: a new id for a record, with every reference to it."""

from typing import Annotated

import typer

from auditctl.cli.how import How, recording

KINDS = (
    "person, firm, process, department, location, system, document, programme, audit, session, evidence, finding, "
    "capa, checklist, catalogue"
)
OldName = Annotated[
    str,
    typer.Argument(metavar="OLD", help="Its id; within an audit AUDIT/NAME, NAME, or an unambiguous part."),
]
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
@recording
def rename(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of {KINDS}.")],
    old: OldName,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new id: a-z, 0-9 and hyphens.")],
    *,
    how: How,
) -> None:
    """Give a record another id: its file or key, and every reference to it.

    Everything is proved before anything is written: each reference means the same record as before, or
    nothing is changed. A person takes their entry in the register along, a session its work paper, an
    audit its folder and its entry in the programme. Where prose, a comment or another file still has the
    old id, the lines are listed, for these are yours to change.

    \b
    Examples:
      auditctl rename person zeynep-kaya zeynep-arslan
      auditctl rename process backup backup-and-restore --dry-run
      auditctl rename finding 2026-main/restore-tests-missing restores-unproven
      auditctl rename audit 2026-followup 2026-restore-followup
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.rename_record import rename_record  # noqa: PLC0415

    rename_record(Call.of(ctx), kind, old, new, dry_run=how.dry_run, as_json=how.as_json)
