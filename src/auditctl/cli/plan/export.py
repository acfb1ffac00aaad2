"""`auditctl plan export`: the plan of an audit, or the programme, as a calendar."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.completion import audits

if TYPE_CHECKING:
    from auditctl.exchange.ics.plan import PlanCalendar
    from auditctl.repository import Audit


EVENT = "BEGIN:VEVENT"


class Format(StrEnum):
    ics = "ics"


Name = Annotated[
    str,
    typer.Argument(
        help="The audit: the name of its folder, or an unambiguous part.",
        autocompletion=audits,
        show_default=False,
    ),
]
Programme = Annotated[
    bool, typer.Option("--programme", help="All audits of the programmes, each as its days.")
]
ShownAs = Annotated[
    Format, typer.Option("--format", help="ics: a calendar (needs the extra auditctl[calendar]).")
]
Attendees = Annotated[
    bool,
    typer.Option("--attendees", help="Invite who takes part, by the `emails` of people; default: nobody."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the calendar to this file.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no calendar of auditctl.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


def export(
    ctx: typer.Context,
    audit: Name = "",
    programme: Programme = False,
    format_: ShownAs = Format.ics,  # noqa: ARG001 - there is one format so far
    attendees: Attendees = False,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write the plan of an audit as a calendar: meetings, sessions with their hours, what is due.

    \b
    Examples:
      auditctl plan export 2026-main -o 2026-main.ics
      auditctl plan export 2026-main --attendees > 2026-main.ics
      auditctl plan export --programme -o audits.ics

    Hours are those of the place where a session is held: they carry no time zone. A session without
    hours takes its day, one without a day is left out and named. An event that moves, or is called
    otherwise, keeps its identity; one of an audit that is cancelled says so. Nobody is invited unless
    --attendees says it.
    """
    from auditctl.cli.call import Call, audit_of  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.documents import give_calendar, require_output  # noqa: PLC0415
    from auditctl.exchange.ics.plan import plan_calendar  # noqa: PLC0415
    from auditctl.exchange.ics.programme import programme_calendar  # noqa: PLC0415

    _require_one(audit, programme=programme, attendees=attendees)
    require_output(output, force=force, dry_run=dry_run)
    repository = Call.of(ctx).repository()
    if programme:
        text = programme_calendar(repository)
    else:
        held = audit_of(repository, audit)
        made = plan_calendar(repository, held, invites=attendees)
        _tell(held, made, attendees=attendees)
        text = made.text
    if EVENT not in text:
        typer.echo("nothing in it has a day yet: the calendar is empty", err=True)
    give_calendar(output, text, force=force, dry_run=dry_run)


def _require_one(audit: str, *, programme: bool, attendees: bool) -> None:
    """Raise UsageError unless one audit, or the programme, is named."""
    from auditctl.errors import UsageError  # noqa: PLC0415

    if programme and audit:
        raise UsageError("an audit and --programme ask for two things", "leave one of them out")
    if not programme and not audit:
        raise UsageError("no audit is named", "name one, or say --programme for all of them")
    if programme and attendees:
        raise UsageError("--attendees speaks of the sessions of an audit", "name the audit")


def _tell(audit: "Audit", made: "PlanCalendar", *, attendees: bool) -> None:
    """Say what the calendar leaves out."""
    from auditctl.cli.asking import say  # noqa: PLC0415
    from auditctl.errors import some  # noqa: PLC0415

    if made.undated:
        say(f"left out, without a day: {some(list(made.undated))}")
    if made.without_address:
        say(f"not invited, without an address in `emails`: {some(list(made.without_address))}")
    if attendees and not made.host and audit.members:
        say("nobody of the team has an address in `emails`: the events say not who invites")
