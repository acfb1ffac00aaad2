"""The history for the rules that git tells; where it cannot, they are left out, and that is said."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from auditctl.check import Options
    from auditctl.repository import Repository
    from auditctl.repository.history import History


def history_for(repository: "Repository", options: "Options | None" = None) -> "History | None":
    """Return the history, or None where no rule asks for it or git cannot tell, which is said on stderr.

    Without options every rule is asked.
    """
    from auditctl.check import EVERYTHING, matches  # noqa: PLC0415 - the overview does not need it
    from auditctl.rules.registry import registry  # noqa: PLC0415

    options = options or EVERYTHING
    off = {code for code, word in repository.settings.rules.severity.items() if word == "off"}
    asked = [
        rule.code
        for rule in registry().values()
        if rule.recorded
        and (not options.select or matches(rule.code, options.select))
        and not matches(rule.code, options.ignore)
        and not {rule.code, rule.family} & off
    ]
    if not asked:
        return None
    from auditctl.repository.history import history_of  # noqa: PLC0415 - only these rules need it
    from auditctl.repository.revision import require_whole  # noqa: PLC0415
    from auditctl.source.git import GitRefusal  # noqa: PLC0415
    from auditctl.source.text import visible  # noqa: PLC0415

    try:
        history = history_of(repository)
        require_whole(history.git)
    except GitRefusal as refusal:
        codes = asked[0] + (f" to {asked[-1]}" if len(asked) > 1 else "")
        way_out = f" ({refusal.way_out})" if refusal.way_out else ""
        typer.echo(f"skipped {codes}: {visible(refusal.sentence)}{visible(way_out)}", err=True)
        return None
    return history
