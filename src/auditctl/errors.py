"""Refusals: one small class per sentence, each with its exit code.

A user's mistake in a file is a `Diagnostic`, never an exception. What stands here stops a command
that cannot go on; the command line prints the sentence and the way out and exits with the code.
"""

from collections.abc import Sequence
from pathlib import Path

MOST_NAMES = 12


def some(names: list[str]) -> str:
    """Return names as a list that says when it leaves some out."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


class AuditctlError(Exception):
    """A command that cannot go on: one sentence, the way out, and an exit code."""

    exit_code = 3

    def __init__(self, sentence: str, way_out: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out

    def __reduce__(self) -> tuple[object, ...]:
        return _told_again, (type(self), self.sentence, self.way_out)


def _told_again(kind: type[AuditctlError], sentence: str, way_out: str) -> AuditctlError:
    """Return a refusal as another process told it."""
    made = kind.__new__(kind)
    AuditctlError.__init__(made, sentence, way_out)
    return made


class UsageError(AuditctlError):
    """The words of the command line do not fit together."""

    exit_code = 2


class NoRepository(AuditctlError):
    def __init__(self, start: Path) -> None:
        super().__init__(
            f"no auditctl.yaml in {start} or any folder above it",
            "run `auditctl init` to start an audit repository here, or name one with -C DIR",
        )


class NotThere(AuditctlError):
    """A name on the command line that the repository does not know."""

    exit_code = 2

    def __init__(self, kind: str, name: str, near: str = "", known: str = "") -> None:
        way_out = f"did you mean {near}?" if near else known
        super().__init__(f"there is no {kind} {name!r}", way_out)


class Ambiguous(AuditctlError):
    exit_code = 2

    def __init__(self, kind: str, part: str, names: list[str]) -> None:
        super().__init__(f"{part!r} fits more than one {kind}", f"write one of: {some(names)}")


class AlreadyRepository(AuditctlError):
    def __init__(self, root: Path) -> None:
        super().__init__(
            f"{root} is an audit repository already",
            "name a folder outside of it; in it, `auditctl init --ci …` and `--vscode` add their files",
        )


class AlreadyThere(AuditctlError):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} exists already and is left as it is", "choose another name or edit that file"
        )


NAME_ANOTHER = "name another file"
"""The way out where a file was named on the command line that is no record."""


class CannotRead(AuditctlError):
    def __init__(
        self, path: str, why: str, way_out: str = "mend the file (`auditctl check` shows the place)"
    ) -> None:
        super().__init__(f"{path} cannot be read: {why}", way_out)


class ChangedOnDisk(AuditctlError):
    """Somebody else wrote the file between reading and writing."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} changed while this command was at work: nothing was written",
            "look at what stands there now, and run the command again",
        )


class CannotEdit(AuditctlError):
    """An edit of a file that could spoil something else in it; the snippet is what to write by hand."""

    def __init__(self, path: str, route: Sequence[str | int], snippet: str, why: str = "") -> None:
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
        place = f" at `{steps.removeprefix('.')}`" if steps else ""
        reason = f": {why}" if why else ""
        super().__init__(
            f"{path} cannot be changed safely{place} and is left as it is{reason}",
            f"write it there by hand:\n{snippet}" if snippet else "take it out there by hand",
        )


class CannotWrite(AuditctlError):
    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}", "nothing was changed")


class OutsideRepository(AuditctlError):
    def __init__(self, path: str) -> None:
        super().__init__(f"{path} lies outside the audit repository", "name a path inside it")


class InputNeeded(UsageError):
    """A value that was not given, where nobody can be asked."""

    def __init__(self, flag: str, what: str) -> None:
        super().__init__(
            f"{what} is missing", f"give it with {flag} (there is no terminal to ask on, or --no-input)"
        )
