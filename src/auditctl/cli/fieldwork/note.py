"""The note of a line: written as it grows, or in an editor; a word that does not get into the file is kept."""

import sys
from dataclasses import dataclass
from pathlib import Path

from auditctl.cli.asking import InputEnded, prose, say
from auditctl.cli.drafts import Draft, kept, saved
from auditctl.cli.editing import edit
from auditctl.cli.fieldwork.paper import LineKey, PaperUnreadable
from auditctl.cli.fieldwork.record import joined
from auditctl.cli.fieldwork.sitting import Sitting, refused
from auditctl.errors import AuditctlError, CannotRead, CannotWrite, UsageError
from auditctl.model.workpaper import Line
from auditctl.outputs.fieldwork import LEFT_OUT
from auditctl.source.dump import fragment
from auditctl.source.files import reason


def ask_note(sitting: Sitting, key: LineKey, line: Line) -> Line:
    """Ask for a note and return the line with it; one that was left out needs the reason, and is asked twice."""
    needs = line.result in LEFT_OUT and not line.notes
    what = "Note, added to what stands there" if line.notes else "Why" if needs else "Note"
    line = _typed(sitting, key, line, what)
    if needs and not line.notes:
        say(f"  the report says why something is {line.result}: a few words are enough")
        line = _typed(sitting, key, line, what)
        if not line.notes:
            say("  left without a reason for now; WKP003 will ask for it at the closing meeting")
    return line


@dataclass
class _Note:
    """A note while it is typed; `unsaved` is what does not stand in the file yet."""

    sitting: Sitting
    key: LineKey
    line: Line
    before: str
    last: str = ""
    unsaved: str = ""
    stopped: AuditctlError | None = None

    def keep(self, text: str) -> None:
        """Write what was typed so far; after a refusal it is collected until its end, and kept elsewhere."""
        self.unsaved, self.last = text, text.rstrip("\n").rpartition("\n")[2]
        if self.stopped:
            return
        try:
            self.line = self.sitting.put(self.key, self.line, {"notes": joined(self.before, text)})
        except AuditctlError as refusal:
            self.stopped = refusal
            refused(refusal)
            say("  finish the note all the same: it is kept in a file of its own")
        else:
            self.unsaved = ""

    def add_half_line(self) -> None:
        """Take in what was typed into a line that was never ended, where the line editor still knows it."""
        readline = sys.modules.get("readline")
        half = readline.get_line_buffer().strip() if readline else ""
        if half and half != self.last.strip():
            self.unsaved = f"{self.unsaved.rstrip()}\n{half}" if self.unsaved else half

    def draft(self) -> str:
        """Return the text of the file in which the rest is kept."""
        number = self.sitting.number(self.key) or "?"
        return (
            f"# typed as a note of line {number} in `{self.sitting.command()}`, and not recorded there\n"
            f"{fragment({'ask': self.key.ask, 'notes': self.unsaved})}"
        )


def _typed(sitting: Sitting, key: LineKey, line: Line, what: str) -> Line:
    note = _Note(sitting, key, line, line.notes or "")
    with kept(Draft(note.draft, lambda: bool(note.unsaved))):
        try:
            sitting.asking.prose(what, note.keep)
        except (KeyboardInterrupt, InputEnded):
            note.add_half_line()
            raise
    if isinstance(note.stopped, PaperUnreadable):
        raise note.stopped
    return note.line


def edit_note(sitting: Sitting, key: LineKey, line: Line) -> None:
    """Open the note of a line in the editor; whatever goes wrong, the text stays and the walk goes on."""
    before = line.notes or ""
    path = saved(before)
    if path is None:
        refused(CannotWrite("the note", "no folder for temporary files takes it"))
        return
    draft = Draft(str, lambda: _read(path) != before.encode(), path=path, is_ours=True)
    try:
        with kept(draft):
            edit(path)
            words = _words(path)
            if words.strip() != before.strip():
                sitting.put(key, line, {"notes": prose("the note", words) if words.strip() else ""})
            draft.recorded = True
    except PaperUnreadable:
        raise
    except AuditctlError as refusal:
        refused(refusal)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _words(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise CannotRead(str(path), reason(error)) from error
    except UnicodeDecodeError:
        raise UsageError("the note is no UTF-8", "save it as UTF-8") from None
