"""How a command that writes ends: whether it asks, writes, and how it tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class How:
    """`name` is a file name that was asked for."""

    name: str = ""
    no_input: bool = False
    dry_run: bool = False
    as_json: bool = False
