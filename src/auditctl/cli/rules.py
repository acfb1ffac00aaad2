"""`auditctl rules`: the rule table."""

from itertools import groupby
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from auditctl.rules.registry import Rule

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def rules(
    family: str = typer.Argument("", help="Only this family, such as IND.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """List every rule with its severity, gate and basis.

    \b
    Examples:
      auditctl rules
      auditctl rules IND
    """
    from auditctl.cli.call import print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.errors import NotThere  # noqa: PLC0415
    from auditctl.rules.registry import TITLES, registry  # noqa: PLC0415

    wanted = family.upper()
    chosen = [rule for rule in registry().values() if rule.code.startswith(wanted)]
    if not chosen:
        from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

        raise NotThere("family", family, nearest(wanted, TITLES), "families: " + ", ".join(TITLES))
    if as_json:
        print_json({"rules": [row(rule) for rule in chosen]})
        return
    lines: list[str] = []
    for kind, held in groupby(chosen, key=lambda rule: rule.family):
        lines += ["", f"{kind}  {TITLES[kind]}", *map(_line, held)]
    lines += ["", "[gate]: a note before that moment. timed: fires because a day has passed."]
    if any(rule.before for rule in chosen):
        lines += ["ready: `auditctl ready` alone asks it, `check` is silent about it."]
    if any(rule.recorded for rule in chosen):
        lines += ["git: asked where git can tell the history, not in a shallow clone."]
    lines += ["`auditctl explain CODE` says why, how to mend it, and shows an example."]
    typer.echo("\n".join(lines))


def _line(rule: "Rule") -> str:
    marks = " ".join(
        filter(
            None,
            (
                f"[{rule.gate}]" if rule.gate else "",
                "timed" if rule.timed else "",
                "ready" if rule.before else "",
                "git" if rule.recorded else "",
            ),
        )
    )
    return f"  {rule.code}  {rule.severity.name:<8}{rule.summary}" + (f"  {marks}" if marks else "")


def row(rule: "Rule") -> dict[str, object]:
    """Return a rule as one object of JSON."""
    from auditctl.rules.basis import spoken  # noqa: PLC0415

    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.name,
        "gate": rule.gate.value if rule.gate else None,
        "timed": rule.timed,
        "only_ready": rule.before is not None,
        "needs_git": rule.recorded is not None,
        "exceptable": rule.exceptable,
        "basis": spoken(rule.basis),
        "summary": rule.summary,
        "why": rule.section("Why"),
        "fix": rule.section("Fix"),
    }
