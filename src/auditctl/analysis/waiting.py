"""What findings and audits wait for next, and every next step in the order of its urgency."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.days import working_days_before
from auditctl.analysis.deadlines import answer_due, grade
from auditctl.analysis.followup import answers
from auditctl.analysis.gaps import is_answer_unread
from auditctl.analysis.lifecycle import (
    AuditState,
    CapaState,
    FindingState,
    audit_state,
    capa_state,
    finding_state,
    is_cancelled,
)
from auditctl.analysis.milestones import (
    closing_due,
    notice_due,
    opening_due,
    report_due,
    results_due,
    unrecorded,
)
from auditctl.analysis.naming import called
from auditctl.analysis.next_steps import NextStep, next_step
from auditctl.analysis.programme import review_due
from auditctl.model.finding import Finding, Grade
from auditctl.model.programme import PlannedAudit
from auditctl.model.record import Record
from auditctl.phrases import counted, phrase
from auditctl.repository import Audit, Cycle, Repository, full_name

ENDED = frozenset({FindingState.withdrawn, FindingState.declined, FindingState.closed})
"""States in which nobody has to decide on an objection any more."""
EFFECT_AHEAD = frozenset({CapaState.implemented, CapaState.verification})


def responsible(repository: Repository, finding: Record[Finding]) -> str:
    """Return who answers for a finding: to whom it was last transferred, else the owner of its process."""
    if finding.data.transferred:
        return max(finding.data.transferred, key=lambda step: step.date).to
    process = repository.processes.get(finding.data.process or "")
    return (process.data.owner or "") if process else ""


def lead(audit: Audit) -> str:
    return audit.team_data.lead or ""


def decision_due(repository: Repository, finding: Record[Finding]) -> date | None:
    """Return until when an objection wants a decision: by the report, after it by the answer's deadline."""
    audit = repository.audit_of(finding)
    before = report_due(repository, audit) if audit and audit.is_own and not audit.is_issued else None
    return before or answer_due(repository, finding)


def is_undecided(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether an objection to a finding that still stands waits for the lead auditor."""
    return finding.data.is_contested and finding_state(repository, finding) not in ENDED


def wants_capa(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether an issued nonconformity has no corrective action that stands, and none that cannot be read."""
    state = finding_state(repository, finding)
    if not finding.data.is_nonconformity or state not in {FindingState.issued, FindingState.reopened}:
        return False
    live = [capa for capa in repository.capas_of.get(finding.name, []) if not is_cancelled(capa.data)]
    return not live and not is_answer_unread(repository, finding.audit)


def finding_step(repository: Repository, finding: Record[Finding]) -> NextStep | None:
    """Return what a finding waits for itself; what its CAPA waits for is the CAPA's step."""
    state, name = finding_state(repository, finding), called(repository, finding)
    if is_undecided(repository, finding):
        due, audit = decision_due(repository, finding), repository.audit_of(finding)
        who = lead(audit) if audit else ""
        return NextStep(phrase("decide on the objection"), who, due, f"auditctl finding decide {name}")
    who = responsible(repository, finding)
    if wants_capa(repository, finding):
        due = answer_due(repository, finding)
        return NextStep(phrase("open the corrective action"), who, due, f"auditctl capa add {name}")
    if state is FindingState.accepted:
        return NextStep(phrase("plan what was taken up"), who, None, f"auditctl capa add {name}")
    if state is FindingState.issued and finding.data.grade is Grade.ofi:
        due = answer_due(repository, finding)
        return NextStep(phrase("take it up, or decline it"), who, due, f"auditctl finding accept {name}")
    return None


def audit_step(repository: Repository, audit: Audit) -> NextStep | None:
    """Return the next milestone of an audit that the house holds itself."""
    asked = STEPS.get(audit_state(repository, audit)) if audit.is_own else None
    return asked(repository, audit) if asked else None


def _planning(repository: Repository, audit: Audit) -> NextStep:
    what = phrase("complete the plan: lead, sessions, auditors, days")
    return NextStep(what, lead(audit), notice_due(repository, audit), f"auditctl plan {audit.id}")


def _sending(repository: Repository, audit: Audit) -> NextStep:
    due = notice_due(repository, audit)
    return NextStep(phrase("send the plan"), lead(audit), due, f"auditctl audit send {audit.id}")


def _opening(_: Repository, audit: Audit) -> NextStep:
    due = opening_due(audit)
    return NextStep(phrase("hold the opening meeting"), lead(audit), due, f"auditctl audit open {audit.id}")


def _fieldwork(_: Repository, audit: Audit) -> NextStep:
    session = next(iter(unrecorded(audit)), None)
    if session is None:
        due = closing_due(audit)
        what = phrase("hold the closing meeting")
        return NextStep(what, lead(audit), due, f"auditctl audit close {audit.id}")
    who, due = next(iter(session.data.auditors), ""), results_due(audit, session)
    command = f"auditctl fieldwork {audit.id} {session.id}"
    what = phrase("record the session %(session)s", session=session.id)
    if day := session.data.date:
        what = phrase("record the session %(session)s of %(day)s", session=session.id, day=day)
    return NextStep(what, who, due, command)


def _reporting(repository: Repository, audit: Audit) -> NextStep:
    due = report_due(repository, audit)
    return NextStep(phrase("write and issue the report"), lead(audit), due, f"auditctl report {audit.id}")


def _following(repository: Repository, audit: Audit) -> NextStep | None:
    """Return the step towards a follow-up audit, where something waits for one that no audit follows up."""
    waiting = [finding for finding in audit.findings.values() if _waits_for_follow_up(repository, finding)]
    if not waiting:
        return None
    what = counted(
        "plan the follow-up of %(n)s finding", "plan the follow-up of %(n)s findings", len(waiting)
    )
    return NextStep(what, lead(audit), None, f"auditctl followup {audit.id}")


def _waits_for_follow_up(repository: Repository, finding: Record[Finding]) -> bool:
    done = any(capa_state(repository, capa) in EFFECT_AHEAD for capa in answers(repository, finding))
    return done and finding.name not in _followed(repository)


def _followed(repository: Repository) -> frozenset[str]:
    """Return the findings that an audit which is not over follows up."""
    key = "findings that are followed up"
    if key not in repository.memo:
        repository.memo[key] = frozenset(
            full_name(reference, audit.id)
            for audit in repository.own_audits
            for reference in audit.data.follow_up
        )
    kept: frozenset[str] = repository.memo[key]
    return kept


def _finishing(_: Repository, audit: Audit) -> NextStep:
    return NextStep(phrase("close the audit"), lead(audit), None, f"auditctl audit finish {audit.id}")


STEPS: dict[AuditState, Callable[[Repository, Audit], NextStep | None]] = {
    AuditState.draft: _planning,
    AuditState.planned: _sending,
    AuditState.announced: _opening,
    AuditState.fieldwork: _fieldwork,
    AuditState.fieldwork_done: _reporting,
    AuditState.follow_up: _following,
    AuditState.reported: _finishing,
}
"""What asks for the step of an audit in each state that waits for something."""


def scheduled(repository: Repository) -> Iterator[tuple[Cycle, Record[PlannedAudit]]]:
    """Yield each entry of a programme that was not cancelled and has no folder yet."""
    for cycle in repository.cycles.values():
        for entry in cycle.audits.values():
            if entry.id not in repository.audits and not entry.data.cancelled:
                yield cycle, entry


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for its next step, and the gravest grade behind it."""

    where: str
    called: str
    grade: Grade | None
    step: NextStep


def waiting(repository: Repository) -> list[Waiting]:
    """Return every record that waits for something, the most urgent first.

    What is overdue goes before what is not, the gravest first; then the soonest; then what no day bounds.
    """
    return sorted(_waiting(repository), key=lambda item: _urgency(item, repository.today))


def _waiting(repository: Repository) -> Iterator[Waiting]:
    for capa in repository.capas.values():
        if step := next_step(repository, capa):
            yield Waiting(capa.name, called(repository, capa), grade(repository, capa), step)
    for finding in repository.findings.values():
        if step := finding_step(repository, finding):
            yield Waiting(finding.name, called(repository, finding), finding.data.grade, step)
    for audit in repository.audits.values():
        if step := audit_step(repository, audit):
            yield Waiting(audit.id, audit.id, None, step)
    for cycle, entry in scheduled(repository):
        yield Waiting(entry.id, entry.id, None, scheduled_step(repository, cycle, entry))
    for cycle in under_way(repository):
        yield Waiting(cycle.programme.id, cycle.programme.id, None, review_step(cycle))


def scheduled_step(repository: Repository, cycle: Cycle, entry: Record[PlannedAudit]) -> NextStep:
    """Return the planning of an entry, due when its plan has to go out: the house notice before its first day."""
    due = working_days_before(entry.data.start, repository.settings.policy.plan_notice_working_days)
    command = f"auditctl plan new {entry.id}"
    return NextStep(phrase("plan the audit"), cycle.programme.data.owner, due, command)


def under_way(repository: Repository) -> Iterator[Cycle]:
    """Yield the programmes that cover today, which are to be reviewed."""
    for cycle in repository.cycles.values():
        if cycle.programme.data.covers(repository.today):
            yield cycle


def review_step(cycle: Cycle) -> NextStep:
    programme = cycle.programme
    what, command = phrase("have the programme reviewed"), f"auditctl plan --programme {programme.id}"
    return NextStep(what, programme.data.owner, review_due(programme.data), command)


def _urgency(item: Waiting, today: date) -> tuple[int, int, date, int, str]:
    due = item.step.due
    gravity = list(Grade).index(item.grade) if item.grade else len(Grade)
    if due is None:
        return 2, gravity, date.max, 0, item.where
    if due < today:
        return 0, gravity, due, 0, item.where
    return 1, 0, due, gravity, item.where
