"""What is due as a calendar: one all-day event for each due."""

from collections.abc import Iterable

from auditctl.analysis.owed import Due
from auditctl.exchange.ics.events import Entry, event, new_calendar, person_in_words, text_of
from auditctl.repository import Repository

PRODUCT = "-//auditctl//what is due//EN"


def calendar(repository: Repository, dues: Iterable[Due]) -> str:
    """Return the calendar; the same dues on the same day give the same text. Raises NoCalendarLibrary.

    An event keeps its UID when its day moves, so that a calendar which takes the file in again updates it.
    """
    made = new_calendar(PRODUCT, f"{repository.settings.name}: what is due")
    for due in dues:
        made.add_component(event(repository, entry_of(repository, due)))
    return text_of(made)


def entry_of(repository: Repository, due: Due) -> Entry:
    """Return the event of a due: everything but its day and its people makes it itself."""
    return Entry(
        of=(due.where, due.kind.value, due.key),
        first=due.day,
        last=due.day,
        summary=f"{due.what} ({due.called})",
        lines=tuple(_lines(repository, due)),
        category=due.kind.value,
        is_free=True,
    )


def _lines(repository: Repository, due: Due) -> Iterable[str]:
    who = ", ".join(person_in_words(repository, person) for person in due.people) or "nobody named"
    return due.detail, f"Record: {due.where}", f"Who: {who}", due.command
