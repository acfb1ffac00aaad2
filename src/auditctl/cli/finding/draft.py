"""A new finding from a text: a template that opens in an editor, or a draft that was kept."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from auditctl.cli.asking import Asking, is_terminal
from auditctl.cli.author import likely_auditor
from auditctl.cli.drafts import Draft, kept, saved
from auditctl.cli.editing import edit, editor_command
from auditctl.cli.finding.add import finish, head, resume, template
from auditctl.cli.how import How
from auditctl.cli.recording import New
from auditctl.diagnostics import Diagnostic
from auditctl.errors import AuditctlError, CannotRead, CannotWrite, UsageError
from auditctl.model.finding import Finding
from auditctl.outputs.console import Paint, block
from auditctl.repository import Audit, Repository
from auditctl.source.files import read_bytes, reason
from auditctl.source.reader import contents
from auditctl.writing.create import free_name
from auditctl.writing.layout import FINDING
from auditctl.writing.preview import Preview
from auditctl.writing.template import record_of


class NothingTyped(AuditctlError):
    def __init__(self) -> None:
        super().__init__(
            "nothing was typed: nothing was recorded", "fill in the form and save it to record a finding"
        )


class DraftDoesNotFit(AuditctlError):
    def __init__(self, count: int) -> None:
        super().__init__(
            f"the draft has {count} error{'' if count == 1 else 's'}: nothing was recorded",
            "mend what is shown above and go on with the draft",
        )


def add_from_draft(
    repository: Repository,
    audit: Audit,
    fields: dict[str, Any],
    source: Path | None,
    how: How,
    *,
    opens: bool,
) -> None:
    """Record the finding that stands in a draft, which opens in the editor first where asked for."""
    if opens and how.no_input:
        raise UsageError("-e opens an editor, which --no-input forbids", "leave one of the two out")
    if source and (len(fields) > 1 or "by" in fields["raised"]):
        raise UsageError(
            "a draft says everything itself: --from goes with none of the fields", "change them in the draft"
        )
    if opens:
        editor_command()
    draft = _kept_draft(audit, source) if source else _new_draft(repository, audit, fields)
    with kept(draft):
        asking = Asking(is_terminal() and not how.no_input)
        data = _agreed(repository, audit, draft, asking, opens=opens)
        document, found, _ = contents(str(draft.path), data)
        text = record_of(FINDING, document.text, head(audit))
        finish(New(repository, audit, Finding, (found or {})["title"], text, how.name), how, draft)


def _kept_draft(audit: Audit, source: Path) -> Draft:
    if source.suffix == ".md":
        raise UsageError(f"{source} is no draft: a draft is a YAML file", "name the file that was kept")
    return Draft(str, lambda: True, resume(audit), source.absolute())


def _new_draft(repository: Repository, audit: Audit, fields: dict[str, Any]) -> Draft:
    """Write the template to a file of its own; it is kept only if something was changed in it."""
    likely = likely_auditor(repository, audit)
    if likely and "by" not in fields["raised"]:
        fields["raised"] = {"by": likely, **fields["raised"]}
    text = template(repository, audit, fields)
    path = saved(text)
    if path is None:
        raise CannotWrite("the draft", "no folder for temporary files takes it")
    return Draft(str, lambda: _is_changed(path, text), resume(audit), path, is_ours=True)


def _is_changed(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() != text.encode()
    except OSError:
        return False


def _path(draft: Draft) -> Path:
    assert draft.path is not None, "a draft of the editor is a file"  # noqa: S101
    return draft.path


def _agreed(repository: Repository, audit: Audit, draft: Draft, asking: Asking, *, opens: bool) -> bytes:
    """Return the bytes of a draft without faults; the editor opens again as long as its user wants."""
    path = _path(draft)
    while True:
        if opens:
            edit(path)
        data = _read(path)
        if draft.is_ours and not draft.is_worth_keeping():
            raise NothingTyped
        title = (contents(str(path), data)[1] or {}).get("title")
        folder = f"audits/{audit.id}/findings"
        name = free_name(repository.root, folder, title if isinstance(title, str) else "draft")
        found = Preview(repository, f"{folder}/{name}.yaml", data).faults()
        if not found:
            return data
        _show([_in_draft(item, str(path)) for item in found])
        if not (opens and asking.allowed and asking.agrees("Edit again?")):
            raise DraftDoesNotFit(len(found))


def _in_draft(item: Diagnostic, path: str) -> Diagnostic:
    """Return a diagnostic of the record as one of the draft, line for line the same."""
    own = item.location.path
    related = (
        replace(label, location=replace(label.location, path=path)) if label.location.path == own else label
        for label in item.related
    )
    return replace(item, location=replace(item.location, path=path), related=tuple(related))


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path.parent, path.name)
    except OSError as error:
        raise CannotRead(str(path), reason(error)) from error


def _show(found: list[Diagnostic]) -> None:
    paint = Paint(on=os.isatty(2) and not os.environ.get("NO_COLOR"))
    for item in found:
        typer.echo(f"\n{block(item, paint)}", err=True, color=True)
    typer.echo(err=True)
