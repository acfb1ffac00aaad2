"""How far the programme in force was carried out, and what its audits have covered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from auditctl.analysis.cycle_coverage import Cover, CoverState, process_covers, requirement_covers
from auditctl.analysis.metrics.figures import Share, Tally
from auditctl.analysis.programme import StopState, in_force, stops
from auditctl.repository import Repository

AHEAD = "planned"
STANDS = {
    StopState.scheduled: AHEAD,
    StopState.postponed: AHEAD,
    StopState.planned: AHEAD,
    StopState.underway: "underway",
    StopState.held: "held",
    StopState.late: "late",
    StopState.cancelled: "cancelled",
}
"""Where the audits of the house stand, in the words of the management's view."""


@dataclass(frozen=True, slots=True)
class AuditCounts:
    """The house's audits of the programme in force by where they stand; those of others are `external`.

    `programme` is its id, empty where there is none.
    """

    programme: str
    states: Tally
    external: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many were audited within the house window, and where each one stands: not audited is no state of conformity."""

    audited: Share
    states: Tally


def audit_counts(repository: Repository) -> AuditCounts:
    """Return the audits of the programme that covers today, and those held in its time without an entry.

    A postponed one is planned until its new days have passed; late is what ended by plan before today and was
    neither opened, postponed nor cancelled.
    """
    cycle = in_force(repository)
    found = Counter(stop.state for stop in stops(repository, cycle)) if cycle else Counter[StopState]()
    counts = dict.fromkeys(STANDS.values(), 0)
    for state, words in STANDS.items():
        counts[words] += found[state]
    states = Tally(repository.today, counts, "audits of the programme in force, without external ones")
    return AuditCounts(cycle.programme.id if cycle else "", states, found[StopState.external])


def coverage(repository: Repository) -> dict[str, Coverage]:
    """Return how much of the clauses, the applicable controls and the processes was audited within its window."""
    controls: list[Cover] = []
    clauses: list[Cover] = []
    for name, cover in requirement_covers(repository).items():
        (controls if repository.requirements.is_control(name) else clauses).append(cover)
    return {
        "clauses": _coverage(repository, clauses, "clauses of the standards in force"),
        "controls": _coverage(repository, controls, "applicable controls"),
        "processes": _coverage(
            repository, process_covers(repository).values(), "processes that are not retired"
        ),
    }


def _coverage(repository: Repository, covers: Iterable[Cover], of: str) -> Coverage:
    found = Counter(cover.state for cover in covers)
    states = Tally(repository.today, {state.value: found[state] for state in CoverState}, of)
    return Coverage(Share(repository.today, found[CoverState.audited], states.denominator, of), states)
