"""A new name for a record: its file or key and every reference to it, as one change that is proved before it is written."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from auditctl.model.record import Record
from auditctl.model.types import Kind, is_slug
from auditctl.repository import Repository
from auditctl.repository.catalogs import shipped_names
from auditctl.repository.records import records
from auditctl.repository.references import SCOPED
from auditctl.source.files import listing, read_bytes
from auditctl.source.reader import Document, Route, read
from auditctl.writing.change import Change
from auditctl.writing.renaming.proof import require_everything_read, require_same_meaning
from auditctl.writing.renaming.references import SAME, Name, Reference, Renaming, name_of, references
from auditctl.writing.renaming.refusals import Captures, NameTaken, NotAnId, SameName
from auditctl.writing.renaming.seal import require_no_seal
from auditctl.writing.renaming.text import Wording, worded_anew
from auditctl.writing.workpaper import introduced_anew

CATALOGS = "catalogs"


@dataclass(frozen=True)
class Renamed:
    """A rename that is proved and not yet written: the new name, how often each file refers to it, what is there then."""

    name: Name
    change: Change
    references: dict[str, int]
    after: Repository


def renamed(repository: Repository, old: Name, new_id: str) -> Renamed:
    """Return the change that gives a record another id; nothing is written.

    Raises the refusals of `rename_refusals`, and CannotEdit.
    """
    renaming = Renaming(old, replace(old, id=new_id))
    bearers = [record for record in records(repository) if name_of(record) == old]
    _require_free(repository, renaming, bearers)
    require_everything_read(repository, old)
    held = list(references(repository))
    if captured := next((item for item in held if item.meant == renaming.new), None):
        raise Captures(captured, old)
    places = [item for item in held if renaming.rewritten(item) != item.text]
    require_no_seal(repository, old, places, bearers)
    change = Change(repository)
    for document, becomes in _rewritten(repository, renaming, places, bearers):
        change.rewrite(document, becomes)
    for path, to in _moves(repository, renaming, bearers):
        change.move(path, to)
    after = change.repository_after()
    require_same_meaning(repository, after, renaming)
    counts = Counter(change.moved(item.record.document.path) for item in places)
    return Renamed(renaming.new, change, dict(counts), after)


def names(repository: Repository, kind: Kind) -> list[Name]:
    """Return what the records of a kind are called."""
    if kind is Kind.catalog:
        files = (PurePosixPath(entry.path) for entry in listing(repository.root, CATALOGS))
        return [Name(kind, "", path.stem) for path in files if path.suffix == ".yaml"]
    found = (
        Name(kind, audit if kind in SCOPED else "", name)
        for (of, audit), held in repository.names.items()
        if SAME.get(of, of) is kind
        for name in held
    )
    return sorted(set(found))


def _require_free(repository: Repository, renaming: Renaming, bearers: list[Record[Any]]) -> None:
    """Raise SameName, NotAnId or NameTaken; names that differ only by case are one on some systems."""
    old, new = renaming.old, renaming.new
    if new == old:
        raise SameName(old)
    if not is_slug(new.id):
        raise NotAnId(new.id)
    shipped = shipped_names() if new.kind is Kind.catalog else ()
    for taken in (*names(repository, new.kind), *(Name(new.kind, "", name) for name in shipped)):
        if taken.audit == new.audit and taken != old and _folded(taken.id) == new.id:
            raise NameTaken(taken)
    for path, to in _moves(repository, renaming, bearers):
        at, target = repository.root / path, repository.root / to
        if os.path.lexists(target) and not (target.exists() and at.exists() and at.samefile(target)):
            raise NameTaken(to)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _rewritten(
    repository: Repository, renaming: Renaming, places: list[Reference], bearers: list[Record[Any]]
) -> Iterator[tuple[Document, Document]]:
    """Yield each file that changes, as it is and as it will be; our own words in work papers change along."""
    found = {
        document.path: (document, worded_anew(document, wordings))
        for document, wordings in _wordings(repository, renaming, places, bearers)
    }
    for old, document in _workpapers(repository):
        if (new := renaming.applied(old)) != old:
            becomes = found.get(document.path, (document, document))[1]
            text = introduced_anew(becomes.text, (old.audit, old.id), (new.audit, new.id))
            found[document.path] = document, replace(becomes, text=text)
    yield from found.values()


def _workpapers(repository: Repository) -> Iterator[tuple[Name, Document]]:
    for audit in repository.audits.values():
        for session, paper in audit.workpapers.items():
            yield Name(Kind.session, audit.id, session), paper.document


def _wordings(
    repository: Repository, renaming: Renaming, places: list[Reference], bearers: list[Record[Any]]
) -> Iterator[tuple[Document, list[Wording]]]:
    """Yield each file that changes, with the places where it names the record, or has it under its key."""
    files: dict[str, Document] = {}
    found: dict[str, dict[tuple[Route, bool], Wording]] = {}
    for document, wording in _each_wording(repository, renaming, places, bearers):
        files.setdefault(document.path, document)
        found.setdefault(document.path, {})[wording.route, wording.on_key] = wording
    for path, document in files.items():
        yield document, list(found[path].values())


def _each_wording(
    repository: Repository, renaming: Renaming, places: list[Reference], bearers: list[Record[Any]]
) -> Iterator[tuple[Document, Wording]]:
    old, new = renaming.old, renaming.new
    for item in places:
        route = (*item.record.base, *item.route)
        yield item.record.document, Wording(route, item.on_key, item.text, renaming.rewritten(item))
    for record in bearers:
        if record.base:
            yield record.document, Wording(record.base, True, old.id, new.id)
    if old.kind is Kind.catalog:
        path = _catalog_path(old)
        document = read(path, read_bytes(repository.root, path)).document
        yield document, Wording(("catalog", "id"), False, old.id, new.id)


def _moves(
    repository: Repository, renaming: Renaming, bearers: list[Record[Any]]
) -> Iterator[tuple[str, str]]:
    """Yield the files whose name is the record's, each with its new path; of an audit its whole folder."""
    old, new = renaming.old, renaming.new
    if old.kind is Kind.audit:
        if old.id in repository.audits:
            yield f"audits/{old.id}", f"audits/{new.id}"
        return
    paths = [record.document.path for record in bearers if not record.base]
    for path in [_catalog_path(old)] if old.kind is Kind.catalog else paths:
        at = PurePosixPath(path)
        yield path, str(at.with_name(new.id + at.suffix))


def _catalog_path(name: Name) -> str:
    return f"{CATALOGS}/{name.id}.yaml"
