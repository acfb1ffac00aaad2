"""`auditctl check`: every rule over the whole repository."""

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from auditctl.cli.check_flags import (
    AsJson,
    AtGate,
    Counted,
    DryRun,
    FailOn,
    Force,
    Ignore,
    Least,
    NoTimed,
    Output,
    Paths,
    Select,
    ShownAs,
    Since,
    Watch,
)
from auditctl.cli.check_format import Format, Shown

if TYPE_CHECKING:
    from auditctl.check import Options
    from auditctl.cli.call import Call
    from auditctl.diagnostics import Outcome
    from auditctl.repository import Repository

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Empties a terminal with what was scrolled away, and goes to its first line."""
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def check(
    ctx: typer.Context,
    paths: Paths = [],  # noqa: B006 - typer copies a default
    format_: ShownAs = Format.text,
    as_json: AsJson = False,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
    fail_on: Least = FailOn.error,
    select: Select = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    since: Since = None,
    no_timed: NoTimed = False,
    gate: AtGate = None,
    statistics: Counted = False,
    watch: Watch = False,
) -> None:
    """Check the whole repository and say what is wrong, and where.

    \b
    Examples:
      auditctl check                       everything
      auditctl check --select IND          independence only
      auditctl check --gate issue          what would stop the report from being issued
      auditctl check --watch               again whenever a file changes
      auditctl check --since origin/main --no-timed --format github   in a merge request
      auditctl check --format sarif -o audit.sarif

    Exit code 1 if a problem weighs at least --fail-on, which is error by default.
    """
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.check_options import options_of, say_what_is_silent  # noqa: PLC0415
    from auditctl.cli.documents import require_output  # noqa: PLC0415

    require_output(output, force=force, dry_run=dry_run)
    shown = Shown(_chosen(format_, as_json=as_json), output, statistics, force, dry_run)
    _require_fitting(shown, watch=watch)
    call = Call.of(ctx)
    options = options_of(call, paths, select, ignore, gate, timed=not no_timed)
    say_what_is_silent(options)
    run = Run(call, options, shown, fail_on, since)
    if watch:
        run.again_and_again()
    raise typer.Exit(run.once())


@dataclass(frozen=True, slots=True)
class Run:
    """A check as it was asked for."""

    call: "Call"
    options: "Options"
    shown: Shown
    fail_on: FailOn
    since: str | None

    def once(self) -> int:
        """Check, show the result and return the exit code."""
        repository = self.call.repository(says_unread=False)
        return self._give(self.call, self._outcome(self.call, repository))

    def again_and_again(self) -> None:
        """Check and show the result whenever a file has changed, until it is interrupted."""
        from auditctl.cli.check_watch import watch  # noqa: PLC0415 - one flag needs it

        watch(self.call.root(), self.shown.output, lambda: self.call.onward().today, self._afresh)

    def _afresh(self) -> None:
        from auditctl.cli.call import settle  # noqa: PLC0415

        call = self.call.onward()
        repository = call.repository(says_unread=False)
        outcome = self._outcome(call, repository)
        settle(repository)
        if self.shown.output is None and sys.stdout.isatty():
            typer.echo(CLEAR, nl=False, color=True)
        self._give(call, outcome)
        typer.echo("watching for changes; Ctrl-C ends it", err=True)

    def _outcome(self, call: "Call", repository: "Repository") -> "Outcome":
        from auditctl.check import check as outcome_of  # noqa: PLC0415
        from auditctl.cli.past import history_for  # noqa: PLC0415

        base = None
        if self.since is not None:
            from auditctl.cli.check_since import base_of  # noqa: PLC0415 - one flag needs it

            base = base_of(call, self.since)
        history = history_for(repository, self.options)
        outcome = outcome_of(repository, replace(self.options, history=history))
        return base.introduced(repository, outcome, self.options) if base else outcome

    def _give(self, call: "Call", outcome: "Outcome") -> int:
        from auditctl.cli.check_format import give  # noqa: PLC0415

        code = int(fails(outcome, self.fail_on))
        give(self.shown, outcome, call.root(), code=code, color=call.uses_color())
        return code


def fails(outcome: "Outcome", fail_on: FailOn) -> bool:
    from auditctl.diagnostics import Severity  # noqa: PLC0415

    return fail_on is not FailOn.never and any(
        item.severity >= Severity[fail_on] for item in outcome.diagnostics
    )


def _chosen(given: Format, *, as_json: bool) -> Format:
    from auditctl.errors import UsageError  # noqa: PLC0415

    if as_json and given not in {Format.text, Format.json}:
        raise UsageError(f"--json and --format {given} ask for two things", "leave one of them out")
    return Format.json if as_json else given


def _require_fitting(shown: Shown, *, watch: bool) -> None:
    """Raise UsageError for flags that speak against each other."""
    from auditctl.errors import UsageError  # noqa: PLC0415

    if shown.statistics and shown.format is not Format.text:
        raise UsageError(f"--statistics is text, and this is {shown.format}", "leave one of them out")
    if watch and shown.format is not Format.text and shown.output is None:
        raise UsageError(
            f"--watch would print one {shown.format} after another",
            "name a file that is written anew with -o",
        )
