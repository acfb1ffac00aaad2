"""Options that take one of a few words; another word is refused in one sentence, with the word that was meant."""

from enum import StrEnum
from typing import Any

import typer

from auditctl.errors import UsageError


class NoChoice(UsageError):
    """A word that an option does not take."""

    def __init__(self, flag: str, given: str, words: list[str], near: str) -> None:
        meant = f"did you mean {near}?\n" if near else ""
        super().__init__(f"{flag} takes no {given!r}", f"{meant}it takes {', '.join(words)}")


def choice(kind: type[StrEnum], flag: str, words: str, *, show_default: bool = True) -> Any:
    """Return the option of that flag, whose values are those of `kind`; `words` are its help."""

    def meant(given: str) -> StrEnum:
        word = given.casefold()
        if word in {*kind}:
            return kind(word)
        from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

        raise NoChoice(flag, given, [*kind], nearest(given, kind))

    def fitting(incomplete: str) -> list[str]:
        return [word.value for word in kind if word.startswith(incomplete)]

    return typer.Option(
        flag,
        parser=meant,
        metavar="|".join(kind),
        autocompletion=fitting,
        help=words,
        show_default=show_default,
    )
