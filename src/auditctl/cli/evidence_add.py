"""A new record of evidence: the file is copied and hashed first, the record that points to it comes last."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from auditctl.cli.asking import Asking, clean, is_terminal, one_line, prose
from auditctl.cli.author import git_author, likely_auditor
from auditctl.cli.call import Call, audit_of, named
from auditctl.cli.days import day, day_given
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.naming import chosen_name, not_cancelled, open_audit, record_named, record_within
from auditctl.cli.recording import How, New, record, refuse_faults
from auditctl.model.evidence import Classification, Evidence, EvidenceKind, Purpose
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible
from auditctl.writing.create import create_copy, free_file, hash_of
from auditctl.writing.layout import EVIDENCE
from auditctl.writing.render import record_text
from auditctl.writing.schema_line import schema_line
from auditctl.writing.template import template_text

KINDS = (
    (EvidenceKind.document, "a rule or plan that is written down: policy, procedure, contract"),
    (EvidenceKind.record, "what shows that something was done: minutes, register, report"),
    (EvidenceKind.log, "what a system wrote down by itself"),
    (EvidenceKind.approval, "a decision of somebody who may take it"),
    (EvidenceKind.system_output, "a configuration, query or export, taken during the audit"),
    (EvidenceKind.interview, "what somebody said"),
    (EvidenceKind.observation, "what the auditor saw"),
    (EvidenceKind.photo, "a picture that the auditor took"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the flags say, as they were written."""

    title: str
    kind: str
    source: str
    session: str
    by: str
    day: str
    period_from: str
    period_to: str
    viewed: str
    classification: str
    personal_data: bool
    retention_until: str
    purpose: str
    details: str


def resolved(repository: Repository, audit: Audit, given: Given) -> dict[str, Any]:
    """Return the fields that the flags give; a name that nobody knows is a usage error."""
    ways: dict[str, Callable[[], Any]] = {
        "kind": lambda: named("kind", given.kind, EvidenceKind),
        "title": lambda: one_line("the title", given.title),
        "source": lambda: one_line("--source", given.source),
        "purpose": lambda: named("purpose", given.purpose, Purpose),
        "session": lambda: record_within(repository, audit, Kind.session, given.session),
        "viewed": lambda: one_line("--viewed", given.viewed),
        "classification": lambda: named("classification", given.classification, Classification),
        "personal_data": lambda: True,
        "retention_until": lambda: day("--retention-until", given.retention_until),
        "details": lambda: prose("--details", given.details),
    }
    fields: dict[str, Any] = {key: way() for key, way in ways.items() if getattr(given, key)}
    ends = (("from", "--period-from", given.period_from), ("to", "--period-to", given.period_to))
    period = {key: day(flag, written) for key, flag, written in ends if written}
    by = {"by": record_named(repository, Kind.person, given.by)} if given.by else {}
    return (
        fields
        | ({"period": period} if period else {})
        | {"collected": {**by, "date": day_given("--date", given.day, repository.today)}}
    )


def add_evidence(call: Call, audit: str, given: Given, file: Path | None, how: How) -> None:
    """Add evidence to an audit that still takes it; proof of a corrective action comes after its report."""
    chosen_name(how.name)
    repository = call.repository()
    if given.purpose == Purpose.action:
        chosen = not_cancelled(audit_of(repository, audit), "evidence")
    else:
        chosen = open_audit(repository, audit, "evidence")
    _add(repository, chosen, resolved(repository, chosen, given), file, how)


def _add(repository: Repository, audit: Audit, fields: dict[str, Any], file: Path | None, how: How) -> None:
    """Ask for what the flags leave open, copy the file and record the evidence."""
    asking = Asking(is_terminal() and not how.no_input)
    found = _attached(repository, audit, file) if file else {}
    notes = [f"New evidence of {audit.id}: complete it and move it to audits/{audit.id}/evidence/NAME.yaml."]
    draft = Draft(lambda: template_text(EVIDENCE, fields, notes), lambda: asking.typed)
    with kept(draft):
        _ask(repository, audit, fields, asking)
        fields |= found
        refuse_faults(_new(repository, audit, fields, how))
        with _copied(repository, audit, None if how.dry_run else file) as copied:
            fields |= copied
            record(_new(repository, audit, fields, how), how, _following(audit, fields))
        if file and how.dry_run and not _is_in_place(repository, audit, file):
            typer.echo(f"{visible(str(file))} would be copied to {_folder(audit)}/{fields['file']}", err=True)
        draft.recorded = not how.dry_run


def _folder(audit: Audit) -> str:
    return f"audits/{audit.id}/evidence"


def _attached(repository: Repository, audit: Audit, file: Path) -> dict[str, Any]:
    """Return the fields of a file as it would be attached now; one that lies in place already stays as it is."""
    if _is_in_place(repository, audit, file):
        return {"file": f"files/{clean('the name of the file', file.name)}", "sha256": hash_of(file)}
    name = free_file(repository.root, f"{_folder(audit)}/files", file)
    return {"file": f"files/{name}", "sha256": hash_of(file)}


def _is_in_place(repository: Repository, audit: Audit, file: Path) -> bool:
    return file.absolute().parent.resolve() == (repository.root / _folder(audit) / "files").resolve()


def _new(repository: Repository, audit: Audit, fields: dict[str, Any], how: How) -> New[Evidence]:
    head = schema_line(repository.root, _folder(audit), "evidence")
    return New(
        repository, audit, Evidence, fields["title"], record_text(EVIDENCE, fields, head=head), how.name
    )


def _following(audit: Audit, fields: dict[str, Any]) -> str:
    if fields.get("purpose") == Purpose.action:
        return "name it under `evidence:` of the action that it proves"
    return f"name it in a work paper or a finding: `auditctl finding add {audit.id} --evidence {{name}}`"


@contextlib.contextmanager
def _copied(repository: Repository, audit: Audit, file: Path | None) -> Iterator[dict[str, Any]]:
    """Copy a file and yield its fields; the copy goes again where the record cannot be written."""
    if file is None or _is_in_place(repository, audit, file):
        yield {}
        return
    folder = f"{_folder(audit)}/files"
    name, digest = create_copy(repository.root, folder, file)
    with contextlib.ExitStack() as undo:
        undo.callback((repository.root / folder / name).unlink, missing_ok=True)
        yield {"file": f"files/{name}", "sha256": digest}
        undo.pop_all()


def _ask(repository: Repository, audit: Audit, fields: dict[str, Any], asking: Asking) -> None:
    """Ask for what is missing; InputNeeded for what is required where nobody can be asked."""
    if "title" not in fields:
        fields["title"] = asking.line("Title", "TITLE", lambda answer: one_line("the title", answer))
    if "kind" not in fields:
        options = [(kind.value, words) for kind, words in KINDS]
        fields["kind"] = asking.choice(
            "Kind", "--kind", options, lambda answer: named("kind", clean("the kind", answer), EvidenceKind)
        )
    if "source" not in fields and asking.allowed:
        words = {"interview": "the interviewee's role", "observation": "the place"}.get(
            fields["kind"], "where it came from"
        )
        fields["source"] = asking.line(
            f"Source, {words}", "--source", lambda answer: one_line("the source", answer)
        )
    if "by" not in fields["collected"]:
        fields["collected"] = {"by": _collector(repository, audit, fields, asking), **fields["collected"]}


def _collector(repository: Repository, audit: Audit, fields: dict[str, Any], asking: Asking) -> str:
    """Return who collected it: proof of an action comes from whoever acts, all else from the auditors."""
    is_proof = fields.get("purpose") == Purpose.action
    likely = git_author(repository) if is_proof else likely_auditor(repository, audit)
    if likely and not asking.allowed:
        return likely
    return asking.line(
        "Collected by",
        "--by",
        lambda answer: record_named(repository, Kind.person, clean("the name", answer)),
        likely,
    )
