"""The cycles of the programmes: one after the other, none too long."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import days_after, months_after
from auditctl.analysis.programme import is_before_records, knows_programmes, planned_days, planned_site
from auditctl.diagnostics import Severity
from auditctl.model.programme import Programme
from auditctl.model.record import Hit, Record
from auditctl.phrases import phrase
from auditctl.repository import Cycle, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

LONGEST_MONTHS = 36
"""How long a cycle may last: the time of a certificate."""
SHOWN = 5
"""Further places that a message names."""


@rule("PRG011", "cycles-out-of-step", Severity.warning, basis="house")
def cycles_out_of_step(repository: Repository) -> Iterator[Hit]:
    """Programmes overlap or leave a gap between or after them, one lasts longer than 36 months, or plans an audit outside of its days.

    Why: where two programmes speak of the same day, nobody knows which one holds; where none does, nothing is planned.
    A cycle longer than a certificate puts off what is not audited. What a programme plans before or after its own
    days is looked for in another one.

    Fix: let each programme begin on the day after the one before ends, and last three years at most. List each audit
    in the programme that covers its days, after all postponements.
    """
    before: Record[Programme] | None = None
    ranked = sorted(
        (cycle.programme for cycle in repository.cycles.values()),
        key=lambda programme: (programme.data.from_, programme.id),
    )
    for programme in ranked:
        if before:
            yield from _step(repository, before, programme)
        if _months(programme.data.from_, programme.data.to) > LONGEST_MONTHS:
            yield _too_long(programme)
        if before is None or programme.data.to > before.data.to:
            before = programme
    if before and before.data.to < repository.today and knows_programmes(repository):
        yield _ended(before)
    for cycle in repository.cycles.values():
        yield from _outside(repository, cycle)


def _step(repository: Repository, before: Record[Programme], programme: Record[Programme]) -> Iterator[Hit]:
    begins, ended = programme.data.from_, before.data.to
    related = ((before.at("to"), f"{before.id} ends"),)
    fits = f"let it begin on {days_after(ended, 1)}"
    if begins <= ended:
        message = phrase(
            "the programmes %(before)s and %(programme)s overlap from %(first)s to %(last)s",
            before=before.id,
            programme=programme.id,
            first=begins,
            last=min(ended, programme.data.to),
        )
        yield Hit(programme.at("from"), message, help=f"{fits}, or end the other one before", related=related)
    elif begins > days_after(ended, 1) and knows_programmes(repository):
        message = phrase(
            "no programme covers %(first)s to %(last)s, between %(before)s and %(programme)s",
            first=days_after(ended, 1),
            last=days_after(begins, -1),
            before=before.id,
            programme=programme.id,
        )
        yield Hit(programme.at("from"), message, help=fits, related=related)


def _ended(last: Record[Programme]) -> Hit:
    """Return that no programme covers today: the last one is over, and none begins."""
    return Hit(
        last.at("to"),
        phrase(
            "no programme has been in force since the last one, %(programme)s, ended on %(day)s",
            programme=last.id,
            day=last.data.to,
        ),
        help=f"write the next one, from {days_after(last.data.to, 1)} on",
        timed=True,
    )


def _outside(repository: Repository, cycle: Cycle) -> Iterator[Hit]:
    """Yield one hit for the audits that a programme plans on days that it does not cover."""
    first, last = cycle.programme.data.from_, cycle.programme.data.to
    found = [
        (
            planned_site(entry, "from" if days[0] < first else "to"),
            phrase("%(audit)s (%(first)s to %(last)s)", audit=entry.id, first=days[0], last=days[1]),
        )
        for entry in cycle.audits.values()
        if entry.data.cancelled is None
        and not (first <= (days := planned_days(entry.data))[0] and days[1] <= last)
        and not is_before_records(repository, days[1])
    ]
    if found:
        yield Hit(
            found[0][0],
            phrase(
                "outside the days of %(programme)s, %(first)s to %(last)s: %(audits)s",
                programme=cycle.programme.id,
                first=first,
                last=last,
                audits=listed([words for _, words in found]),
            ),
            help="correct the days, or list it in the programme that covers them",
            related=tuple(found[1 : SHOWN + 1]),
        )


def _too_long(programme: Record[Programme]) -> Hit:
    first, last = programme.data.from_, programme.data.to
    return Hit(
        programme.at("to"),
        phrase(
            "the programme %(programme)s lasts %(months)s months, longer than %(most)s",
            programme=programme.id,
            months=_months(first, last),
            most=LONGEST_MONTHS,
        ),
        help=f"end it on {days_after(months_after(first, LONGEST_MONTHS), -1)} and plan the rest in a programme of its own",
    )


def _months(first: date, last: date) -> int:
    """Return how many months a time has begun."""
    return (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)
