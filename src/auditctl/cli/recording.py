"""The last steps of every command that adds a record: judge it, write it or show it, say what comes next."""

import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar

import typer

from auditctl.cli.call import print_json
from auditctl.cli.changing import told
from auditctl.cli.how import How
from auditctl.errors import AlreadyThere
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.outputs.console import Paint, block
from auditctl.repository import Audit, Repository
from auditctl.writing.change import difference
from auditctl.writing.create import create_record, free_name
from auditctl.writing.preview import Preview
from auditctl.writing.refusals import DoesNotFit

__all__ = ["How", "New", "record", "refuse_faults"]

M = TypeVar("M", Finding, Evidence)
FOLDERS = {Finding: "findings", Evidence: "evidence"}


@dataclass(frozen=True)
class New(Generic[M]):
    """A record that is about to be written into an audit; without a name it gets one of its title."""

    repository: Repository
    audit: Audit
    model: type[M]
    title: str
    text: str
    name: str = ""

    @property
    def folder(self) -> str:
        return f"audits/{self.audit.id}/{FOLDERS[self.model]}"

    @property
    def path(self) -> str:
        """Where it would be written now."""
        return f"{self.folder}/{self.name or free_name(self.repository.root, self.folder, self.title)}.yaml"

    def preview(self, path: str) -> Preview:
        return Preview(self.repository, path, self.text.encode())


def refuse_faults(new: New[M]) -> None:
    """Raise DoesNotFit for a record that the format or its references speak against."""
    found = new.preview(new.path).faults()
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise DoesNotFit(new.model.__name__.lower(), found[0].message + more, found[0].help)


def record(new: New[M], how: How, following: str) -> None:
    """Write a record, or show what would be written; `following` is the next step, `{name}` its id.

    What a rule has to say of it is told afterwards: a finding is a draft until its audit is closed.
    """
    path = new.path
    preview = new.preview(path)
    if how.dry_run:
        if new.name and os.path.lexists(new.repository.root / path):
            raise AlreadyThere(path)
        text = difference("", new.text, "/dev/null", path)
        if how.as_json:
            print_json({"path": path, "written": False, "diff": text})
        else:
            typer.echo(text, nl=False)
        return
    path = create_record(new.repository.root, new.folder, new.title, new.text, name=new.name)
    hints = preview.hints
    if how.as_json:
        print_json({"path": path, "written": True, "diagnostics": [told(item) for item in hints]})
        return
    typer.echo(path)
    for item in hints:
        typer.echo(f"\n{block(item, Paint(on=False))}", err=True)
    typer.echo(f"\nnext: {following.format(name=PurePosixPath(path).stem)}", err=True)
