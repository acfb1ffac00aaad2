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
    stops,
    was_opened,
)
from auditctl.analysis.reach import reach
from auditctl.diagnostics import Severity
from auditctl.model.process import Importance
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Hit, Record, Site
from auditctl.repository import Repository
from auditctl.repository.repository import Cycle
from auditctl.rules.listing import counted, listed
from auditctl.rules.registry import rule

SHOWN = 5
"""Further places that a message names."""
CANCELLING = {"why": "a reason", "approved_by": "an approver"}
"""What a cancellation has to say, and in words."""


@rule("PRG005", "audit-not-held", Severity.warning, basis="27001 9.2.1", timed=True)
def audit_not_held(repository: Repository) -> Iterator[Hit]:
    """The planned end of an audit has passed, and it was neither opened, postponed nor cancelled.

    Why: audits are held at planned intervals. One that silently did not take place leaves a hole that nobody decided
    on.

    Fix: open it, or record in the programme what was decided: `postponed` with the new day, or `cancelled`.
    """
    for cycle in repository.cycles.values():
        late = [stop for stop in stops(repository, cycle) if _was_missed(repository, stop)]
        sites = [(_planned_site(stop.entry), stop) for stop in late if stop.entry]
        if sites:
            words = [f"{stop.name} (until {planned_days(stop.entry.data)[1]})" for stop in late if stop.entry]
            yield Hit(
                sites[0][0],
                f"planned and neither opened, postponed nor cancelled: {listed(words)}",
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


def _planned_site(entry: Record[PlannedAudit]) -> Site:
    moved = len(entry.data.postponed)
    return entry.at("postponed", moved - 1, "to") if moved else entry.at("planned", "to")


@rule("PRG008", "importance-not-considered", Severity.warning, basis="27001 9.2.2")
def importance_not_considered(repository: Repository) -> Iterator[Hit]:
    """A programme plans a process of high importance less often than one of low importance.

    Why: the importance of the processes decides how often each is audited. The other way round, one of the two says
    what is not meant.

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
            words = [f"{name} ({counted(number, 'audit')})" for number, name in seldom]
            yield Hit(
                cycle.programme.key("audits"),
                f"{cycle.programme.id} plans {listed(words)} of high importance less often than {often} of low "
                f"importance ({counted(most, 'audit')})",
                help="plan it at least as often, or correct the `importance` of the process",
                related=tuple(
                    (repository.processes[name].at("importance"), name) for _, name in seldom[:SHOWN]
                ),
            )


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
                f"no programme lists {audit.id}",
                help="add it to `audits` of the programme, or write `unplanned: …` with the reason",
                audit=audit.id,
            )


@rule("PRG010", "unexplained-change-of-plan", Severity.warning, basis="house")
def unexplained_change_of_plan(repository: Repository) -> Iterator[Hit]:
    """A planned audit was cancelled or postponed without a reason, cancelled without approval, or postponed to an earlier day.

    Why: an audit that does not take place as planned is asked about first. The reason shows that it was a decision, and
    the approval that it was not the auditee's.

    Fix: write `why`, and for a cancellation `approved_by`. What was brought forward is `planned` on its new days, with
    a revision of the programme.
    """
    for cycle in repository.cycles.values():
        found = [item for entry in cycle.audits.values() for item in _unexplained(entry)]
        if found:
            yield Hit(
                found[0][0],
                f"unexplained in {cycle.programme.id}: {listed([words for _, words in found])}",
                help="write `why: …`, and for a cancellation `approved_by: …`",
                related=tuple(found[1 : SHOWN + 1]),
            )


def _unexplained(entry: Record[PlannedAudit]) -> Iterator[tuple[Site, str]]:
    start = entry.data.planned.from_
    for index, step in enumerate(entry.data.postponed):
        if step.to < (step.from_ or start):
            words = f"{entry.id} postponed from {step.from_ or start} to {step.to}, which is earlier"
            yield entry.at("postponed", index, "to"), words
        elif step.why is None:
            yield entry.at("postponed", index), f"{entry.id} postponed to {step.to} without a reason"
        start = step.to
    if cancelled := entry.data.cancelled:
        lacks = [words for key, words in CANCELLING.items() if getattr(cancelled, key) is None]
        if lacks:
            yield entry.at("cancelled"), f"{entry.id} cancelled without {listed(lacks)}"
