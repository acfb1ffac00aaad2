"""A work paper as it stands in its file now, and answers that go into it whatever others write meanwhile."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditctl.errors import AuditctlError, ChangedOnDisk, UsageError
from auditctl.model.place import location
from auditctl.model.record import Site
from auditctl.model.validation import validate
from auditctl.model.workpaper import Line, LineResult, Workpaper
from auditctl.repository import Repository
from auditctl.source.editor import Append, Edit, Remove, Set
from auditctl.source.files import read_bytes, reason
from auditctl.source.reader import Document, contents
from auditctl.writing.change import Change
from auditctl.writing.workpaper import workpaper_path

MOST_TRIES = 20
"""How often somebody else may write the file between our reading and writing before we give up."""


class PaperUnreadable(AuditctlError):
    """A work paper that cannot be gone through as it stands."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path} cannot be read: {why}",
            "mend the file (`auditctl check` shows the place), and go on then",
        )


class NoLine(UsageError):
    def __init__(self, paper: "Paper", audit: str, session: str, number: int) -> None:
        super().__init__(
            f"there is no line {number}: the work paper of {session} has {len(paper.lines)}",
            f"`auditctl fieldwork {audit} {session} --json` shows them",
        )


class NoLines(UsageError):
    def __init__(self, path: str, audit: str) -> None:
        super().__init__(
            f"{path} has no lines: there is nothing to go through",
            f"write lines into it, or remove it and run `auditctl fieldwork {audit} --prepare`",
        )


class LineGone(AuditctlError):
    def __init__(self, path: str, ask: str) -> None:
        super().__init__(
            f"{path} was changed meanwhile, and the line {ask!r} cannot be told there any more: this answer was not written",
            "the walk goes on with the file as it is now",
        )


class AnsweredMeanwhile(AuditctlError):
    def __init__(self, path: str, number: int, key: str, held: str, meant: str) -> None:
        now = f"says {_short(held)}" if held else "is empty"
        super().__init__(
            f"{path} was changed meanwhile: `{key}` of line {number} {now} now, so that {_short(meant)} was not written",
            "the walk goes on with the file as it is now",
        )


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:57]}…")  # noqa: PLR2004 - fits a line with its sentence


@dataclass(frozen=True, slots=True)
class LineKey:
    """By what a line is known again when lines before it come or go: its question, and which of that text."""

    ask: str
    nth: int
    of: int


@dataclass(frozen=True, slots=True)
class Paper:
    """One reading of a work paper."""

    document: Document
    data: Workpaper

    @classmethod
    def read(cls, root: Path, path: str) -> "Paper":
        """Read the file as it is now; PaperUnreadable where it cannot be, or does not fit the format."""
        try:
            data = read_bytes(root, path)
        except OSError as error:
            raise PaperUnreadable(path, reason(error)) from error
        document, found, problems = contents(path, data)
        if found is None or problems:
            place = location(Site(document, span=problems[0].span))
            raise PaperUnreadable(path, f"{problems[0].message} (line {place.line})")
        value, faults = validate(Workpaper, found)
        if value is None:
            place = location(Site(document, faults[0].route, on_key=faults[0].on_key))
            raise PaperUnreadable(path, f"{faults[0].message} (line {place.line})")
        return cls(document, value)

    @property
    def path(self) -> str:
        return self.document.path

    def refuse_beyond(self, audit: str, session: str, number: int) -> None:
        """Raise NoLines for a work paper without any, NoLine for a line behind its last one."""
        if not self.lines:
            raise NoLines(self.path, audit)
        if number > len(self.lines):
            raise NoLine(self, audit, session, number)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.data.lines

    def key(self, index: int) -> LineKey:
        ask = self.lines[index].ask
        same = self._same(ask)
        return LineKey(ask, same.index(index), len(same))

    def index(self, key: LineKey) -> int | None:
        """Return where a line stands; None where it is gone, or cannot be told from another one."""
        same = self._same(key.ask)
        return same[key.nth] if len(same) == key.of else None

    def _same(self, ask: str) -> list[int]:
        return [index for index, line in enumerate(self.lines) if line.ask == ask]


def standing(root: Path, audit: str, session: str) -> str:
    """Return the path of a session's work paper, YAML or Markdown; nothing where there is none."""
    path = workpaper_path(audit, session)
    paths = (path, f"{path.removesuffix('.yaml')}.md")
    return next((item for item in paths if os.path.lexists(root / item)), "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes into a line: texts that stand in their fields, and names that join those there.

    `seen` is the line as the person saw it who answers; an empty text takes its field out.
    """

    key: LineKey
    seen: Line
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse_changed(self, path: str, index: int, now: Line) -> None:
        """Raise AnsweredMeanwhile where a field holds neither what was seen nor the answer itself.

        Names only join others: they are refused where somebody took some of those seen away.
        """
        for key in sorted(self.texts, key="by".__eq__):  # who it was comes behind what they found
            held = getattr(now, key)
            if held != getattr(self.seen, key) and held != self.texts[key]:
                raise AnsweredMeanwhile(path, index + 1, key, str(held or ""), self.texts[key])
        for key, names in self.names.items():
            if not set(getattr(self.seen, key)) <= set(getattr(now, key)):
                raise AnsweredMeanwhile(path, index + 1, key, ", ".join(getattr(now, key)), ", ".join(names))

    def edits(self, index: int, now: Line) -> Iterator[Edit]:
        """Yield the edits that put it into the line as it is now."""
        for key, text in self.texts.items():
            if text:
                yield Set(("lines", index, key), text)
            elif getattr(now, key) is not None:
                yield Remove(("lines", index, key))
        for key, names in self.names.items():
            for name in names:
                if name not in getattr(now, key):
                    yield Append(("lines", index, key), name)

    def after(self, now: Line) -> Line:
        """Return the line with the answer in it."""
        texts = {
            key: LineResult(text) if key == "result" else text or None for key, text in self.texts.items()
        }
        names = {key: tuple(dict.fromkeys((*getattr(now, key), *names))) for key, names in self.names.items()}
        return now.model_copy(update={**texts, **names})


@dataclass(frozen=True, slots=True)
class Put:
    """What writing an answer came to: the file as it is now, the line as it was written, who else was there."""

    paper: Paper
    line: Line
    index: int
    others_wrote: bool


def put(repository: Repository, seen: Paper, answer: Answer) -> Put:
    """Write an answer into the file as it is at this moment.

    Raises LineGone or AnsweredMeanwhile where somebody else's words stand in its way, PaperUnreadable,
    CannotEdit, CannotWrite, and ChangedOnDisk where others never leave the file alone.
    """
    for _ in range(MOST_TRIES):
        now = Paper.read(repository.root, seen.path)
        index = now.index(answer.key)
        if index is None:
            raise LineGone(seen.path, answer.key.ask)
        line = now.lines[index]
        answer.refuse_changed(seen.path, index, line)
        change = Change(repository)
        change.edit_document(now.document, *answer.edits(index, line))
        try:
            change.carry_out()
        except ChangedOnDisk:
            continue
        after = Paper.read(repository.root, seen.path)
        return Put(after, answer.after(line), index, now.document != seen.document)
    raise ChangedOnDisk(seen.path)
