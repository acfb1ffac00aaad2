"""Ids in a sentence."""

from collections.abc import Sequence

MOST = 6
"""Ids that a message names before it counts the rest."""


def listed(names: Sequence[str]) -> str:
    """Return `a, b and c`; a long list is cut, with how many more there are."""
    if len(names) > MOST:
        return f"{', '.join(names[:MOST])} and {len(names) - MOST} more"
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return "".join(names)


def counted(number: int, noun: str) -> str:
    """Return `1 day`, `2 days`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
