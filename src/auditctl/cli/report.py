"""`auditctl report`: every kind of report, in every format and language; and what issues one."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli import report_issue
from auditctl.cli.choosing import choice
from auditctl.cli.completion import audits, programmes
from auditctl.cli.report_format import (
    DryRun,
    Force,
    Format,
    Lang,
    Opens,
    Output,
    Template,
    chosen,
    give,
    made,
    require_consistent,
)
from auditctl.cli.shorthand import SHOW, ShowsByDefault

if TYPE_CHECKING:
    from auditctl.repository import Repository

app = typer.Typer(
    cls=ShowsByDefault, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
)


class Kind(StrEnum):
    """The kinds of `reports/kinds.py`, named here so that help needs none of it."""

    audit = "audit"
    summary = "summary"
    plan = "plan"
    capa = "capa"
    programme = "programme"
    review = "review"
    ready = "ready"


def _names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what the kind asked for is of: audits, programmes, or nothing."""
    kind = ctx.params.get("kind")
    if kind in {Kind.review, Kind.ready}:
        return []
    return (programmes if kind == Kind.programme else audits)(incomplete)


Name = Annotated[
    str,
    typer.Argument(
        metavar="[AUDIT|PROGRAMME]",
        help="The name or an unambiguous part: of the audit's folder; of the programme, by default that in force.",
        autocompletion=_names,
        show_default=False,
    ),
]
KindAsked = Annotated[Kind, choice(Kind, "--kind", "What is reported.")]
ShownAs = Annotated[
    Format | None,
    choice(Format, "--format", "Default: by the ending of -o, else md.", show_default=False),
]
For = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="DATE",
        help="With --kind ready: the day of the external audit; default: the next one.",
        show_default=False,
    ),
]


@app.command(SHOW)
def report(
    ctx: typer.Context,
    name: Name = "",
    kind: KindAsked = Kind.audit,
    format_: ShownAs = None,
    lang: Lang = None,
    output: Output = None,
    opens: Opens = False,
    template: Template = None,
    for_: For = "",
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write a report as Markdown, one self-contained HTML file, PDF or a Word document.

    \b
    Kinds:
      audit      the internal audit report            of the AUDIT
      summary    one page of it for top management    of the AUDIT
      plan       the audit plan for the auditees      of the AUDIT
      capa       the corrective action register       of all audits, or the one named
      programme  the audit programme                  in force, or the one named
      review     the input of a management review     of everything
      ready      readiness for an external audit      the next one, or --for DATE

    \b
    Examples:
      auditctl report 2026-main -o report.html
      auditctl report 2026-main --kind summary -o summary.pdf
      auditctl report 2026-main --kind plan --lang tr --open
      auditctl report --kind capa -o capa.docx --template house.docx
      auditctl report --kind review > review.md

    `report issue AUDIT` issues the report of an audit under a seal; `report seal` and `report amend` keep the seal
    in step: see `auditctl report issue --help`. An audit that is called like one of these is shown by
    `auditctl report show AUDIT`.

    The same files and the same --as-of give the same bytes. Until an audit's report is issued, its plan
    sent and a programme approved, it says Draft. PDF and Word need the extras auditctl[pdf] and [docx].
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.report_subject import subject  # noqa: PLC0415

    shown = chosen(format_, output, opens=opens)
    require_consistent(shown, output, template, force=force, dry_run=dry_run, opens=opens)
    repository = Call.of(ctx).repository()
    _say_what_lies_ahead(repository)
    asked = subject(repository, kind.value, name, for_)
    data = made(repository, kind.value, asked.view, shown, lang, template)
    if give(data, shown, asked.name, output, force=force, dry_run=dry_run, opens=opens) and asked.hint:
        typer.echo(asked.hint, err=True)


def _say_what_lies_ahead(repository: "Repository") -> None:
    """Say that records tell of days after the one that counts as today: the report tells them too."""
    ahead = sum(hit.code == "SCH008" for hit in repository.problems)
    if ahead:
        records = "1 record tells" if ahead == 1 else f"{ahead} records tell"
        typer.echo(
            f"{records} of facts after {repository.today} (SCH008), and so does this report; for the report of "
            "that day, check out the commit of that day",
            err=True,
        )


for name_, command in (
    ("issue", report_issue.issue),
    ("amend", report_issue.amend),
    ("seal", report_issue.seal),
):
    app.command(name_)(command)
