"""The walk through a work paper: every answer stands in the file before the next question is asked."""

import re
from collections.abc import Callable

import typer

from auditctl.check import Options, check
from auditctl.cli.asking import InputEnded, say
from auditctl.cli.desk import Desk
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.fieldwork.following import missing_finding, other_session
from auditctl.cli.fieldwork.links import ask_evidence, ask_finding
from auditctl.cli.fieldwork.note import ask_note, edit_note
from auditctl.cli.fieldwork.paper import LineKey, Paper, PaperUnreadable
from auditctl.cli.fieldwork.prepare import begun
from auditctl.cli.fieldwork.record import WITHOUT_FINDING
from auditctl.cli.fieldwork.sitting import Sitting, refused, say_unheard, width
from auditctl.cli.fieldwork.start import Given, auditor
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.errors import AuditctlError, NotThere, UsageError
from auditctl.model.audit import Session
from auditctl.model.nearest import nearest
from auditctl.model.record import Record
from auditctl.model.workpaper import Line
from auditctl.outputs.fieldwork import LETTERS, Tally, head, question, summary
from auditctl.repository import Audit, load
from auditctl.source.text import visible

RESULTS = {letter: result.value for result, letter in LETTERS.items()}
MOVES = {"s": "skip", "b": "back", "j": "jump", "e": "edit", "q": "quit", "?": "help"}
SAME_AS = {"leave": "quit", "exit": "quit", "h": "help", "go": "jump"}
KEYS = (
    ", ".join(f"{letter} {word}" for letter, word in RESULTS.items()),
    "s skip, b back, j NUMBER go to a line, e edit the note, q leave, ? help",
)
HELP = (
    "c conform: it is met, and you have seen what shows it",
    "n nonconform: a requirement is not met; the finding can be raised at once",
    "o ofi: it is met and could be better",
    "a not-applicable, x not-audited: say why in the note",
    "s leaves the line as it is, b goes back, j 7 goes to line 7",
    "e opens the note in your editor, q leaves; every answer is in the file already",
)
_JUMP = re.compile(r"(?:j|jump|go)\s*(\d+)\Z", re.ASCII)


class InputGone(AuditctlError):
    def __init__(self, sitting: Sitting, number: int) -> None:
        super().__init__(
            f"the input ended; everything answered stands in {sitting.paper.path}",
            f"go on with `{sitting.command(number)}`",
        )


def walk(desk: Desk, audit: Audit, session: Record[Session], given: Given) -> None:
    """Go through a work paper from its first undecided line on, or from the line that was asked for."""
    by = auditor(desk, audit, session, given.by)
    path = begun(desk.repository, audit, session, given.checklist)
    paper = Paper.read(desk.repository.root, path)
    sitting = Sitting(desk.repository, audit, session, by, desk.asking, paper)
    paper.refuse_beyond(audit.id, session.id, given.line)
    with kept(Draft(str, lambda: False)):
        _Walk(sitting, given.every, given.line - 1).run()


class _Walk:
    """Where the walk is; `at` is the index of the line that comes next."""

    def __init__(self, sitting: Sitting, every: bool, start: int) -> None:
        self.sitting = sitting
        self.every = every
        self.at = start if start >= 0 else self._after(-1)

    def run(self) -> None:
        """Walk to the end or until somebody leaves; interrupted, say where it stands and how to go on."""
        sitting = self.sitting
        try:
            self._begin()
            while self.at < len(sitting.paper.lines) and self._line():
                pass
        except KeyboardInterrupt:
            say_unheard(
                f"interrupted: everything answered stands in {sitting.paper.path}; go on with `{sitting.command(self.at + 1)}`"
            )
            raise
        except InputEnded:
            raise InputGone(sitting, self.at + 1) from None
        self._end()

    def _begin(self) -> None:
        sitting = self.sitting
        tally = Tally(sitting.paper.lines)
        for line in head(sitting.repository, sitting.session, sitting.paper.path, tally, width()):
            say(line)
        for line in KEYS if self.at < len(tally.lines) else ():
            say(line)

    def _after(self, index: int) -> int:
        """Return the next line to ask for; the number of lines where there is none."""
        lines = self.sitting.paper.lines
        ahead = range(index + 1, len(lines))
        return next((at for at in ahead if self.every or lines[at].result is None), len(lines))

    def _line(self) -> bool:
        """Ask for one line; False where the walk ends here."""
        sitting = self.sitting
        sitting.reread()
        self.at = min(self.at, len(sitting.paper.lines) - 1)
        if self.at < 0:
            return False
        say("")
        for words in question(sitting.repository, sitting.paper.lines, self.at, width()):
            say(words)
        key, line = sitting.paper.key(self.at), sitting.paper.lines[self.at]
        step, _, number = self._asked(line).partition(" ")
        if step == "quit":
            return False
        if step in MOVES.values():
            self._move(step, int(number or 0), key, line)
        elif self._decided(key, line, step):
            self.at = self._after(max(sitting.number(key) - 1, -1) if sitting.number(key) else self.at)
        return True

    def _asked(self, line: Line) -> str:
        """Return a result, or a move with its number; an empty answer keeps the result that stands there."""
        held = line.result.value if line.result else ""
        count = len(self.sitting.paper.lines)
        letters = f"{' '.join(RESULTS)}, {' '.join(MOVES)}"
        return self.sitting.asking.line(
            f"Result ({letters})", "--result", lambda answer: understood(answer, count), held
        )

    def _move(self, step: str, number: int, key: LineKey, line: Line) -> None:
        if step == "help":
            for words in HELP:
                say(f"  {words}")
        elif step == "edit":
            edit_note(self.sitting, key, line)
        elif step == "jump":
            self.at = number - 1
        elif step == "skip":
            self.at = self._after(self.at)
        elif self.at == 0:
            say("  this is the first line")
        else:
            self.at -= 1

    def _decided(self, key: LineKey, line: Line, result: str) -> bool:
        """Record the result and all that goes with it; False where somebody else decided the line meanwhile."""
        if result != line.result:
            try:
                line = self.sitting.put(key, line, {"by": self.sitting.by, "result": result})
            except PaperUnreadable:
                raise
            except AuditctlError as refusal:
                refused(refusal)
                return False
        steps: tuple[Callable[[Sitting, LineKey, Line], Line], ...] = (ask_note, ask_evidence, ask_finding)
        for ask in steps:
            line = ask(self.sitting, key, line)
        return True

    def _end(self) -> None:
        sitting = self.sitting
        tally = Tally(sitting.paper.lines)
        say("")
        for line in summary(sitting.session.id, tally):
            say(line)
        if sitting.wrote:
            typer.echo(visible(sitting.paper.path))
        broken = _closed_without_finding(sitting) if tally.without_finding else None
        if broken:
            say(f"{broken.code}: {broken.message}")
        say(f"next: {self._next_step(tally)}")
        if broken:
            raise typer.Exit(1)

    def _next_step(self, tally: Tally) -> str:
        sitting = self.sitting
        if words := missing_finding(sitting.audit, sitting.session.id, tally):
            return words
        if tally.undecided:
            return f"`{sitting.command()}` goes on at line {tally.undecided[0]}"
        return other_session(sitting.audit, sitting.session.id)


def _closed_without_finding(sitting: Sitting) -> Diagnostic | None:
    """Return what the check says of lines without a finding where it is too late for them."""
    after = load(sitting.repository.root, sitting.repository.today, only={sitting.audit.id})
    found = check(after, Options(select=(WITHOUT_FINDING,), paths=(sitting.paper.path,)))
    return next((item for item in found.diagnostics if item.severity is Severity.error), None)


def understood(answer: str, count: int) -> str:
    """Return a result or a move by its letter, its word or the beginning of it; a jump with its line."""
    words = " ".join(answer.split()).casefold()
    if not words:
        raise UsageError("nothing is chosen yet", "? shows what can be answered, s skips the line")
    if jump := _JUMP.match(words):
        return f"jump {_within(int(jump[1]), count)}"
    known = RESULTS | MOVES
    if words in known and words != "j":
        return known[words]
    names = [*RESULTS.values(), *MOVES.values(), *SAME_AS]
    fitting = {SAME_AS.get(name, name) for name in names if name.startswith(words)}
    if fitting == {"jump"} or words.isdecimal():
        raise UsageError("which line?", f"write j and its number, 1 to {count}")
    if len(fitting) == 1:
        return fitting.pop()
    near = nearest(words, names) if not fitting else ""
    raise NotThere("answer", answer, near, "? shows what can be answered")


def _within(number: int, count: int) -> int:
    if not 1 <= number <= count:
        raise UsageError(f"there is no line {number}", f"the lines are 1 to {count}")
    return number
