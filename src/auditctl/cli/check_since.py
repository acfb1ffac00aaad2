"""`auditctl check --since REV`: what the change since a revision introduced, and nothing else."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from auditctl.check import Options
    from auditctl.cli.call import Call
    from auditctl.diagnostics import Outcome
    from auditctl.introduced import Known
    from auditctl.repository import Repository
    from auditctl.repository.renamed import Renames
    from auditctl.source.git import Git


@dataclass(frozen=True, slots=True)
class Base:
    """The commit that a check is held against: where the line of work left the revision of that name."""

    git: "Git"
    name: str
    tip: str
    commit: str

    @property
    def told(self) -> str:
        if self.commit == self.tip:
            return (
                self.commit[:8] if self.commit.startswith(self.name) else f"{self.name} ({self.commit[:8]})"
            )
        return f"{self.commit[:8]}, where {self.name} and HEAD parted"

    def introduced(self, repository: "Repository", outcome: "Outcome", options: "Options") -> "Outcome":
        """Return what a check found that it would not have found at the base."""
        from auditctl.introduced import introduced  # noqa: PLC0415 - a plain check does not need it

        before, renamed, submodules = _before(repository, self.git, self.commit, options)
        own = _without(outcome, submodules)
        found = introduced(before, own, renamed)
        stood = len(own.diagnostics) - len(found.diagnostics)
        problems = "1 problem stood" if stood == 1 else f"{stood} problems stood"
        typer.echo(f"held against {self.told}: {problems} there already", err=True)
        return found


def base_of(call: "Call", name: str) -> Base:
    """Return the commit that a revision and HEAD have in common, as a merge request shows it.

    So what others mended there meanwhile does not count as broken here. Raises GitRefusal.
    """
    from auditctl.repository.revision import require_whole  # noqa: PLC0415 - a plain check does not need it
    from auditctl.source.git import git_around, merge_base, revision  # noqa: PLC0415 - a plain check does not need it

    git = git_around(call.root())
    require_whole(git)
    tip = revision(git, name)
    return Base(git, name, tip, merge_base(git, name, tip))


def _before(
    now: "Repository", git: "Git", base: str, options: "Options"
) -> "tuple[Known, Renames, list[str]]":
    """Return what a check of the base knows, what was renamed since, and the submodules, which are not looked into."""
    from auditctl.check import check  # noqa: PLC0415
    from auditctl.introduced import known  # noqa: PLC0415
    from auditctl.repository.history import history_at, outside  # noqa: PLC0415
    from auditctl.repository.renamed import Renames, renames  # noqa: PLC0415
    from auditctl.repository.revision import load_at  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="auditctl-") as folder:
        repository = load_at(git, base, now.today, Path(folder), now)
        if not repository.files:
            typer.echo(
                f"at {base[:8]} there is no audit repository in this folder: all of it is new", err=True
            )
            return {}, Renames(), []
        entries = repository.stored.entries if repository.stored else {}
        submodules = [path for path, entry in entries.items() if entry.is_submodule]
        history = None if git.is_shallow else history_at(git, base, outside(git, repository))
        found = check(repository, replace(options, history=history, paths=()))
        renamed = renames(git, entries)
        return known(found, renamed), renamed, submodules


def _without(outcome: "Outcome", submodules: Iterable[str]) -> "Outcome":
    """Return an outcome without what lies in submodules, whose history is their own, and say so."""
    folders = tuple(f"{path}/" for path in submodules)
    if not folders:
        return outcome
    names = ", ".join(folders)
    typer.echo(f"{names}: a submodule has a history of its own; what is new in it is not told", err=True)
    own = tuple(item for item in outcome.diagnostics if not item.location.path.startswith(folders))
    left = len(outcome.diagnostics) - len(own)
    return replace(outcome, diagnostics=own, ignored=outcome.ignored + left)
