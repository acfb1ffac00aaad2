"""Samples: said of what, and drawn so that they can be drawn again."""

import csv
from collections.abc import Iterator
from pathlib import Path

from auditctl.analysis.sampling import drawn, row_count
from auditctl.diagnostics import Severity
from auditctl.model.evidence import Sample, SampleMethod
from auditctl.model.record import Hit
from auditctl.phrases import Phrase, counted, phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import attachment, digest
from auditctl.rules.evd.subjects import collected
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

Fault = tuple[str, Phrase]
"""The key of the sample that is wrong, and what is wrong with it."""


@rule("EVD004", "unsound-sample", Severity.error, basis="19011")
def unsound_sample(repository: Repository) -> Iterator[Hit]:
    """A sample is larger than its population, names no population, or is random without seed or list.

    Why: how many of how many, of what, drawn how: without it nobody can tell what a sample says of the whole.

    Fix: write `population`, `size` and `taken`. A random sample carries `seed`, `list`,
    `list_sha256` and `picked`, as `auditctl evidence sample` writes them; `auditctl explain EVD011` says how
    it is drawn.
    """
    for audit, item in collected(repository):
        sample = item.data.sample
        faults = list(_faults(sample)) if sample else []
        if faults:
            yield Hit(
                item.at("sample", faults[0][0]),
                phrase(
                    "the sample of %(evidence)s %(faults)s",
                    evidence=item.id,
                    faults=listed([words for _, words in faults]),
                ),
                help=phrase("write `population`, `size` and `taken`; a random one also `seed` and `list`"),
                audit=audit.id,
            )


def _faults(sample: Sample) -> Iterator[Fault]:
    if sample.size is not None and sample.taken is not None and sample.taken > sample.size:
        yield "taken", phrase("takes %(taken)s of %(size)s", taken=sample.taken, size=sample.size)
    if sample.population is None:
        yield "population", phrase("names no population")
    if sample.method is SampleMethod.random:
        missing = [
            f"`{key}`" for key, value in (("seed", sample.seed), ("list", sample.list)) if value is None
        ]
        if missing:
            yield "method", phrase("is random without %(missing)s", missing=listed(missing))


@rule("EVD011", "sample-not-repeatable", Severity.error)
def sample_not_repeatable(repository: Repository) -> Iterator[Hit]:
    """A random sample cannot be drawn again from its list and seed.

    Why: a random sample convinces because nobody chose it. That is shown by drawing it again: rows of the list
    after its header are numbered from 1, each gets the sha256 of seed, line feed, number, line feed, and
    the rows with the smallest digests are drawn (`algorithm: sha256-smallest`).

    Fix: let `auditctl evidence sample` draw the rows; it records list, its sha256, seed and rows. Never change
    the list afterwards.
    """
    for audit, item in collected(repository):
        sample = item.data.sample
        if sample is None or sample.method is not SampleMethod.random or item.data.disposed:
            continue
        if sample.seed is None or sample.list is None:
            continue
        fault = _drawing_fault(repository, audit, sample, sample.seed, sample.list)
        if fault:
            yield Hit(
                item.at("sample", fault[0]),
                phrase(
                    "the sample of %(evidence)s cannot be drawn again: %(fault)s",
                    evidence=item.id,
                    fault=fault[1],
                ),
                help=phrase(
                    "draw it anew, or restore the list (`auditctl explain EVD011` says how rows are drawn)"
                ),
                audit=audit.id,
            )


def _drawing_fault(
    repository: Repository, audit: Audit, sample: Sample, seed: str, list_: str
) -> Fault | None:
    """Return the first thing that keeps a drawing from being repeated."""
    held = attachment(repository, audit.id, list_)
    if held.real is None:
        return "list", phrase("%(file)s %(problem)s", file=list_, problem=held.problem)
    if sample.list_sha256 is None:
        return "list", phrase("`list_sha256` of %(list)s is missing", list=list_)
    if digest(repository, held.real) != sample.list_sha256:
        return "list_sha256", phrase("%(list)s has another sha256, so it changed", list=list_)
    try:
        rows = _rows(held.real)
    except (UnicodeDecodeError, csv.Error) as error:
        return "list", phrase("%(list)s is no CSV file in UTF-8 (%(error)s)", list=list_, error=str(error))
    return _picking_fault(sample, seed, rows)


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return row_count(file)


def _picking_fault(sample: Sample, seed: str, rows: int) -> Fault | None:
    if sample.size is not None and sample.size != rows:
        told = phrase("the list has %(rows)s rows, `size` says %(size)s", rows=rows, size=sample.size)
        return "size", told
    taken = len(sample.picked) if sample.taken is None else sample.taken
    again = drawn(seed, rows, taken)
    if sorted(sample.picked) == sorted(again):
        return None
    if not sample.picked:
        return "method", phrase("`picked` is missing")
    wrong = [row for row in sample.picked if row not in again]
    if wrong:
        return "picked", phrase("the seed %(seed)s does not draw %(rows)s", seed=seed, rows=listed(wrong))
    told = counted(
        "`picked` names %(n)s row, `taken` says %(taken)s",
        "`picked` names %(n)s rows, `taken` says %(taken)s",
        len(sample.picked),
        taken=taken,
    )
    return "picked", told
