"""`auditctl report AUDIT`: the internal audit report."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditctl.cli.documents import write_document
from auditctl.cli.flags import AuditName

MADE_BY = b"Made with auditctl"
"""What every report ends with, by which an older one is known."""


app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Format(StrEnum):
    md = "md"
    html = "html"


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
    audit: AuditName,
    format_: ShownAs = None,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write the internal audit report as Markdown or as one self-contained HTML file.

    \b
    Examples:
      auditctl report 2026-main -o report.html
      auditctl report 2026-main > report.md

    The same files and the same --as-of give the same bytes. Until the report is issued it says Draft.
    """
    from auditctl.check import check  # noqa: PLC0415
    from auditctl.cli.call import Call, audit_of  # noqa: PLC0415 - the overview does not need it
    from auditctl.reports.render import render  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    chosen = format_ or _by_ending(output)
    chosen_audit = audit_of(repository, audit)
    text = render(repository, chosen_audit, check(repository), chosen.value)
    if output is None:
        typer.echo(text, nl=False)
    elif dry_run:
        typer.echo(f"{output} would be written, {len(text.encode())} bytes", err=True)
    else:
        write_document(output, text, "report", MADE_BY, force=force)
        typer.echo(str(output))
        if not chosen_audit.is_issued:
            typer.echo("`auditctl check --gate issue` shows what is missing before it is issued", err=True)


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
