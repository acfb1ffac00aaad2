"""`auditctl report`: the internal audit report of an audit, or the report of a programme."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.completion import audits, programmes
from auditctl.cli.documents import write_document

if TYPE_CHECKING:
    from auditctl.repository import Repository

MADE_BY = b"Made with auditctl"
"""What every report ends with, by which an older one is known."""


app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Format(StrEnum):
    md = "md"
    html = "html"


class Kind(StrEnum):
    audit = "audit"
    programme = "programme"


def _names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the audits, or the programmes where one is asked for."""
    is_programme = ctx.params.get("kind") == Kind.programme
    return (programmes if is_programme else audits)(incomplete)


Name = Annotated[
    str,
    typer.Argument(
        metavar="[AUDIT|PROGRAMME]",
        help="The name or an unambiguous part: of the audit's folder; of the programme, by default that in force.",
        autocompletion=_names,
        show_default=False,
    ),
]
KindAsked = Annotated[Kind, typer.Option("--kind", help="What is reported.")]
ShownAs = Annotated[
    Format | None,
    typer.Option("--format", help="md or html; default: by the ending of -o, else md.", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file instead of stdout.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no report of auditctl.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


@app.command()
def report(
    ctx: typer.Context,
    name: Name = "",
    kind: KindAsked = Kind.audit,
    format_: ShownAs = None,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write the report of an audit or of a programme as Markdown or as one self-contained HTML file.

    \b
    Examples:
      auditctl report 2026-main -o report.html
      auditctl report 2026-main > report.md
      auditctl report --kind programme -o programme.html
      auditctl report --kind programme 2025-2027

    The same files and the same --as-of give the same bytes. Until an audit's report is issued, and a
    programme approved, it says Draft.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it

    if kind is Kind.audit and not name:
        raise typer.BadParameter("name the audit, or ask for --kind programme", ctx=ctx, param_hint="AUDIT")
    chosen = format_ or _by_ending(output)
    repository = Call.of(ctx).repository()
    text, hint = REPORTS[kind](repository, name, chosen.value)
    if output is None:
        typer.echo(text, nl=False)
    elif dry_run:
        typer.echo(f"{output} would be written, {len(text.encode())} bytes", err=True)
    else:
        write_document(output, text, "report", MADE_BY, force=force)
        typer.echo(str(output))
        if hint:
            typer.echo(hint, err=True)


def _audit(repository: "Repository", name: str, format_: str) -> tuple[str, str]:
    """Return the report of an audit, and what to do before it is issued."""
    from auditctl.check import check  # noqa: PLC0415
    from auditctl.cli.call import audit_of  # noqa: PLC0415
    from auditctl.reports.render import render  # noqa: PLC0415

    audit = audit_of(repository, name)
    hint = (
        "" if audit.is_issued else "`auditctl check --gate issue` shows what is missing before it is issued"
    )
    return render(repository, audit, check(repository), format_), hint


def _programme(repository: "Repository", name: str, format_: str) -> tuple[str, str]:
    """Return the report of a programme, and what to do before it is approved."""
    from auditctl.cli.programmes import programme_of  # noqa: PLC0415
    from auditctl.reports.render import render_programme  # noqa: PLC0415

    cycle = programme_of(repository, name)
    is_approved = cycle.programme.data.approved is not None
    hint = "" if is_approved else "it says Draft until the programme has `approved: {by: …, date: …}`"
    return render_programme(repository, cycle, format_), hint


REPORTS = {Kind.audit: _audit, Kind.programme: _programme}


def _by_ending(output: Path | None) -> Format:
    """Return the format that a file's ending asks for; Markdown without a file."""
    endings = {".html": Format.html, ".htm": Format.html, ".md": Format.md, ".markdown": Format.md}
    if output is None:
        return Format.md
    if output.suffix not in endings:
        raise typer.BadParameter(
            f"{output.name}: a report ends in .md or .html, or say --format", param_hint="-o"
        )
    return endings[output.suffix]
