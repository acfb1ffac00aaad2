"""A few other words in a text of several lines, whose layout stays as it is."""

import re

from auditctl.source.editing.splice import Splice

_WORD = re.compile(r"\S+")


def reworded(source: str, old: str, new: str) -> Splice | None:
    """Return which words of a text give way to which, None where its words do not stand there as such.

    It is a proposal: whether the lines then say `new` is seen by reading them.
    """
    found = list(_WORD.finditer(source))
    before, after = old.split(), new.split()
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    if head + tail == 0 or [word[0] for word in found] != before:
        return None
    last = len(found) - tail
    words = " ".join(after[head : len(after) - tail])
    if head < last and words:
        return Splice(found[head].start(), found[last - 1].end(), words)
    if head:
        return Splice(found[head - 1].end(), found[last - 1].end(), words and f" {words}")
    return Splice(found[0].start(), found[last].start(), words and f"{words} ")


def _common(one: list[str], other: list[str]) -> int:
    """Return how many words two lists begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
