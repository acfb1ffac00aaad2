"""The history of a repository: its commits, and the versions of each file through its renames."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from auditctl.repository.repository import Repository
from auditctl.source.git import (
    Commit,
    ContentsMissing,
    EmptyHistory,
    Git,
    Touch,
    contents,
    git_around,
    is_partial,
    log,
    revision,
)
from auditctl.source.git.refusals import Partial, Shallow
from auditctl.source.guards import MAX_BYTES
from auditctl.source.reader import contents as read

ALIKE = 0.6
"""The part of the values that two records share to count as one that moved."""
MOST_ALIKE = 50
"""Files that a commit took away, up to which each is held against one that it added."""
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit left it; without a blob the commit took it away."""

    commit: Commit
    path: str
    blob: str


@dataclass(frozen=True)
class History:
    """The commits that touched the repository, the latest first; contents are read when they are asked for."""

    git: Git
    commits: tuple[Commit, ...]
    _read: dict[str, Data | None] = field(default_factory=dict, compare=False, repr=False)
    _taken: dict[str, list[Touch]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def by_path(self) -> Mapping[str, list[Version]]:
        """Every version of each path, the latest first."""
        found: dict[str, list[Version]] = {}
        for commit in self.commits:
            for touch in commit.touches:
                found.setdefault(touch.path, []).append(Version(commit, touch.path, touch.blob))
        return found

    @cached_property
    def first(self) -> str:
        """The commit with which the history begins."""
        return self.commits[-1].id

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each commit, the earliest first: parents stand before their children."""
        return {commit.id: place for place, commit in enumerate(reversed(self.commits))}

    def read(self, asked: Iterable[tuple[str, str]]) -> Mapping[str, Data | None]:
        """Return what files say by their blobs; each is asked for with its path, which tells Markdown from YAML."""
        wanted = {blob: path for blob, path in asked if blob and blob not in self._read}
        texts = contents(self.git, wanted)
        for blob, path in wanted.items():
            if blob not in texts:
                raise ContentsMissing(path)
            self._read[blob] = read(path, texts[blob][: MAX_BYTES + 1])[1]
        return self._read

    def data_of(self, version: Version) -> Data:
        """Return what a version says; nothing for one that is gone or cannot be read."""
        return self.read([(version.blob, version.path)]).get(version.blob) or {}

    def versions(self, *paths: str) -> list[Version]:
        """Return every version of a file, the earliest first, also under names that it had before.

        Several paths are those at which one record may stand, such as NAME.yaml and NAME.md.
        """
        found: dict[tuple[str, str], Version] = {}
        waiting, seen = list(paths), set(paths)
        while waiting:
            for version in self.by_path.get(waiting.pop(), ()):
                found[version.commit.id, version.path] = version
                before = self.moved_from(version)
                if before and before not in seen:
                    seen.add(before)
                    waiting.append(before)
        return sorted(
            found.values(), key=lambda version: (self.places[version.commit.id], bool(version.blob))
        )

    def moved_from(self, version: Version) -> str:
        """Return the path that a file had before the commit which added it here, or nothing."""
        gone = self._gone(version.commit)
        if not gone or not version.blob or not self._is_added(version):
            return ""
        for touch in gone:
            if touch.before == version.blob:
                return touch.path
        near = _near(version.path, gone)
        if not near:
            return ""
        own = version
        known = self.read([(own.blob, own.path), *((touch.before, touch.path) for touch in near)])
        likes = [(likeness(known.get(touch.before), known.get(own.blob)), touch.path) for touch in near]
        best = max(likes)
        return best[1] if best[0] >= ALIKE else ""

    def _gone(self, commit: Commit) -> list[Touch]:
        """Return what a commit took away."""
        if commit.id not in self._taken:
            self._taken[commit.id] = [touch for touch in commit.touches if touch.is_gone]
        return self._taken[commit.id]

    def _is_added(self, version: Version) -> bool:
        return any(touch.path == version.path and touch.is_added for touch in version.commit.touches)

    @cached_property
    def authors(self) -> frozenset[str]:
        """The addresses of all who authored a commit, in small letters."""
        return frozenset(commit.email.casefold() for commit in self.commits if not commit.is_merge)


def _near(path: str, gone: Iterable[Touch]) -> list[Touch]:
    """Return what was taken away and may be the record at a path: first of that name, else of that kind of folder.

    Where a commit took many away, only a name tells which is which.
    """
    endings = (".yaml", ".md")
    kind = posixpath.basename(posixpath.dirname(path))
    if not path.endswith(endings):
        return []
    alike = [
        touch
        for touch in gone
        if touch.path.endswith(endings) and posixpath.basename(posixpath.dirname(touch.path)) == kind
    ]
    named = [touch for touch in alike if posixpath.basename(touch.path) == posixpath.basename(path)]
    return named or (alike if len(alike) <= MOST_ALIKE else [])


def likeness(before: Data | None, after: Data | None) -> float:
    """Return the part of the values that two records share, from 0 to 1."""
    if not before or not after:
        return 0.0
    same: int = sum(key in after and bool(after[key] == value) for key, value in before.items())
    return same / len(before.keys() | after.keys())


def history_of(repository: Repository) -> History:
    """Return the history of a repository up to HEAD, with that of its documents wherever they lie.

    Raises GitRefusal, also for a shallow clone, in which a file seems to begin where the clone does, and for a partial one.
    """
    git = git_around(repository.root)
    if git.is_shallow:
        raise Shallow
    if is_partial(git):
        raise Partial
    return history_at(git, revision(git, "HEAD"), outside(git, repository))


def history_at(git: Git, commit: str, further: Iterable[str] = ()) -> History:
    """Return the history up to a commit. Raises EmptyHistory where nothing of this folder was committed."""
    commits = log(git, commit, further=tuple(further))
    if not commits:
        raise EmptyHistory
    return History(git, tuple(commits))


def outside(git: Git, repository: Repository) -> Iterator[str]:
    """Yield the paths of documents that lie in the git repository and outside of the audit repository."""
    for record in repository.documents.values():
        own = document_path(git, record.data.path)
        if own.startswith("/"):
            yield own[1:]


def document_path(git: Git, path: str | None) -> str:
    """Return where a document lies, as the history names it; nothing for one that lies elsewhere."""
    if not path or "://" in path or path.startswith("/") or "\\" in path:
        return ""
    at = posixpath.normpath(git.prefix + path)
    if at.startswith(".."):
        return ""
    own = git.inside(at)
    return f"/{at}" if own is None else own
