"""What is due as an iCalendar file (RFC 5545): one all-day event for each due."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from auditctl.analysis.owed import Due
from auditctl.errors import AuditctlError
from auditctl.repository import Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//auditctl//what is due//EN"
"""By which a calendar of ours is known."""


class NoCalendarLibrary(AuditctlError):
    def __init__(self) -> None:
        super().__init__(
            "a calendar needs the library icalendar, which is not installed",
            "install it with `pip install 'auditctl[calendar]'`",
        )


def calendar(repository: Repository, dues: Iterable[Due]) -> str:
    """Return the calendar; the same dues on the same day give the same text. Raises NoCalendarLibrary.

    An event keeps its UID when its day moves, so that a calendar which takes the file in again updates it.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415 - an extra, and only a calendar needs it
    except ImportError:
        raise NoCalendarLibrary from None
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", visible(f"{repository.settings.name}: what is due"))
    for due in dues:
        made.add_component(_event(repository, due))
    text: str = made.to_ical().decode()
    return text


def _event(repository: Repository, due: Due) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    made = Event()
    made.add("uid", str(uuid5(NAMESPACE_URL, _identity(repository, due))))
    made.add("dtstamp", datetime.combine(repository.today, time(), UTC))
    made.add("dtstart", due.day)
    made.add("summary", visible(f"{due.what} ({due.called})"))
    made.add("description", "\n".join(_description(repository, due)))
    made.add("categories", [due.kind.value])
    made.add("transp", "TRANSPARENT")
    return made


def _identity(repository: Repository, due: Due) -> str:
    """Return what makes a due itself: everything but its day and its people."""
    return f"auditctl\n{repository.settings.name}\n{due.where}\n{due.kind}\n{due.key}"


def _description(repository: Repository, due: Due) -> list[str]:
    who = ", ".join(_person(repository, person) for person in due.people) or "nobody named"
    lines = (due.detail, f"Record: {due.where}", f"Who: {who}", due.command)
    return [visible(line) for line in lines if line]


def _person(repository: Repository, person: str) -> str:
    name = repository.person_name(person)
    return person if name == person else f"{name} ({person})"
