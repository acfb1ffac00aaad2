"""The commit that a pack is of: the same one gives the same bytes, on every day and machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditctl.repository.revision import is_record
from auditctl.source.files import read_bytes
from auditctl.source.git import Entry, Git, GitRefusal, blob_id, git_around, revision, tree

LOOKED_AT = ("templates/", "audits/")
"""Folders whose further files stand in a pack or shape it: templates, evidence, seals."""


@dataclass(frozen=True, slots=True)
class Committed:
    """The commit that the files are of, and its day; `why` says why there is none."""

    commit: str = ""
    day: date | None = None
    why: str = ""


def committed(root: Path, paths: Mapping[str, None]) -> Committed:
    """Return the commit whose files these are: `paths` are the records that were read."""
    try:
        git = git_around(root)
        commit = revision(git, "HEAD")
        entries = {path: entry for path, entry in tree(git, commit).items() if _counts(path)}
        changed = _changed(git.root, entries, paths)
        if changed:
            return Committed(why=f"{changed} differs from the last commit")
        return Committed(commit, _day(git, commit))
    except GitRefusal as refusal:
        return Committed(why=refusal.sentence)


def _counts(path: str) -> bool:
    return is_record(path) or path.startswith(LOOKED_AT)


def _changed(root: Path, entries: Mapping[str, Entry], paths: Mapping[str, None]) -> str:
    """Return a file that is not as it was committed, or nothing."""
    added = next((path for path in sorted(paths) if path not in entries), "")
    return added or next(
        (path for path, entry in sorted(entries.items()) if not _is_as_committed(root, path, entry)), ""
    )


def _is_as_committed(root: Path, path: str, entry: Entry) -> bool:
    """Whether a file holds what was committed; a checkout may have other line ends."""
    try:
        if entry.is_link or entry.is_submodule or blob_id(root / path, entry.id) == entry.id:
            return True
        return is_record(path) and _with_line_feeds(root, path, entry)
    except OSError:
        return False


def _with_line_feeds(root: Path, path: str, entry: Entry) -> bool:
    import hashlib  # noqa: PLC0415 - only a checkout with other line ends needs it

    data = read_bytes(root, path).replace(b"\r\n", b"\n")
    made = hashlib.sha1 if len(entry.id) == 40 else hashlib.sha256  # noqa: PLR2004 - digits of SHA-1
    return made(b"blob %d\0%s" % (len(data), data)).hexdigest() == entry.id


def _day(git: Git, commit: str) -> date:
    told = git.told("show", "-s", "--format=%cI", commit).decode("ascii").strip()
    return date.fromisoformat(told[:10])
