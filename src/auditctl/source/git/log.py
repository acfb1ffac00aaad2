"""Who committed what and when: one pass over the history."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from auditctl.source.git.place import Git

FIELDS = ("%H", "%P", "%an", "%ae", "%aI", "%cI", "%s")


@dataclass(frozen=True, slots=True)
class Touch:
    """A file that a commit added, changed or took away; `blob` is what it left, or nothing.

    `path` is that in the audit repository; one outside of it begins with a slash and is that in the git repository.
    """

    path: str
    before: str
    blob: str

    @property
    def is_added(self) -> bool:
        return not self.before

    @property
    def is_gone(self) -> bool:
        return not self.blob


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit with what it did to files: a merge by what it brought to the line that it was made on."""

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    authored: str
    committed: str
    subject: str
    touches: tuple[Touch, ...]

    @property
    def day(self) -> date | None:
        """The day on which it was authored, where its author was; None where the commit names no real day.

        Not the day on which it was committed, which changes with every rebase; but anybody can set it with `--date`.
        """
        return _day(self.authored)

    @property
    def committed_day(self) -> date | None:
        return _day(self.committed)

    @property
    def recorded(self) -> date | None:
        """The later of both days: from then on what it says stood in the history for sure."""
        return max((day for day in (self.day, self.committed_day) if day), default=None)

    @property
    def is_merge(self) -> bool:
        return len(self.parents) > 1

    @property
    def short(self) -> str:
        return self.id[:8]


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def log(git: Git, commit: str, paths: Sequence[str] = (), further: Sequence[str] = ()) -> list[Commit]:
    """Return the commits that led to a commit and touched the audit repository, the latest first.

    `paths` narrows them to files and folders of it; `further` are paths of the git repository outside of it.
    """
    named = [*paths] or (["."] if git.prefix or further else [])
    named += ["../" * git.prefix.count("/") + path for path in further]
    words = [
        *("log", "-z", f"--format=tformat:%x01{'%x00'.join(FIELDS)}", "--topo-order", "--full-history"),
        *(
            "--raw",
            "--no-renames",
            "--no-abbrev",
            "--diff-merges=first-parent",
            "--no-color",
            "--no-ext-diff",
        ),
        *("--no-textconv", "--no-show-signature", "--no-mailmap", "--encoding=UTF-8", "--root", commit, "--"),
    ]
    return list(_commits(git, git.told(*words, *named)))


def _commits(git: Git, out: bytes) -> Iterator[Commit]:
    """Yield commits from the fields of git's output: names of files are told from heads by where they stand."""
    tokens = out.split(b"\0")
    at, last = 0, len(tokens) - 1
    while at < last:
        facts = [token.decode("utf-8", "replace") for token in tokens[at : at + len(FIELDS)]]
        at += len(FIELDS)
        touches = []
        while at < last and (raw := tokens[at].lstrip(b"\n")).startswith(b":"):
            touches.append(_touch(git, raw, tokens[at + 1]))
            at += 2
        id_, parents, author, email, authored, committed, subject = facts
        yield Commit(
            id_.lstrip("\n\x01"),
            tuple(parents.split()),
            author,
            email,
            authored,
            committed,
            subject,
            tuple(touches),
        )


def _touch(git: Git, raw: bytes, path: bytes) -> Touch:
    _, _, before, after, _ = raw.decode("ascii").split(" ", 4)
    name = os.fsdecode(path)
    own = git.inside(name)
    return Touch(f"/{name}" if own is None else own, _blob(before), _blob(after))


def _blob(id_: str) -> str:
    return "" if not id_.strip("0") else id_
