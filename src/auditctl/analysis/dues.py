"""Everything that somebody owes on a day: the one list behind `status`, `due` and the calendar."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from auditctl.analysis.days import days_after
from auditctl.analysis.deadlines import (
    GROUPS,
    answer_due,
    awaits_plan,
    containment_due,
    follower_due,
    grade,
    open_items,
    plan_due,
    verification_due,
)
from auditctl.analysis.lifecycle import (
    AuditState,
    CapaState,
    FindingState,
    audit_state,
    capa_state,
    finding_state,
    is_followed,
)
from auditctl.analysis.milestones import (
    closing_due,
    notice_due,
    opening_due,
    report_due,
    results_due,
    unrecorded,
)
from auditctl.analysis.naming import Named, called
from auditctl.analysis.next_steps import answers_withdrawn, capa_command, is_uncontained, next_step
from auditctl.analysis.owed import Due, DueKind
from auditctl.analysis.programme import StopState, own_stops
from auditctl.analysis.waiting import (
    decision_due,
    is_undecided,
    lead,
    responsible,
    review_step,
    scheduled,
    scheduled_step,
    under_way,
    wants_capa,
)
from auditctl.model.audit import Session
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository

AHEAD = frozenset({AuditState.draft, AuditState.planned, AuditState.announced})
ORDER = {kind: index for index, kind in enumerate(DueKind)}
PLAN_STANDS = frozenset(
    {CapaState.approved, CapaState.in_progress, CapaState.implemented, CapaState.verification}
)


def dues(repository: Repository) -> tuple[Due, ...]:
    """Return everything that is owed on a known day, the earliest first."""
    found = chain(
        chain.from_iterable(_of_capa(repository, capa) for capa in repository.capas.values()),
        chain.from_iterable(_of_finding(repository, finding) for finding in repository.findings.values()),
        chain.from_iterable(_of_audit(repository, audit) for audit in repository.own_audits),
        chain.from_iterable(_of_evidence(repository, item) for item in repository.evidence.values()),
        _of_programmes(repository),
    )
    owed = tuple(found)
    known = (*owed, *_unheld(repository, owed))
    return tuple(sorted(known, key=lambda due: (due.day, due.where, ORDER[due.kind], due.key)))


def _owed(
    repository: Repository,
    day: date | None,
    who: str | tuple[str, ...],
    what: str,
    record: Named | str,
    kind: DueKind,
    *,
    key: str = "",
    detail: str = "",
    grade: Grade | None = None,
    command: str = "",
) -> Iterator[Due]:
    """Yield a due, or nothing where no day is known; an audit is named by its id."""
    if day is not None:
        people = (who,) if isinstance(who, str) else who
        named = tuple(person for person in people if person)
        days = (day - repository.today).days
        where = record if isinstance(record, str) else record.name
        name = record if isinstance(record, str) else called(repository, record)
        yield Due(day, days, named, what, where, name, kind, key, detail, grade, command)


def _of_capa(repository: Repository, capa: Record[Capa]) -> Iterator[Due]:
    state = capa_state(repository, capa)
    if state in {CapaState.closed, CapaState.cancelled} or answers_withdrawn(repository, capa):
        return
    gravest = grade(repository, capa)
    for held in open_items(capa):
        group = GROUPS[held.group]
        yield from _owed(
            repository, held.due, held.owner, _of_item(group, held.key), capa, DueKind(group),
            key=held.key, detail=_line(held.item.what), grade=gravest,
            command=capa_command(repository, capa, "done", held.key),
        )  # fmt: skip
    yield from _planned(repository, capa, gravest)
    yield from _verified(repository, capa, state, gravest)
    if state is CapaState.ineffective and not is_followed(repository, capa):
        yield from _owed(
            repository, follower_due(repository, capa), capa.data.owner, phrase("open what follows: it did not work"),
            capa, DueKind.follower, grade=gravest, command=capa_command(repository, capa, "follow"),
        )  # fmt: skip


def _of_item(group: str, key: str) -> Phrase:
    match group:
        case "containment":
            return phrase("containment %(item)s", item=key)
        case "correction":
            return phrase("correction %(item)s", item=key)
        case _:
            return phrase("action %(item)s", item=key)


def _planned(repository: Repository, capa: Record[Capa], gravest: Grade | None) -> Iterator[Due]:
    """Yield the plan that is awaited; its command is that of what the plan lacks first."""
    if not awaits_plan(repository, capa):
        return
    if is_uncontained(repository, capa):
        yield from _owed(
            repository, containment_due(repository, capa), capa.data.owner,
            phrase("limit the damage or mend it"), capa, DueKind.first_response, grade=gravest,
            command=capa_command(repository, capa, "contain"),
        )  # fmt: skip
    is_again = capa_state(repository, capa) is CapaState.rejected
    submits = capa_command(repository, capa, "submit")
    step = next_step(repository, capa)
    before = step if step and step.command != submits else None
    yield from _owed(
        repository, plan_due(repository, capa), capa.data.owner,
        phrase("submit the plan again") if is_again else phrase("submit the plan"), capa, DueKind.plan,
        detail=phrase("first %(step)s", step=before.what) if before else "", grade=gravest,
        command=before.command if before else submits,
    )  # fmt: skip


def _verified(
    repository: Repository, capa: Record[Capa], state: CapaState, gravest: Grade | None
) -> Iterator[Due]:
    """Yield the look at the effect, until the last day for it; what is not done when it could be seen is late itself."""
    effect = capa.data.effectiveness
    since = effect.not_before if effect else None
    if effect is None or since is None or state not in PLAN_STANDS:
        return
    if state is not CapaState.verification and since < repository.today:
        return
    yield from _owed(
        repository, verification_due(repository, capa), effect.verifier or "", phrase("verify the effect"), capa,
        DueKind.verification, detail=phrase("possible from %(day)s on", day=since), grade=gravest,
        command=capa_command(repository, capa, "verify"),
    )  # fmt: skip


def _of_finding(repository: Repository, finding: Record[Finding]) -> Iterator[Due]:
    name, weight = called(repository, finding), finding.data.grade
    if is_undecided(repository, finding):
        audit = repository.audit_of(finding)
        yield from _owed(
            repository, decision_due(repository, finding), lead(audit) if audit else "",
            phrase("decide on the objection"), finding, DueKind.objection,
            grade=weight, command=f"auditctl finding decide {name}",
        )  # fmt: skip
    if wants_capa(repository, finding):
        yield from _owed(
            repository, answer_due(repository, finding), responsible(repository, finding),
            phrase("open the corrective action"), finding, DueKind.corrective_action,
            grade=weight, command=f"auditctl capa add {name}",
        )  # fmt: skip
    if weight is Grade.ofi and finding_state(repository, finding) is FindingState.issued:
        yield from _owed(
            repository, answer_due(repository, finding), responsible(repository, finding),
            phrase("take it up, or decline it"), finding, DueKind.improvement,
            grade=weight, command=f"auditctl finding accept {name}",
        )  # fmt: skip


def _of_audit(repository: Repository, audit: Audit) -> Iterator[Due]:
    """Yield the milestones and sessions of an audit that is not over."""
    state = audit_state(repository, audit)
    if state in AHEAD:
        if state is not AuditState.announced:
            yield from _milestone(repository, audit, notice_due(repository, audit), DueKind.notice)
        yield from _milestone(repository, audit, opening_due(audit), DueKind.opening)
    if state in AHEAD or state is AuditState.fieldwork:
        closing = closing_due(audit)
        if state is AuditState.fieldwork or (closing and closing >= repository.today):
            yield from _milestone(repository, audit, closing, DueKind.closing)
    if state is AuditState.fieldwork_done:
        yield from _milestone(repository, audit, report_due(repository, audit), DueKind.report)
    if state is not AuditState.closed:
        yield from _sessions(repository, audit, state)


MILESTONES = {
    DueKind.notice: (phrase("send the plan"), "audit send"),
    DueKind.opening: (phrase("hold the opening meeting"), "audit open"),
    DueKind.closing: (phrase("hold the closing meeting"), "audit close"),
    DueKind.report: (phrase("issue the report"), "report"),
}


def _milestone(repository: Repository, audit: Audit, day: date | None, kind: DueKind) -> Iterator[Due]:
    what, words = MILESTONES[kind]
    command = f"auditctl {words} {audit.id}"
    yield from _owed(repository, day, lead(audit), what, audit.id, kind, command=command)


def _sessions(repository: Repository, audit: Audit, state: AuditState) -> Iterator[Due]:
    """Yield the sessions ahead, and of an audit that was opened the past ones without their results."""
    left = {session.id for session in unrecorded(audit)}
    for session in audit.sessions.values():
        day = session.data.date
        if day and day >= repository.today:
            what = phrase("session %(session)s", session=session.id)
            yield from _session(repository, audit, session, day, DueKind.session, what)
        elif state not in AHEAD and session.id in left:
            day, what = (
                results_due(audit, session),
                phrase("record the session %(session)s", session=session.id),
            )
            yield from _session(repository, audit, session, day, DueKind.results, what)


def _session(
    repository: Repository, audit: Audit, session: Record[Session], day: date | None, kind: DueKind, what: str
) -> Iterator[Due]:
    process = repository.processes.get(session.data.process)
    name = _line(process.data.name) if process else session.data.process
    start = session.data.start if kind is DueKind.session else None
    detail = phrase("%(process)s, at %(time)s", process=name, time=start.strftime("%H:%M")) if start else name
    command = f"auditctl fieldwork {audit.id} {session.id}"
    yield from _owed(
        repository, day, session.data.auditors, what, audit.id, kind,
        key=session.id, detail=detail, command=command,
    )  # fmt: skip


def _of_evidence(repository: Repository, item: Record[Evidence]) -> Iterator[Due]:
    """Yield evidence whose retention ends: it goes on the day after."""
    until, audit = item.data.retention_until, repository.audit_of(item)
    if until is None or item.data.disposed or audit is None or not audit.is_own or audit.data.cancelled:
        return
    keeper = audit.cycle.programme.data.owner if audit.cycle else lead(audit)
    yield from _owed(
        repository, days_after(until, 1), keeper, phrase("dispose of it"), item, DueKind.disposal,
        detail=phrase("kept until %(day)s", day=until), command=f"auditctl evidence dispose {called(repository, item)}",
    )  # fmt: skip


def _of_programmes(repository: Repository) -> Iterator[Due]:
    """Yield the planning of what a programme lists, and the programmes' reviews."""
    planned = (
        (entry.id, DueKind.audit, scheduled_step(repository, cycle, entry))
        for cycle, entry in scheduled(repository)
    )
    reviewed = ((cycle.programme.id, DueKind.review, review_step(cycle)) for cycle in under_way(repository))
    for name, kind, step in chain(planned, reviewed):
        yield from _owed(repository, step.due, step.who, step.what, name, kind, command=step.command)


def _unheld(repository: Repository, owed: Iterable[Due]) -> Iterator[Due]:
    """Yield the audits whose planned end has passed and of which no day tells that yet."""
    told = {due.where for due in owed if due.days < 0 and due.kind is not DueKind.review}
    for stop in own_stops(repository):
        if stop.state is StopState.late and stop.name not in told:
            keeper = next((cycle for cycle in repository.cycles.values() if stop.name in cycle.audits), None)
            who = lead(stop.audit) if stop.audit else ""
            yield from _owed(
                repository, stop.last, who or (keeper.programme.data.owner if keeper else ""),
                phrase("hold the audit, or postpone or cancel it"), stop.name, DueKind.audit,
                command=f"auditctl plan {stop.name}",
            )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())
