"""A random sample that anybody can draw again, in any language, from its list and its seed.

Rows of the list after its header are numbered from 1. Each row is given the sha256 of the seed, a line feed,
its number in decimal and a line feed (UTF-8); the rows with the smallest digests are drawn. Records call
this `sha256-smallest`.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Population:
    """The rows that a sample is drawn from; the first one after the header has the number 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def same(self) -> list[list[str]]:
        """Return the numbers of rows that say the same, those of one saying together."""
        seen: dict[tuple[str, ...], list[str]] = {}
        for number, row in enumerate(self.rows, start=1):
            seen.setdefault(_filled(row), []).append(str(number))
        return [numbers for numbers in seen.values() if len(numbers) > 1]

    def empty(self) -> list[str]:
        """Return the numbers of rows that hold separators and nothing else."""
        return [str(number) for number, row in enumerate(self.rows, start=1) if not _filled(row)]

    def overlong(self) -> list[str]:
        """Return the numbers of rows with more values than the header has names."""
        width = len(self.header)
        return [str(number) for number, row in enumerate(self.rows, start=1) if len(_filled(row)) > width]


def _filled(row: Sequence[str]) -> tuple[str, ...]:
    """Return a row without the empty values at its end."""
    last = max((index for index, value in enumerate(row, start=1) if value.strip()), default=0)
    return tuple(row[:last])


def drawn(seed: str, size: int, taken: int) -> tuple[str, ...]:
    """Return the numbers of the rows drawn from `size` rows, as text, the smallest number first."""

    def rank(row: int) -> bytes:
        return sha256(f"{seed}\n{row}\n".encode()).digest()

    return tuple(str(row) for row in sorted(nsmallest(taken, range(1, size + 1), key=rank)))


def population(text: str) -> Population:
    """Return the header and the rows of a CSV list; blank lines are none. Raises csv.Error."""
    header, *rows = [tuple(row) for row in _rows(io.StringIO(text, newline=""), strict=True)] or [()]
    return Population(header, tuple(rows))


def row_count(lines: Iterable[str]) -> int:
    """Return the rows of a CSV list after its header; blank lines are none. Raises csv.Error."""
    return max(sum(1 for _ in _rows(lines, strict=False)) - 1, 0)


def _rows(lines: Iterable[str], *, strict: bool) -> Iterator[list[str]]:
    """Yield every row with something in it, the header first; its separator is the one that the header has."""
    text = iter(lines)
    header = next(text, "")
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), ())))
    yield from (row for row in csv.reader(_with(header, text), delimiter=delimiter, strict=strict) if row)


def _with(first: str, rest: Iterable[str]) -> Iterable[str]:
    yield first
    yield from rest
