"""The audits of a programme: held when they were planned, as often as matters, each in its place."""

from collections import Counter
from collections.abc import Iterator

from auditctl.analysis.cycle_coverage import is_follow_up
from auditctl.analysis.gaps import is_read
from auditctl.analysis.programme import (
    Stop,
    StopState,
    is_before_records,
    knows_programmes,
    planned_days,
    planned_site,
    stops,
    was_opened,
)
from auditctl.analysis.reach import reach
from auditctl.diagnostics import Severity
from auditctl.model.process import Importance
from auditctl.model.record import Hit
from auditctl.phrases import Phrase, counted, phrase
from auditctl.repository import Repository
from auditctl.repository.audit import Cycle
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHOWN = 5
"""Further places that a message names."""


@rule("PRG005", "audit-not-held", Severity.warning, basis="27001 9.2.1", timed=True)
def audit_not_held(repository: Repository) -> Iterator[Hit]:
    """The planned end of an audit has passed, and it was neither opened, postponed nor cancelled.

    Why: audits are held at planned intervals. One that silently did not take place leaves a hole that nobody decided
    on.

    Fix: open it, or record in the programme what was decided: `postponed` with the new day, or `cancelled`.
    """
    for cycle in repository.cycles.values():
        late = [stop for stop in stops(repository, cycle) if _was_missed(repository, stop)]
        sites = [(planned_site(stop.entry), stop) for stop in late if stop.entry]
        if sites:
            words = [
                phrase("%(audit)s (until %(day)s)", audit=stop.name, day=planned_days(stop.entry.data)[1])
                for stop in late
                if stop.entry
            ]
            yield Hit(
                sites[0][0],
                phrase(
                    "planned and neither opened, postponed nor cancelled: %(audits)s", audits=listed(words)
                ),
                help="open it, or write `postponed` or `cancelled` at the entry",
                related=tuple((site, f"{stop.name} was planned here") for site, stop in sites[1 : SHOWN + 1]),
            )


def _was_missed(repository: Repository, stop: Stop) -> bool:
    """Whether an entry's days have passed unused; a timetable that was moved does not move the programme."""
    if stop.entry is None or stop.state in {StopState.cancelled, StopState.external}:
        return False
    if stop.audit and (was_opened(stop.audit) or not is_read(stop.audit, "audit", "report")):
        return False
    end = planned_days(stop.entry.data)[1]
    return end < repository.today and not is_before_records(repository, end)


@rule("PRG008", "importance-not-considered", Severity.warning, basis="house; 27001 9.2.2")
def importance_not_considered(repository: Repository) -> Iterator[Hit]:
    """A programme plans a process of high importance less often than one of low importance.

    Why: the importance of the processes bears on how often each is audited. The other way round, one of the two says
    what is not meant. That audits are counted for it is a house rule.

    Fix: plan the important process at least as often, or correct its `importance`.
    """
    for cycle in repository.cycles.values():
        if cycle.programme.data.to < repository.today or not knows_programmes(repository):
            continue
        planned = _planned_audits(repository, cycle)
        ranked: dict[Importance, list[tuple[int, str]]] = {}
        for process in repository.live_processes(repository.today):
            ranked.setdefault(process.data.importance, []).append((planned[process.id], process.id))
        most, often = max(ranked.get(Importance.low, [(0, "")]))
        seldom = [(number, name) for number, name in ranked.get(Importance.high, []) if number < most]
        if seldom:
            words = [
                phrase("%(what)s (%(detail)s)", what=name, detail=_audits(number)) for number, name in seldom
            ]
            yield Hit(
                cycle.programme.key("audits"),
                phrase(
                    "%(programme)s plans %(processes)s of high importance less often than %(process)s of low "
                    "importance (%(audits)s)",
                    programme=cycle.programme.id,
                    processes=listed(words),
                    process=often,
                    audits=_audits(most),
                ),
                help="plan it at least as often, or correct the `importance` of the process",
                related=tuple(
                    (repository.processes[name].at("importance"), name) for _, name in seldom[:SHOWN]
                ),
            )


def _audits(number: int) -> Phrase:
    return counted("%(n)s audit", "%(n)s audits", number)


def _planned_audits(repository: Repository, cycle: Cycle) -> Counter[str]:
    """Return how often a programme plans each process; a follow-up is planned for its findings."""
    found: Counter[str] = Counter()
    for stop in stops(repository, cycle):
        if stop.entry and not is_follow_up(stop.audit):
            found.update(reach(repository, stop).processes)
    return found


@rule("PRG009", "audit-in-no-programme", Severity.warning, basis="27001 9.2.2")
def audit_in_no_programme(repository: Repository) -> Iterator[Hit]:
    """An audit is listed by no programme and does not say why.

    Why: the programme shows what is audited when. What is held beside it is missing when somebody asks whether
    everything was audited as planned.

    Fix: add it to the `audits` of the programme, or say in `unplanned` of audit.yaml what it was held for.
    """
    if not repository.cycles or not knows_programmes(repository):
        return
    for audit in repository.own_audits:
        if audit.entry is None and not audit.data.unplanned and is_read(audit, "audit"):
            yield Hit(
                audit.file.key(),
                phrase("no programme lists %(audit)s", audit=audit.id),
                help="add it to `audits` of the programme, or write `unplanned: …` with the reason",
                audit=audit.id,
            )
