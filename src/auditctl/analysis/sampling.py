"""A random sample that anybody can draw again, in any language, from its list and its seed.

Rows of the list after its header are numbered from 1. Each row is given the sha256 of the seed, a line feed,
its number in decimal and a line feed (UTF-8); the rows with the smallest digests are drawn.
"""

import csv
from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest

DELIMITERS = (",", ";", "\t")


def drawn(seed: str, size: int, taken: int) -> tuple[str, ...]:
    """Return the numbers of the rows drawn from `size` rows, as text, the smallest number first."""

    def rank(row: int) -> bytes:
        return sha256(f"{seed}\n{row}\n".encode()).digest()

    return tuple(str(row) for row in sorted(nsmallest(taken, range(1, size + 1), key=rank)))


def row_count(lines: Iterable[str]) -> int:
    """Return the rows of a CSV list after its header; blank lines are none. Raises csv.Error."""
    text = iter(lines)
    header = next(text, "")
    delimiter = max(DELIMITERS, key=header.count)
    rest = sum(bool(row) for row in csv.reader(_with(header, text), delimiter=delimiter))
    return max(rest - 1, 0)


def _with(first: str, rest: Iterable[str]) -> Iterable[str]:
    yield first
    yield from rest
