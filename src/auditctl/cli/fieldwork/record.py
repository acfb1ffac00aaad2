"""One line of a work paper answered by flags, judged like every other change."""

from auditctl.cli.asking import prose
from auditctl.cli.call import named
from auditctl.cli.changing import carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.fieldwork.paper import Answer, Paper, standing
from auditctl.cli.fieldwork.prepare import new_paper, refuse_other_checklist
from auditctl.cli.fieldwork.start import Given, auditor
from auditctl.cli.naming import record_within
from auditctl.errors import InputNeeded, UsageError
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
    if given.line > len(paper.lines):
        raise UsageError(
            f"there is no line {given.line}: the work paper of {session.id} has {len(paper.lines)}",
            f"`auditctl fieldwork {audit.id} {session.id} --json` shows them",
        )
    index = given.line - 1
    line = paper.lines[index]
    answer = Answer(paper.key(index), line, *answer_given(desk, audit, session, given, line))
    edits = tuple(answer.edits(index, line))
    change = Change(repository)
    if path:
        change.edit_document(paper.document, *edits)
    else:
        change.create(paper.path, edited(paper.document, edits).text)
    left = [number for number in Tally(paper.lines).undecided if number != given.line]
    following = f"`auditctl fieldwork {audit.id} {session.id} --line {left[0]}`" if left else ""
    carry_out(change, desk.how, following)


def from_checklists(repository: Repository, audit: Audit, session: Record[Session], checklist: str) -> Paper:
    """Return the work paper that is made of checklists along with its first answer."""
    return unwritten(repository, new_paper(repository, audit, session, checklist))


def unwritten(repository: Repository, paper: Prepared) -> Paper:
    """Return a work paper that is still to be written, as it will be read."""
    document: Document
    document, found, _ = contents(paper.path, workpaper_text(repository, paper).encode())
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
