"""Work papers made from checklists: all that are missing, or one when its session begins."""

import typer

from auditctl.check import Options, check
from auditctl.cli.asking import say
from auditctl.cli.call import named, print_json
from auditctl.cli.changing import BreaksRule
from auditctl.cli.desk import Desk
from auditctl.cli.fieldwork.paper import standing
from auditctl.cli.fieldwork.start import Given, session_of
from auditctl.cli.how import How
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.errors import AuditctlError, UsageError
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.model.workpaper import Checklist
from auditctl.outputs.words import counted
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible
from auditctl.writing.change import Change
from auditctl.writing.preview import READING
from auditctl.writing.workpaper import Prepared, broken_checklists, prepared, workpaper_text


class NothingToAsk(AuditctlError):
    def __init__(self, session: str) -> None:
        super().__init__(
            f"the session {session} is held against nothing yet: there are no questions for its work paper",
            "give its process requirements, or the session `requirements:` of its own",
        )


class BrokenChecklist(AuditctlError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"the checklist {name} cannot be read", "mend it first: `auditctl check` shows the place"
        )


def prepare(desk: Desk, audit: Audit, given: Given) -> None:
    """Make the work papers of the sessions that have none, as one change."""
    wanted = [
        session_of(audit, name) for name in (*given.sessions, *([given.session] if given.session else []))
    ]
    missing = [
        session
        for session in wanted or audit.sessions.values()
        if not (path := standing(desk.repository.root, audit.id, session.id)) or (wanted and _say_kept(path))
    ]
    for name in _without_lines(audit):
        say(f"{name} has no lines: write some into it, or remove it and run this again")
    checklist = chosen_checklist(desk.repository, given.checklist)
    papers = [prepared(desk.repository, audit, session, checklist) for session in missing]
    for paper in papers:
        if not paper.lines:
            say(f"{paper.session.id} is held against nothing yet, and gets no work paper")
    papers = [paper for paper in papers if paper.lines]
    if not audit.sessions:
        say(f"{audit.id} has no sessions yet: they stand in its schedule")
    elif not papers and not wanted:
        say("every session has its work paper")
    _write(desk, audit, papers)


def _without_lines(audit: Audit) -> list[str]:
    """Return the work papers that ask nothing."""
    held = (audit.workpapers.get(name) for name in audit.sessions)
    return [paper.document.path for paper in held if paper and not paper.data.lines]


def _say_kept(path: str) -> bool:
    say(f"{path} is there already and is left as it is")
    return False


def chosen_checklist(repository: Repository, given: str) -> Record[Checklist] | None:
    """Return the checklist that was asked for by name."""
    if not given:
        return None
    name = named("checklist", given, repository.names.get((Kind.checklist, ""), {}))
    if name not in repository.checklists:
        raise BrokenChecklist(name)
    return repository.checklists[name]


def _write(desk: Desk, audit: Audit, papers: list[Prepared]) -> None:
    change = _change(desk.repository, papers)
    if desk.how.dry_run:
        _preview(change, desk.how)
        return
    paths = change.carry_out()
    if desk.how.as_json:
        print_json({"paths": paths, "written": bool(paths)})
        return
    for paper in papers:
        typer.echo(visible(paper.path))
        say(f"  {origin(paper)}")
    if papers:
        say(f"next: `auditctl fieldwork {audit.id} {papers[0].session.id}`")


def _preview(change: Change, how: How) -> None:
    if how.as_json:
        print_json({"paths": change.paths, "written": False, "diff": change.diff()})
    else:
        typer.echo(change.diff(), nl=False)


def _change(repository: Repository, papers: list[Prepared]) -> Change:
    """Return the new files as one change; BreaksRule where a checklist would bring a mistake with it."""
    if papers and (broken := broken_checklists(repository)):
        for name in broken:
            say(f"checklists/{name}.yaml cannot be read and is left out; `auditctl check` says where")
    change = Change(repository)
    for paper in papers:
        change.create(paper.path, workpaper_text(paper))
    if papers and (faults := _faults(change)):
        raise BreaksRule(faults)
    return change


def _faults(change: Change) -> tuple[Diagnostic, ...]:
    """Return the errors of format and references in the new files: an open question breaks no other rule."""
    found = check(change.repository_after(), Options(select=READING, paths=tuple(change.paths)))
    return tuple(item for item in found.diagnostics if item.severity is Severity.error)


def origin(paper: Prepared) -> str:
    """Return where the lines of a new work paper came from."""
    if not paper.checklists:
        return f"{counted(len(paper.lines), 'line')}; no checklist asks for its requirements"
    word = "checklist" if len(paper.checklists) == 1 else "checklists"
    own = f"; {counted(paper.own, 'requirement')} that none asks for" if paper.own else ""
    return f"{counted(len(paper.lines), 'line')} from the {word} {', '.join(paper.checklists)}{own}"


def new_paper(repository: Repository, audit: Audit, session: Record[Session], checklist: str) -> Prepared:
    """Return the work paper that a session still needs; NothingToAsk where there is nothing to ask."""
    paper = prepared(repository, audit, session, chosen_checklist(repository, checklist))
    if not paper.lines:
        raise NothingToAsk(session.id)
    return paper


def begun(repository: Repository, audit: Audit, session: Record[Session], checklist: str) -> str:
    """Return the path of a session's work paper, which is made, and said to be, where there is none."""
    if path := standing(repository.root, audit.id, session.id):
        refuse_other_checklist(path, checklist)
        return path
    paper = new_paper(repository, audit, session, checklist)
    _change(repository, [paper]).carry_out()
    say(f"new work paper {paper.path}: {origin(paper)}")
    return paper.path


def refuse_other_checklist(path: str, checklist: str) -> None:
    if checklist:
        raise UsageError(
            f"{path} is there already, and --checklist is for a new work paper",
            "leave --checklist out, or add its questions by hand",
        )
