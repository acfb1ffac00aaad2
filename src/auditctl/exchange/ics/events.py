"""Calendars and their events, through the library icalendar; times are those of the place (floating, without zone)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from auditctl.analysis.days import days_after
from auditctl.errors import AuditctlError
from auditctl.repository import Repository
from auditctl.source.text import visible

if TYPE_CHECKING:
    from icalendar import Calendar, Event

TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"
"""What an event says of itself in STATUS."""


class NoCalendarLibrary(AuditctlError):
    def __init__(self) -> None:
        super().__init__(
            "a calendar needs the library icalendar, which is not installed",
            "install it with `pip install 'auditctl[calendar]'`",
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; `of` is what makes it itself, whatever its day, its hour and its words.

    With two dates it takes whole days, the last one included; with two times it is held from one to the other.
    `is_free` leaves those who take the calendar in free at that time.
    """

    of: tuple[str, ...]
    first: date
    last: date
    summary: str
    lines: tuple[str, ...]
    category: str
    place: str = ""
    status: str = ""
    is_free: bool = False


def new_calendar(product: str, name: str) -> "Calendar":
    """Return a calendar without events; raises NoCalendarLibrary."""
    try:
        from icalendar import Calendar  # noqa: PLC0415 - an extra, and only a calendar needs it
    except ImportError:
        raise NoCalendarLibrary from None
    made = Calendar()
    made.add("prodid", product)
    made.add("version", "2.0")
    made.add("x-wr-calname", visible(name))
    return made


def text_of(calendar: "Calendar") -> str:
    """Return a calendar as it is written, its lines folded and ended as the format wants it."""
    text: str = calendar.to_ical().decode()
    return text


def uid(repository: Repository, of: Iterable[str]) -> str:
    """Return the name of an event, which is the same in every calendar that is made of it."""
    return str(uuid5(NAMESPACE_URL, "\n".join(("auditctl", repository.settings.name, *of))))


def event(repository: Repository, entry: Entry) -> "Event":
    """Return the event of an entry; the same on the same day, so that a calendar's text is too."""
    from icalendar import Event  # noqa: PLC0415 - an extra

    made = Event()
    made.add("uid", uid(repository, entry.of))
    made.add("dtstamp", datetime.combine(repository.today, time(), UTC))
    made.add("dtstart", entry.first)
    if (ends := _end(entry)) is not None:
        made.add("dtend", ends)
    made.add("summary", visible(entry.summary))
    made.add("description", "\n".join(visible(line) for line in entry.lines if line))
    made.add("categories", [entry.category])
    if entry.place:
        made.add("location", visible(entry.place))
    if entry.status:
        made.add("status", entry.status)
        made.add("sequence", repository.today.toordinal())
    if entry.is_free:
        made.add("transp", "TRANSPARENT")
    return made


def _end(entry: Entry) -> date | None:
    """Return when an event is over: for whole days the day after, nothing where one day says it all."""
    if isinstance(entry.first, datetime):
        return entry.last
    after = days_after(entry.last, 1)
    return after if entry.last > entry.first and after > entry.first else None


def person_in_words(repository: Repository, person: str) -> str:
    name = repository.person_name(person)
    return person if name == person else f"{name} ({person})"
