"""The last steps of every command that changes records: judge, refuse or write, say what comes next."""

import os
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

import typer

from auditctl.cli.call import print_json
from auditctl.cli.following import Following
from auditctl.cli.how import How
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.errors import AuditctlError
from auditctl.outputs.console import Paint, block
from auditctl.source.text import visible
from auditctl.writing.change import Change
from auditctl.writing.judging import Judgement, Stands, judged

MOST_HINTS = 6
NOTHING: Mapping[str, Any] = MappingProxyType({})


class BreaksRule(AuditctlError):
    """The records would break a rule; its sentence, its place and its way out.

    `seen_with` is the command line that shows beforehand what is refused.
    """

    def __init__(self, refused: tuple[Diagnostic, ...], seen_with: str = "") -> None:
        self.codes = frozenset(item.code for item in refused)
        first, *others = refused
        place = first.location
        more = f", and {len(others)} more" if others else ""
        shown = f"`{seen_with}` shows all {len(refused)}" if others and seen_with else ""
        super().__init__(
            f"{first.code} forbids it: {first.message} ({place.path}:{place.line}:{place.column}){more}",
            "; ".join(filter(None, (first.help, shown, "nothing was written"))),
        )


def refuse(refused: tuple[Diagnostic, ...], seen_with: str = "") -> NoReturn:
    """Show what a refusal of one sentence leaves out, then raise BreaksRule."""
    first, *others = refused
    _show((first, *others) if first.related else tuple(others), "refused", seen_with)
    raise BreaksRule(refused, seen_with)


def carry_out(
    change: Change,
    how: How,
    following: Following | str = "",
    *,
    gate: Stands | None = None,
    seen_with: str = "",
    require: Callable[[], None] = lambda: None,
    more: Mapping[str, Any] = NOTHING,
) -> None:
    """Write a change that breaks no rule, or show it; `following` is, or tells, the next sensible step.

    `more` is what else JSON tells of it; `seen_with` the command line that shows beforehand what a gate refuses.

    Raises BreaksRule, what `require` raises of a change that breaks none, and whatever keeps the files from
    being written.
    """
    judgement = judged(change, gate)
    if judgement.refused:
        refuse(judgement.refused, seen_with)
    require()
    if how.dry_run:
        change.require_free_names()
        _preview(change, judgement, how, more)
        return
    paths = change.carry_out()
    if how.as_json:
        found = [told(item) for item in judgement.brought]
        print_json({"paths": paths, "written": True, **more, "diagnostics": found})
        return
    for path in paths:
        typer.echo(visible(path))
    _show(
        tuple(item for item in judgement.brought if item.severity > Severity.note), "told", "auditctl check"
    )
    words = following if isinstance(following, str) else following(judgement.after)
    if words:
        typer.echo(f"next: {visible(words)}", err=True)


def _preview(change: Change, judgement: Judgement, how: How, more: Mapping[str, Any]) -> None:
    if how.as_json:
        found = {"diagnostics": [told(item) for item in judgement.brought]}
        print_json({"paths": change.paths, "written": False, **more, **found, "diff": change.diff()})
    else:
        typer.echo(change.diff(), nl=False)


def _show(found: tuple[Diagnostic, ...], word: str, seen_with: str) -> None:
    paint = Paint(on=os.isatty(sys.stderr.fileno()) and not os.environ.get("NO_COLOR"))
    for item in found[:MOST_HINTS]:
        typer.echo(f"{block(item, paint)}\n", err=True, color=True)
    if len(found) > MOST_HINTS:
        left = len(found) - MOST_HINTS
        shown = f"; `{seen_with}` shows {'it' if left == 1 else 'them'}" if seen_with else ""
        typer.echo(f"{left} more {'is' if left == 1 else 'are'} {word}{shown}\n", err=True)


def told(item: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as one object of JSON."""
    return {
        "code": item.code,
        "severity": item.severity.name,
        "message": item.message,
        "line": item.location.line,
        "help": item.help,
    }
