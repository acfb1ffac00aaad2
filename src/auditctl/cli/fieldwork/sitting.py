"""One auditor with one work paper: what they see of it, and their answers on the way into its file."""

import contextlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field

from auditctl.cli.asking import Asking, say
from auditctl.cli.fieldwork.paper import Answer, LineKey, Paper, put
from auditctl.errors import AuditctlError
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.workpaper import Line
from auditctl.repository import Audit, Repository, load
from auditctl.source.files import listing

WIDEST = 100
NARROWEST = 20


@dataclass
class Sitting:
    """The repository is loaded again when records have come or gone; the work paper is read before every answer."""

    repository: Repository
    audit: Audit
    session: Record[Session]
    by: str
    asking: Asking
    paper: Paper
    wrote: bool = False
    _records: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._records = self._names()

    def refresh(self) -> None:
        """Load the repository again where evidence or findings were added or taken away meanwhile."""
        names = self._names()
        if names == self._records:
            return
        after = load(self.repository.root, self.repository.today)
        if self.audit.id in after.audits:
            self.repository, self.audit, self._records = after, after.audits[self.audit.id], names

    def _names(self) -> list[str]:
        folders = (f"audits/{self.audit.id}/{kind}" for kind in ("evidence", "findings"))
        return [entry.path for folder in folders for entry in listing(self.repository.root, folder)]

    def reread(self) -> None:
        """Take the work paper as it is now; PaperUnreadable where it cannot be read any more."""
        self.paper = Paper.read(self.repository.root, self.paper.path)

    def put(
        self,
        key: LineKey,
        seen: Line,
        texts: Mapping[str, str] | None = None,
        names: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Line:
        """Write an answer and return the line as it is then; raises what keeps it from being written."""
        done = put(self.repository, self.paper, Answer(key, seen, texts or {}, names or {}))
        self.paper, self.wrote = done.paper, True
        if done.others_wrote:
            say(f"  the file was changed meanwhile; this stands in line {done.index + 1} of it as it is now")
        return done.line

    def number(self, key: LineKey) -> int:
        """Return the number of a line as the file is now; 0 where it is gone."""
        index = self.paper.index(key)
        return 0 if index is None else index + 1

    def command(self, number: int = 0) -> str:
        """Return the command that goes on here."""
        line = f" --line {number}" if number else ""
        return f"auditctl fieldwork {self.audit.id} {self.session.id}{line}"


def width() -> int:
    """Return the columns that questions may fill."""
    return min(max(shutil.get_terminal_size().columns - 1, NARROWEST), WIDEST)


def refused(refusal: AuditctlError) -> None:
    """Say why something was not recorded; the walk goes on."""
    say(f"  {refusal.sentence}")
    if refusal.way_out:
        for line in refusal.way_out.split("\n"):
            say(f"  {line}")


def say_unheard(words: str) -> None:
    """Say something, below a line that was begun, that nobody may be there to hear any more."""
    with contextlib.suppress(OSError):
        say("")
        say(words)
