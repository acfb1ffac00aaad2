"""What a problem is known by from one check to another: SARIF, GitLab and `check --since` tell old from new by it.

It holds when lines move, records change places, a layout or a comment is changed, days pass, and when other problems
come and go. It is made of the code, the file, the message without what the calendar says in it, and what is marked
there with the keys that lead to it, or, where a file cannot be read, with the key in front of it. The order of the
message's words does not count, since it may list records as they stand in the file. The severity is no part of it: the
same problem weighs more once its gate is passed.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from auditctl.diagnostics import Diagnostic, Location

Parts = tuple[str, ...]
LENGTH = 32
"""Hexadecimal digits of a fingerprint: half of a SHA-256."""
_AGES = re.compile(r",? ?\b\d+ (?:day|week|month|year)s? (?:ago|late)\b")
_DUE = re.compile(r"; [^;]*\b(?:is|was) due on \d{4}-\d\d-\d\d[^;]*")
_WORD = re.compile(r"[^\s,;:()]+")
_BETWEEN = str.maketrans("{,'\"", "    ")


def fingerprint(item: Diagnostic) -> str:
    """Return what a problem is known by, 32 hexadecimal digits."""
    return digest(known_by(item), item.twin)


def fingerprints(items: Iterable[Diagnostic]) -> list[str]:
    """Return the fingerprint of each problem."""
    return [fingerprint(item) for item in items]


def with_twins(items: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return problems, those that nothing tells apart numbered in their order; to be done before any is left out."""
    seen: Counter[Parts] = Counter()
    found = []
    for item in items:
        parts = known_by(item)
        seen[parts] += 1
        found.append(item if seen[parts] == item.twin else replace(item, twin=seen[parts]))
    return found


def digest(parts: Parts, twin: int) -> str:
    """Return the fingerprint of what a problem is known by, and of which of its twins it is."""
    told = "\0".join(parts if twin == 1 else (*parts, str(twin)))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def known_by(item: Diagnostic) -> Parts:
    """Return the code, the file, the words of the message in an order of their own, and what is marked.

    What the message names is no part of the mark: of several records it stands at the one that comes first in the file.
    """
    place = item.location
    words = sorted(set(_WORD.findall(lasting(item))))
    named = {word.strip("'\"`.") for word in words}
    marked = (step for step in place.mark or _marked(place) if step not in named)
    return (item.code, place.path, " ".join(words), *marked)


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
