"""`auditctl capa`: corrective actions, from the finding to the verified effect."""

import typer

from auditctl.cli import capa_analysis, capa_course, capa_start, capa_views

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
    ("add", capa_start.add),
    ("contain", capa_analysis.contain),
    ("correct", capa_analysis.correct),
    ("cause", capa_analysis.cause),
    ("extent", capa_analysis.extent),
    ("action", capa_analysis.action),
    ("submit", capa_course.submit),
    ("approve", capa_course.approve),
    ("reject", capa_course.reject),
    ("done", capa_course.done),
    ("extend", capa_course.extend),
    ("check", capa_course.check),
    ("verify", capa_course.verify),
    ("follow", capa_start.follow),
    ("cancel", capa_start.cancel),
    ("merge", capa_start.merge),
    ("list", capa_views.list_),
    ("show", capa_views.show),
):
    app.command(name)(command)
