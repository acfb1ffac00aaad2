"""What somebody owes on a day, and how such days are told apart and picked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditctl.model.finding import Grade

HORIZON_DAYS = 30


class DueKind(StrEnum):
    """What is owed; with the record and a key it names a due whatever its day."""

    containment = "containment"
    correction = "correction"
    action = "action"
    first_response = "first-response"
    plan = "plan"
    verification = "verification"
    follower = "follower"
    corrective_action = "corrective-action"
    improvement = "improvement"
    objection = "objection"
    notice = "notice"
    opening = "opening"
    session = "session"
    results = "results"
    closing = "closing"
    report = "report"
    disposal = "disposal"
    audit = "audit"
    review = "review"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody owes; `days` until then, negative when it has passed.

    `people` are ids, none where nobody is named; `where` is the record's name, and `called` the shortest that
    a command takes; `key` tells several of one kind in one record apart; `detail` is what else there is to
    know; `grade` the gravest behind it.
    """

    day: date
    days: int
    people: tuple[str, ...]
    what: str
    where: str
    called: str
    kind: DueKind
    key: str = ""
    detail: str = ""
    grade: Grade | None = None
    command: str = ""

    @property
    def who(self) -> str:
        return ", ".join(self.people)


def overdue(dues: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(due for due in dues if due.days < 0)


def ahead(dues: Iterable[Due], within: int = HORIZON_DAYS) -> tuple[Due, ...]:
    """Return what is due today or in so many days."""
    return tuple(due for due in dues if 0 <= due.days <= within)


def by_person(dues: Iterable[Due]) -> dict[str, tuple[Due, ...]]:
    """Return the dues of each person who owes any, whose first day is the earliest first.

    What several people owe together stands with each of them; what nobody is named for under no name, last.
    """
    found: dict[str, list[Due]] = {}
    for due in sorted(dues, key=lambda due: due.day):
        for person in due.people or ("",):
            found.setdefault(person, []).append(due)
    ranked = sorted(found, key=lambda person: (not person, found[person][0].day, person))
    return {person: tuple(found[person]) for person in ranked}
