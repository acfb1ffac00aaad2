"""What a condition of readiness consists of: what shows it, or what it lacks and who owes that."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.programme import in_force
from auditctl.model.record import Site
from auditctl.repository import Repository

SETTINGS = "auditctl.yaml"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: in a sentence, where, who owes it until when, and what mends it.

    `people` are ids, none where nobody is named; `path` is the record to mend, `line` 0 where none is meant; `command` or `hint` says how;
    `brief` says it under the title of its condition. Only where not even the settings can be read there is no site.
    """

    message: str
    site: Site | None
    path: str
    people: tuple[str, ...] = ()
    due: date | None = None
    command: str = ""
    hint: str = ""
    brief: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """The path, with the line where one is known."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def told(self) -> str:
        """What is missing, as it stands under its condition."""
        return self.brief or self.message


@dataclass(frozen=True, slots=True)
class Shown:
    """A record that shows a condition to be met, and what it shows."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition before an external audit; `told` is its count, or what there is, in a few words."""

    code: str
    title: str
    told: str
    shown: tuple[Shown, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.lacks


def owing(repository: Repository, *candidates: str) -> tuple[str, ...]:
    """Return the first who is named; else the owner of the programme, else top management."""
    named = next((person for person in candidates if person), "")
    if named:
        return (named,)
    cycle = in_force(repository)
    return (cycle.programme.data.owner,) if cycle else tuple(repository.settings.top_management)


def root_site(repository: Repository) -> tuple[Site | None, str]:
    """Return where what the whole repository lacks is told, and that path: the programme in force, else the settings."""
    cycle = in_force(repository)
    if cycle:
        return cycle.programme.key(), cycle.programme.document.path
    record = repository.settings_record
    return (record.key("name") if record else None), SETTINGS
