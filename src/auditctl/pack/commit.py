"""The commit that a pack is of: the same one gives the same bytes, on every day and machine."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditctl.model.seal import SEAL, SIGNATURE
from auditctl.repository import Repository
from auditctl.repository.attachments import attached
from auditctl.repository.layout import EVIDENCE_FILES
from auditctl.repository.revision import is_record
from auditctl.repository.stored import same_file
from auditctl.source.files import read_bytes
from auditctl.source.git import Entry, Git, GitRefusal, blob_id, bytes_id, git_around, revision, tree
from auditctl.source.hashes import HashNote

TEMPLATES = "templates"
FOLDERS = (f"{TEMPLATES}/", "audits/")
"""Folders of which everything that was committed has to be there as it was."""


@dataclass(frozen=True, slots=True)
class Committed:
    """The commit that the files are of, and its day; `why` says why there is none."""

    commit: str = ""
    day: date | None = None
    why: str = ""


def committed(repository: Repository, records: Iterable[str], audits: Iterable[str]) -> Committed:
    """Return the commit whose files these are: `records` are those that were read, `audits` those that are packed."""
    looked_at = {*records, *_shaping(repository, audits)}
    try:
        git = git_around(repository.root)
        commit = revision(git, "HEAD")
        entries = {
            path: entry
            for path, entry in tree(git, commit).items()
            if path in looked_at or is_record(path) or path.startswith(FOLDERS)
        }
        changed = _changed(git, entries, looked_at)
        if changed:
            return Committed(why=f"{changed} differs from the last commit")
        return Committed(commit, _day(git, commit))
    except GitRefusal as refusal:
        return Committed(why=refusal.sentence)


def _shaping(repository: Repository, audits: Iterable[str]) -> Iterator[str]:
    """Yield the further files that lie there and stand in a pack or shape it: evidence, seals, templates, logo, fonts."""
    root, look = repository.root, repository.settings.report
    for audit in audits:
        yield from (f"audits/{audit}/evidence/{name}" for name in attached(repository, audit))
        yield from (
            path for name in (SEAL, SIGNATURE) if (root / (path := f"audits/{audit}/{name}")).exists()
        )
    own = (path for path in (root / TEMPLATES).rglob("*") if path.is_file())
    yield from (path.relative_to(root).as_posix() for path in own)
    named = (look.logo, *look.fonts.model_dump().values()) if look else ()
    yield from (posixpath.normpath(path) for path in named if path and (root / path).is_file())


def _changed(git: Git, entries: Mapping[str, Entry], looked_at: Iterable[str]) -> str:
    """Return a file that is not as it was committed, or nothing."""
    added = next((path for path in sorted(looked_at) if path not in entries), "")
    return added or next(
        (path for path, entry in sorted(entries.items()) if not _is_as_committed(git, path, entry)), ""
    )


def _is_as_committed(git: Git, path: str, entry: Entry) -> bool:
    """Whether a file holds what was committed; a checkout may have other line ends, and what Git LFS keeps elsewhere."""
    real = git.root / path
    if entry.is_submodule:
        return True
    try:
        if entry.is_link:
            return real.is_symlink()
        if blob_id(real, entry.id) == entry.id or (
            not _is_evidence(path) and _with_line_feeds(git.root, path, entry)
        ):
            return True
        return same_file(git, entry, real, HashNote())
    except OSError:
        return False


def _is_evidence(path: str) -> bool:
    """Whether the bytes of a file are what counts, line ends and all."""
    return path.startswith("audits/") and f"/{EVIDENCE_FILES}/" in path


def _with_line_feeds(root: Path, path: str, entry: Entry) -> bool:
    """Whether a file is as it was committed but for the line ends of its checkout."""
    return bytes_id(read_bytes(root, path).replace(b"\r\n", b"\n"), entry.id) == entry.id


def _day(git: Git, commit: str) -> date:
    told = git.told("show", "-s", "--format=%cI", commit).decode("ascii").strip()
    return date.fromisoformat(told[:10])
