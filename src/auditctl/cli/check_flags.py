"""The arguments and options of `auditctl check`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditctl.cli.check_format import Format
from auditctl.cli.choosing import choice


class FailOn(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"
    never = "never"


class GateName(StrEnum):
    """The gates of `analysis/gates.py`, named here so that help needs no model."""

    announced = "announced"
    opening = "opening"
    closing = "closing"
    issue = "issue"
    submitted = "submitted"
    implemented = "implemented"
    verified = "verified"


Paths = Annotated[
    list[Path], typer.Argument(help="Show only what lies in these files or folders.", show_default=False)
]
ShownAs = Annotated[Format, choice(Format, "--format", "How the result is written.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the result to this file.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no result of a check.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]
Least = Annotated[FailOn, choice(FailOn, "--fail-on", "The least severity that ends with exit code 1.")]
Select = Annotated[
    list[str],
    typer.Option(
        "--select",
        metavar="CODES",
        help="Only these codes or families (IND, FND003; comma-separated).",
        show_default=False,
    ),
]
Ignore = Annotated[
    list[str],
    typer.Option(
        "--ignore",
        metavar="CODES",
        help="Leave these codes or families out of the result.",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="REV",
        help="Only what was not wrong, or weighed less, where HEAD and this revision of git parted.",
        show_default=False,
    ),
]
NoTimed = Annotated[
    bool, typer.Option("--no-timed", help="Leave out rules that fire because a day has passed.")
]
AtGate = Annotated[
    GateName | None,
    choice(GateName, "--gate", "Judge as if this gate were passed.", show_default=False),
]
Counted = Annotated[bool, typer.Option("--statistics", help="Count each code instead of showing each place.")]
Watch = Annotated[
    bool, typer.Option("--watch", help="Check again whenever a file changes, until Ctrl-C ends it.")
]
