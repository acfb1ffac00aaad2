"""`auditctl plan export`: the plan of an audit as a document for the auditees, or as a calendar; the programme as one."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.choosing import choice
from auditctl.cli.completion import audits
from auditctl.cli.report_format import DryRun, Lang, LanguageCode

if TYPE_CHECKING:
    from auditctl.exchange.ics.plan import PlanCalendar
    from auditctl.repository import Audit, Repository


EVENT = "BEGIN:VEVENT"


class Format(StrEnum):
    ics = "ics"
    md = "md"
    html = "html"
    pdf = "pdf"


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
    Format | None,
    choice(
        Format,
        "--format",
        "ics: a calendar (extra auditctl[calendar]); md, html, pdf (extra auditctl[pdf]): a document. "
        "Default: by the ending of -o, else ics.",
        show_default=False,
    ),
]
Attendees = Annotated[
    bool,
    typer.Option("--attendees", help="Invite who takes part, by the `emails` of people; default: nobody."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file instead of stdout.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that auditctl did not write.")]


def export(
    ctx: typer.Context,
    audit: Name = "",
    programme: Programme = False,
    format_: ShownAs = None,
    attendees: Attendees = False,
    lang: Lang = None,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write the plan of an audit: as a calendar of meetings, sessions and what is due, or for the auditees to read.

    \b
    Examples:
      auditctl plan export 2026-main -o 2026-main.ics
      auditctl plan export 2026-main -o plan.pdf
      auditctl plan export 2026-main --format html --lang tr > plan.html
      auditctl plan export 2026-main --attendees > 2026-main.ics
      auditctl plan export --programme -o audits.ics

    Hours are those of the place where a session is held: they carry no time zone. A session without
    hours takes its day, one without a day is left out and named. An event that moves, or is called
    otherwise, keeps its identity; one of an audit that is cancelled says so. Nobody is invited unless
    --attendees says it. The document is the same as that of `auditctl report AUDIT --kind plan`.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.documents import require_output  # noqa: PLC0415

    shown = _chosen(format_, output)
    _require_one(audit, programme=programme, attendees=attendees)
    _require_fit(shown, programme=programme, attendees=attendees, speaks=lang is not None)
    require_output(output, force=force, dry_run=dry_run)
    repository = Call.of(ctx).repository()
    if shown is Format.ics:
        _calendar(
            repository, audit, output, programme=programme, attendees=attendees, force=force, dry_run=dry_run
        )
    else:
        _document(repository, audit, shown, lang, output, force=force, dry_run=dry_run)


def _chosen(given: Format | None, output: Path | None) -> Format:
    """Return the format asked for, else by the ending of the file."""
    if given or output is None:
        return given or Format.ics
    endings = {
        ".md": Format.md,
        ".markdown": Format.md,
        ".html": Format.html,
        ".htm": Format.html,
        ".pdf": Format.pdf,
    }
    return endings.get(output.suffix.lower(), Format.ics)


def _require_fit(shown: Format, *, programme: bool, attendees: bool, speaks: bool) -> None:
    """Raise UsageError for a flag that the format knows nothing of."""
    from auditctl.errors import UsageError  # noqa: PLC0415

    if shown is Format.ics and speaks:
        raise UsageError("--lang is for documents, and this is a calendar", "say --format md, html or pdf")
    if shown is not Format.ics and programme:
        raise UsageError(
            "the programme as a document is a report", "`auditctl report --kind programme` writes it"
        )
    if shown is not Format.ics and attendees:
        raise UsageError("--attendees invites to a calendar, and this is a document", "leave it out")


def _document(
    repository: "Repository",
    name: str,
    shown: Format,
    lang: LanguageCode | None,
    output: Path | None,
    *,
    force: bool,
    dry_run: bool,
) -> None:
    from auditctl.cli import report_format as report  # noqa: PLC0415
    from auditctl.cli.report_subject import subject  # noqa: PLC0415

    format_ = report.Format(shown.value)
    report.require_consistent(format_, output, None, force=force, dry_run=dry_run, opens=False)
    asked = subject(repository, "plan", name, "")
    data = report.made(repository, "plan", asked.view, format_, lang, None)
    if (
        report.give(data, format_, asked.name, output, force=force, dry_run=dry_run, opens=False)
        and asked.hint
    ):
        typer.echo(asked.hint, err=True)


def _calendar(
    repository: "Repository",
    audit: str,
    output: Path | None,
    *,
    programme: bool,
    attendees: bool,
    force: bool,
    dry_run: bool,
) -> None:
    from auditctl.cli.call import audit_of  # noqa: PLC0415
    from auditctl.cli.documents import give_calendar  # noqa: PLC0415
    from auditctl.exchange.ics.plan import plan_calendar  # noqa: PLC0415
    from auditctl.exchange.ics.programme import programme_calendar  # noqa: PLC0415

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
