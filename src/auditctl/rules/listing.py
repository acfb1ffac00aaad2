"""Ids in a sentence."""

from collections.abc import Iterable, Sequence
from functools import reduce

from auditctl.phrases import Phrase, joined, naming, phrase
from auditctl.phrases import listed as series

MOST = 6
"""Ids that a message names before it counts the rest."""


def listed(names: Sequence[object]) -> str:
    """Return `a, b and c`; a long list is cut, with how many more there are."""
    if len(names) > MOST:
        shown = joined(", ", names[:MOST])
        return naming(phrase("%(names)s and %(n)s more", names=shown, n=len(names) - MOST), names)
    return series(names)


def together(facts: Iterable[str]) -> str:
    """Return `a and b and c`, each once, such as facts that are short sentences."""
    told = list(dict.fromkeys(facts))
    said = reduce(lambda front, last: phrase("%(front)s and %(last)s", front=front, last=last), told)
    return naming(said, told) if len(told) > 1 and isinstance(said, Phrase) else series(told)


def either(names: Iterable[str]) -> str:
    """Return `a or b or c`."""
    return reduce(lambda front, last: phrase("%(front)s or %(last)s", front=front, last=last), names)


def counted(number: int, noun: str) -> str:
    """Return `1 day`, `2 days`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
