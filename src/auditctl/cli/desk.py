"""What a command that records a fact has at hand: the repository, the questions it may ask, the way it ends."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import typer

from auditctl.cli.asking import Asking, clean, is_terminal, one_line, prose
from auditctl.cli.author import git_author
from auditctl.cli.call import Call, named
from auditctl.cli.days import day
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.how import How
from auditctl.cli.naming import name_within, record_named
from auditctl.errors import InputNeeded
from auditctl.model.types import Kind
from auditctl.repository import Repository
from auditctl.source.dump import fragment


@dataclass(frozen=True)
class Desk:
    """One writing command at work."""

    repository: Repository
    asking: Asking
    how: How

    @classmethod
    def of(cls, ctx: typer.Context, how: How) -> "Desk":
        return cls(Call.of(ctx).repository(), Asking(is_terminal() and not how.no_input), how)

    def actor(self, given: str, flag: str, what: str, likely: str = "") -> str:
        """Return who did something: as given, else whom git knows, else who is likely."""
        return self.person(given, flag, what, "" if given else git_author(self.repository) or likely)

    def person(self, given: str, flag: str, what: str, likely: str = "") -> str:
        """Return a person as given, else who is likely, which a terminal confirms.

        Raises InputNeeded where nobody is likely and nobody can be asked.
        """
        if given:
            return self._known(given)
        if likely and not self.asking.allowed:
            return likely
        return self.asking.line(what, flag, lambda answer: self._known(clean("the name", answer)), likely)

    def _known(self, given: str) -> str:
        return record_named(self.repository, Kind.person, given)

    def day(self, given: str, flag: str = "--date") -> date:
        """Return a day, today for none."""
        return day(flag, given) if given else self.repository.today

    def day_asked(self, given: str, flag: str, what: str) -> date:
        """Return a day that has no default."""
        if given:
            return day(flag, given)
        answer = self.asking.line(f"{what} (YYYY-MM-DD)", flag, lambda words: str(day(flag, words)))
        return date.fromisoformat(answer)

    def text(self, given: str, flag: str, what: str) -> str:
        """Return a text of one line, asked for where it is not given."""
        return one_line(what, given) if given else self.asking.line(what, flag, lambda it: one_line(what, it))

    def prose(
        self, given: str, flag: str, what: str, keep: Callable[[str], None], *, needed: bool = True
    ) -> None:
        """Hand a text of any length to `keep`, line by line as it is typed; InputNeeded where it is needed."""
        if given:
            keep(prose(flag, given))
            return
        typed: list[str] = []

        def take(text: str) -> None:
            typed.append(text)
            keep(text)

        self.asking.prose(what, take)
        if needed and not typed:
            raise InputNeeded(flag, what.lower())

    def choice(self, given: str, flag: str, what: str, options: Sequence[tuple[str, str]]) -> str:
        """Return one of the options by its number, name or an unambiguous part."""
        names = [name for name, _ in options]

        def known(answer: str) -> str:
            return named(what.lower(), clean(what.lower(), answer), names)

        return known(given) if given else self.asking.choice(what, flag, options, known)

    def evidence(self, audit: str, given: Iterable[str]) -> list[str]:
        """Return records of evidence as they are written inside the audit, or from the root."""
        return list(dict.fromkeys(name_within(self.repository, audit, Kind.evidence, item) for item in given))

    @contextlib.contextmanager
    def keeping(self, command: str, fields: MutableMapping[str, Any]) -> Iterator[None]:
        """Keep what was typed in a file, and say where, unless it comes to be recorded."""
        draft = Draft(lambda: _typed(command, fields), lambda: self.asking.typed and bool(fields))
        with kept(draft):
            yield
            draft.recorded = not self.how.dry_run


def _typed(command: str, fields: MutableMapping[str, Any]) -> str:
    return f"# typed for `auditctl {command}` and not recorded\n{fragment(dict(fields))}"
