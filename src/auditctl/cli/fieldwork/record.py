"""One line of a work paper answered by flags, judged like every other change."""

import contextlib
from collections.abc import Iterator

from auditctl.cli.asking import prose
from auditctl.cli.call import named
from auditctl.cli.changing import BreaksRule, carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.fieldwork.following import missing_finding, other_session
from auditctl.cli.fieldwork.paper import Answer, Paper, standing
from auditctl.cli.fieldwork.prepare import new_paper, refuse_other_checklist
from auditctl.cli.fieldwork.start import Given, auditor
from auditctl.cli.naming import record_within
from auditctl.errors import AuditctlError, InputNeeded
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.model.validation import validate
from auditctl.model.workpaper import Line, LineResult, Workpaper
from auditctl.outputs.fieldwork import Tally
from auditctl.repository import Audit, Repository
from auditctl.source.editor import edited
from auditctl.source.reader import Document, contents
from auditctl.writing.change import Change
from auditctl.writing.workpaper import Prepared, workpaper_text

WITHOUT_FINDING = "WKP001"


class NeedsFinding(AuditctlError):
    """A line whose finding has to be named along with its result, for the closing meeting was held."""

    def __init__(self, audit: Audit, refusal: BreaksRule) -> None:
        super().__init__(
            refusal.sentence,
            f"raise it with `auditctl finding add {audit.id}`, and name it in the same call with --finding NAME; "
            "nothing was written",
        )


def record_line(desk: Desk, audit: Audit, session: Record[Session], given: Given) -> None:
    """Record what the flags say of one line; InputNeeded names the flag that is missing."""
    if not given.line:
        raise InputNeeded("--line", "the number of the line")
    repository = desk.repository
    path = standing(repository.root, audit.id, session.id)
    if path:
        refuse_other_checklist(path, given.checklist)
    paper = (
        Paper.read(repository.root, path)
        if path
        else from_checklists(repository, audit, session, given.checklist)
    )
    paper.refuse_beyond(audit.id, session.id, given.line)
    index = given.line - 1
    line = paper.lines[index]
    answer = Answer(paper.key(index), line, *answer_given(desk, audit, session, given, line))
    edits = tuple(answer.edits(index, line))
    change = Change(repository)
    if path:
        change.edit_document(paper.document, *edits)
    else:
        change.create(paper.path, edited(paper.document, edits).text)
    lines = (*paper.lines[:index], answer.after(line), *paper.lines[given.line :])
    with naming_the_finding(audit):
        carry_out(change, desk.how, _following(audit, session.id, Tally(lines)))


def _following(audit: Audit, session: str, tally: Tally) -> str:
    if tally.undecided:
        return f"`auditctl fieldwork {audit.id} {session} --line {tally.undecided[0]}`"
    return missing_finding(audit, session, tally) or other_session(audit, session)


@contextlib.contextmanager
def naming_the_finding(audit: Audit) -> Iterator[None]:
    """Say of a line that is refused without its finding that this can come along with the result."""
    try:
        yield
    except BreaksRule as refusal:
        if WITHOUT_FINDING not in refusal.codes:
            raise
        raise NeedsFinding(audit, refusal) from None


def from_checklists(repository: Repository, audit: Audit, session: Record[Session], checklist: str) -> Paper:
    """Return the work paper that is made of checklists along with its first answer."""
    return unwritten(new_paper(repository, audit, session, checklist))


def unwritten(paper: Prepared) -> Paper:
    """Return a work paper that is still to be written, as it will be read."""
    document: Document
    document, found, _ = contents(paper.path, workpaper_text(paper).encode())
    value, _ = validate(Workpaper, found)
    assert value is not None, "a new work paper fits the format"  # noqa: S101
    return Paper(document, value)


def answer_given(
    desk: Desk, audit: Audit, session: Record[Session], given: Given, line: Line
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the texts and names that the flags answer a line with; InputNeeded where a result is missing."""
    if not given.result and (line.result is None or not given.answers):
        raise InputNeeded("--result", "the result")
    texts: dict[str, str] = {}
    if given.result or given.by:
        texts["by"] = auditor(desk, audit, session, given.by)
    if given.result:
        texts["result"] = named("result", given.result, LineResult)
    if given.note:
        texts["notes"] = joined(line.notes, prose("--note", given.note))
    names = {
        key: tuple(record_within(desk.repository, audit, kind, name) for name in written)
        for key, kind, written in (
            ("evidence", Kind.evidence, given.evidence),
            ("findings", Kind.finding, given.findings),
        )
    }
    return texts, names


def joined(held: str | None, added: str) -> str:
    """Return a note with words added below those that stand there; words that end it already are not added again."""
    before, after = (held or "").strip(), added.strip()
    if before == after or before.endswith(f"\n{after}"):
        return held or ""
    return prose("the note", f"{before}\n{after}" if before else after)
