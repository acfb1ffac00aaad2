"""What a problem is known by from one check to another: SARIF, GitLab and `check --since` tell old from new by it.

It holds when lines move, records change places, a layout or a comment is changed, days pass, and when other problems
come and go. It is made of the code, the file, the message without what the calendar says in it, and what is marked
there with the key in front of it. The order of its words does not count, since a message may list records as they
stand in the file. The severity is no part of it: the same problem weighs more once its gate is passed.
"""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from auditctl.diagnostics import Diagnostic, Location

LENGTH = 32
"""Hexadecimal digits of a fingerprint: half of a SHA-256."""
_AGES = re.compile(r",? ?\b\d+ (?:day|week|month|year)s? (?:ago|late)\b")
_DUE = re.compile(r"; [^;]*\b(?:is|was) due on \d{4}-\d\d-\d\d[^;]*")
_WORD = re.compile(r"[^\s,;:()]+")
_BETWEEN = str.maketrans("{,'\"", "    ")


def fingerprint(item: Diagnostic) -> str:
    """Return what a problem is known by where it is the only one of its kind, 32 hexadecimal digits."""
    return _digest(_known_by(item))


def fingerprints(items: Sequence[Diagnostic]) -> list[str]:
    """Return the fingerprint of each problem; those that nothing tells apart are numbered in their order."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for item in items:
        parts = _known_by(item)
        seen[parts] += 1
        found.append(_digest(parts if seen[parts] == 1 else (*parts, str(seen[parts]))))
    return found


def _known_by(item: Diagnostic) -> tuple[str, ...]:
    words = sorted(_WORD.findall(lasting(item)))
    return (item.code, item.location.path, " ".join(words), *_marked(item.location))


def lasting(item: Diagnostic) -> str:
    """Return the message without what becomes another from day to day."""
    return _DUE.sub("", _AGES.sub("", item.message)) if item.timed else item.message


def _marked(place: Location) -> tuple[str, str]:
    """Return the key in front of what is marked, none for an item of a list, and what is marked without its quotes."""
    before = place.source[: place.column - 1].rstrip(" '\"")
    marked = place.source[place.column - 1 : place.end_column - 1]
    key = before[:-1].rstrip("'\"") if before.endswith(":") else ""
    words = key.translate(_BETWEEN).rsplit(maxsplit=1)
    return (words[-1] if words else "", " ".join(marked.split()).strip("'\""))


def _digest(parts: tuple[str, ...]) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
