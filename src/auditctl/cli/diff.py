"""`auditctl diff`: what changed between two revisions, in the words of an audit."""

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.choosing import choice
from auditctl.cli.page_format import AsJson, DryRun, Force, Output

if TYPE_CHECKING:
    from auditctl.cli.call import Call
    from auditctl.outputs.changes import Compared
    from auditctl.source.git import Git

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
ON_DISK = "the files as they are"
_OURS = re.compile(
    rb'"schema_version"|\A### auditctl diff: |^\d+ changes? in \d+ records?\b|^nothing changed that an audit would',
    re.MULTILINE,
)
"""What each format of ours says somewhere."""


class Format(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


Revisions = Annotated[
    str,
    typer.Argument(
        metavar="REV[..REV]",
        help="A revision, held against the files as they are; REV..REV two of them; REV...REV from where they parted.",
        show_default="HEAD",
    ),
]
ShownAs = Annotated[
    Format | None,
    choice(
        Format,
        "--format",
        "How it is written; default: by the ending of -o, else text.",
        show_default=False,
    ),
]
Looks = Annotated[
    bool, typer.Option("--exit-code", help="End with exit code 1 where something is to be looked at first.")
]


@app.command(context_settings={"allow_extra_args": True})
def diff(
    ctx: typer.Context,
    revisions: Revisions = "HEAD",
    format_: ShownAs = None,
    as_json: AsJson = False,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
    exit_code: Looks = False,
) -> None:
    """Show what changed between two revisions in the words of an audit: by audit and record, the worst first.

    \b
    Examples:
      auditctl diff                        since the last commit
      auditctl diff main                   since main
      auditctl diff v2026-10..v2026-11
      auditctl diff origin/main...HEAD --format markdown    of a merge request

    Layout, comments, the order of keys, and whether a part is a file or a key are no change; a comment that keeps a
    rule quiet is one. `!` marks what an auditor would ask about: a grade lowered, a due date moved without a reason,
    evidence removed, an auditor or an owner changed, an exception added, another signer, a house rule loosened, a scope narrowed.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.page_format import Format as Page  # noqa: PLC0415
    from auditctl.cli.page_format import give  # noqa: PLC0415

    _one_range(revisions, ctx.args)
    shown = chosen(format_, output, as_json=as_json, force=force, dry_run=dry_run)
    call = Call.of(ctx)
    compared = _compared(call, revisions)
    text = _text(call, compared, shown, is_file=output is not None)
    give(
        lambda: text, Page(shown.value), "list of changes", output, force=force, dry_run=dry_run, known_by=_is_ours
    )  # fmt: skip
    if exit_code and any(item.changes[0].sort.asks_for_a_look for item in compared.changed):
        raise typer.Exit(1)


def _one_range(revisions: str, further: list[str]) -> None:
    """Refuse what `git diff` would take beside a range: a second revision, or paths. Raises UsageError."""
    from auditctl.errors import UsageError  # noqa: PLC0415 - the overview does not need it

    if not further:
        return
    if len(further) == 1 and ".." not in f"{revisions}{further[0]}":
        raise UsageError(
            f"two revisions are written as one range: {revisions}..{further[0]}",
            f"run `auditctl diff {revisions}..{further[0]}`; it takes no paths and tells every record that changed",
        )
    raise UsageError(
        f"diff takes one REV..REV and nothing behind it: '{' '.join(further)}' is too much",
        "it takes no paths and tells every record that changed; `auditctl history NAME` tells of one",
    )


def chosen(given: Format | None, output: Path | None, *, as_json: bool, force: bool, dry_run: bool) -> Format:
    """Return the format asked for; UsageError where the flags speak against each other."""
    from auditctl.cli import page_format  # noqa: PLC0415 - the overview does not need it
    from auditctl.errors import UsageError  # noqa: PLC0415

    wanted = page_format.Format(given.value) if given else None
    found = page_format.chosen(wanted, output, as_json=as_json, force=force, dry_run=dry_run)
    if found is page_format.Format.html:
        raise UsageError("what changed is not written as HTML", "end the file in .md, .json or .txt")
    return Format(found.value)


def _is_ours(data: bytes) -> bool:
    return _OURS.search(data) is not None


def _compared(call: "Call", revisions: str) -> "Compared":
    from auditctl.analysis.changes import changes  # noqa: PLC0415 - the overview does not need it
    from auditctl.outputs.changes import Compared  # noqa: PLC0415
    from auditctl.repository.between import between  # noqa: PLC0415
    from auditctl.rules.registry import registry  # noqa: PLC0415
    from auditctl.source.git import git_around  # noqa: PLC0415

    git = git_around(call.root())
    (first, first_commit), (second, second_commit) = _ends(git, revisions)
    found = between(git, first_commit, second_commit or None, call.today)
    name = found.after.settings.name if found.after.settings_record else found.before.settings.name
    table = {code: rule.severity.name for code, rule in registry().items() if not rule.is_fixed}
    changed = changes(found.before, found.after, found.files, table, found.signers)
    return Compared(name, first, first_commit, second, second_commit, changed, found.submodules)


def _ends(git: "Git", revisions: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return name and commit of both ends; the files on disk have no commit. Raises GitRefusal."""
    from auditctl.source.git import merge_base, revision  # noqa: PLC0415 - the overview does not need it

    first, dots, second = revisions.partition("...")
    if dots:
        first, second = first or "HEAD", second or "HEAD"
        last = revision(git, second)
        base = merge_base(git, first, revision(git, first), last)
        return (f"{base[:8]}, where {first} and {second} parted", base), (second, last)
    first, dots, second = revisions.partition("..")
    if dots:
        first, second = first or "HEAD", second or "HEAD"
        return (first, revision(git, first)), (second, revision(git, second))
    return (first, revision(git, first)), (ON_DISK, "")


def _text(call: "Call", compared: "Compared", shown: Format, *, is_file: bool) -> str:
    if shown is Format.json:
        from auditctl.cli.page_format import json_text  # noqa: PLC0415 - one format needs it
        from auditctl.outputs.changes import document  # noqa: PLC0415

        return json_text(document(compared))
    if shown is Format.markdown:
        from auditctl.outputs.changes_markdown import markdown  # noqa: PLC0415

        return markdown(compared)
    from auditctl.outputs.changes import text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415

    return page(text(compared), color=call.uses_color() and not is_file)
