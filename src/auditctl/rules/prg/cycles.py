"""The cycles of the programmes: one after the other, none too long."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import days_after, months_after
from auditctl.analysis.programme import knows_programmes
from auditctl.diagnostics import Severity
from auditctl.model.programme import Programme
from auditctl.model.record import Hit, Record
from auditctl.repository import Repository
from auditctl.rules.registry import rule

LONGEST_MONTHS = 36
"""How long a cycle may last: the time of a certificate."""


@rule("PRG011", "cycles-out-of-step", Severity.warning, basis="house")
def cycles_out_of_step(repository: Repository) -> Iterator[Hit]:
    """Programmes overlap or leave a gap between them, or one lasts longer than 36 months.

    Why: where two programmes speak of the same day, nobody knows which one holds; where none does, nothing is planned.
    A cycle longer than a certificate puts off what is not audited.

    Fix: let each programme begin on the day after the one before ends, and last three years at most.
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


def _step(repository: Repository, before: Record[Programme], programme: Record[Programme]) -> Iterator[Hit]:
    begins, ended = programme.data.from_, before.data.to
    related = ((before.at("to"), f"{before.id} ends"),)
    fits = f"let it begin on {days_after(ended, 1)}"
    if begins <= ended:
        message = f"the programmes {before.id} and {programme.id} overlap from {begins} to {min(ended, programme.data.to)}"
        yield Hit(programme.at("from"), message, help=f"{fits}, or end the other one before", related=related)
    elif begins > days_after(ended, 1) and knows_programmes(repository):
        message = f"no programme covers {days_after(ended, 1)} to {days_after(begins, -1)}, between {before.id} and {programme.id}"
        yield Hit(programme.at("from"), message, help=fits, related=related)


def _too_long(programme: Record[Programme]) -> Hit:
    first, last = programme.data.from_, programme.data.to
    return Hit(
        programme.at("to"),
        f"the programme {programme.id} lasts {_months(first, last)} months, longer than {LONGEST_MONTHS}",
        help=f"end it on {days_after(months_after(first, LONGEST_MONTHS), -1)} and plan the rest in a programme of its own",
    )


def _months(first: date, last: date) -> int:
    """Return how many months a time has begun."""
    return (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)
