"""A question of the auditor's own, which no checklist asks; its answer may come along."""

from auditctl.cli.asking import one_line
from auditctl.cli.call import named
from auditctl.cli.changing import carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.fieldwork.paper import Answer, LineKey, Paper, standing
from auditctl.cli.fieldwork.prepare import refuse_other_checklist
from auditctl.cli.fieldwork.record import answer_given, from_checklists, unwritten
from auditctl.cli.fieldwork.start import Given, Own
from auditctl.cli.naming import requirement_named
from auditctl.errors import InputNeeded, UsageError
from auditctl.model.audit import Method, Session
from auditctl.model.record import Record
from auditctl.model.workpaper import Line, Question
from auditctl.repository import Audit, Repository
from auditctl.source.editor import Append, Edit, edited
from auditctl.writing.change import Change
from auditctl.writing.workpaper import Prepared


def ask_own(desk: Desk, audit: Audit, session: Record[Session], given: Given) -> None:
    """Add a question below those that stand; a work paper that is missing begins with it."""
    if given.line:
        raise UsageError("--line is of a question that stands", "leave it out, or leave --ask out")
    repository = desk.repository
    asked = question(repository, given.own)
    line = Line(**dict(asked))
    if not given.result and given.answers:
        raise InputNeeded("--result", "the result")
    texts, names = answer_given(desk, audit, session, given, line) if given.result else ({}, {})
    answer = Answer(LineKey(line.ask, 0, 1), line, texts, names)
    change = Change(repository)
    path = standing(repository.root, audit.id, session.id)
    if path:
        refuse_other_checklist(path, given.checklist)
        paper = Paper.read(repository.root, path)
        _refuse_asked(paper, line)
        change.edit_document(paper.document, *_added(paper, asked, answer))
    elif given.checklist:
        paper = from_checklists(repository, audit, session, given.checklist)
        _refuse_asked(paper, line)
        change.create(paper.path, edited(paper.document, _added(paper, asked, answer)).text)
    else:
        paper = unwritten(Prepared(audit, session, (asked,)))
        change.create(paper.path, edited(paper.document, tuple(answer.edits(0, line))).text)
    command = f"auditctl fieldwork {audit.id} {session.id}"
    carry_out(change, desk.how, "" if given.result else f"`{command}`")


def question(repository: Repository, own: Own) -> Question:
    """Return the question as it is written; InputNeeded where it is held against nothing."""
    if not own.requirements:
        raise InputNeeded("--requirement", "what the question is held against")
    requirements = (requirement_named(repository, item) for item in own.requirements)
    return Question(
        ask=one_line("--ask", own.ask),
        requirements=tuple(dict.fromkeys(requirements)),
        look_for=one_line("--look-for", own.look_for) if own.look_for else None,
        method=Method(named("method", own.method, Method)) if own.method else None,
    )


def _refuse_asked(paper: Paper, line: Line) -> None:
    for number, held in enumerate(paper.lines, start=1):
        if held.ask == line.ask:
            raise UsageError(f"line {number} asks that already", f"answer it with --line {number}")


def _added(paper: Paper, asked: Question, answer: Answer) -> tuple[Edit, ...]:
    """Return the edits that put a question with its answer behind the lines of a work paper."""
    written = asked.model_dump(mode="json", exclude_none=True)
    return (Append(("lines",), written), *answer.edits(len(paper.lines), answer.seen))
