"""`auditctl plan [AUDIT]`: the programme, or the plan of an audit, as people read it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditctl.cli.completion import audits, programmes
from auditctl.cli.flags import Json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.repository import Repository

View = tuple[dict[str, Any], "Iterator[RenderableType]"]
"""The same as JSON and as a page; the page is drawn only when it is asked for."""

AuditName = Annotated[
    str,
    typer.Argument(
        help="The audit: the name of its folder, or an unambiguous part; without one the programme.",
        autocompletion=audits,
        show_default=False,
    ),
]
ProgrammeName = Annotated[
    str,
    typer.Option(
        "--programme",
        metavar="NAME",
        help="The programme, where there are several; default: the one in force.",
        autocompletion=programmes,
        show_default=False,
    ),
]


def plan(
    ctx: typer.Context, audit: AuditName = "", programme: ProgrammeName = "", as_json: Json = False
) -> None:
    """Show the programme: time line, coverage, processes, what is due; with AUDIT the plan of that audit.

    \b
    Examples:
      auditctl plan                              the programme in force
      auditctl plan --programme 2028-2030        another one
      auditctl plan 2026-main                    who audits what when, every conflict, what is missing
      auditctl plan main --json

    A clause or control counts as audited within the months that `policy` sets, which are a house rule.
    """
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.outputs.tables import page  # noqa: PLC0415

    if audit and programme:
        raise typer.BadParameter("name an audit or a programme, not both", param_hint="--programme")
    call = Call.of(ctx)
    repository = call.repository()
    data, text = _of_audit(repository, audit) if audit else _of_programme(repository, programme)
    if as_json:
        print_json(data)
    else:
        typer.echo(page(text, color=call.uses_color()), nl=False, color=True)


def _of_audit(repository: "Repository", given: str) -> View:
    from auditctl.cli.call import audit_of  # noqa: PLC0415
    from auditctl.outputs.plan import document, text  # noqa: PLC0415
    from auditctl.planning.view import plan_view  # noqa: PLC0415

    view = plan_view(repository, audit_of(repository, given))
    return document(view), text(view)


def _of_programme(repository: "Repository", given: str) -> View:
    from auditctl.analysis.programme_overview import programme_overview  # noqa: PLC0415
    from auditctl.cli.programmes import programme_of  # noqa: PLC0415
    from auditctl.outputs.programme import text  # noqa: PLC0415
    from auditctl.outputs.programme_document import document  # noqa: PLC0415

    view = programme_overview(repository, programme_of(repository, given))
    return document(view), text(view)
