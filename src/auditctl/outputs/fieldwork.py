"""Sessions and their work papers: as a table, as JSON, and line by line beside the questions of the terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.model.workpaper import Line, LineResult
from auditctl.outputs.tables import table
from auditctl.outputs.words import counted
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

LETTERS = {
    LineResult.conform: "c",
    LineResult.nonconform: "n",
    LineResult.ofi: "o",
    LineResult.not_applicable: "a",
    LineResult.not_audited: "x",
}
"""The key of each result on the terminal, and its short form in the table."""
WITH_FINDING = frozenset({LineResult.nonconform, LineResult.ofi})
LEFT_OUT = frozenset({LineResult.not_applicable, LineResult.not_audited})


@dataclass(frozen=True)
class Tally:
    """How far a work paper is; lines are numbered from 1."""

    lines: tuple[Line, ...]

    @cached_property
    def results(self) -> dict[LineResult, int]:
        """How many lines came to each result, in the order of the format."""
        counts = Counter(line.result for line in self.lines if line.result)
        return {result: counts[result] for result in LineResult if counts[result]}

    @property
    def decided(self) -> int:
        return sum(self.results.values())

    @property
    def undecided(self) -> list[int]:
        return [number for number, line in enumerate(self.lines, start=1) if line.result is None]

    @property
    def without_finding(self) -> list[int]:
        """The lines of which WKP001 speaks."""
        return [
            number
            for number, line in enumerate(self.lines, start=1)
            if line.result in WITH_FINDING and not line.findings
        ]

    @property
    def findings(self) -> list[str]:
        return list(dict.fromkeys(name for line in self.lines for name in line.findings))

    @property
    def words(self) -> str:
        """The results in words; nothing where nothing is decided."""
        return ", ".join(f"{count} {result}" for result, count in self.results.items())


def sessions(audit: Audit) -> list[Record[Session]]:
    """Return the sessions by day and hour, those without at the end."""
    return sorted(
        audit.sessions.values(), key=lambda item: (item.data.date or date.max, item.data.start or time.max)
    )


def listed(audit: Audit) -> "Iterator[RenderableType]":
    """Yield the sessions as a table, with a line of sums and one that explains the letters."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    found = sessions(audit)
    if not found:
        yield Text(f"{audit.id} has no sessions yet: they stand in its schedule")
        return
    columns = ["session", "process", "date", "decided", "findings", "results"]
    yield table("", columns, [_row(audit, session) for session in found], whole=1)
    yield Text(_sums(audit))
    letters = ", ".join(f"{letter} {result}" for result, letter in LETTERS.items())
    yield Text(letters, style="dim")


def _row(audit: Audit, session: Record[Session]) -> tuple[str, ...]:
    day = str(session.data.date) if session.data.date else "no date"
    paper = audit.workpapers.get(session.id)
    if paper is None:
        return session.id, session.data.process, day, "-", "-", _without_paper(audit, session)
    tally = Tally(paper.data.lines)
    short = ", ".join(f"{count} {LETTERS[result]}" for result, count in tally.results.items())
    return (
        session.id,
        session.data.process,
        day,
        f"{tally.decided}/{len(tally.lines)}",
        str(len(tally.findings) or "-"),
        short or "-",
    )


def _without_paper(audit: Audit, session: Record[Session]) -> str:
    if is_broken(audit, session.id):
        return "cannot be read"
    return f"{session.data.result} (schedule)" if session.data.result else "no work paper"


def is_broken(audit: Audit, session: str) -> bool:
    """Whether a work paper stands there that could not be read."""
    return f"{Kind.workpaper}:{session}" in audit.unread


def _sums(audit: Audit) -> str:
    tallies = [Tally(paper.data.lines) for name, paper in audit.workpapers.items() if name in audit.sessions]
    bare = len(audit.sessions) - len(tallies)
    decided, lines = sum(item.decided for item in tallies), sum(len(item.lines) for item in tallies)
    without = f", {bare} without a work paper" if bare else ""
    return (
        f"{counted(len(audit.sessions), 'session')}{without}; {decided} of {counted(lines, 'line')} decided"
    )


def overview_document(audit: Audit) -> dict[str, Any]:
    """Return the sessions of an audit with their progress as one object of JSON."""
    return {
        "audit": audit.id,
        "sessions": [session_document(audit, session, lines=False) for session in sessions(audit)],
    }


def session_document(audit: Audit, session: Record[Session], *, lines: bool = True) -> dict[str, Any]:
    """Return one session as an object of JSON, with the lines of its work paper where they are asked for."""
    paper = audit.workpapers.get(session.id)
    tally = Tally(paper.data.lines if paper else ())
    data: dict[str, Any] = {
        "session": session.id,
        "process": session.data.process,
        "date": str(session.data.date) if session.data.date else None,
        "auditors": list(session.data.auditors),
        "result": session.data.result.value if session.data.result else None,
        "path": paper.document.path if paper else None,
        "lines": len(tally.lines),
        "decided": tally.decided,
        "results": {result.value: count for result, count in tally.results.items()},
        "undecided": tally.undecided,
        "without_finding": tally.without_finding,
        "findings": tally.findings,
    }
    if lines and paper:
        data["workpaper"] = paper.data.model_dump(mode="json", exclude_none=True)
    return data


def head(repository: Repository, session: Record[Session], path: str, tally: Tally, width: int) -> list[str]:
    """Return what a session is about and how far its work paper is."""
    data = session.data
    process = repository.processes.get(data.process)
    when = " ".join(str(part) for part in (data.date, data.start and f"{data.start:%H:%M}") if part)
    people = [f"audited by {_named(repository, data.auditors)}"] if data.auditors else []
    people += [f"with {_named(repository, data.auditees)}"] if data.auditees else []
    people += [f"and {data.others}"] if data.others else []
    about = ", ".join(part for part in (process.data.name if process else data.process, when) if part)
    return [
        *_wrapped(f"{session.id}: {about}", width),
        *_wrapped(" ".join(people), width),
        *_wrapped(f"{path}: {progress(tally)}", width),
    ]


def _named(repository: Repository, people: Iterable[str]) -> str:
    return ", ".join(repository.person_name(person) for person in people)


def progress(tally: Tally) -> str:
    """Return how many lines are decided, and how."""
    words = f": {tally.words}" if tally.words else ""
    return f"{tally.decided} of {counted(len(tally.lines), 'line')} decided{words}"


def question(repository: Repository, lines: tuple[Line, ...], index: int, width: int) -> list[str]:
    """Return a line of a work paper: what is asked, against what, where to look, and what stands there."""
    line = lines[index]
    told = _wrapped(f"[{index + 1}/{len(lines)}] {line.ask}", width)
    for requirement in line.requirements:
        told += _wrapped(f"{requirement}  {_title(repository, requirement)}".rstrip(), width, "  ")
    parts = (
        ("look for", line.look_for),
        ("method", line.method),
        ("details", line.details),
        ("so far", _so_far(line)),
        ("note", line.notes),
        ("evidence", ", ".join(line.evidence)),
        ("findings", ", ".join(line.findings)),
    )
    for label, words in parts:
        if words:
            told += _labelled(label, words, width)
    return told


def _so_far(line: Line) -> str:
    return f"{line.result}{f' by {line.by}' if line.by else ''}" if line.result else ""


def _title(repository: Repository, requirement: str) -> str:
    if section := repository.requirements.section(requirement):
        held = repository.documents.get(section[0])
        return held.data.title if held else ""
    return repository.requirements.title(requirement, repository.settings.language)


def _labelled(label: str, words: str, width: int) -> list[str]:
    first, *others = words.strip().split("\n")
    told = _wrapped(f"{label}: {first}", width, "  ")
    for paragraph in others:
        told += _wrapped(paragraph, width, "    ")
    return told


def _wrapped(words: str, width: int, indent: str = "") -> list[str]:
    """Return words as lines of that width; nothing in them can steer the terminal."""
    later = f"{indent}  "
    return textwrap.wrap(visible(words), width, initial_indent=indent, subsequent_indent=later)


def summary(session: str, tally: Tally) -> list[str]:
    """Return what a work paper came to, and what it still lacks."""
    told = [f"{session}: {progress(tally)}"]
    if tally.undecided:
        told.append(f"undecided: {_numbered(tally.undecided)}")
    if tally.without_finding:
        told.append(f"nonconform or OFI without a finding: {_numbered(tally.without_finding)}")
    return told


def _numbered(numbers: list[int]) -> str:
    noun = "line" if len(numbers) == 1 else "lines"
    return f"{noun} {', '.join(_runs(numbers))}"


def _runs(numbers: list[int]) -> Iterator[str]:
    """Yield numbers in rising order, three and more in a row as the first and the last."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield from [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)  # noqa: PLR2004 - shorter so
