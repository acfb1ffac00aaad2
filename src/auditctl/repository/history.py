"""The history of a repository: its commits, and the versions of each file through its renames."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, takewhile

from auditctl.repository.moves import Data, Move, compared, moves_of, names_of, placed_of
from auditctl.repository.repository import Repository
from auditctl.repository.revision import is_record
from auditctl.repository.stretches import Splitting, Stretch, Version
from auditctl.source.git import (
    Commit,
    ContentsMissing,
    EmptyHistory,
    Git,
    contents,
    git_around,
    is_partial,
    log,
    revision,
)
from auditctl.source.git.refusals import Partial, Shallow
from auditctl.source.guards import MAX_BYTES
from auditctl.source.reader import contents as read


@dataclass(frozen=True)
class History:
    """The commits that touched the repository, the latest first; contents are read when they are asked for."""

    git: Git
    commits: tuple[Commit, ...]
    _read: dict[str, Data | None] = field(default_factory=dict, compare=False, repr=False)
    _moves: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)
    _stretches: dict[tuple[str, ...], tuple[Stretch, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def by_path(self) -> Mapping[str, list[Version]]:
        """Every version of each path, the latest first."""
        found: dict[str, list[Version]] = {}
        for commit in self.commits:
            for touch in commit.touches:
                found.setdefault(touch.path, []).append(Version(commit, touch.path, touch.blob, touch.before))
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

    def data_before(self, version: Version) -> Data:
        """Return what the file said that a version changed or took away."""
        return self.read([(version.before, version.path)]).get(version.before) or {}

    def versions(self, *paths: str) -> list[Version]:
        """Return every version of a file, the earliest first, also under names that it had before.

        Several paths are those at which one record may stand. What stood there before another record took the name is
        none of them.
        """
        held = (self.stretches(names)[-1:] for names in dict.fromkeys(map(names_of, paths)))
        return self.traced(chain.from_iterable(held))

    def traced(self, stretches: Iterable[Stretch]) -> list[Version]:
        """Return every version of files, the earliest first, also under names that they had before."""
        found = {
            (version.commit.id, version.path): version
            for stretch in stretches
            for part in self.trail(stretch)
            for version in part.versions
        }
        return sorted(found.values(), key=self._order)

    def stretches(self, names: tuple[str, ...]) -> tuple[Stretch, ...]:
        """Return the files that stood under a name, one after the other; `names` are the paths of that name."""
        if names not in self._stretches:
            versions = sorted(
                chain.from_iterable(self.by_path.get(path, ()) for path in names), key=self._order
            )
            if placed_of(names[0]) and any(not version.blob for version in versions[:-1]):
                self.read([(version.blob, version.path) for version in versions])
            self._stretches[names] = Splitting(self.moves, self.data_of).stretches(versions)
        return self._stretches[names]

    def trail(self, stretch: Stretch) -> Iterator[Stretch]:
        """Yield a stretch, and what the file was before it was renamed, the latest first."""
        seen = set()
        current: Stretch | None = stretch
        while current and current.begin not in seen:
            seen.add(current.begin)
            yield current
            current = self.origin(current)

    def origin(self, stretch: Stretch) -> Stretch | None:
        """Return what a file was under the name that it had before, or nothing."""
        begin = stretch.versions[0].commit
        for version in takewhile(lambda version: version.commit is begin, stretch.versions):
            old = self.moves(begin).get(version.path, "") if version.is_added else ""
            if old and old not in names_of(version.path):
                return self.stretch_at(begin, old)
        return None

    def stretch_at(self, commit: Commit, path: str) -> Stretch | None:
        """Return the file of which a version is that of a path at a commit."""
        return next((held for held in self.stretches(names_of(path)) if held.has(commit, path)), None)

    @cached_property
    def moved_on(self) -> Mapping[tuple[str, str], list[Move]]:
        """The moves of records that went on under another name, by where they began; the latest move first."""
        found: dict[tuple[str, str], list[Move]] = {}
        for commit in self.commits:
            if any(touch.is_gone and is_record(touch.path) for touch in commit.touches):
                for after, before in self.moves(commit).items():
                    stretch = self.stretch_at(commit, before)
                    if stretch and after not in names_of(before):
                        found.setdefault(stretch.begin, []).append(Move(commit, before, after))
        return found

    def path_now(self, path: str) -> str:
        """Return the path under which the record goes on that had another one last."""
        seen: set[str] = set()
        while path not in seen:
            seen.add(path)
            held = self.stretches(names_of(path))[-1:]
            moves = self.moved_on.get(held[0].begin) if held else None
            path = moves[0].after if moves else path
        return path

    def moves(self, commit: Commit) -> Mapping[str, str]:
        """Return the old path of each file that a commit moved, by the new one."""
        if not self._moves:
            self.read(chain.from_iterable(compared(one.touches) for one in self.commits))
        if commit.id not in self._moves:
            self._moves[commit.id] = moves_of(commit.touches, self.read)
        return self._moves[commit.id]

    def _order(self, version: Version) -> tuple[int, bool]:
        return self.places[version.commit.id], bool(version.blob)

    @cached_property
    def authors(self) -> frozenset[str]:
        """The addresses of all who authored a commit, in small letters."""
        return frozenset(commit.email.casefold() for commit in self.commits if not commit.is_merge)


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
