"""`auditctl conformity`: the audit process itself, held against 9.2 and 10.2."""

from typing import TYPE_CHECKING, Annotated

import typer

from auditctl.cli.completion import audits
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
from auditctl.errors import AuditctlError

if TYPE_CHECKING:
    from auditctl.analysis.conformity import Conformity
    from auditctl.cli.call import Call
    from auditctl.repository import Audit, Repository

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

OnlyAudit = Annotated[
    str,
    typer.Argument(
        metavar="[AUDIT]",
        help="Only this audit; default: the programme in force.",
        autocompletion=audits,
        show_default=False,
    ),
]


class NotInternal(AuditctlError):
    def __init__(self, audit: str) -> None:
        super().__init__(
            f"{audit} is an audit from outside", "9.2 speaks of internal audits: name one of them, or none"
        )


@app.command()
def conformity(
    ctx: typer.Context,
    audit: OnlyAudit = "",
    format_: ShownAs = None,
    as_json: AsJson = False,
    lang: Lang = None,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Hold the internal audit process against ISO/IEC 27001:2022 9.2.1, 9.2.2 and 10.2, element by element.

    \b
    Examples:
      auditctl conformity                     the programme in force
      auditctl conformity 2026-main           one audit
      auditctl conformity -o conformity.html
      auditctl conformity --lang tr -o conformity.html

    Each element has the records that show it, the rules that guard it with what they find now, and what a
    certification auditor will ask. Elements are cited by identifier; read the standard beside it.
    """
    from auditctl.analysis.conformity import conformity as conformity_of  # noqa: PLC0415 - the overview does not need it
    from auditctl.check import Options, check  # noqa: PLC0415
    from auditctl.cli.call import Call  # noqa: PLC0415
    from auditctl.cli.past import history_for  # noqa: PLC0415
    from auditctl.rules.registry import registry  # noqa: PLC0415

    shown = chosen(format_, output, as_json=as_json, force=force, dry_run=dry_run)
    require_document(shown, lang)
    call = Call.of(ctx)
    repository = call.repository()
    one = _audit(repository, audit)
    found = check(repository, Options(history=history_for(repository))).diagnostics
    view = conformity_of(repository, found, registry(), one)
    is_file = output is not None
    give(
        lambda: _made(call, repository, view, shown, lang, is_file=is_file),
        shown,
        "conformity",
        output,
        force=force,
        dry_run=dry_run,
    )


def _audit(repository: "Repository", given: str) -> "Audit | None":
    from auditctl.cli.call import audit_of  # noqa: PLC0415

    if not given:
        return None
    audit = audit_of(repository, given)
    if audit.is_external:
        raise NotInternal(audit.id)
    return audit


def _made(
    call: "Call",
    repository: "Repository",
    view: "Conformity",
    shown: Format,
    lang: LanguageCode | None,
    *,
    is_file: bool,
) -> str:
    if shown in TEMPLATES:
        from auditctl.reports.conformity import conformity_report  # noqa: PLC0415
        from auditctl.reports.render import document as page_of  # noqa: PLC0415
        from auditctl.reports.render import language_for  # noqa: PLC0415

        language = language_for(repository, lang.value if lang else "")
        return page_of(
            repository, "conformity", conformity_report(repository, view), TEMPLATES[shown], language
        )
    from auditctl.outputs.conformity import document, text  # noqa: PLC0415

    if shown is Format.json:
        return json_text(document(view))
    from auditctl.outputs.tables import page  # noqa: PLC0415

    return page(text(view), color=call.uses_color() and not is_file)
