"""The formats of a view that is also a document: as text, Markdown, JSON or one HTML file, printed or written."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from auditctl.cli.choosing import choice
from auditctl.cli.report_format import Format as Report
from auditctl.cli.report_format import LanguageCode, is_ours
from auditctl.errors import UsageError


class Format(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"
    html = "html"


ENDINGS = {
    ".txt": Format.text,
    ".md": Format.markdown,
    ".markdown": Format.markdown,
    ".json": Format.json,
    ".html": Format.html,
    ".htm": Format.html,
}
TEMPLATES = {Format.markdown: "md", Format.html: "html"}
"""The formats that are made of a template, and how the template's name ends."""
MARKS: dict[Format, bytes | Callable[[bytes], bool]] = {
    Format.text: b"auditctl",
    Format.markdown: is_ours(Report.md),
    Format.json: b'"schema_version"',
    Format.html: is_ours(Report.html),
}
"""What each of ours says somewhere, by which an older one is known."""

ShownAs = Annotated[
    Format | None,
    choice(
        Format,
        "--format",
        "How it is written; default: by the ending of -o, else text.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file instead of stdout.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that auditctl did not write.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


def chosen(given: Format | None, output: Path | None, *, as_json: bool, force: bool, dry_run: bool) -> Format:
    """Return the format asked for; UsageError where the flags speak against each other."""
    if as_json and given not in {None, Format.json}:
        raise UsageError(f"--json and --format {given} ask for two things", "leave one of them out")
    if (force or dry_run) and not output:
        raise UsageError("--force and --dry-run speak of a file that is written", "name it with -o")
    if as_json or given:
        return given or Format.json
    if output is None:
        return Format.text
    if output.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"{output.name}: the ending names no format",
            "end it in .md, .html, .json or .txt, or say --format",
        )
    return ENDINGS[output.suffix.lower()]


def require_document(shown: Format, lang: LanguageCode | None) -> None:
    """Raise UsageError where a language is asked for of what is no document."""
    if lang and shown not in TEMPLATES:
        raise UsageError(
            f"--lang is for documents, and this is {shown}", "say --format markdown or html, or name a file"
        )


def json_text(data: dict[str, Any]) -> str:
    """Return one JSON document with its schema version."""
    import json  # noqa: PLC0415 - only JSON needs it

    return json.dumps({"schema_version": 1, **data}, ensure_ascii=False, indent=2) + "\n"


def give(
    made: Callable[[], str],
    shown: Format,
    kind: str,
    output: Path | None,
    *,
    force: bool,
    dry_run: bool,
    known_by: Callable[[bytes], bool] | None = None,
) -> None:
    """Print a view, or write it to a file and say so; `known_by` tells an older one where it is no document."""
    text = made()
    if output is None:
        typer.echo(text, nl=False, color=True)
    elif dry_run:
        typer.echo(f"{output} would be written, {len(text.encode())} bytes", err=True)
    else:
        from auditctl.cli.documents import write_document  # noqa: PLC0415 - printing does not need it

        write_document(output, text, kind, known_by or MARKS[shown], force=force)
        typer.echo(str(output))
