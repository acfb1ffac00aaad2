"""From the words of `auditctl check` to what is asked, for which paths and codes."""

from pathlib import Path

import typer

from auditctl.analysis.gates import Gate
from auditctl.check import Options, matches
from auditctl.cli.call import Call
from auditctl.cli.check_flags import GateName
from auditctl.errors import NotThere, OutsideRepository, UsageError
from auditctl.model.nearest import nearest
from auditctl.rules.registry import registry


def say_what_is_silent(options: Options) -> None:
    """Say where rules were selected that `check` does not ask."""
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


def options_of(
    call: Call,
    paths: list[Path],
    select: list[str],
    ignore: list[str],
    gate: GateName | None,
    *,
    timed: bool,
) -> Options:
    return Options(
        gate=Gate(gate.value) if gate else None,
        timed=timed,
        select=_codes(select, "--select"),
        ignore=_codes(ignore, "--ignore"),
        paths=tuple(_inside(call, path) for path in paths),
    )


def _codes(given: list[str], flag: str) -> tuple[str, ...]:
    """Return codes and families; UsageError for one that no rule has."""
    codes = tuple(code.strip().upper() for words in given for code in words.split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in registry()):
            near = nearest(code, registry())
            raise UsageError(
                f"{flag}: there is no rule or family {code!r}",
                f"did you mean {near}?" if near else "`auditctl rules` lists them",
            )
    return codes


def _inside(call: Call, path: Path) -> str:
    """Return a path as it stands in the repository; it may be given from the folder one works in."""
    root = call.root().resolve()
    for base in (Path.cwd(), root):
        at = (base / path).resolve()
        if at.is_relative_to(root) and at.exists():
            return at.relative_to(root).as_posix()
    if (Path.cwd() / path).exists():
        raise OutsideRepository(str(path))
    raise NotThere("file or folder", str(path))
