"""`auditctl plan`: the programme without a name, the plan of an audit with one, and what makes one."""

import typer

from auditctl.cli.plan import export, new, show, suggest
from auditctl.cli.shorthand import SHOW, ShowsByDefault


class Plan(ShowsByDefault):
    own_options = frozenset({"-h", "--help"})


app = typer.Typer(
    cls=Plan,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="""Show the programme, or the plan of an audit with every conflict; plan a new audit.

    \b
    Examples:
      auditctl plan                                   the programme: time line, coverage, what is due
      auditctl plan 2026-main                         who audits what, and every conflict
      auditctl plan new 2027-full --from 2026-main    the next audit, from the last one
      auditctl plan suggest 2027-full                 who could audit what, and when
      auditctl plan export 2026-main -o main.ics      its meetings and sessions as a calendar
      auditctl plan export 2026-main -o plan.html     the plan for those who are audited

    `auditctl plan AUDIT` is short for `auditctl plan show AUDIT`.
    """,
)

for name, command in (
    (SHOW, show.plan),
    ("new", new.new),
    ("suggest", suggest.suggest),
    ("export", export.export),
):
    app.command(name)(command)
