"""A new record of evidence: the file is copied and hashed first, the record that points to it comes last."""

from pathlib import Path
from typing import Any

from auditctl.cli.asking import Asking, is_terminal
from auditctl.cli.call import Call, audit_of
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.evidence.fields import Given, ask, resolved
from auditctl.cli.evidence.file import Incoming
from auditctl.cli.evidence.record import Copy, Recording
from auditctl.cli.how import How
from auditctl.cli.naming import chosen_name, not_cancelled, open_audit
from auditctl.diagnostics import Diagnostic
from auditctl.model.evidence import Purpose
from auditctl.repository import Audit, Repository
from auditctl.writing.layout import EVIDENCE
from auditctl.writing.template import template_text


def add_evidence(call: Call, audit: str, given: Given, file: Path | None, how: How) -> None:
    """Add evidence to an audit that still takes it; proof of a corrective action comes after its report."""
    chosen_name(how.name)
    repository = call.repository()
    if given.purpose == Purpose.action:
        chosen = not_cancelled(audit_of(repository, audit), "evidence")
    else:
        chosen = open_audit(repository, audit, "evidence")
    recording = recording_of(repository, chosen, given, file, how)
    if done := recorded(recording, given, Asking(is_terminal() and not how.no_input)):
        recording.tell(*done, {})


def recorded(recording: Recording, given: Given, asking: Asking) -> tuple[str, list[Diagnostic]] | None:
    """Ask for what is missing and write the record, or show it; return its path and what the check says of it."""
    fields, audit = recording.fields, recording.audit
    notes = [f"New evidence of {audit.id}: complete it and move it to audits/{audit.id}/evidence/NAME.yaml."]
    with kept(Draft(lambda: template_text(EVIDENCE, fields, notes), lambda: asking.typed)) as draft:
        ask(recording.repository, audit, given, fields, asking)
        for copy in recording.copies:
            foresee(copy, fields)
        hints = recording.hints()
        if recording.how.dry_run:
            _show(recording)
            return None
        path = recording.write()
        draft.recorded = True
    return path, hints


def recording_of(
    repository: Repository, audit: Audit, given: Given, file: Path | None, how: How
) -> Recording:
    """Return a record with the fields that the flags give, and its file on the way."""
    fields: dict[str, Any] = resolved(repository, audit, given)
    copies = (copied(Incoming.of(repository, audit, file), fields),) if file else ()
    return Recording(repository, audit, fields, how, copies)


def copied(incoming: Incoming, fields: dict[str, Any]) -> Copy:
    """Return the file of a record on its way."""

    def put(name: str, sha256: str) -> None:
        fields.update(file=name, sha256=sha256)

    return Copy(incoming, put)


def foresee(copy: Copy, fields: dict[str, Any]) -> None:
    """Enter the name of a file before it is copied; only one that lies in place is hashed for that."""
    incoming = copy.incoming
    fields["file"] = incoming.name
    if incoming.held:
        copy.put(incoming.name, incoming.sha256())


def _show(recording: Recording) -> None:
    """Show the record with the hash that its file would have."""
    for copy in recording.copies:
        copy.put(copy.incoming.name, copy.incoming.sha256())
    recording.show({})
