"""The versions of a file under one name, as long as it is one and the same file.

A name can be used again: after a record was moved away or taken away, another may stand at its path, which has a
history of its own. One that was only brought back, or given back what it said, goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from auditctl.model.seal import SEAL
from auditctl.repository.layout import Role
from auditctl.repository.moves import ALIKE, Data, likeness, placed_of
from auditctl.source.git import Commit


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit left it, `before` as it found it; without a blob the commit took it away."""

    commit: Commit
    path: str
    blob: str
    before: str = ""

    @property
    def is_added(self) -> bool:
        return bool(self.blob) and not self.before


@dataclass(frozen=True, slots=True)
class Stretch:
    """The versions of one file under one name, the earliest first."""

    versions: tuple[Version, ...]

    @property
    def begin(self) -> tuple[str, str]:
        """The commit and the path of the first version, by which it is known."""
        return self.versions[0].commit.id, self.versions[0].path

    @property
    def last(self) -> Version | None:
        """The last version that says something."""
        return next((version for version in reversed(self.versions) if version.blob), None)

    @property
    def end(self) -> Version | None:
        """The version that took it away; None where it stands, or where a merge left it out."""
        return None if self.versions[-1].blob else self.versions[-1]

    def has(self, commit: Commit, path: str) -> bool:
        return any(version.commit is commit and version.path == path for version in self.versions)


@dataclass(frozen=True)
class Splitting:
    """What tells where one file ends and another begins: the moves of a commit, and what a version says."""

    moves: Callable[[Commit], Mapping[str, str]]
    data_of: Callable[[Version], Data]

    def stretches(self, versions: Iterable[Version]) -> tuple[Stretch, ...]:
        """Return the versions of a name, the earliest first, by the file that they are of."""
        found: list[list[Version]] = []
        standing: set[str] = set()
        for _, of_commit in groupby(versions, key=lambda version: version.commit.id):
            group = list(of_commit)
            is_free = not standing and any(version.is_added for version in group)
            if not found or (is_free and self._is_another(found[-1], group)):
                found.append([])
            _of_which(found, group).extend(group)
            standing = (standing - {item.path for item in group}) | {item.path for item in group if item.blob}
        return tuple(Stretch(tuple(held)) for held in found)

    def _is_another(self, before: list[Version], group: list[Version]) -> bool:
        """Whether what a commit adds at a name that was free is another file than the one that stood there."""
        end = before[-1]
        if end.path in self.moves(end.commit).values():
            return True
        fresh = next(version for version in group if version.is_added)
        if fresh.path in self.moves(fresh.commit):
            return True
        placed = placed_of(fresh.path)
        if placed is None or placed.role is Role.root_part or placed.path.endswith(f"/{SEAL}"):
            return False
        if placed.role is Role.audit_part and placed.id != "audit":
            # a part may be a file or a key of audit.yaml: it is another only in another audit
            return _takes_away(end.commit, f"audits/{placed.audit}/audit.yaml")
        last = next((version for version in reversed(before) if version.blob), None)
        if last is None or last.blob == fresh.blob:
            return False
        return likeness(self.data_of(last), self.data_of(fresh)) < ALIKE


def _takes_away(commit: Commit, path: str) -> bool:
    return any(touch.path == path and touch.is_gone for touch in commit.touches)


def _of_which(found: list[list[Version]], group: list[Version]) -> list[Version]:
    """Return the stretch that a commit goes on with: on another line of work that may be an earlier one."""
    before = {version.before for version in group if version.before}
    known: Iterator[list[Version]] = (
        held for held in reversed(found) if any(version.blob in before for version in held)
    )
    return next(known, found[-1]) if before and len(found) > 1 else found[-1]
