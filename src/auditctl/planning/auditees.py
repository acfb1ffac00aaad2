"""Who is met in a session about a process."""

from collections.abc import Iterable
from datetime import date

from auditctl.repository import Repository


def is_here(repository: Repository, person: str, day: date) -> bool:
    """Whether somebody is known, and has not left by that day."""
    record = repository.people.get(person)
    return record is not None and record.data.is_here(day)


def auditees(repository: Repository, process: str, day: date, first: Iterable[str] = ()) -> tuple[str, ...]:
    """Return those named first who are here on a day, else who performs the process, else its owner."""
    record = repository.processes[process].data
    for people in (first, record.performers, (record.owner,)):
        here = [person for person in people if person and is_here(repository, person, day)]
        if here:
            return tuple(dict.fromkeys(here))
    return ()
