"""What a check says: a severity, a place, a sentence, and the facts that prove it."""

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a diagnostic weighs; a greater value is worse."""

    note = 1
    warning = 2
    error = 3


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: lines and columns count from 1, columns in characters, the end exclusive.

    `mark` is what stands there whatever the layout: the keys that lead to it, without the numbers of items, and last the
    text of a value or nothing; it is empty where no tree stands behind the place.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 1
    source: str = ""
    mark: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A place with a few words on what stands there."""

    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message of `check`. `also` are further codes that the same mistake breaks."""

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    label: str = ""
    related: tuple[Label, ...] = ()
    help: str = ""
    basis: str = ""
    also: tuple[str, ...] = ()
    accepted_by: str = ""
    audit: str = ""
    timed: bool = False
    """Whether it can come and go because a day has passed."""
    twin: int = 1
    """Which one it is of those that nothing but their order tells apart."""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        place = self.location
        return (place.path, place.line, place.column, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Silenced:
    """A diagnostic that a comment in the file keeps quiet, with the reason given there."""

    diagnostic: Diagnostic
    reason: str
    comment: Location


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one check found."""

    diagnostics: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]
    files: int
    ignored: int = 0

    def count(self, severity: Severity) -> int:
        return sum(item.severity is severity for item in self.diagnostics)

    @property
    def accepted(self) -> int:
        """How many conflicts stand as accepted exceptions."""
        return sum(bool(item.accepted_by) for item in self.diagnostics)
