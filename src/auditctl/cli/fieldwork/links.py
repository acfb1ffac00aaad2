"""What a line rests on and what it led to: evidence and findings, named or recorded at once."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import typer

from auditctl.cli.asking import Asking, InputEnded, say
from auditctl.cli.changing import BreaksRule
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.evidence.add import recorded, recording_of
from auditctl.cli.evidence.fields import Given
from auditctl.cli.fieldwork.paper import LineKey, PaperUnreadable
from auditctl.cli.fieldwork.record import joined
from auditctl.cli.fieldwork.sitting import Sitting, refused
from auditctl.cli.finding.add import GRADES, Form, head, resume, template
from auditctl.cli.how import How
from auditctl.cli.naming import record_within
from auditctl.cli.recording import New, refuse_faults
from auditctl.diagnostics import Diagnostic
from auditctl.errors import AuditctlError, UsageError, some
from auditctl.model.finding import Finding, Grade
from auditctl.model.types import Kind
from auditctl.model.workpaper import Line, LineResult
from auditctl.outputs.fieldwork import WITH_FINDING
from auditctl.source.text import visible
from auditctl.writing.create import create_record
from auditctl.writing.layout import FINDING
from auditctl.writing.render import record_text

NEW = "new"
YES = frozenset({"", "y", "yes"})
NO = frozenset({"n", "no"})
OF_NONCONFORMITY = tuple(pair for pair in GRADES if pair[0] in {Grade.major, Grade.minor})


def ask_evidence(sitting: Sitting, key: LineKey, line: Line) -> Line:
    """Ask what the line rests on, and record what is new at once; asked again as long as something new came."""
    chosen = [NEW]
    while NEW in chosen:
        sitting.refresh()
        chosen = _chosen(sitting, line)
        line = _named(sitting, key, line, "evidence", tuple(name for name in chosen if name != NEW))
        if NEW in chosen and (name := _recorded(sitting)):
            line = _named(sitting, key, line, "evidence", (name,))
    return line


def _chosen(sitting: Sitting, line: Line) -> list[str]:
    """Return records by number or part, and `new` for one that is still to be recorded."""
    held = sitting.audit.evidence
    own = sitting.session.id
    offered = sorted(
        held.keys() - set(line.evidence), key=lambda name: (held[name].data.session != own, name)
    )

    def accepted(answer: str) -> str:
        if answer == NEW and NEW not in held:
            return NEW
        return record_within(sitting.repository, sitting.audit, Kind.evidence, answer)

    return sitting.asking.several(
        "Evidence; `new` records some",
        [(name, held[name].data.title) for name in offered],
        accepted,
        lambda name: held[name].data.title if name in held else "is asked for now" if name == NEW else "",
    )


def _named(sitting: Sitting, key: LineKey, line: Line, field: str, names: tuple[str, ...]) -> Line:
    """Return the line with further names in one of its fields; a refusal is said, and names them."""
    if not names:
        return line
    try:
        return sitting.put(key, line, names={field: names})
    except PaperUnreadable:
        raise
    except AuditctlError as refusal:
        refused(refusal)
        return line


def _recorded(sitting: Sitting) -> str:
    """Record new evidence of the session and return its name; nothing where it was refused."""
    given = Given(session=sitting.session.id, by=sitting.by)
    asking = Asking(allowed=True)
    try:
        written = asking.line("File to copy (empty for none)", "--file", lambda answer: answer)
        file = Path(written).expanduser() if written else None
        recording = recording_of(sitting.repository, sitting.audit, given, file, How())
        done = recorded(recording, given, asking)
    except InputEnded:
        raise
    except AuditctlError as refusal:
        refused(refusal)
        return ""
    return _told(sitting, *done) if done else ""


def _told(sitting: Sitting, path: str, hints: Iterable[Diagnostic]) -> str:
    """Tell of a new record, and return its name."""
    typer.echo(visible(path))
    for item in hints:
        say(f"  {item.severity.name} {item.code}: {item.message}")
    sitting.refresh()
    return PurePosixPath(path).stem


def ask_finding(sitting: Sitting, key: LineKey, line: Line) -> Line:
    """Offer to raise the finding of a nonconform or OFI line at once, or to name one that stands."""
    if line.result not in WITH_FINDING:
        if line.findings:
            say(f"  the line still names {some(list(line.findings))}; withdraw what no longer stands")
        return line
    if line.findings:
        return line
    sitting.refresh()
    if standing := sorted(sitting.audit.findings):
        say(f"  findings that stand, to be named instead: {some(standing)}")
    answer = sitting.asking.line(
        "Raise the finding now? [Y/n]", "--finding", lambda words: _yes_no_or_name(sitting, words)
    )
    if answer == "no":
        return line
    name = _raised(sitting, line) if answer == "yes" else answer
    return _named(sitting, key, line, "findings", (name,) if name else ())


def _yes_no_or_name(sitting: Sitting, answer: str) -> str:
    if answer.lower() in YES:
        return "yes"
    if answer.lower() in NO:
        return "no"
    return record_within(sitting.repository, sitting.audit, Kind.finding, answer)


def _raised(sitting: Sitting, line: Line) -> str:
    """Ask for what is missing of the finding, record it, and return its name; nothing where it was refused."""
    repository, audit = sitting.repository, sitting.audit
    asking = Asking(allowed=True)
    fields = _fields(sitting, line)
    draft = Draft(lambda: template(repository, audit, fields), lambda: asking.typed, resume(audit))
    try:
        with kept(draft):
            Form(repository, audit, fields, asking, OF_NONCONFORMITY).ask(leaving_out={"evidence"})
            if line.notes:
                _reword(fields, line.notes, asking)
            text = record_text(FINDING, fields, head=head(audit))
            path, hints = _written(New(repository, audit, Finding, fields["title"], text))
            draft.recorded = True
    except InputEnded:
        raise
    except AuditctlError as refusal:
        refused(refusal)
        return ""
    return _told(sitting, path, hints)


def _reword(fields: dict[str, Any], note: str, asking: Asking) -> None:
    """Show the statement that the note makes, and let it be gone on with or replaced."""
    first, *others = note.strip().split("\n")
    say(f"Statement, from the note: {first}")
    for words in others:
        say(f"  {words}")
    answer = asking.line("Keep it, add to it or replace it? [K/a/r]", "--statement", _keep_add_or_replace)

    def keep(text: str) -> None:
        fields["statement"] = joined(note, text) if answer == "add" else text

    if answer != "keep":
        asking.prose("Statement", keep)


def _keep_add_or_replace(answer: str) -> str:
    found = [word for word in ("keep", "add", "replace") if word.startswith(answer.lower())]
    if not found:
        raise UsageError(
            f"{answer!r} is none of them", "k or an empty line keeps it, a adds to it, r replaces it"
        )
    return found[0]


def _fields(sitting: Sitting, line: Line) -> dict[str, Any]:
    """Return what the line says of its finding already."""
    grade = {"grade": Grade.ofi.value} if line.result is LineResult.ofi else {}
    statement = {"statement": line.notes} if line.notes else {}
    evidence = {"evidence": list(line.evidence)} if line.evidence else {}
    place = sitting.session.data.location
    return {
        **grade,
        "process": sitting.session.data.process,
        **({"location": place} if place else {}),
        "session": sitting.session.id,
        "requirements": list(line.requirements),
        **statement,
        **evidence,
        "raised": {"by": sitting.by, "date": sitting.repository.today},
    }


def _written(new: New[Finding]) -> tuple[str, list[Diagnostic]]:
    """Write a finding that breaks no rule; return its path and what the check says of it besides."""
    refuse_faults(new)
    preview = new.preview(new.path)
    if broken := preview.broken():
        raise BreaksRule(tuple(broken))
    return create_record(new.repository.root, new.folder, new.title, new.text), preview.hints
