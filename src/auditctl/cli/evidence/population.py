"""The list that a sample is drawn from: read and counted, or refused with its reason."""

import csv
from collections.abc import Sequence
from pathlib import Path

from auditctl.analysis.sampling import Population, population
from auditctl.errors import AuditctlError
from auditctl.rules.listing import listed
from auditctl.source.encoding import decoded
from auditctl.source.guards import MAX_BYTES

MOST_GROUPS = 3


class NoPopulation(AuditctlError):
    """A list that no sample can be drawn from."""

    def __init__(self, path: Path, why: str, way_out: str) -> None:
        super().__init__(f"no sample can be drawn from {path}: {why}", f"{way_out}; nothing was written")


def population_of(source: Path, data: bytes, *, keeps_duplicates: bool) -> Population:
    """Return the rows of a list; NoPopulation for one that cannot be counted without doubt."""
    text = _text(source, data)
    if text.lower().startswith("sep="):
        raise NoPopulation(
            source, "its first line is an instruction to a spreadsheet", "take out the line `sep=`"
        )
    try:
        found = population(text)
    except csv.Error as error:
        raise NoPopulation(
            source, f"it is no CSV list ({error})", "close every quotation mark and save it as CSV again"
        ) from error
    if not found.rows:
        why = "it has a header and no rows" if found.header else "it is empty"
        raise NoPopulation(source, why, "its first line is the header, each further one an item")
    _refuse_rows(source, found)
    if not keeps_duplicates:
        _refuse_duplicates(source, found)
    return found


def _text(source: Path, data: bytes) -> str:
    """Return a list as text; NoPopulation names the encoding that it seems to have."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = 0 if error.start < MAX_BYTES else error.start
    else:
        if "\0" not in text:
            return text
        start = 0
    problem = decoded(str(source), data[start : start + MAX_BYTES])[1]
    hint = problem.hint if problem else "it holds NUL characters: is it a text file at all?"
    raise NoPopulation(source, "it is not UTF-8", hint)


def _refuse_rows(source: Path, found: Population) -> None:
    if empty := found.empty():
        raise NoPopulation(
            source,
            f"{_rows(empty)} hold nothing" if len(empty) > 1 else f"{_rows(empty)} holds nothing",
            "take out what is no item",
        )
    if overlong := found.overlong():
        has = "have" if len(overlong) > 1 else "has"
        raise NoPopulation(
            source,
            f"{_rows(overlong)} {has} more values than the header has names",
            "put values that hold a separator in quotation marks",
        )


def _refuse_duplicates(source: Path, found: Population) -> None:
    groups = found.same()
    if groups:
        shown = "; ".join(_rows(numbers) for numbers in groups[:MOST_GROUPS])
        more = (
            f"; and {len(groups) - MOST_GROUPS} more rows stand several times"
            if len(groups) > MOST_GROUPS
            else ""
        )
        raise NoPopulation(
            source,
            f"the same stands in it more than once: {shown}{more}",
            "take the duplicates out, or count each row by itself with --keep-duplicates",
        )


def _rows(numbers: Sequence[str]) -> str:
    """Return rows by their numbers, of which the first after the header is 1."""
    return f"row{'' if len(numbers) == 1 else 's'} {listed(numbers)}"
