"""Questions on the terminal: they go to stderr, each has a flag, and nobody is asked where nobody sits."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import typer

from auditctl.errors import AuditctlError, InputNeeded, UsageError
from auditctl.source.guards import UNSEEN
from auditctl.source.text import visible

MOST_SHOWN = 30
USAGE = 2


class InputEnded(AuditctlError):
    def __init__(self, what: str) -> None:
        super().__init__(f"the input ended before {what} was answered", "nothing was recorded")


def clean(what: str, given: str) -> str:
    """Return a text without blanks around it; UsageError for one that is empty or cannot be seen as it is."""
    words = given.strip()
    if not words:
        raise UsageError(f"{what} is empty", "write a few words")
    if hidden := UNSEEN.search(words):
        raise UsageError(
            f"{what} holds the invisible character U+{ord(hidden[0]):04X}",
            "leave it out: it is not seen but changes what is read",
        )
    return words


def one_line(what: str, given: str) -> str:
    """Return a text as one line."""
    return " ".join(clean(what, given).split())


def prose(what: str, given: str) -> str:
    """Return a text; one of several lines ends its last one."""
    words = clean(what, given.replace("\r\n", "\n"))
    return f"{words}\n" if "\n" in words else words


def is_terminal() -> bool:
    """Whether somebody can be asked: they read stderr and type into stdin."""
    return sys.stdin.isatty() and sys.stderr.isatty()


@dataclass
class Asking:
    """Asks where it may; `typed` tells whether anything was answered that would be a pity to lose."""

    allowed: bool
    typed: bool = field(default=False)

    def line(self, what: str, flag: str, accept: Callable[[str], str], default: str = "") -> str:
        """Return an accepted answer; InputNeeded where nobody can be asked."""
        if not self.allowed:
            raise InputNeeded(flag, what)
        while True:
            answer = _read(what, f"{what} [{default}]: " if default else f"{what}: ").strip() or default
            try:
                accepted = accept(answer)
            except AuditctlError as wrong:
                _again(wrong)
            else:
                self.typed = True
                return accepted

    def choice(
        self, what: str, flag: str, options: Sequence[tuple[str, str]], accept: Callable[[str], str]
    ) -> str:
        """Return one of the options, given by its number or as `accept` takes it."""
        if self.allowed:
            _show(what, options)
        return self.line(what, flag, lambda answer: accept(_numbered(answer, options)))

    def several(
        self,
        what: str,
        options: Sequence[tuple[str, str]],
        accept: Callable[[str], str],
        tell: Callable[[str], str],
    ) -> list[str]:
        """Return any number of accepted answers, perhaps none; nothing where nobody can be asked."""
        if not self.allowed:
            return []
        _show(what, options)
        while True:
            words = _read(what, f"{what} (commas between; empty for none): ").replace(",", " ").split()
            try:
                chosen = list(dict.fromkeys(accept(_numbered(word, options)) for word in words))
            except AuditctlError as wrong:
                _again(wrong)
            else:
                self.typed = self.typed or bool(chosen)
                for item in chosen:
                    say(f"  {item}  {tell(item)}")
                return chosen

    def prose(self, what: str, keep: Callable[[str], None]) -> None:
        """Read lines up to an empty one; each goes to `keep` with those before it as soon as it stands."""
        if not self.allowed:
            return
        say(f"{what} (end with an empty line; empty for none)")
        lines: list[str] = []
        while line := _read(what, "> ").rstrip():
            if UNSEEN.search(line):
                say("  this line holds an invisible character and is left out; type it again")
                continue
            lines.append(line)
            self.typed = True
            keep(prose(what, "\n".join(lines)))

    def agrees(self, question: str) -> bool:
        """Return whether the answer is yes, which an empty one is."""
        return not _read(question, f"{question} [Y/n] ").strip().lower().startswith("n")


def say(words: str) -> None:
    typer.echo(visible(words), err=True)


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Let talk that nobody hears any more not stop the command: whoever read stderr may have gone."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _numbered(answer: str, options: Sequence[tuple[str, str]]) -> str:
    """Return the option that a number means; other words as they are."""
    names = [name for name, _ in options]
    if answer.isdecimal() and answer not in names and 1 <= int(answer) <= min(len(options), MOST_SHOWN):
        return names[int(answer) - 1]
    return answer


def _show(what: str, options: Sequence[tuple[str, str]]) -> None:
    if not options:
        return
    say(f"{what}:")
    width = max(len(name) for name, _ in options[:MOST_SHOWN])
    for number, (name, words) in enumerate(options[:MOST_SHOWN], start=1):
        say(f"  {number:2} {name:<{width}}  {words}".rstrip())
    if len(options) > MOST_SHOWN:
        say(f"  and {len(options) - MOST_SHOWN} more; type any unambiguous part of a name")


def _again(wrong: AuditctlError) -> None:
    """Say what is wrong with an answer; a refusal that no other answer mends goes on its way."""
    if wrong.exit_code != USAGE:
        raise wrong
    say(f"  {wrong.sentence}" + (f"; {wrong.way_out}" if wrong.way_out else ""))


def _read(what: str, prompt: str) -> str:
    """Return a typed line; with the terminal's line editing where stdout is a terminal too."""
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "replace":
        sys.stdin.reconfigure(errors="replace")
    if sys.stdout.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - its import gives input() its line editing
        try:
            return input(prompt)
        except EOFError:
            typer.echo(err=True)
            raise InputEnded(what.lower()) from None
    typer.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        typer.echo(err=True)
        raise InputEnded(what.lower())
    return line.rstrip("\n")
