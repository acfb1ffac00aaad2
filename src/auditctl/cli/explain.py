"""`auditctl explain CODE`: one rule."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from auditctl.cli.completion import codes
from auditctl.errors import UsageError

if TYPE_CHECKING:
    from auditctl.rules.examples import Example
    from auditctl.rules.registry import Rule

LONGEST = 12
"""Lines of a file that an example shows although the rule does not fire in it."""
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def explain(
    code: str = typer.Argument(
        "", metavar="CODE", help="A code such as IND001.", autocompletion=codes, show_default=False
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Explain one rule: why, how to mend it, its basis, an example that fails and one that passes.

    \b
    Examples:
      auditctl explain IND001
    """
    from auditctl.cli.call import named, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.cli.rules import row  # noqa: PLC0415
    from auditctl.rules.examples import examples  # noqa: PLC0415
    from auditctl.rules.registry import registry  # noqa: PLC0415

    if not code:
        raise UsageError(
            "explain takes the code of a rule, such as IND001", "`auditctl rules` lists them all"
        )
    rule = registry()[named("rule", code.upper(), registry())]
    fails, passes = examples(rule.code)
    if as_json:
        shown = {"fails": _as_json(fails), "passes": _as_json(passes)}
        print_json({**row(rule), "examples": shown})
        return
    for line in _lines(rule):
        typer.echo(line)
    telling = fails.marked if fails else frozenset()
    for title, example in (("An example that fails", fails), ("An example that passes", passes)):
        for line in _example(title, example, telling):
            typer.echo(line)


def _lines(rule: "Rule") -> Iterator[str]:
    from textwrap import fill  # noqa: PLC0415

    from auditctl.rules.basis import spoken  # noqa: PLC0415

    yield f"{rule.code} {rule.name}: {rule.severity.name}" + (
        f", from the gate `{rule.gate}` on (before it a {rule.draft.name})" if rule.gate else ""
    )
    yield rule.summary + "."
    for title in ("Why", "Fix"):
        yield "\n" + fill(f"{title}: {rule.section(title)}", 80)
    if rule.basis:
        yield f"\nBasis: {spoken(rule.basis)}"
    if rule.before:
        yield "`auditctl ready` alone asks it, looking to the next external audit; `check` is silent about it."
    elif rule.timed:
        yield "Timed: it can fire because a day has passed; `check --no-timed` leaves it out."
    if rule.recorded:
        yield "It reads the history of git: without git and in a shallow clone `check` says that it was not asked."
    if rule.exceptable:
        yield "Where the table allows it, a recorded exception turns it into a note."
    if rule.is_fixed:
        yield "It can be neither lowered nor silenced."


def _example(title: str, example: "Example | None", telling: frozenset[str]) -> Iterator[str]:
    """Yield an example: the files that matter in full, of longer ones beside them only their names."""
    if example is None:
        return
    yield f"\n{title}: {example.title}"
    for path, body in example.files:
        lines = body.rstrip("\n").split("\n")
        if len(lines) > LONGEST and path not in telling:
            yield f"\n  {path} ({len(lines)} lines of the same small organisation)"
        else:
            yield f"\n  {path}"
            yield from (f"    {line}" for line in lines)


def _as_json(example: "Example | None") -> dict[str, object] | None:
    return {"title": example.title, "files": dict(example.files)} if example else None
