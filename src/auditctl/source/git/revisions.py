"""From the name of a revision to its commit."""

from auditctl.source.git.command import QUICKLY
from auditctl.source.git.place import Git
from auditctl.source.git.refusals import EmptyHistory, NoCommonCommit, UnknownRevision


def revision(git: Git, name: str) -> str:
    """Return the commit that a name stands for, such as `main`, `HEAD~3` or a date of a reflog.

    Raises EmptyHistory, UnknownRevision.
    """
    is_name = name.strip() and name.isprintable() and not name.startswith("-")
    if is_name and (commit := _commit(git, name)):
        return commit
    if _commit(git, "HEAD") is None:
        raise EmptyHistory
    raise UnknownRevision(name, near=_near(git, name) if is_name else "", is_shallow=git.is_shallow)


def _commit(git: Git, name: str) -> str | None:
    done = git.asked("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", seconds=QUICKLY)
    return done.out.decode("ascii").strip() if done.code == 0 else None


def _near(git: Git, name: str) -> str:
    """Return the branch of that name which only a remote has, as a fresh checkout of CI does."""
    words = ("for-each-ref", "--format=%(refname:lstrip=2)", "--count=1", f"refs/remotes/*/{name}")
    return git.asked(*words, seconds=QUICKLY).out.decode("utf-8", "replace").strip()


def merge_base(git: Git, name: str, commit: str, other: str = "HEAD") -> str:
    """Return the commit at which two lines parted; `name` is what the first is called. Raises NoCommonCommit."""
    done = git.asked("merge-base", commit, other)
    if done.code:
        raise NoCommonCommit(name, is_shallow=git.is_shallow)
    return done.out.decode("ascii").split()[0]
