"""The list that a sample is drawn from: read row by row and counted, or refused with its reason."""

import codecs
import csv
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from auditctl.analysis.sampling import csv_rows
from auditctl.cli.evidence.progress import progress
from auditctl.errors import AuditctlError
from auditctl.rules.listing import listed
from auditctl.source.copying import BLOCK, Advance
from auditctl.source.encoding import decoded
from auditctl.source.guards import MAX_BYTES

MOST_GROUPS = 3
Row = tuple[str, ...]


class NoPopulation(AuditctlError):
    """A list that no sample can be drawn from."""

    def __init__(self, path: Path, why: str, way_out: str) -> None:
        super().__init__(f"no sample can be drawn from {path}: {why}", f"{way_out}; nothing was written")


@dataclass(frozen=True, slots=True)
class Population:
    """A list as it was counted; its rows stay in the file, and the first one after the header has the number 1."""

    source: Path
    sha256: str
    header: Row
    size: int

    def rows(self, numbers: Sequence[str]) -> dict[str, Row]:
        """Return the rows with these numbers; NoPopulation where the file is another one by now."""
        wanted = set(numbers)
        with progress(f"drawing from {self.source.name}", self.source.stat().st_size) as advance:
            each = enumerate(_each_row(self.source, advance))
            found = {str(number): row for number, row in each if str(number) in wanted and number}
        if len(found) < len(wanted):
            raise NoPopulation(self.source, "it changed while it was read", "run the command again")
        return found


def population_of(source: Path, *, keeps_duplicates: bool) -> Population:
    """Return a list as it is counted; NoPopulation for one that cannot be counted without doubt."""
    with progress(f"counting {source.name}", 2 * source.stat().st_size) as advance:
        digest = _hashed(source, advance)
        found = _Count.of(source, advance)
    if not found.size:
        why = "it has a header and no rows" if found.header else "it is empty"
        raise NoPopulation(source, why, "its first line is the header, each further one an item")
    found.refuse_rows(source)
    if not keeps_duplicates and (twice := found.twice()):
        _refuse_duplicates(source, twice)
    return Population(source, digest, found.header, found.size)


def _hashed(source: Path, advance: Advance | None) -> str:
    """Return the sha256 of a list; NoPopulation for what is no UTF-8 names the encoding that it seems to have."""
    digest, decoder, done = sha256(), codecs.getincrementaldecoder("utf-8")(), 0
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            _decode(source, decoder, block, done)
            done += len(block)
            if advance:
                advance(len(block))
    _decode(source, decoder, b"", done)
    return digest.hexdigest()


def _decode(source: Path, decoder: codecs.IncrementalDecoder, block: bytes, at: int) -> None:
    """Take in a block that begins `at` that byte, an empty one at the end."""
    begun = at - len(decoder.getstate()[0])
    try:
        decoder.decode(block, final=not block)
    except UnicodeDecodeError as error:
        raise _foreign(source, begun + error.start) from None
    if b"\0" in block:
        raise _foreign(source, 0)


def _foreign(source: Path, bad: int) -> NoPopulation:
    start = 0 if bad < MAX_BYTES else bad
    with source.open("rb") as file:
        file.seek(start)
        problem = decoded(str(source), file.read(MAX_BYTES))[1]
    hint = problem.hint if problem else "it holds NUL characters: is it a text file at all?"
    return NoPopulation(source, "it is not UTF-8", hint)


def _each_row(source: Path, advance: Advance | None) -> Iterator[Row]:
    """Yield the header and each row as they are read; NoPopulation where the file is no list."""
    number = 0
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            for row in csv_rows(_watched(source, file, advance)):
                yield tuple(row)
                number += 1
    except UnicodeDecodeError as error:
        raise NoPopulation(source, "it changed while it was read", "run the command again") from error
    except csv.Error as error:
        raise _no_csv(source, number, error) from error


def _no_csv(source: Path, number: int, error: csv.Error) -> NoPopulation:
    """Return why a list is none; `number` is that of the row in which that turned out, the header's 0."""
    if str(error).startswith("field larger than field limit"):
        where = f"row {number}" if number else "its header"
        return NoPopulation(
            source,
            f"a value in {where} has more than {csv.field_size_limit():,} characters",
            "shorten that value, or close the quotation mark before it",
        )
    return NoPopulation(
        source, f"it is no CSV list ({error})", "close every quotation mark and save it as CSV again"
    )


def _watched(source: Path, lines: Iterable[str], advance: Advance | None) -> Iterator[str]:
    """Yield lines as they are, and tell of them block by block."""
    done = 0
    for at, line in enumerate(lines):
        if not at and line.lower().startswith("sep="):
            raise NoPopulation(
                source, "its first line is an instruction to a spreadsheet", "take out the line `sep=`"
            )
        yield line
        done += len(line)
        if advance and done >= BLOCK:
            advance(done)
            done = 0


@dataclass
class _Count:
    """What is known of a list without its rows; of each row a hash alone is kept."""

    header: Row
    hashes: "array[int]" = field(default_factory=lambda: array("q"))
    empty: list[str] = field(default_factory=list)
    overlong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, source: Path, advance: Advance | None) -> "_Count":
        rows = _each_row(source, advance)
        found = cls(next(rows, ()))
        for row in rows:
            found.add(_filled(row))
        return found

    @property
    def size(self) -> int:
        return len(self.hashes)

    def add(self, row: Row) -> None:
        self.hashes.append(hash(row))
        if not row:
            self.empty.append(str(self.size))
        elif len(row) > len(self.header):
            self.overlong.append(str(self.size))

    def twice(self) -> frozenset[int]:
        """Return the hashes that more than one row has."""
        return frozenset(first for first, second in pairwise(sorted(self.hashes)) if first == second)

    def refuse_rows(self, source: Path) -> None:
        if self.empty:
            raise NoPopulation(
                source,
                f"{_numbered(self.empty)} {'hold' if len(self.empty) > 1 else 'holds'} nothing",
                "take out what is no item",
            )
        if self.overlong:
            has = "have" if len(self.overlong) > 1 else "has"
            raise NoPopulation(
                source,
                f"{_numbered(self.overlong)} {has} more values than the header has names",
                "put values that hold a separator in quotation marks",
            )


def _filled(row: Row) -> Row:
    """Return a row without the empty values at its end."""
    last = max((index for index, value in enumerate(row, start=1) if value.strip()), default=0)
    return row[:last]


def _refuse_duplicates(source: Path, twice: frozenset[int]) -> None:
    """Raise NoPopulation for rows that say the same: those with a hash in common, which are compared in full."""
    groups: dict[Row, list[str]] = {}
    for number, row in enumerate(map(_filled, _each_row(source, None))):
        if number and hash(row) in twice and (row in groups or len(groups) < MOST_GROUPS):
            groups.setdefault(row, []).append(str(number))
    same = [numbers for numbers in groups.values() if len(numbers) > 1]
    if not same:
        return
    more = len(twice) - len(same)
    raise NoPopulation(
        source,
        f"the same stands in it more than once: {'; '.join(map(_numbered, same))}"
        + (f"; and {more} more rows stand several times" if more else ""),
        "take the duplicates out, or count each row by itself with --keep-duplicates",
    )


def _numbered(numbers: Sequence[str]) -> str:
    """Return rows by their numbers, of which the first after the header is 1."""
    return f"row{'' if len(numbers) == 1 else 's'} {listed(numbers)}"
