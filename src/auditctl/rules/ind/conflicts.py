"""The conflict rules: one diagnostic per session and person, the strongest reason gives the code."""

from collections.abc import Iterator

from auditctl.analysis.assignment import Assignment, of_session
from auditctl.analysis.conflicts import Conflict, Weight
from auditctl.analysis.gates import Gate
from auditctl.analysis.independence import Independence, Verdict
from auditctl.analysis.roster import auditing
from auditctl.diagnostics import Severity
from auditctl.model.audit import Session
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import joined, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.registry import rule

BEFORE = Severity.warning
"""What a conflict weighs while the plan is a draft."""


def _of(code: str, repository: Repository) -> Iterator[Hit]:
    """Yield the diagnostics whose strongest reason bears this code."""
    for hit in conflict_hits(repository):
        if hit.code == code:
            yield hit


def conflict_hits(repository: Repository) -> tuple[Hit, ...]:
    """Return one hit per session and person with a conflict, computed once per repository."""
    if "conflict hits" not in repository.memo:
        repository.memo["conflict hits"] = tuple(_hits(repository))
    found: tuple[Hit, ...] = repository.memo["conflict hits"]
    return found


def _hits(repository: Repository) -> Iterator[Hit]:
    engine = Independence(repository)
    for audit in repository.own_audits:
        for session in audit.sessions.values():
            assignment = of_session(repository, audit, session)
            for person, site in auditing(audit, session):
                verdict = engine.verdict(person, assignment)
                if not verdict.is_free:
                    yield _hit(engine, audit, session, assignment, verdict, site)


def _hit(
    engine: Independence,
    audit: Audit,
    session: Record[Session],
    assignment: Assignment,
    verdict: Verdict,
    site: Site,
) -> Hit:
    told = verdict.open[0] if verdict.open else verdict.accepted[0][0]
    others = [item for item in (*verdict.open, *(held for held, _ in verdict.accepted)) if item is not told]
    weight = told.weight if verdict.open else None
    facts = {
        "person": verdict.person,
        "process": session.data.process,
        "day": assignment.on,
        "reason": told.reason,
    }
    return Hit(
        site,
        phrase("%(person)s audits %(process)s on %(day)s but %(reason)s", **facts)
        if weight
        else phrase(
            "accepted exception: %(person)s audits %(process)s on %(day)s; %(person)s %(reason)s", **facts
        ),
        code=told.code,
        label="assigned here",
        help=_help(engine, assignment, told, verdict),
        related=_facts([told, *others]),
        severity=_severity(weight),
        gate=Gate.announced if weight in {Weight.error, Weight.justifiable} else "",
        audit=audit.id,
        also=tuple(code for code in verdict.codes if code != told.code),
        accepted_by=_approval(verdict) if weight is None else "",
    )


def _severity(weight: Weight | None) -> Severity:
    if weight is None:
        return Severity.note
    return Severity.warning if weight is Weight.warning else Severity.error


def _approval(verdict: Verdict) -> str:
    approvals = (item.approved for _, item in verdict.accepted)
    told = (
        phrase("%(by)s on %(day)s", by=approved.by, day=approved.date) for approved in approvals if approved
    )
    return joined(", ", dict.fromkeys(told))


def _facts(conflicts: list[Conflict]) -> tuple[tuple[Site, str], ...]:
    """Return every fact once."""
    return tuple(dict.fromkeys(fact for conflict in conflicts for fact in conflict.facts))


def _help(engine: Independence, assignment: Assignment, told: Conflict, verdict: Verdict) -> str:
    if not verdict.open:
        safeguards = [words for _, item in verdict.accepted for words in item.safeguards]
        return phrase("safeguards: %(safeguards)s", safeguards=joined("; ", safeguards))
    free = [person for person in engine.free(assignment) if person != verdict.person]
    if free:
        return phrase("free of conflict for this session: %(people)s", people=joined(", ", free))
    if told.weight is Weight.justifiable:
        return phrase(
            "nobody on the register is free of conflict for this session: an auditor from outside is needed, "
            "or an exception with safeguards"
        )
    return phrase(
        "nobody on the register is free of conflict for this session: an auditor from outside is needed"
    )


@rule(
    "IND001",
    "own-work",
    Severity.error,
    basis="27001 9.2.2 b; 19011 independence",
    gate=Gate.announced,
    draft=BEFORE,
)
def own_work(repository: Repository) -> Iterator[Hit]:
    """An auditor owns, deputises for or performs what they audit, or runs a system of it.

    Why: nobody judges their own work objectively. The audit process has to stay objective and
    impartial; auditing what one answers for on that day takes both away.

    Fix: assign somebody else; `auditctl who PROCESS` names who is free of conflict. No exception covers this.
    """
    yield from _of("IND001", repository)


@rule(
    "IND002",
    "own-department",
    Severity.error,
    basis="19011: independent of the function where practicable",
    gate=Gate.announced,
    draft=BEFORE,
    exceptable=True,
)
def own_department(repository: Repository) -> Iterator[Hit]:
    """An auditor heads, or works in, the department of the process.

    Why: colleagues and their head carry the same habits and the same blind spots, and whoever heads
    the department answers for the result. Small organisations cannot always avoid the first.

    Fix: assign somebody of another department. Where that is not practicable, record an exception with
    reason, safeguards and approval in the team's `exceptions`; for the head there is none.
    """
    yield from _of("IND002", repository)


@rule(
    "IND003",
    "reporting-line",
    Severity.error,
    basis="19011; 17021-1 intimidation",
    gate=Gate.announced,
    draft=BEFORE,
    exceptable=True,
)
def reporting_line(repository: Repository) -> Iterator[Hit]:
    """An auditor reports to the process owner, or the owner to the auditor, directly or over two levels.

    Why: who depends on somebody's judgement of their own work is not free to judge that person's.
    Top management, everybody's manager, is left out.

    Fix: assign somebody outside the line. Over two levels an exception with safeguards can accept it.
    """
    yield from _of("IND003", repository)


@rule(
    "IND004",
    "cooling-off",
    Severity.error,
    basis="IIA 2.2; house: the window",
    gate=Gate.announced,
    draft=BEFORE,
    exceptable=True,
)
def cooling_off(repository: Repository) -> Iterator[Hit]:
    """An auditor worked in, owned or managed the area within the cooling-off time.

    Why: who left last month audits what they left behind. Where they owned or performed the process
    within the period under review, they would audit their own work.

    Fix: assign somebody else, wait until the time is over, or record an exception with safeguards.
    None covers own work within the period under review. `policy.cooling_off_months` sets the window.
    """
    yield from _of("IND004", repository)


@rule(
    "IND005",
    "own-design",
    Severity.error,
    basis="17021-1 self-review; house: the window",
    gate=Gate.announced,
    draft=BEFORE,
    exceptable=True,
)
def own_design(repository: Repository) -> Iterator[Hit]:
    """An auditor designed the process or a system of it, or wrote or approved a document audited against.

    Why: whoever designed something tends to find that it works as designed.

    Fix: assign somebody else, or record an exception with safeguards. `policy.design_look_back_months`
    sets how long a design counts.
    """
    yield from _of("IND005", repository)


@rule(
    "IND007",
    "personal-tie",
    Severity.error,
    basis="19011 integrity",
    gate=Gate.announced,
    draft=BEFORE,
    exceptable=True,
)
def personal_tie(repository: Repository) -> Iterator[Hit]:
    """An auditor has a personal or financial tie to the owner, the deputy or an auditee.

    Why: a finding must not cost a friendship, nor settle a dispute. Family of the owner is an error
    that no exception covers.

    Fix: assign somebody else, or for other ties record an exception with safeguards.
    """
    yield from _of("IND007", repository)


@rule(
    "IND008",
    "consultant",
    Severity.error,
    basis="17021-1; house: the window",
    gate=Gate.announced,
    draft=BEFORE,
    exceptable=True,
)
def consultant(repository: Repository) -> Iterator[Hit]:
    """An external auditor, or their firm, consulted on, implemented or operated what is audited.

    Why: a consultant who audits the own advice is a self-review from outside.

    Fix: assign somebody of another firm. A service that ended more than twelve months ago, or one of a
    colleague, can be accepted by an exception; `policy.consultant_cooling_off_months` sets the window.
    """
    yield from _of("IND008", repository)


@rule("IND009", "certification-body", Severity.error, basis="17021-1", gate=Gate.announced, draft=BEFORE)
def certification_body(repository: Repository) -> Iterator[Hit]:
    """The certification body, its people or a firm of its group holds the internal audit.

    Why: who certifies a management system may not audit it internally; the certificate would be at risk.

    Fix: engage a firm of another group.
    """
    yield from _of("IND009", repository)


@rule("IND011", "audits-the-audit", Severity.error, basis="27001 9.2.2 b", gate=Gate.announced, draft=BEFORE)
def audits_the_audit(repository: Repository) -> Iterator[Hit]:
    """The programme's owner, or the owner of the internal audit process, audits 9.2.

    Why: the internal audit is a process like any other, and its owner cannot audit it.

    Fix: give the requirements of 9.2 to another auditor; somebody from outside is usual.
    """
    yield from _of("IND011", repository)


@rule("IND012", "own-requirement", Severity.error, basis="27001 9.2.2 b", gate=Gate.announced, draft=BEFORE)
def own_requirement(repository: Repository) -> Iterator[Hit]:
    """A session covers a requirement that lives in a process of the auditor.

    Why: the process of the session may be somebody else's while a requirement added to it is the
    auditor's own, such as ISMS clauses audited by the ISMS manager.

    Fix: move the requirement to a session of another auditor.
    """
    yield from _of("IND012", repository)
