"""The audits of all programmes as a calendar: each as its days."""

from collections import Counter
from collections.abc import Iterator

from auditctl.analysis.programme import Stop, StopState, own_stops, stops
from auditctl.exchange.ics.events import CANCELLED, CONFIRMED, TENTATIVE, Entry, event, new_calendar, text_of
from auditctl.repository import Repository

PRODUCT = "-//auditctl//audit programme//EN"
MAY_MOVE = frozenset({StopState.scheduled, StopState.postponed, StopState.planned, StopState.late})


def programme_calendar(repository: Repository) -> str:
    """Return the calendar; the same files on the same day give the same text. Raises NoCalendarLibrary."""
    made = new_calendar(PRODUCT, f"{repository.settings.name}: audit programme")
    for entry in _entries(repository):
        made.add_component(event(repository, entry))
    return text_of(made)


def _entries(repository: Repository) -> Iterator[Entry]:
    """Yield the audits of the house, and from outside those in the time of a programme, the earliest first."""
    outside = {
        (stop.name, stop.first): stop
        for cycle in repository.cycles.values()
        for stop in stops(repository, cycle)
        if not stop.is_own
    }
    held = sorted(
        [*own_stops(repository), *outside.values()], key=lambda stop: (stop.first, stop.last, stop.name)
    )
    numbers: Counter[str] = Counter()
    for stop in held:
        numbers[stop.title] += 1
        yield _entry(stop, numbers[stop.title])


def _entry(stop: Stop, number: int) -> Entry:
    """Return the event of an audit; one of the settings, which has no name of its own, is told apart by its number."""
    is_named = stop.entry is not None or stop.audit is not None
    of = ("plan", "audit", stop.name) if is_named else ("plan", "announced", stop.title, str(number))
    called = f"{stop.title} ({stop.name})" if is_named and stop.title != stop.name else stop.title
    return Entry(
        of, stop.first, stop.last, called, tuple(_lines(stop)), "audit", status=_status(stop), is_free=True
    )


def _status(stop: Stop) -> str:
    if stop.state is StopState.cancelled:
        return CANCELLED
    return TENTATIVE if stop.state in MAY_MOVE else CONFIRMED


def _lines(stop: Stop) -> Iterator[str]:
    yield f"State: {stop.state.value}"
    entry = stop.entry.data if stop.entry else None
    if entry and entry.processes:
        yield f"Processes: {', '.join(entry.processes)}"
    if entry and entry.requirements:
        yield f"Requirements: {', '.join(entry.requirements)}"
    if entry and entry.why:
        yield f"Why: {' '.join(entry.why.split())}"
