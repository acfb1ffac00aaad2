"""`auditctl verify`: a pack against its manifest, or an audit against its seal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli import flags
from auditctl.cli.completion import audits
from auditctl.errors import CannotRead, UsageError

if TYPE_CHECKING:
    from auditctl.cli.call import Call
    from auditctl.outputs.verify import Verified

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

Subject = Annotated[
    str,
    typer.Argument(
        metavar="FILE.zip|AUDIT", help="A pack, or an audit whose report was issued.", autocompletion=audits
    ),
]
Allowed = Annotated[
    Path | None,
    typer.Option(
        "--allowed-signers",
        metavar="FILE",
        help="Whose signatures count, a line for each: an address and a public key; default: allowed_signers of the repository.",
        show_default=False,
    ),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Of an audit: whether this file is the report as it was issued or amended.",
        show_default=False,
    ),
]


@app.command()
def verify(
    ctx: typer.Context,
    subject: Subject,
    allowed_signers: Allowed = None,
    report: Report = None,
    as_json: flags.Json = False,
) -> None:
    """Check that a pack is whole, or that an audit is what it was when its report was sealed.

    \b
    Examples:
      auditctl verify pack-2026.zip
      auditctl verify pack-2026.zip --allowed-signers their-signers
      auditctl verify 2026-main
      auditctl verify 2026-main --report report.html

    Every file is hashed, whatever is known of it. A pack is never unpacked: an archive with names that lead out of
    its folder, links, names that some system takes for one, or far more in it than it shows is refused.
    Exit code 1 where something changed.
    """
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.outputs.verify import document, text  # noqa: PLC0415
    from auditctl.source.ssh import EXAMPLE  # noqa: PLC0415

    if allowed_signers and not allowed_signers.is_file():
        raise CannotRead(
            str(allowed_signers),
            "there is no such file",
            f"name a file with a line for each whose signature counts: `{EXAMPLE}`",
        )
    found = _found(Call.of(ctx), subject, allowed_signers, report)
    if as_json:
        print_json(document(found))
    else:
        typer.echo(text(found), nl=False)
        from auditctl.source.text import visible  # noqa: PLC0415

        for remark in found.remarks:
            typer.echo(visible(remark), err=True)
    raise typer.Exit(0 if found.is_sound else 1)


def _found(call: "Call", subject: str, allowed: Path | None, report: Path | None) -> "Verified":
    path = Path(subject)
    if path.suffix.lower() == ".zip" or path.is_file():
        from auditctl.pack.verify import verified_pack  # noqa: PLC0415 - an audit needs none of it

        if report:
            raise UsageError("--report is held against the seal of an audit", "name the audit")
        return verified_pack(path, allowed or _allowed_here(call))
    if path.is_dir():
        from auditctl.pack.verify import Unpacked, is_unpacked  # noqa: PLC0415

        if is_unpacked(path):
            raise Unpacked(path)
    from auditctl.cli.call import audit_of  # noqa: PLC0415
    from auditctl.cli.verify_seal import verified_seal  # noqa: PLC0415

    repository = call.repository()
    return verified_seal(repository, audit_of(repository, subject), allowed, report)


def _allowed_here(call: "Call") -> Path | None:
    """Return whose signatures count in the repository around, where there is one and it says so."""
    from auditctl.source.files import repository_root  # noqa: PLC0415
    from auditctl.source.ssh import ALLOWED  # noqa: PLC0415

    root = repository_root(call.directory)
    return root / ALLOWED if root and (root / ALLOWED).is_file() else None
