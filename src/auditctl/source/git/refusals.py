"""Why git cannot tell: each case in one sentence with its way out."""

from pathlib import Path

from auditctl.errors import AuditctlError
from auditctl.source.text import visible

DEEPEN = "fetch the rest: `git fetch --unshallow`, in CI a checkout with `fetch-depth: 0`"
LONGEST = 300
"""Characters of git's own words that are passed on."""


class GitRefusal(AuditctlError):
    """Git cannot tell; whoever only asks for what history adds goes on without it."""


class NoGit(GitRefusal):
    def __init__(self) -> None:
        super().__init__(
            "git is not installed, or not on the PATH",
            "install git; whatever needs no history works without it",
        )


class NotInGit(GitRefusal):
    def __init__(self, root: Path) -> None:
        super().__init__(
            f"{root} is not in a git repository",
            "start one: `git init`, then `git add -A` and `git commit`",
        )


class Bare(GitRefusal):
    def __init__(self, root: Path) -> None:
        super().__init__(
            f"the git repository of {root} is bare: to git it has no files, only a history",
            "work in a clone of it; if it is no bare one: `git config core.bare false`",
        )


class Elsewhere(GitRefusal):
    """A work tree that a setting of the repository moved, or its `.git` folder itself."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"the files of {root} are not those of the git repository around it, which has them elsewhere",
            "see `git config core.worktree`; where that is wrong: `git config --unset core.worktree`",
        )


class LostRepository(GitRefusal):
    """A `.git` file of a worktree or submodule that points to what has gone."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"the .git that {root} belongs to is broken or points to a repository that is not there",
            "a worktree that moved: `git worktree repair` in its main repository; a submodule: `git submodule update --init`",
        )


class Untrusted(GitRefusal):
    def __init__(self, root: Path, folder: str) -> None:
        super().__init__(
            f"git does not trust the repository of {root}, since it belongs to somebody else (dubious ownership)",
            f"if you do: `git config --global --add safe.directory {folder}`",
        )


class EmptyHistory(GitRefusal):
    def __init__(self) -> None:
        super().__init__(
            "nothing has been committed yet: the history is empty",
            "commit the files: `git add -A`, `git commit`",
        )


class UnknownRevision(GitRefusal):
    def __init__(self, name: str, *, near: str = "", is_shallow: bool = False) -> None:
        way_out = (
            f"did you mean {near}?" if near else "`git log --oneline` and `git branch -a` show what there is"
        )
        sentence = f"git knows no revision '{visible(name)}' here"
        if is_shallow:
            sentence += ", and this is a shallow clone, which has only the end of the history"
            way_out = DEEPEN
        super().__init__(sentence, way_out)


class NoCommonCommit(GitRefusal):
    def __init__(self, name: str, *, is_shallow: bool) -> None:
        super().__init__(
            f"no commit that {visible(name)} and HEAD have in common is here"
            + (": this is a shallow clone, which has only the end of the history" if is_shallow else ""),
            DEEPEN if is_shallow else "name a revision that HEAD grew from",
        )


class Shallow(GitRefusal):
    def __init__(self) -> None:
        super().__init__("this is a shallow clone, which has only the end of the history", DEEPEN)


class Partial(GitRefusal):
    def __init__(self) -> None:
        super().__init__(
            "this is a partial clone, which lacks the contents of earlier commits",
            "fill it: `git fetch --refetch --no-filter`, in CI a checkout without `filter`",
        )


class Sparse(GitRefusal):
    def __init__(self, files: int) -> None:
        what = (
            "1 file of the records and their evidence"
            if files == 1
            else f"{files} files of the records and their evidence"
        )
        super().__init__(
            f"this is a sparse checkout, which leaves out {what}",
            "fetch them: `git sparse-checkout disable`, or add their folders: `git sparse-checkout add`",
        )


class ContentsMissing(GitRefusal):
    """A partial clone, or a damaged one: nothing is fetched from anywhere."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"this clone lacks the contents of {visible(what)}",
            "a partial clone is filled by `git fetch --refetch --no-filter`; `git fsck` tells what is damaged",
        )


class TookTooLong(GitRefusal):
    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"git did not answer within {seconds:g} seconds and was stopped",
            "see whether `git log` answers here; a pipe named in the configuration or a dead network drive can hold it up",
        )


class GitFailed(GitRefusal):
    def __init__(self, words: str) -> None:
        lines = [line for line in words.splitlines() if not line.startswith("hint:")]
        told = " ".join(" ".join(lines).split())[:LONGEST] or "nothing"
        super().__init__(
            f"git cannot read this repository, it says: {visible(told)}", "`git fsck` may tell more"
        )
