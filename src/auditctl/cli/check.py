"""`auditctl check`: every rule over the whole repository."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from auditctl.check import Options
    from auditctl.cli.call import Call
    from auditctl.diagnostics import Outcome

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


class Format(StrEnum):
    text = "text"
    json = "json"
    github = "github"


class FailOn(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"
    never = "never"


class GateName(StrEnum):
    announced = "announced"
    opening = "opening"
    closing = "closing"
    issue = "issue"
    submitted = "submitted"
    implemented = "implemented"
    verified = "verified"


Paths = Annotated[
    list[Path], typer.Argument(help="Show only what lies in these files or folders.", show_default=False)
]
ShownAs = Annotated[Format, typer.Option("--format", help="How the result is written.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write the result to this file.", show_default=False)
]
Least = Annotated[FailOn, typer.Option("--fail-on", help="The least severity that ends with exit code 1.")]
Select = Annotated[
    list[str],
    typer.Option(
        "--select",
        metavar="CODES",
        help="Only these codes or families (IND, FND003; comma-separated).",
        show_default=False,
    ),
]
Ignore = Annotated[
    list[str],
    typer.Option(
        "--ignore",
        metavar="CODES",
        help="Leave these codes or families out of the result.",
        show_default=False,
    ),
]
NoTimed = Annotated[
    bool, typer.Option("--no-timed", help="Leave out rules that fire because a day has passed.")
]
AtGate = Annotated[
    GateName | None, typer.Option("--gate", help="Judge as if this gate were passed.", show_default=False)
]
Counted = Annotated[bool, typer.Option("--statistics", help="Count each code instead of showing each place.")]


@app.command()
def check(
    ctx: typer.Context,
    paths: Paths = [],  # noqa: B006 - typer copies a default
    format_: ShownAs = Format.text,
    as_json: AsJson = False,
    output: Output = None,
    fail_on: Least = FailOn.error,
    select: Select = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    no_timed: NoTimed = False,
    gate: AtGate = None,
    statistics: Counted = False,
) -> None:
    """Check the whole repository and say what is wrong, and where.

    \b
    Examples:
      auditctl check                       everything
      auditctl check --select IND          independence only
      auditctl check --gate issue          what would stop the report from being issued
      auditctl check --no-timed --format github   in a merge request

    Exit code 1 if a problem weighs at least --fail-on, which is error by default.
    """
    from auditctl.check import check as outcome_of  # noqa: PLC0415
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it

    call = Call.of(ctx)
    options = _options(call, paths, select, ignore, gate, timed=not no_timed)
    _say_what_is_silent(options)
    outcome = outcome_of(call.repository(says_unread=False), options)
    chosen = Format.json if as_json else format_
    text = _text(outcome, chosen, statistics=statistics, color=call.uses_color() and output is None)
    if output:
        output.write_text(text, encoding="utf-8")
        from auditctl.outputs.console import summary  # noqa: PLC0415

        typer.echo(f"{summary(outcome)}; written to {output}", err=True)
    else:
        typer.echo(text, nl=False, color=True)
    if fails(outcome, fail_on):
        raise typer.Exit(1)


def _say_what_is_silent(options: "Options") -> None:
    """Say where rules were selected that `check` does not ask."""
    from auditctl.check import matches  # noqa: PLC0415
    from auditctl.rules.registry import registry  # noqa: PLC0415

    if options.select:
        silent = [
            rule.code for rule in registry().values() if rule.before and matches(rule.code, options.select)
        ]
        if silent:
            typer.echo(
                f"check does not ask {silent[0]}"
                + (f" to {silent[-1]}" if len(silent) > 1 else "")
                + ": `auditctl ready` does, before an external audit",
                err=True,
            )


def fails(outcome: "Outcome", fail_on: FailOn) -> bool:
    from auditctl.diagnostics import Severity  # noqa: PLC0415

    return fail_on is not FailOn.never and any(
        item.severity >= Severity[fail_on] for item in outcome.diagnostics
    )


def _options(
    call: "Call",
    paths: list[Path],
    select: list[str],
    ignore: list[str],
    gate: GateName | None,
    *,
    timed: bool,
) -> "Options":
    from auditctl.analysis.gates import Gate  # noqa: PLC0415
    from auditctl.check import Options  # noqa: PLC0415

    return Options(
        gate=Gate(gate.value) if gate else None,
        timed=timed,
        select=_codes(select, "--select"),
        ignore=_codes(ignore, "--ignore"),
        paths=tuple(_inside(call, path) for path in paths),
    )


def _codes(given: list[str], flag: str) -> tuple[str, ...]:
    """Return codes and families; one that no rule has is a usage error."""
    from auditctl.model.nearest import nearest  # noqa: PLC0415
    from auditctl.rules.registry import registry  # noqa: PLC0415

    codes = tuple(code.strip().upper() for words in given for code in words.split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in registry()):
            near = nearest(code, registry())
            raise typer.BadParameter(
                f"there is no rule or family {code!r}" + (f"; did you mean {near}?" if near else ""),
                param_hint=flag,
            )
    return codes


def _inside(call: "Call", path: Path) -> str:
    """Return a path as it stands in the repository; it may be given from the folder one works in."""
    from auditctl.errors import NotThere, OutsideRepository  # noqa: PLC0415

    root = call.root().resolve()
    for base in (Path.cwd(), root):
        at = (base / path).resolve()
        if at.is_relative_to(root) and at.exists():
            return at.relative_to(root).as_posix()
    if (Path.cwd() / path).exists():
        raise OutsideRepository(str(path))
    raise NotThere("file or folder", str(path))


def _text(outcome: "Outcome", chosen: Format, *, statistics: bool, color: bool) -> str:
    from auditctl.outputs import console, github, json  # noqa: PLC0415

    if chosen is Format.json:
        return json.text(outcome)
    if chosen is Format.github:
        return github.text(outcome)
    if statistics:
        return console.statistics(outcome) + console.summary(outcome) + "\n"
    return console.text(outcome, color=color)
