"""The repository as it was at a commit."""

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from auditctl.model.record import Record
from auditctl.repository.held import Held, held
from auditctl.repository.layout import AUDIT_FOLDERS, Placed, place
from auditctl.repository.load import load
from auditctl.repository.repository import Repository
from auditctl.repository.sources import SCANNED
from auditctl.repository.stored import Stored
from auditctl.source.files import OUTSIDE
from auditctl.source.git import ContentsMissing, Entry, Git, contents, left_out, text_id, tree
from auditctl.source.git.refusals import Sparse
from auditctl.source.guards import MAX_BYTES
from auditctl.source.hashes import HashNote


def load_at(git: Git, commit: str, today: date, unpacked: Path, like: Repository | None = None) -> Repository:
    """Load the audit repository as it was at a commit, judged as of `today`.

    Files of evidence that changed since are unpacked into the folder `unpacked` when a rule asks for them. What is
    the same in `like`, another state of the repository, is taken over from there. Raises GitFailed, ContentsMissing.
    """
    entries = without_links(git, tree(git, commit))
    note = like.hashes if like else HashNote()
    stored = Stored(git, entries, unpacked, note)
    known = _known(like, entries) if like else {}
    repository = load(git.root, today, held=held_at(git, entries, known=known))
    return replace(repository, stored=stored, hashes=note)


def _known(like: Repository, entries: Mapping[str, Entry]) -> dict[str, Record[Any]]:
    """Return the records of another state whose files have the same bytes here, and no problem there."""
    faulty = {hit.site.document.path for hit in like.problems}
    found = {}
    for audit in like.audits.values():
        folders = (audit.findings, audit.evidence, audit.capas, audit.workpapers)
        for record in (record for folder in folders for record in folder.values()):
            path = record.document.path
            entry = entries.get(path)
            if entry and path not in faulty and text_id(record.document.text, entry.id) == entry.id:
                found[path] = record
    return found


def held_at(
    git: Git,
    entries: Mapping[str, Entry],
    only: Collection[str] | None = None,
    known: Mapping[str, Record[Any]] | None = None,
) -> Held:
    """Return the records among the files of a revision, of `only` these paths, with the names beside them.

    Those that are `known` need not be read.
    """
    records = {
        path: entry
        for path, entry in entries.items()
        if (only is None or path in only) and not (known and path in known) and is_record(path)
    }
    found = contents(git, (entry.id for entry in records.values() if entry.size <= MAX_BYTES))
    texts = {path: _text(entry, found) for path, entry in records.items()}
    problems = {path: OUTSIDE for path, entry in records.items() if entry.is_link}
    others = () if only is not None else _others(entries, {*records, *(known or ())})
    return held(texts, others, problems, known)


def is_record(path: str) -> bool:
    """Whether a path is that of a record or part, by its folder and its name."""
    folder = path.rpartition("/")[0]
    at = folder.split("/")
    is_ours = folder in {"", *SCANNED} or (
        at[0] == "audits" and (len(at) == 2 or (len(at) == 3 and at[2] in AUDIT_FOLDERS))  # noqa: PLR2004 - audits/A/findings
    )
    return is_ours and isinstance(place(path), Placed)


def require_whole(git: Git) -> None:
    """Raise Sparse where a sparse checkout leaves records or their evidence out, which would seem to be gone."""
    missing = [path for path in left_out(git) if is_record(path) or path.startswith("audits/")]
    if missing:
        raise Sparse(len(missing))


def _others(entries: Mapping[str, Entry], records: Collection[str]) -> list[str]:
    """Return the files that are no records; what a submodule has is not known here."""
    return [path for path, entry in entries.items() if path not in records and not entry.is_submodule]


def _text(entry: Entry, found: Mapping[str, bytes]) -> bytes:
    """Return the contents of a record; one that is too large is told by its size alone."""
    if entry.size > MAX_BYTES:
        return b" " * (MAX_BYTES + 1)
    if entry.is_link:
        return b""
    if entry.id not in found:
        raise ContentsMissing(entry.path)
    return found[entry.id]


def without_links(git: Git, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return files with links replaced by what they lead to; one that leads nowhere or out stays a link."""
    links = {path: entry for path, entry in entries.items() if entry.is_link}
    if not links:
        return dict(entries)
    texts = contents(git, (entry.id for entry in links.values()))
    found = dict(entries)
    for path, entry in links.items():
        target = posixpath.join(posixpath.dirname(path), texts.get(entry.id, b"").decode("utf-8", "replace"))
        found |= _led_to(entries, path, posixpath.normpath(target))
    return found


def _led_to(entries: Mapping[str, Entry], path: str, target: str) -> dict[str, Entry]:
    """Return what a link leads to, under its own name: a file, or all files of a folder."""
    if target in entries and not entries[target].is_link:
        return {path: entries[target]}
    below = f"{target}/"
    return {
        path + name.removeprefix(target): entry for name, entry in entries.items() if name.startswith(below)
    }
