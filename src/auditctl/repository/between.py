"""The files in which two states differ, loaded with what belongs to them and nothing else."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditctl.model.seal import SEAL
from auditctl.repository.held import Held, held
from auditctl.repository.layout import AUDIT_FOLDERS, AUDIT_PARTS, EVIDENCE_FILES, ROOT_PARTS
from auditctl.repository.load import load
from auditctl.repository.repository import Repository
from auditctl.repository.revision import held_at, is_record, require_whole, without_links
from auditctl.repository.sources import SCANNED
from auditctl.repository.stored import same_file
from auditctl.source.files import listing, read_bytes
from auditctl.source.git import Entry, Git, blob_id, contents, differing, tree
from auditctl.source.hashes import HashNote
from auditctl.source.ssh import ALLOWED

OF_ROOT = ("auditctl.yaml", *(f"{part}.yaml" for part in ROOT_PARTS))
OF_AUDIT = ("audit.yaml", "report.md", *(f"{part}.yaml" for part in AUDIT_PARTS))
MOST_ASKED = 1000
"""Paths that git is asked for by name, before it is asked for all."""


@dataclass(frozen=True, slots=True)
class Between:
    """Two states, each with the records of the files that differ; `files` are the others, with what each was and is.

    `submodules` are folders that have a history of their own.
    """

    before: Repository
    after: Repository
    files: tuple[tuple[str, str, str], ...]
    submodules: tuple[str, ...]
    signers: tuple[bytes | None, bytes | None] = (None, None)
    """The file of allowed signers before and after, where it differs."""


def between(git: Git, first: str, second: str | None, today: date) -> Between:
    """Return two commits, or a commit and the files on disk, by what differs. Raises GitFailed, Sparse, OSError."""
    old, new = _both(git, first, second) if second else _with_disk(git, first)
    known = {path: entry.id for path, entry in old.items()}
    now = {path: entry.id for path, entry in new.items()}
    changed = {path for path in known.keys() | now.keys() if known.get(path) != now.get(path)}
    records = set(_with_parts({path for path in changed if is_record(path)}, known.keys() | now.keys()))
    latest = held_at(git, new, records) if second else _held_on_disk(git.root, new, records)
    after = {} if second else {path: git.root / path for path in now}
    others = [
        path
        for path in sorted(changed)
        if (path not in records or path.endswith(f"/{SEAL}"))
        and not _is_same(git, old.get(path), after.get(path, new.get(path)))
    ]
    submodules = {path for path, entry in (*old.items(), *new.items()) if entry.is_submodule}
    return Between(
        load(git.root, today, held=held_at(git, old, records)),
        load(git.root, today, held=latest),
        tuple((path, known.get(path, ""), now.get(path, "")) for path in others if path not in submodules),
        tuple(sorted(submodules & changed)),
        _signers(git, old, None if second is None else new) if ALLOWED in changed else (None, None),
    )


def _signers(
    git: Git, old: Mapping[str, Entry], new: Mapping[str, Entry] | None
) -> tuple[bytes | None, bytes | None]:
    """Return the file of allowed signers as a commit has it and another, or as it is on disk."""
    kept = [entries[ALLOWED].id for entries in (old, new or {}) if ALLOWED in entries]
    texts = contents(git, kept)
    held = [texts.get(entries[ALLOWED].id) if ALLOWED in entries else None for entries in (old, new or {})]
    return held[0], _signers_on_disk(git.root) if new is None else held[1]


def _signers_on_disk(root: Path) -> bytes | None:
    return read_bytes(root, ALLOWED) if (root / ALLOWED).is_file() else None


def _is_same(git: Git, before: Entry | None, after: Entry | Path | None) -> bool:
    """Whether a file of evidence has the same bytes under another id, as one that Git LFS keeps does."""
    if before is None or after is None or f"/{EVIDENCE_FILES}/" not in before.path:
        return False
    if (
        before.is_submodule
        or before.is_link
        or (isinstance(after, Entry) and (after.is_submodule or after.is_link))
    ):
        return False
    return same_file(git, before, after, HashNote())


def _with_disk(git: Git, first: str) -> tuple[dict[str, Entry], dict[str, Entry]]:
    require_whole(git)
    old = without_links(git, tree(git, first))
    return old, _on_disk(git.root, old)


def _both(git: Git, first: str, second: str) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Return the files of two commits: those that differ with their parts, or all where a link may lead to others."""
    paths = differing(git, first, second)
    folders = {"/".join(path.split("/")[:2]) for path in paths if path.startswith("audits/")}
    parts = (f"{folder}/{name}" for folder in sorted(folders) for name in OF_AUDIT)
    asked = [*sorted(paths), *OF_ROOT, "programmes/", *parts]
    if len(asked) <= MOST_ASKED:
        old, new = tree(git, first, asked), tree(git, second, asked)
        if not any(entry.is_link for entry in (*old.values(), *new.values())):
            return old, new
    return without_links(git, tree(git, first)), without_links(git, tree(git, second))


def _with_parts(paths: set[str], known: Collection[str]) -> Iterator[str]:
    """Yield the records that differ, with the parts among which one may have moved from file to key."""
    yield from paths
    tops = {path for path in paths if "/" not in path or path.startswith("programmes/")}
    yield from (path for path in known if path == OF_ROOT[0] or (tops and _is_of_root(path)))
    for audit in {path.split("/")[1] for path in paths if path.startswith("audits/")}:
        yield from (name for part in OF_AUDIT if (name := f"audits/{audit}/{part}") in known)


def _is_of_root(path: str) -> bool:
    return path in OF_ROOT or (path.startswith("programmes/") and is_record(path))


def _on_disk(root: Path, old: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the files on disk as git would know them: one that has not changed has the id that it had."""
    like = next(iter(old.values())).id if old else ""
    found = {}
    paths = list(paths_on_disk(root))
    hidden = (path for path in old.keys() - {*paths} if f"/{EVIDENCE_FILES}/" in path and _stands(root, path))
    paths += sorted(hidden)
    missing = old.keys() - {*paths}
    gone = {old[path].size for path in missing if path.startswith("audits/")}
    for path in paths:
        place = root / path
        was = old.get(path)
        size = place.stat().st_size
        is_same = was.size == size or is_record(path) if was else size in gone
        id_ = blob_id(place, like) if is_same else "changed"
        found[path] = Entry(path, "100644", id_, size)
    inside = tuple(f"{path}/" for path, entry in old.items() if entry.is_submodule)
    kept = {path: entry for path, entry in old.items() if entry.is_submodule}
    return (
        {path: entry for path, entry in found.items() if not path.startswith(inside)} | kept
        if inside
        else found
    )


def paths_on_disk(root: Path) -> Iterator[str]:
    """Yield the files of the layout: records, evidence, seals, and who may sign."""
    folders = ["", *SCANNED]
    for entry in listing(root, "audits"):
        if entry.is_folder:
            folders += [
                entry.path,
                *(f"{entry.path}/{folder}" for folder in (*AUDIT_FOLDERS, EVIDENCE_FILES)),
            ]
    while folders:
        folder = folders.pop()
        for entry in listing(root, folder):
            if entry.is_folder and f"/{EVIDENCE_FILES}" in folder:
                folders.append(entry.path)
            elif not entry.is_folder and not entry.problem and (folder or _is_of_root_folder(entry.path)):
                yield entry.path
            elif entry.unshown and f"/{EVIDENCE_FILES}" in folder and _stands(root, entry.unshown):
                yield entry.unshown


def _stands(root: Path, path: str) -> bool:
    """Whether a file of evidence is there, whatever its name: also one that a listing leaves out."""
    return (root / path).is_file() and Path(os.path.realpath(root / path)).is_relative_to(root)


def _is_of_root_folder(path: str) -> bool:
    return path == ALLOWED or is_record(path)


def _held_on_disk(root: Path, entries: Mapping[str, Entry], only: Collection[str]) -> Held:
    return held({path: read_bytes(root, path) for path in entries if path in only})
