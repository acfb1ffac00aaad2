"""`auditctl capa`: corrective actions, from the finding to the verified effect."""

import typer

from auditctl.cli.capa import analysis, course, start, views

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    help="""Follow corrective actions to their verified effect, step by step.

    \b
    Examples, the whole chain:
      auditctl capa add restore-tests-missing --owner burak-yilmaz
      auditctl capa contain restore-tests-missing "Restore one cluster" --due 2026-10-09
      auditctl capa cause restore-tests-missing          asks why, five times
      auditctl capa extent restore-tests-missing         where else?
      auditctl capa action restore-tests-missing "Register of control tasks" --due 2026-11-30
      auditctl capa submit restore-tests-missing         with the criterion of its effect
      auditctl capa approve restore-tests-missing --by ingrid-lind
      auditctl capa done restore-tests-missing register --proof "PEO-CHK v1.5"
      auditctl capa check restore-tests-missing --by ingrid-lind
      auditctl capa verify restore-tests-missing --result effective --evidence restore-log

    A step that breaks a rule is refused before anything is written.
    """,
)

for name, command in (
    ("add", start.add),
    ("contain", analysis.contain),
    ("correct", analysis.correct),
    ("cause", analysis.cause),
    ("extent", analysis.extent),
    ("action", analysis.action),
    ("submit", course.submit),
    ("approve", course.approve),
    ("reject", course.reject),
    ("done", course.done),
    ("extend", course.extend),
    ("check", course.check),
    ("verify", course.verify),
    ("follow", start.follow),
    ("cancel", start.cancel),
    ("merge", start.merge),
    ("list", views.list_),
    ("show", views.show),
):
    app.command(name)(command)
