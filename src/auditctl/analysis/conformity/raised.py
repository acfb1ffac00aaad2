"""How nonconformities are named, and what is said where there is none."""

from auditctl.analysis.conformity.parts import Held, Nonconformity
from auditctl.phrases import Phrase, Series, joined, phrase


def name(item: Nonconformity) -> str:
    return item.name


def named(item: Nonconformity, words: str) -> Series:
    """Return words behind the name of what they are said of."""
    return joined(": ", (item.name, words))


def unraised(held: Held) -> Phrase:
    return held.within(phrase("no nonconformity was reported yet"))
