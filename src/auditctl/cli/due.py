"""`auditctl due`: what is due, by person and day."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.choosing import choice
from auditctl.cli.completion import people

if TYPE_CHECKING:
    from auditctl.analysis.owed import Due
    from auditctl.cli.call import Call
    from auditctl.repository import Repository

WITHIN = 30


class Format(StrEnum):
    text = "text"
    json = "json"
    ics = "ics"


app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

Person = Annotated[
    str, typer.Option("--person", help="Only theirs: an id, or an unambiguous part.", autocompletion=people)
]
Within = Annotated[
    int, typer.Option("--within", metavar="DAYS", min=0, help="How far ahead; 0: today and what is overdue.")
]
ShownAs = Annotated[
    Format | None,
    choice(Format, "--format", "ics: a calendar (needs the extra auditctl[calendar]).", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON; the same as --format json.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the calendar to this file.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no calendar of auditctl.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


@app.command()
def due(
    ctx: typer.Context,
    person: Person = "",
    within: Within = WITHIN,
    format_: ShownAs = None,
    as_json: Json = False,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Show what is overdue and what is due in the next days, by person.

    \b
    Examples:
      auditctl due
      auditctl due --person burak --within 90
      auditctl due --within 0 --json
      auditctl due --person burak --format ics -o burak.ics

    A calendar has an all-day event for each due; a due that moves keeps its event. --within bounds it too.
    """
    from auditctl.analysis.dues import dues  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.call import Call  # noqa: PLC0415

    shown = _format(format_, output, as_json=as_json, force=force, dry_run=dry_run)
    call = Call.of(ctx)
    repository = call.repository()
    whose = _person(repository, person)
    owed = [item for item in dues(repository) if item.days <= within and (not whose or whose in item.people)]
    if shown is Format.ics:
        from auditctl.cli.documents import give_calendar  # noqa: PLC0415
        from auditctl.exchange.ics import calendar  # noqa: PLC0415

        give_calendar(output, calendar(repository, owed), force=force, dry_run=dry_run)
    else:
        _show(call, repository, owed, within, whose, shown)


def _format(
    given: Format | None, output: Path | None, *, as_json: bool, force: bool, dry_run: bool
) -> Format:
    """Return how it is shown; UsageError where the flags speak against each other."""
    from auditctl.cli.documents import require_output  # noqa: PLC0415
    from auditctl.errors import UsageError  # noqa: PLC0415

    if as_json and given not in {None, Format.json}:
        raise UsageError(f"--json and --format {given} ask for two things", "leave one of them out")
    chosen = Format.json if as_json else given or (Format.ics if output else Format.text)
    if output and chosen is not Format.ics:
        raise UsageError("-o writes a calendar", f"say --format ics, or redirect: auditctl due > {output}")
    require_output(output, force=force, dry_run=dry_run)
    return chosen


def _person(repository: "Repository", given: str) -> str:
    from auditctl.cli.naming import record_named  # noqa: PLC0415
    from auditctl.model.types import Kind  # noqa: PLC0415

    return record_named(repository, Kind.person, given) if given else ""


def _show(
    call: "Call", repository: "Repository", owed: "list[Due]", within: int, whose: str, shown: Format
) -> None:
    from auditctl.analysis.owed import by_person  # noqa: PLC0415
    from auditctl.cli.call import print_json  # noqa: PLC0415
    from auditctl.outputs.due import document, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    grouped = by_person(owed)
    if whose:
        grouped = {person: held for person, held in grouped.items() if person == whose}
    if shown is Format.json:
        print_json(document(repository, grouped, within))
    else:
        parts = text(repository, grouped, within, whose=whose)
        typer.echo(page(parts, color=call.uses_color()), nl=False, color=True)
