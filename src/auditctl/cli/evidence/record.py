"""A new record of evidence: judged, written behind its file, and told of."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import typer

from auditctl.cli.call import print_json
from auditctl.cli.changing import BreaksRule, told
from auditctl.cli.evidence.file import Incoming
from auditctl.cli.how import How
from auditctl.cli.recording import New
from auditctl.diagnostics import Diagnostic
from auditctl.model.evidence import Evidence, Purpose
from auditctl.outputs.console import Paint, block
from auditctl.repository import Audit, Repository
from auditctl.writing.change import difference
from auditctl.writing.create import create_record
from auditctl.writing.layout import EVIDENCE
from auditctl.writing.refusals import DoesNotFit
from auditctl.writing.render import record_text
from auditctl.writing.schema_line import schema_line

OF_FILES = ("EVD005", "EVD011")
"""Rules that look for the files which a record names."""
UNUSED = "EVD009"
"""What every new record is told, and what the next step says anyway."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the record; `put` enters the name and sha256 that it has there into the fields."""

    incoming: Incoming
    put: Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Recording:
    """A record on its way into an audit, with the files that it names."""

    repository: Repository
    audit: Audit
    fields: dict[str, Any]
    how: How
    copies: tuple[Copy, ...] = ()

    def new(self) -> New[Evidence]:
        head = schema_line(f"audits/{self.audit.id}/evidence", "evidence")
        text = record_text(EVIDENCE, self.fields, head=head)
        return New(self.repository, self.audit, Evidence, self.fields["title"], text, self.how.name)

    def hints(self) -> list[Diagnostic]:
        """Return what the check says of it; of files that are copied last of all it says nothing.

        Raises DoesNotFit where the format or its references speak against it, BreaksRule where a rule does.
        """
        new = self.new()
        preview = new.preview(new.path)
        if faults := preview.faults():
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise DoesNotFit("evidence", faults[0].message + more, faults[0].help)
        left_out = OF_FILES if any(copy.incoming.held is None for copy in self.copies) else ()
        if broken := [item for item in preview.broken() if item.code not in left_out]:
            raise BreaksRule(tuple(broken))
        for copy in self.copies:
            copy.incoming.refuse_key(PurePosixPath(new.path).stem)
        return [item for item in preview.hints if item.code not in {UNUSED, *left_out}]

    def show(self, more: Mapping[str, Any]) -> None:
        """Print what would be written; `more` goes to JSON."""
        new = self.new()
        text = difference("", new.text, "/dev/null", new.path)
        if self.how.as_json:
            print_json({"path": new.path, "written": False, "diff": text, **more})
        else:
            typer.echo(text, nl=False)
        for copy in self.copies:
            if words := copy.incoming.announcement():
                typer.echo(words, err=True)

    def write(self) -> str:
        """Write the files and then the record, and return its path; without the record the copies go again."""
        with contextlib.ExitStack() as undo:
            for copy in self.copies:
                copy.put(*copy.incoming.taken_in(undo))
            new = self.new()
            path = create_record(self.repository.root, new.folder, new.title, new.text, name=new.name)
            undo.pop_all()
        return path

    def tell(self, path: str, hints: Iterable[Diagnostic], more: Mapping[str, Any], shown: str = "") -> None:
        """Print the path and what is `shown` below it; hints and the next step go to stderr, `more` to JSON."""
        if self.how.as_json:
            print_json({"path": path, "written": True, "diagnostics": [told(item) for item in hints], **more})
            return
        typer.echo(path)
        typer.echo(shown, nl=False)
        for item in hints:
            typer.echo(f"\n{block(item, Paint(on=False))}", err=True)
        typer.echo(f"\nnext: {self._following(PurePosixPath(path).stem)}", err=True)

    def _following(self, name: str) -> str:
        if self.fields.get("purpose") == Purpose.action:
            return "name it under `evidence:` of the action that it proves"
        return (
            f"name it in a work paper or a finding: `auditctl finding add {self.audit.id} --evidence {name}`"
        )
