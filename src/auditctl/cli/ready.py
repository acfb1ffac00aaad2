"""`auditctl ready`: the gate before an external audit."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.page_format import (
    TEMPLATES,
    AsJson,
    DryRun,
    Force,
    Format,
    Output,
    ShownAs,
    chosen,
    give,
    json_text,
    require_document,
)
from auditctl.cli.report_format import Lang, LanguageCode
from auditctl.errors import UsageError

if TYPE_CHECKING:
    from auditctl.analysis.readiness import Goal, Readiness
    from auditctl.cli.call import Call
    from auditctl.repository import Repository

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

For = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="DATE",
        help="The day of the external audit; default: the next of the settings.",
        show_default=False,
    ),
]


class NoExternalAudit(UsageError):
    """The settings name no external audit ahead, and none was given."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}, so there is no day to be ready for",
            "name it with --for DATE, or in auditctl.yaml: `certifications: [{standard: …, audits: [{kind: surveillance, "
            "from: …, to: …}]}]`",
        )


class DayPassed(UsageError):
    def __init__(self, day: date, today: date) -> None:
        super().__init__(
            f"--for {day} lies before today, {today}",
            "readiness looks ahead: name a day from today on, or set --as-of",
        )


@app.command()
def ready(
    ctx: typer.Context,
    for_: For = "",
    format_: ShownAs = None,
    as_json: AsJson = False,
    lang: Lang = None,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Show whether all is ready for the certification body: each condition met, or what is missing and who owes it.

    \b
    Examples:
      auditctl ready                     before the next audit of the settings
      auditctl ready --for 2026-12-08
      auditctl ready -o ready.html
      auditctl ready --format markdown --lang tr > ready.md

    Exit code 1 while a condition is not met. `auditctl explain RDY001` says what a condition rests on; none is a
    requirement of ISO/IEC 27001. What a comment in a file silences counts here.
    """
    from auditctl.analysis.readiness import readiness  # noqa: PLC0415 - the overview does not need it
    from auditctl.check import Options, check  # noqa: PLC0415
    from auditctl.cli.call import Call  # noqa: PLC0415
    from auditctl.cli.past import history_for  # noqa: PLC0415

    shown = chosen(format_, output, as_json=as_json, force=force, dry_run=dry_run)
    require_document(shown, lang)
    call = Call.of(ctx)
    repository = call.repository()
    goal = goal_named(repository, for_)
    options = Options(ready=goal.day, history=history_for(repository))
    view = readiness(repository, goal, check(repository, options))
    give(
        lambda: _made(call, repository, view, shown, lang, is_file=output is not None),
        shown,
        "readiness",
        output,
        force=force,
        dry_run=dry_run,
    )
    if not view.is_ready:
        raise typer.Exit(1)


def goal_named(repository: "Repository", given: str) -> "Goal":
    """Return the external audit meant; NoExternalAudit, DayPassed or UsageError where there is none."""
    from auditctl.analysis.readiness import goal_on, next_goal  # noqa: PLC0415
    from auditctl.cli.days import day  # noqa: PLC0415
    from auditctl.errors import CannotRead  # noqa: PLC0415

    if repository.settings_record is None:
        raise CannotRead("auditctl.yaml", "the settings have errors")
    if not given:
        found = next_goal(repository)
        if found is None:
            raise NoExternalAudit(_why_none(repository))
        return found
    asked = day("--for", given)
    if asked < repository.today:
        raise DayPassed(asked, repository.today)
    goal = goal_on(repository, asked)
    if goal.audit is None:
        typer.echo(
            f"no certification in auditctl.yaml has an audit on {asked}; it is judged all the same", err=True
        )
    return goal


def _why_none(repository: "Repository") -> str:
    if not repository.settings.certifications:
        return "auditctl.yaml names no certification"
    audits = [audit for _, audit in repository.settings.external_audits()]
    if not audits:
        return "no certification in auditctl.yaml names its audits"
    last = audits[-1]
    if last.to >= repository.today:
        return f"the {last.kind.value} audit is under way since {last.from_}, and auditctl.yaml names none after it"
    return f"the last audit in auditctl.yaml, {last.kind.value}, was over on {last.to}"


def _made(
    call: "Call",
    repository: "Repository",
    view: "Readiness",
    shown: Format,
    lang: LanguageCode | None,
    *,
    is_file: bool,
) -> str:
    if shown in TEMPLATES:
        from auditctl.reports.ready import readiness_report  # noqa: PLC0415
        from auditctl.reports.render import document as page_of  # noqa: PLC0415
        from auditctl.reports.render import language_for  # noqa: PLC0415

        language = language_for(repository, lang.value if lang else "")
        return page_of(repository, "ready", readiness_report(repository, view), TEMPLATES[shown], language)
    from auditctl.outputs.ready import document, text  # noqa: PLC0415

    if shown is Format.json:
        return json_text(document(repository, view))
    from auditctl.outputs.tables import page  # noqa: PLC0415

    return page(text(view), color=call.uses_color() and not is_file)
