"""A random sample that anybody can draw again, in any language, from its list and its seed.

Rows of the list after its header are numbered from 1. Each row is given the sha256 of the seed, a line feed,
its number in decimal and a line feed (UTF-8); the rows with the smallest digests are drawn. Records call
this `sha256-smallest`.
"""

import csv
from collections.abc import Iterable, Iterator
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
    return max(sum(1 for _ in csv_rows(lines)) - 1, 0)


def csv_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield every row with something in it, the header first; its separator is the one that the header has.

    Raises csv.Error for a quotation mark that is not closed, and for a value that is too long.
    """
    text = iter(lines)
    header = next(text, "")
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), ())))
    yield from (row for row in csv.reader(_with(header, text), delimiter=delimiter, strict=True) if row)


def _with(first: str, rest: Iterable[str]) -> Iterable[str]:
    yield first
    yield from rest
