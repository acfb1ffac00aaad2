"""Which audits a change can bear on: those that it touches, and all that refer to each other with them."""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from auditctl.model.record import Record
from auditctl.model.shape import marks
from auditctl.model.types import Kind, RefTo
from auditctl.repository import Repository
from auditctl.repository.records import records

FEW = 1_000
"""Files up to which everything is judged anew, so that what is only worth a hint is heard from everywhere."""
MOST = 40
"""Linked audits from which on telling them from the rest costs more than it saves."""
WITHIN = frozenset({Kind.session, Kind.evidence, Kind.finding, Kind.capa})


def vicinity(repository: Repository, paths: Iterable[str], few: int = FEW) -> frozenset[str] | None:
    """Return the audits that a change of these files can bear on; None where that may be every one.

    The errors that a change brings stand in these audits or in files of the root: a rule that looks across
    audits follows their references.
    """
    starts = {_audit_of(path) for path in paths}
    if repository.files <= few or None in starts:
        return None
    held = _by_audit(repository)
    found: set[str] = set()
    waiting = [name for name in starts if name is not None]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if len(found) > MOST:
            return None
        waiting += {*_referred(held.get(name, ())), *_referring(held, name)} - found
    return frozenset(found - {""})


def _audit_of(path: str) -> str | None:
    """Return the audit of a file, nothing for a CAPA of the root, None for what all of them rest on."""
    top, _, rest = path.partition("/")
    if top == "audits":
        return rest.partition("/")[0]
    return "" if top == "capas" else None


def _by_audit(repository: Repository) -> dict[str, list[Record[BaseModel]]]:
    """Return the records of each audit, and under nothing the CAPAs of the root."""
    held: dict[str, list[Record[BaseModel]]] = {"": list(repository.own_capas.values())}
    for record in records(repository):
        if record.audit:
            held.setdefault(record.audit, []).append(record)
    return held


def _referred(held: Iterable[Record[BaseModel]]) -> Iterator[str]:
    for record in held:
        yield from _audits_named(record)


def _audits_named(record: Record[BaseModel]) -> Iterator[str]:
    """Yield the audits that a record names, by themselves or before a slash."""
    for _, _, mark, value in marks(record.data):
        if isinstance(mark, RefTo) and mark.kind is Kind.audit:
            yield value
        elif isinstance(mark, RefTo) and mark.kind in WITHIN and "/" in value:
            yield value.partition("/")[0]


def _referring(held: dict[str, list[Record[BaseModel]]], name: str) -> Iterator[str]:
    """Yield the audits with a record that names this one; only files that hold the word are looked into."""
    if not name:
        return
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for audit, group in held.items():
        if audit != name and any(
            name in record.document.text
            and word.search(record.document.text)
            and name in _audits_named(record)
            for record in group
        ):
            yield audit
