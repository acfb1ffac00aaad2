"""The files that `auditctl init` writes: into a new repository, or into one that has them not yet."""

import os
from collections.abc import Iterable
from pathlib import Path

import typer

from auditctl.cli.check_format import folder_in_git
from auditctl.errors import AuditctlError, some
from auditctl.planning import start
from auditctl.source.saving import write_new

MARK = "auditctl.yaml"
"""Written last: with it the folder is a repository."""


class NothingAdded(AuditctlError):
    """All that was asked for is there, and not as auditctl would write it."""

    def __init__(self, paths: list[str], flags: str) -> None:
        super().__init__(
            f"{some(paths)} exist{'s' if len(paths) == 1 else ''} already: nothing was added",
            f"`auditctl init FOLDER {flags}` in a folder elsewhere writes what you can take over by hand",
        )


class Files:
    """Files to write into a folder; what is there already stays."""

    def __init__(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
        self.folder = folder
        wanted = dict(files)
        self.taken = sorted(path for path in wanted if os.path.lexists(folder / path))
        self.differing = [path for path in self.taken if not _holds(folder / path, wanted[path])]
        self.new = {path: data for path, data in wanted.items() if path not in self.taken}

    def say_what_stays(self) -> None:
        for path in self.taken:
            typer.echo(f"{self.folder / path} exists already and is left as it is", err=True)

    def list(self) -> None:
        for path in self.new:
            typer.echo(self.folder / path)

    def write(self) -> None:
        """Write the new ones. Raises CannotWrite."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path, data in sorted(self.new.items(), key=lambda item: item[0] == MARK):
            write_new(self.folder, path, data)


def add_to(root: Path, ci: str, *, vscode: bool, dry_run: bool) -> None:
    """Write what a repository lacks of the files for its CI and editor, and print their paths.

    Raises NothingAdded where all of them are there and none is as auditctl would write it.
    """
    asked = Files(root, start.further(ci, vscode=vscode))
    if asked.differing and not asked.new:
        flags = [f"--ci {ci}"] * (ci != "none") + ["--vscode"] * vscode
        raise NothingAdded(asked.differing, " ".join(flags))
    asked.say_what_stays()
    schemas = Files(root, start.schemas() if vscode else ())
    for files in (schemas, asked):
        if not dry_run:
            files.write()
    asked.list()
    if ci != "none":
        say_where_ci_looks(root)


def say_where_ci_looks(folder: Path) -> None:
    """Say what to do with the file of a CI that stands in a folder of a bigger git repository."""
    if inner := folder_in_git(Path(os.path.realpath(folder))):
        typer.echo(
            f"CI looks at the top of the git repository alone: move its file there, and add -C {inner} to its commands",
            err=True,
        )


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
