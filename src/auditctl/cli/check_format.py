"""The formats of `auditctl check`, and how a result reaches its reader."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from auditctl.errors import UsageError

if TYPE_CHECKING:
    from auditctl.diagnostics import Outcome


class Format(StrEnum):
    text = "text"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    github = "github"
    gitlab = "gitlab"
    markdown = "markdown"


FROM_THE_TOP = frozenset({Format.sarif, Format.junit, Format.github, Format.gitlab, Format.markdown})
"""The formats whose readers look from the top of the git repository."""
MOST_SUMMARY = 1024 * 1024
"""Bytes of the summary of a step that GitHub takes."""
_OURS = re.compile(
    rb'\d+ errors?, \d+ warnings?, \d+ notes? in \d+ file|"schema_version"|"name":"auditctl"'
    rb'|<testsuites name="auditctl check"|\A\[\n\{"check_name"|\A\[\]\s*\Z|\A\s*\Z'
)
_ENDINGS = {
    ".md": frozenset({Format.markdown}),
    ".markdown": frozenset({Format.markdown}),
    ".xml": frozenset({Format.junit}),
    ".sarif": frozenset({Format.sarif}),
    ".json": frozenset({Format.json, Format.sarif, Format.gitlab}),
}
"""The formats that a file of such an ending may hold; with any other it may hold all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a result is shown: the format, a file to write it to, and what that may replace."""

    format: Format
    output: Path | None = None
    statistics: bool = False
    force: bool = False
    dry_run: bool = False


class OtherEnding(UsageError):
    def __init__(self, output: Path, format_: Format) -> None:
        super().__init__(
            f"{output} has the ending of another format than {format_}",
            "name a file with another ending, or another --format; --force writes it all the same",
        )


def give(shown: Shown, outcome: "Outcome", root: Path, *, code: int, color: bool) -> None:
    """Print a result, or write it to its file; with the annotations of GitHub goes the summary of the step.

    Raises NotOurs, CannotWrite.
    """
    if shown.format in FROM_THE_TOP:
        from auditctl.outputs.placing import below  # noqa: PLC0415 - text and JSON do not need it

        outcome = below(outcome, folder_in_git(root))
    text = formatted(shown, outcome, code=code, color=color and shown.output is None)
    if shown.output is None:
        typer.echo(text, nl=False, color=True)
    else:
        _write(shown, shown.output, text, outcome)
    if shown.format is Format.github and (path := os.environ.get("GITHUB_STEP_SUMMARY")):
        _summarise(Path(path), outcome)


def formatted(shown: Shown, outcome: "Outcome", *, code: int, color: bool) -> str:
    from auditctl.outputs import console, github, gitlab, json, junit, markdown, sarif  # noqa: PLC0415

    if shown.format is Format.text:
        if shown.statistics:
            return console.statistics(outcome) + console.summary(outcome) + "\n"
        return console.text(outcome, color=color)
    if shown.format is Format.sarif:
        return sarif.text(outcome, code=code)
    made: dict[Format, Callable[[Outcome], str]] = {
        Format.json: json.text, Format.junit: junit.text, Format.github: github.text, Format.gitlab: gitlab.text,
        Format.markdown: markdown.text,
    }  # fmt: skip
    return made[shown.format](outcome)


def folder_in_git(root: Path) -> str:
    """Return where the audit repository lies in its git repository; nothing at its top, or where there is none."""
    top = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
    return "" if top == root else root.relative_to(top).as_posix()


def _write(shown: Shown, output: Path, text: str, outcome: "Outcome") -> None:
    from auditctl.cli.documents import write_document  # noqa: PLC0415 - printing does not need it
    from auditctl.outputs.console import summary  # noqa: PLC0415

    formats = _ENDINGS.get(output.suffix.lower())
    if formats and shown.format not in formats and not shown.force:
        raise OtherEnding(output, shown.format)
    if shown.dry_run:
        typer.echo(f"{output} would be written, {len(text.encode())} bytes", err=True)
        return
    write_document(output, text, "result of a check", _is_ours, force=shown.force)
    typer.echo(f"{summary(outcome)}; written to {output}", err=True)


def _is_ours(data: bytes) -> bool:
    return _OURS.search(data) is not None


def _summarise(path: Path, outcome: "Outcome") -> None:
    """Add the result to the summary of the step, as far as GitHub takes it."""
    from auditctl.outputs import markdown  # noqa: PLC0415

    with path.open("ab") as file:
        room = MOST_SUMMARY - file.tell()
        # a character has four bytes at most
        words = markdown.text(outcome, most=min(room // 4, 4 * markdown.MOST)).encode()
        if len(words) <= room:
            file.write(words)
        else:
            typer.echo("the summary of the step is full: nothing was added to it", err=True)
