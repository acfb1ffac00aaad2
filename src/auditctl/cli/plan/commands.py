"""`auditctl plan`: the programme without a name, the plan of an audit with one, and what makes one."""

from typing import Any

import typer
from typer.core import TyperGroup

from auditctl.cli.completion import audits
from auditctl.cli.plan import export, new, show, suggest

SHOW = "show"
HELP = ("-h", "--help")


class Plan(TyperGroup):
    """`plan AUDIT` is short for `plan show AUDIT`; only an audit that is called like a command needs the long form."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if ctx.resilient_parsing and not args:
            return super().parse_args(ctx, args)  # the shell asks what may come: a command or an audit
        is_short = not args or (args[0] not in self.commands and args[0] not in HELP)
        return super().parse_args(ctx, [SHOW, *args] if is_short else args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem  # noqa: PLC0415 - the shell asked

        return [*super().shell_complete(ctx, incomplete), *map(CompletionItem, audits(incomplete))]


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
