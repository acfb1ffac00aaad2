"""How a command that writes ends: whether it asks, writes, and how it tells."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any

from auditctl.cli import flags


@dataclass(frozen=True, slots=True)
class How:
    """`name` is a file name that was asked for."""

    name: str = ""
    no_input: bool = False
    dry_run: bool = False
    as_json: bool = False


FLAGS: dict[str, Any] = {"no_input": flags.NoInput, "dry_run": flags.DryRun, "as_json": flags.Json}


def recording(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the flags of everything that writes; it takes them together as `how`."""
    own = [parameter for parameter in signature(command).parameters.values() if parameter.name != "how"]
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=False, annotation=kind)
        for name, kind in FLAGS.items()
    ]

    @wraps(command)
    def run(**given: Any) -> None:
        how = How("", *(given.pop(name) for name in FLAGS))
        command(**given, how=how)

    parameters = [*own, *added]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
