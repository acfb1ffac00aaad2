"""The git repository around an audit repository, which may be a folder of it."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from auditctl.source.git.command import QUICKLY, SECONDS, Done, run, users_safe_directories
from auditctl.source.git.refusals import (
    Bare,
    ContentsMissing,
    Elsewhere,
    GitFailed,
    GitRefusal,
    LostRepository,
    NotInGit,
    Untrusted,
)

_DUBIOUS = re.compile(r"dubious ownership|unsafe repository|is owned by someone else")

_TO_TRUST = re.compile(r"safe\.directory (.+)")
"""The folder that git itself wants to be trusted, quoted for a shell: the top of the repository."""


@dataclass(frozen=True, slots=True)
class Git:
    """A git repository: `prefix` is the path of `root` in it, with a slash at its end, or nothing."""

    root: Path
    prefix: str = ""
    is_shallow: bool = False
    trusted: tuple[str, ...] = ()

    def asked(
        self,
        *words: str,
        data: bytes = b"",
        seconds: float = SECONDS,
        settings: tuple[tuple[str, str], ...] = (),
        into: IO[bytes] | None = None,
    ) -> Done:
        """Run git here and return how it ended. Raises NoGit, TookTooLong."""
        safe = tuple(("safe.directory", value) for value in self.trusted)
        return run(self.root, words, settings=(*safe, *settings), data=data, seconds=seconds, into=into)

    def told(self, *words: str, data: bytes = b"") -> bytes:
        """Return what git prints. Raises GitFailed where it ends with an error, ContentsMissing in a partial clone."""
        done = self.asked(*words, data=data)
        if done.code:
            raise ContentsMissing("earlier commits") if "promisor remote" in done.err else GitFailed(done.err)
        return done.out

    def inside(self, path: str) -> str | None:
        """Return a path of the git repository as one of the audit repository, None for one outside of it."""
        return path.removeprefix(self.prefix) if path.startswith(self.prefix) else None


def git_around(root: Path) -> Git:
    """Return the git repository that a folder lies in.

    Raises NoGit, NotInGit, Bare, Elsewhere, LostRepository, Untrusted, TookTooLong, GitFailed.
    """
    root = Path(os.path.realpath(root))
    tops = [folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")]
    if not tops:
        raise NotInGit(root)
    git = Git(root)
    done = _found(git)
    if done.code and _DUBIOUS.search(done.err):
        git = Git(root, trusted=tuple(users_safe_directories(root)))
        done = _found(git) if git.trusted else done
    if done.code:
        raise _refusal(root, done.err)
    shallow, bare, inside, told = done.out.split(b"\n", 3)
    if bare == b"true":
        raise Bare(root)
    prefix = os.fsdecode(told.removesuffix(b"\n"))
    if inside != b"true" or not _is_top(root, prefix, tops):
        raise Elsewhere(root)
    return Git(root, prefix, shallow == b"true", git.trusted)


def _is_top(root: Path, prefix: str, tops: Sequence[Path]) -> bool:
    """Whether the files of the repository lie where it does, and not where its settings say."""
    top = (root, *root.parents)[prefix.count("/")]
    return top == tops[0] or (top in tops and not (tops[0] / ".git" / "HEAD").exists())


def is_partial(git: Git) -> bool:
    """Whether contents may be missing that a partial clone would fetch."""
    if git.asked("config", "--get", "extensions.partialClone", seconds=QUICKLY).code == 0:
        return True
    remotes = git.asked("config", "--type=bool", "--get-regexp", r"^remote\..*\.promisor$", seconds=QUICKLY)
    return any(line.endswith(b" true") for line in remotes.out.splitlines())


def _found(git: Git) -> Done:
    words = (
        "rev-parse",
        "--is-shallow-repository",
        "--is-bare-repository",
        "--is-inside-work-tree",
        "--show-prefix",
    )
    return git.asked(*words, seconds=QUICKLY)


def _refusal(root: Path, words: str) -> GitRefusal:
    if _DUBIOUS.search(words):
        named = _TO_TRUST.search(words)
        return Untrusted(root, named[1] if named else str(root))
    if "not a git repository" in words:
        return LostRepository(root)
    return GitFailed(words)
