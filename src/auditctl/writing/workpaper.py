"""Work papers made from checklists: which questions a session needs, and the file that asks them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.model.workpaper import Checklist, LineResult, Question
from auditctl.repository import Audit, Repository
from auditctl.writing.layout import WORKPAPER
from auditctl.writing.render import record_text, verify
from auditctl.writing.schema_line import schema_line

OWN_QUESTION = {
    "en": "{requirement}: how is it met, and what shows it?",
    "tr": "{requirement}: nasıl karşılanıyor ve bunu ne gösteriyor?",
}
_ITEM = "\n  - "


@dataclass(frozen=True, slots=True)
class Prepared:
    """A work paper that is not written yet: its questions, where they came from, and what was left out."""

    audit: Audit
    session: Record[Session]
    lines: tuple[Question, ...]
    checklists: tuple[str, ...] = ()
    own: int = 0
    """How many questions no checklist asks."""

    @property
    def path(self) -> str:
        return workpaper_path(self.audit.id, self.session.id)


def workpaper_path(audit: str, session: str) -> str:
    return f"audits/{audit}/workpapers/{session}.yaml"


def broken_checklists(repository: Repository) -> list[str]:
    """Return the checklists that stand there but could not be read."""
    return sorted(repository.names.get((Kind.checklist, ""), {}).keys() - repository.checklists.keys())


def due_requirements(repository: Repository, audit: Audit, session: Session) -> tuple[str, ...]:
    """Return what the lines of a session have to cover: requirements, and sections of own documents."""
    leaves = repository.requirements.in_order(repository.session_requirements(audit, session))
    return (*leaves, *dict.fromkeys(item for item in session.requirements if "#" in item))


def prepared(
    repository: Repository, audit: Audit, session: Record[Session], checklist: Record[Checklist] | None = None
) -> Prepared:
    """Return the work paper of a session: questions of the checklists that fit, and our own for the rest.

    A checklist that is named gives all its lines. Else those named like the session or its process come
    first, then whichever meets most of what is still open; a line that concerns nothing of the session is
    left out, and one that concerns more is held against the session's part alone.
    """
    due = due_requirements(repository, audit, session.data)
    chosen = [checklist] if checklist else list(_fitting(repository, session, due))
    lines: dict[str, Question] = {}
    for record in chosen:
        for line in _concerning(repository, record, due, whole=record is checklist):
            lines.setdefault(line.ask, line)
    held = _covered(repository, lines.values())
    own = [_own_question(repository, item) for item in due if item not in held]
    used = tuple(record.id for record in chosen)
    return Prepared(audit, session, (*lines.values(), *own), used, len(own))


def _covered(repository: Repository, lines: Iterable[Question]) -> frozenset[str]:
    """Return the requirements and sections that lines name."""
    named = [item for line in lines for item in line.requirements]
    return repository.requirements.expand(named) | {item for item in named if "#" in item}


def _fitting(
    repository: Repository, session: Record[Session], due: tuple[str, ...]
) -> Iterator[Record[Checklist]]:
    """Yield the checklists of a session until nothing is open that any of them meets."""
    meets = {
        name: _covered(repository, record.data.lines) & frozenset(due)
        for name, record in repository.checklists.items()
    }
    left = set(due)
    for name in dict.fromkeys((session.id, session.data.process)):
        if met := meets.pop(name, None):
            left -= met
            yield repository.checklists[name]
    while left and meets:
        name = max(sorted(meets), key=lambda item: len(meets[item] & left))
        if not meets[name] & left:
            return
        left -= meets.pop(name)
        yield repository.checklists[name]


def _concerning(
    repository: Repository, record: Record[Checklist], due: tuple[str, ...], *, whole: bool
) -> Iterator[Question]:
    """Yield the lines of a checklist with the requirements that they are held against in this session."""
    for line in record.data.lines:
        named = _leaves(repository, line)
        within = tuple(item for item in named if item in due)
        if whole and not within:
            within = named or line.requirements
        if within:
            yield line.model_copy(update={"requirements": within})


def _leaves(repository: Repository, line: Question) -> tuple[str, ...]:
    """Return the requirements of a line, a group as what it holds, sections as they are."""
    known = repository.requirements
    parts = ((item,) if "#" in item else known.leaves(item) for item in line.requirements)
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _own_question(repository: Repository, requirement: str) -> Question:
    """Return a question by identifier and title, in the language of the repository."""
    language = repository.settings.language
    if section := repository.requirements.section(requirement):
        held = repository.documents.get(section[0])
        title = held.data.title if held else ""
    else:
        title = repository.requirements.title(requirement, language)
    ask = OWN_QUESTION[language].format(requirement=f"{requirement} {title}".strip())
    return Question(ask=ask, requirements=(requirement,))


def workpaper_text(paper: Prepared) -> str:
    """Return the text of a work paper, ready to be filled in by hand or on the terminal."""
    data: dict[str, Any] = {"checklist": paper.checklists[0]} if paper.checklists else {}
    data["lines"] = [_written(line) for line in paper.lines]
    schema = schema_line(f"audits/{paper.audit.id}/workpapers", "workpaper")
    text = record_text(WORKPAPER, data, head=schema + _introduction(paper.audit.id, paper.session.id))
    head, item, rest = text.partition(_ITEM)
    text = head + item + rest.replace(_ITEM, f"\n{_ITEM}")
    verify(text, data)
    return text


def _written(line: Question) -> Mapping[str, Any]:
    data = line.model_dump(mode="json", exclude_none=True)
    return data | {"requirements": list(line.requirements)}


def introduced_anew(text: str, old: tuple[str, str], new: tuple[str, str]) -> str:
    """Return the text of a work paper whose audit or session, given as both, has another name.

    Only a comment that is ours word for word changes, above everything but comments.
    """
    above, ours, below = text.partition(_introduction(*old))
    is_ours = ours and all(
        line.startswith("#") and line.endswith("\n") for line in above.splitlines(keepends=True)
    )
    return above + _introduction(*new) + below if is_ours else text


def _introduction(audit: str, session: str) -> str:
    """Return the comment that says how the file is filled in."""
    results = " | ".join(LineResult)
    return (
        f"# Work paper of the session {session}: fill it in here, or with\n"
        f"# `auditctl fieldwork {audit} {session}`. What was found goes below each question:\n"
        "#   by: who looked\n"
        f"#   result: {results}\n"
        "#   notes: what was seen; needed where something was left out\n"
        "#   evidence: [names of records]\n"
        "#   findings: [names]; needed where the result is nonconform or ofi\n"
    )
