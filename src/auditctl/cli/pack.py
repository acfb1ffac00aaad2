"""`auditctl pack`: what an external auditor asks for, in one file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli.choosing import choice
from auditctl.cli.completion import audits
from auditctl.cli.report_format import Lang
from auditctl.errors import UsageError

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Limit(StrEnum):
    """The classifications of evidence, named here so that help needs no model."""

    public = "public"
    internal = "internal"
    confidential = "confidential"
    strict = "strict"


class Further(StrEnum):
    """The formats that may come besides HTML."""

    md = "md"
    pdf = "pdf"
    docx = "docx"


Names = Annotated[
    list[str],
    typer.Argument(
        metavar="AUDIT",
        help="The audits: names of their folders, or unambiguous parts.",
        autocompletion=audits,
    ),
]
Output = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="FILE.zip", help="The file to write; without the ending .zip it gets it."
    ),
]
Formats = Annotated[
    list[Further],
    choice(Further, "--format", "Every report in this format too, besides HTML; repeatable."),
]
Classification = Annotated[
    Limit, choice(Limit, "--classification", "Files of evidence up to this class go along.")
]
Redact = Annotated[
    bool,
    typer.Option(
        "--redact",
        help="Pseudonyms for people, firms of auditors and classified evidence, no files, salted digests.",
    ),
]
SaltFile = Annotated[
    Path | None,
    typer.Option(
        "--salt",
        metavar="FILE",
        help="With --redact: a secret by which pseudonyms stay the same from pack to pack, and without which nobody can make them again.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no pack of auditctl.")]


@app.command()
def pack(
    ctx: typer.Context,
    audit: Names,
    output: Output,
    format_: Formats = [],  # noqa: B006 - typer makes a new list of it
    lang: Lang = None,
    classification: Classification = Limit.internal,
    redact: Redact = False,
    salt: SaltFile = None,
    force: Force = False,
    dry_run: flags.DryRun = False,
    as_json: flags.Json = False,
) -> None:
    """Pack plan, report, corrective actions, evidence, check and conformity of audits for an external auditor.

    \b
    Examples:
      auditctl pack 2026-main -o pack-2026.zip
      auditctl pack 2026-main 2026-supplier -o pack.zip --format pdf --classification confidential
      auditctl pack 2026-main -o redacted.zip --redact

    The same commit gives the same bytes: without --as-of the day is that of the commit, where all files are as they
    were committed. Evidence above --classification stays out and is listed. `python verify.py` in the pack, or
    `auditctl verify FILE.zip`, checks it. Exit code 1 where the seal of an audit does not hold: the pack is written,
    and its manifest says what differs.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.packing import Packing, packed  # noqa: PLC0415

    if salt and not redact:
        raise UsageError("--salt is for pseudonyms", "say --redact too, or leave it out")
    call = Call.of(ctx)
    formats = tuple(dict.fromkeys(item.value for item in format_))
    packing = Packing(
        tuple(audit), _as_zip(output), formats, lang.value if lang else "", classification.value, redact=redact, salt=salt,
        force=force, dry_run=dry_run, as_json=as_json,
    )  # fmt: skip
    is_sound = packed(call, packing, is_day_given=_is_day_given(ctx))
    raise typer.Exit(0 if is_sound else 1)


def _as_zip(output: Path) -> Path:
    """Return the name of a pack with the ending by which `verify` and others know it."""
    return output if output.suffix.lower() == ".zip" else output.with_name(f"{output.name}.zip")


def _is_day_given(ctx: typer.Context) -> bool:
    """Whether the day was set, by --as-of or the environment."""
    source = ctx.find_root().get_parameter_source("as_of")
    return source is not None and source.name != "DEFAULT"
