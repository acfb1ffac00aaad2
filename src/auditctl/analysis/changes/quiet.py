"""Rules that a comment keeps quiet, by the record in which the comment stands."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.said import value
from auditctl.model.record import Record
from auditctl.repository import Repository
from auditctl.repository.silencers import silencers
from auditctl.source.reader import Document, find, line_column, tree

Key = tuple[str, str, str]
"""Audit, kind and id of a record."""
Quiet = tuple[tuple[str, str], ...]
"""The codes that comments keep quiet, each with the reason."""


def kept_quiet(repository: Repository, records: Iterable[tuple[Key, Record[Any]]]) -> Mapping[Key, Quiet]:
    """Return what comments keep quiet in each record; one without a reason keeps nothing quiet."""
    spoken = {document.path: document for document in repository.commented}
    if not spoken:
        return {}
    held: dict[str, list[tuple[Key, Record[Any]]]] = {}
    for key, record in records:
        if record.document.path in spoken:
            held.setdefault(record.document.path, []).append((key, record))
    found: dict[Key, list[tuple[str, str]]] = {}
    for path, here in held.items():
        for key, code, reason in _of_file(spoken[path], here):
            found.setdefault(key, []).append((code, reason))
    return {key: tuple(sorted(codes)) for key, codes in found.items()}


def _of_file(document: Document, records: list[tuple[Key, Record[Any]]]) -> Iterator[tuple[Key, str, str]]:
    """Yield what is kept quiet in a file, each with the record that begins last before the line."""
    root = tree(document)
    if root is None:
        return
    begins = sorted(
        ((_line(document, find(root, record.base, key=True).start) if record.base else 0), key)
        for key, record in records
    )
    for comment in silencers(document):
        at = bisect_right(begins, comment.line, key=lambda begin: begin[0]) - 1
        if comment.reason and at >= 0:
            yield from ((begins[at][1], code, comment.reason) for code in comment.codes)


def _line(document: Document, offset: int) -> int:
    return line_column(document.text, offset)[0]


def changes_of_quiet(before: Quiet, after: Quiet) -> Iterator[Change]:
    """Yield which rules a comment keeps quiet now and did not before, and the other way round."""
    old, new = [item for item in before if item not in after], [item for item in after if item not in before]
    for code, reason in new:
        was = next((held for held in old if held[0] == code), None)
        if was is None:
            told = f"rule {code} kept quiet by a comment: {value(reason)}"
            yield Change(Sort.rule_silenced, told, (), None, {"code": code, "reason": reason})
        else:
            old.remove(was)
            told = f"why rule {code} is kept quiet: {value(was[1])} → {value(reason)}"
            yield Change(Sort.changed, told, (), was[1], reason)
    for code, reason in old:
        told = f"rule {code} no longer kept quiet by a comment"
        yield Change(Sort.changed, told, (), {"code": code, "reason": reason}, None)
