"""The cycle as a whole: what no audit of it reaches."""

from collections.abc import Iterator

from auditctl.analysis.homes import homeless
from auditctl.analysis.programme import StopState, stops
from auditctl.analysis.reach import Reach, reach
from auditctl.diagnostics import Severity
from auditctl.model.organisation import Department, Place
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, filled, phrase
from auditctl.repository import Repository
from auditctl.repository.audit import Cycle
from auditctl.rules.cov.subjects import current, is_judged
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

INTERNAL_AUDIT = "9.2"
"""The clause of internal audit, the same in every standard for management systems."""


@rule("COV003", "not-in-the-cycle", Severity.warning, basis="house; 27001 9.2.1")
def not_in_the_cycle(repository: Repository) -> Iterator[Hit]:
    """Processes, locations or departments are in no audit of the cycle.

    Why: internal audits are to show how the whole management system works. A place or a department that no audit of
    the cycle reaches is known from paper only. That each is reached once in a cycle is a house rule.

    Fix: add it to the scope of an audit that is planned, or plan another one. What has gone is `retired`.
    """
    cycle = current(repository)
    if cycle is None:
        return
    held = _reached(repository, cycle)
    live = [process.id for process in repository.live_processes(repository.today)]
    words = phrase("processes in no audit of %(programme)s: %(missing)s")
    yield from _left_out(cycle, words, live, [part.processes for part in held])
    places = _standing(repository, repository.locations)
    words = phrase("locations in no audit of %(programme)s: %(missing)s")
    yield from _left_out(cycle, words, places, [part.locations for part in held])
    departments = _standing(repository, repository.departments)
    words = phrase("departments in no audit of %(programme)s: %(missing)s")
    yield from _left_out(cycle, words, departments, [part.departments for part in held])


def _left_out(cycle: Cycle, words: Phrase, known: list[str], parts: list[frozenset[str]]) -> Iterator[Hit]:
    held = frozenset[str]().union(*parts)
    missing = [name for name in known if name not in held]
    if parts and missing:
        yield Hit(
            cycle.programme.key("audits"),
            filled(words, programme=cycle.programme.id, missing=listed(missing)),
            help="add it to the scope of a planned audit, or plan one; what has gone is `retired`",
        )


def _reached(repository: Repository, cycle: Cycle) -> list[Reach]:
    """Return what each audit of a cycle reaches; nothing where coverage cannot be judged."""
    if not is_judged(repository):
        return []
    counting = (stop for stop in stops(repository, cycle) if stop.state is not StopState.cancelled)
    return [reach(repository, stop) for stop in counting if stop.is_own]


def _standing(
    repository: Repository, known: dict[str, Record[Department]] | dict[str, Record[Place]]
) -> list[str]:
    return [
        record.id
        for record in known.values()
        if record.data.retired is None or repository.today < record.data.retired
    ]


@rule("COV005", "internal-audit-not-audited", Severity.warning, basis="house; 27001 9.2.1")
def internal_audit_not_audited(repository: Repository) -> Iterator[Hit]:
    """Internal audit itself (9.2) is in no audit of the cycle.

    Why: 9.2 is part of the management system like every other clause, and the one that is forgotten most often, since
    nobody can audit it who plans the audits. That each cycle looks at it is a house rule.

    Fix: plan a session on it with an auditor who neither owns the programme nor the internal audit process: somebody
    of another department, or from outside.
    """
    cycle = current(repository)
    held = _reached(repository, cycle) if cycle else []
    if cycle is None or not held:
        return
    requirements, homes = repository.requirements, frozenset(homeless(repository))
    audited = frozenset[str]().union(*(part.requirements for part in held))
    for standard in requirements.standards:
        meant = requirements.expand([f"{standard}:{INTERNAL_AUDIT}"]) - homes
        if meant and not meant & audited:
            yield Hit(
                cycle.programme.key("audits"),
                phrase(
                    "internal audit itself (%(requirements)s) is in no audit of %(programme)s",
                    requirements=listed(requirements.in_order(meant)),
                    programme=cycle.programme.id,
                ),
                help="plan a session on it, with an auditor who owns neither the programme nor that process",
            )
