"""What a report is written as: the flags, the format by a file's ending, and how the bytes reach their reader."""

import os
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.choosing import choice
from auditctl.errors import CannotRead, UsageError
from auditctl.source.files import opened, reason

if TYPE_CHECKING:
    from auditctl.repository import Repository


class Format(StrEnum):
    md = "md"
    html = "html"
    pdf = "pdf"
    docx = "docx"


class LanguageCode(StrEnum):
    en = "en"
    tr = "tr"


ENDINGS = {
    ".md": Format.md,
    ".markdown": Format.md,
    ".html": Format.html,
    ".htm": Format.html,
    ".pdf": Format.pdf,
    ".docx": Format.docx,
}
LARGEST = 64 * 1024 * 1024
"""Bytes of a template."""
MOST_PROPERTIES = 1024 * 1024
"""Bytes of a Word document's properties that are read."""
_TOOL = re.compile(rb"auditctl \d")
_END = 500
"""Bytes at the end of a Markdown report in which the tool is named."""

Lang = Annotated[
    LanguageCode | None,
    choice(
        LanguageCode,
        "--lang",
        "The language of the report; default: `language` of auditctl.yaml.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file instead of stdout.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no report of auditctl.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]
Opens = Annotated[bool, typer.Option("--open", help="Open it when it is written; without -o as HTML.")]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="FILE.docx",
        help="A Word document whose styles, header and footer are used.",
        show_default=False,
    ),
]


def chosen(given: Format | None, output: Path | None, *, opens: bool) -> Format:
    """Return the format asked for, else by the ending of the file; UsageError for an ending that names none."""
    if given:
        return given
    if output is None:
        return Format.html if opens else Format.md
    found = ENDINGS.get(output.suffix.lower())
    if found is None:
        raise UsageError(
            f"{output.name}: a report ends in {', '.join(ENDINGS)}", "give it one of these, or say --format"
        )
    return found


def require_consistent(
    shown: Format, output: Path | None, template: Path | None, *, force: bool, dry_run: bool, opens: bool
) -> None:
    """Raise UsageError where flags speak against each other, or a format is no text for the terminal."""
    if (force or dry_run) and not output:
        raise UsageError("--force and --dry-run speak of a file that is written", "name it with -o")
    if dry_run and opens:
        raise UsageError("--dry-run writes nothing that --open could open", "leave one of them out")
    if template and shown is not Format.docx:
        raise UsageError(f"--template is for Word documents, and this is {shown}", "say --format docx")
    if not output and not opens and sys.stdout.isatty() and not _is_text(shown):
        raise UsageError(f"{shown} is no text for a terminal", "name a file with -o, or say --open")


def _is_text(shown: Format) -> bool:
    from auditctl.reports.kinds import BINARY  # noqa: PLC0415 - what is written to a file need not ask

    return shown not in BINARY


def is_ours(shown: Format) -> Callable[[bytes], bool]:
    """Return what tells a report of auditctl in a format from a file of somebody else."""
    return {
        Format.md: _is_our_markdown,
        Format.html: _is_our_html,
        Format.pdf: _is_our_pdf,
        Format.docx: _is_our_docx,
    }[shown]


def _is_our_markdown(data: bytes) -> bool:
    return _TOOL.search(data[-_END:]) is not None


def _is_our_html(data: bytes) -> bool:
    return b'<meta name="generator" content="auditctl ' in data


def _is_our_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and _TOOL.search(data) is not None


def _is_our_docx(data: bytes) -> bool:
    import zipfile  # noqa: PLC0415 - only an older Word document needs it
    from io import BytesIO  # noqa: PLC0415

    from auditctl.reports.docx.refusals import DAMAGED  # noqa: PLC0415

    try:
        with zipfile.ZipFile(BytesIO(data)) as file, file.open("docProps/core.xml") as properties:
            return _TOOL.search(properties.read(MOST_PROPERTIES)) is not None
    except (*DAMAGED, KeyError):
        return False


def made(
    repository: "Repository",
    kind: str,
    view: object,
    shown: Format,
    lang: LanguageCode | None,
    template: Path | None,
) -> bytes:
    """Return a report of a kind; raises what stands in the way of its format, its template or its look."""
    from auditctl.reports.kinds import written  # noqa: PLC0415 - the overview does not need it
    from auditctl.reports.render import language_for  # noqa: PLC0415

    language = language_for(repository, lang.value if lang else "")
    house = _read(template) if template else None
    return written(repository, kind, view, shown.value, language, house, _remark)


def _remark(sentence: str) -> None:
    from auditctl.source.text import visible  # noqa: PLC0415 - a document that is whole needs none

    typer.echo(visible(sentence), err=True)


def _read(template: Path) -> bytes:
    """Return the bytes of a template; raises CannotRead, also for what is no regular file, and NotWord."""
    try:
        place = Path(os.path.realpath(template))
        descriptor, size = opened(str(place), place.stat())
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(LARGEST + 1) if size <= LARGEST else b""
    except OSError as error:
        raise CannotRead(str(template), reason(error)) from error
    if max(size, len(data)) > LARGEST:
        from auditctl.reports.docx import NotWord  # noqa: PLC0415 - only a Word document needs it

        raise NotWord(f"it is larger than {LARGEST // 1024 // 1024} MiB")
    return data


def give(
    data: bytes, shown: Format, name: str, output: Path | None, *, force: bool, dry_run: bool, opens: bool
) -> bool:
    """Print a report, or write it to a file, say so and open it; whether something was written.

    Raises NotOurs, CannotWrite, CannotOpen.
    """
    if output is None and not opens:
        typer.echo(data, nl=False)
        return False
    if dry_run:
        typer.echo(f"{output} would be written, {len(data)} bytes", err=True)
        return False
    from auditctl.cli.documents import write_document  # noqa: PLC0415 - printing does not need it

    target = output or _temporary(f"{name}.{shown}")
    write_document(target, data, "report", is_ours(shown), force=force)
    typer.echo(str(target))
    if opens:
        from auditctl.cli.opening import open_file  # noqa: PLC0415

        open_file(target)
    return True


def _temporary(name: str) -> Path:
    """Return a name in a new folder that stays, so that the reader of the file can find it."""
    import tempfile  # noqa: PLC0415 - only what is opened without a name needs it

    return Path(tempfile.mkdtemp(prefix="auditctl-")) / name
