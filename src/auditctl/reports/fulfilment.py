"""How the programme in force was carried out: its audits by year and state, and each with what became of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.metrics.programme import STANDS
from auditctl.analysis.programme import Stop, in_force, stops
from auditctl.reports.people import People
from auditctl.repository import Cycle


@dataclass(frozen=True, slots=True)
class Year:
    """The house's audits that were first planned in a year, or held in it without a plan; by where they stand."""

    year: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class StopView:
    """An audit of the programme; `planned` is what was first planned, `days_moved` how much later it began."""

    title: str
    planned: tuple[date, date] | None
    first: date
    last: date
    state: str
    moved: int
    days_moved: int


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """The programme and its audits, the earliest first, external ones too."""

    id: str
    title: str
    first: date
    last: date
    years: tuple[Year, ...]
    stops: tuple[StopView, ...]


def fulfilment(people: People) -> Fulfilment | None:
    """Return how the programme in force is fulfilled; None where there is none."""
    cycle = in_force(people.repository)
    return _of(people, cycle) if cycle else None


def _of(people: People, cycle: Cycle) -> Fulfilment:
    held, data = stops(people.repository, cycle), cycle.programme.data
    own = [stop for stop in held if stop.is_own]
    years = sorted({_year(stop) for stop in own})
    return Fulfilment(
        id=cycle.programme.id,
        title=data.title or cycle.programme.id,
        first=data.from_,
        last=data.to,
        years=tuple(
            Year(str(year), _counts([stop for stop in own if _year(stop) == year])) for year in years
        ),
        stops=tuple(map(_view, held)),
    )


def _year(stop: Stop) -> int:
    return (stop.planned[0] if stop.planned else stop.first).year


def _counts(held: list[Stop]) -> dict[str, int]:
    found = Counter(STANDS[stop.state] for stop in held)
    return {words: found[words] for words in dict.fromkeys(STANDS.values())}


def _view(stop: Stop) -> StopView:
    moved = len(stop.entry.data.postponed) if stop.entry else 0
    days = (stop.first - stop.planned[0]).days if stop.planned else 0
    return StopView(stop.title, stop.planned, stop.first, stop.last, stop.state.value, moved, max(days, 0))
