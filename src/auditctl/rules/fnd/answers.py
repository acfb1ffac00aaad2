"""What became of a finding: contested, accepted, declined, answered by a corrective action."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.deadlines import answer_due
from auditctl.analysis.gaps import is_answer_unread
from auditctl.analysis.gates import Gate
from auditctl.analysis.lifecycle import FindingState, finding_state, is_reported
from auditctl.analysis.naming import called
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, counted, joined, phrase
from auditctl.repository import Repository
from auditctl.rules.fnd.subjects import followed_up
from auditctl.rules.grades import GRADES
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule


@rule("FND011", "undecided-objection", Severity.warning, gate=Gate.issue, after_issue=True)
def undecided_objection(repository: Repository) -> Iterator[Hit]:
    """The auditee contests a finding, and the lead auditor has not decided.

    Why: a report with an open dispute leaves its readers to guess. The auditee has a right to an answer,
    and the report to a position.

    Fix: record the lead auditor's decision with its reason (`auditctl finding decide`), with it regrade or withdraw
    the finding where that is the outcome, and mention what stays contested in the report's `diverging_opinions`.
    """
    for audit, finding, since in followed_up(repository):
        answer = finding.data.auditee
        is_undecided = finding.data.is_contested and not finding.data.withdrawn
        if answer and is_undecided and answer.date >= since:
            yield Hit(
                finding.at("auditee"),
                phrase(
                    "%(finding)s is contested by %(by)s since %(day)s, and nobody has decided",
                    finding=finding.id,
                    by=answer.by,
                    day=answer.date,
                ),
                help=f"record the decision: `auditctl finding decide {called(repository, finding)}`",
                audit=audit.id,
            )


@rule("FND012", "optional-nonconformity", Severity.error, basis="27001 10.2", after_issue=True)
def optional_nonconformity(repository: Repository) -> Iterator[Hit]:
    """A nonconformity is marked accepted or declined, as if it were an OFI.

    Why: whether to take up an OFI is the organisation's choice. A nonconformity is answered with
    corrective action; it can be contested, not declined. What was accepted as an OFI and graded higher
    later is no such case.

    Fix: take `accepted` or `declined` out. Record agreement or objection with `auditctl finding answer`, and
    answer with `auditctl capa add`.
    """
    for audit, finding, since in followed_up(repository):
        data = finding.data
        signed = ((phrase("accepted"), data.accepted), (phrase("declined"), data.declined))
        marked = [
            word
            for word, fact in signed
            if fact and fact.date >= since and _grade_on(data, fact.date).is_nonconformity
        ]
        if data.is_nonconformity and marked:
            yield Hit(
                finding.key(marked[0]),
                phrase(
                    "%(finding)s is a nonconformity (%(grade)s) and marked %(marked)s",
                    finding=finding.id,
                    grade=GRADES[data.grade],
                    marked=listed(marked),
                ),
                help=phrase("an objection belongs in `auditctl finding answer`, the answer in a CAPA"),
                audit=audit.id,
            )


def _grade_on(finding: Finding, day: date) -> Grade:
    """Return the grade that a finding had on a day."""
    changes = sorted(finding.regraded, key=lambda change: change.date)
    before = [change.to for change in changes if change.date <= day]
    after = [change.from_ for change in changes if change.date > day]
    return (before[-1:] or after[:1] or [finding.grade])[0]


@rule("FND013", "unanswered", Severity.warning, basis="27001 10.2; house", timed=True, after_issue=True)
def unanswered(repository: Repository) -> Iterator[Hit]:
    """An issued nonconformity has no corrective action, or an OFI is undecided after its deadline.

    Why: an organisation reacts to each nonconformity. The house days, or the finding's own
    `response_due`, say until when; after the plan's deadline this is an error. A corrective action that went into
    another one answers nothing that the other does not name.

    Fix: answer the nonconformity with `auditctl capa add`; accept or decline the OFI with
    `auditctl finding accept` or `auditctl finding decline`.
    """
    for finding in repository.findings.values():
        audit = repository.audit_of(finding)
        if audit is None or not is_reported(audit) or is_answer_unread(repository, audit.id):
            continue
        if finding.data.withdrawn or _is_answered(repository, finding):
            continue
        if finding.data.grade is Grade.ofi:
            yield from _undecided(repository, finding)
        elif finding.data.is_nonconformity:
            yield _without_capa(repository, finding)


def _is_answered(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a CAPA answers it, or did until it was cancelled, which is for CAP018; not where it went into another one."""
    return any(
        capa.data.merged_into is None or repository.capa(capa.data.merged_into, capa.audit) is None
        for capa in repository.capas_of.get(finding.name, [])
    )


def _undecided(repository: Repository, finding: Record[Finding]) -> Iterator[Hit]:
    due = answer_due(repository, finding)
    if due and due < repository.today and finding_state(repository, finding) is FindingState.issued:
        yield Hit(
            finding.key(),
            counted(
                "%(finding)s is an OFI that nobody has decided on; the decision was due on %(day)s, %(n)s day ago",
                "%(finding)s is an OFI that nobody has decided on; the decision was due on %(day)s, %(n)s days ago",
                (repository.today - due).days,
                finding=finding.id,
                day=due,
            ),
            help=f"`auditctl finding accept {called(repository, finding)}`, or `auditctl finding decline` with the reason",
            audit=finding.audit,
        )


def _without_capa(repository: Repository, finding: Record[Finding]) -> Hit:
    due, today = answer_due(repository, finding), repository.today
    late = due is not None and due < today
    merged = repository.capas_of.get(finding.name, [])
    if merged:
        into = listed([capa.data.merged_into or "" for capa in merged])
        told = phrase("its CAPA went into %(capas)s, which does not name it", capas=into)
        help_ = phrase("name it in `findings` there")
    else:
        told = phrase("no CAPA answers it")
        help_ = phrase("answer it: `auditctl capa add %(finding)s`", finding=called(repository, finding))
    message: str = _issued(finding, told)
    if due:
        message = joined("; ", (message, _plan_due(today, due)))
    return Hit(
        finding.key(),
        message,
        help=help_,
        severity=Severity.error if late else None,
        audit=finding.audit,
    )


def _issued(finding: Record[Finding], told: Phrase) -> Phrase:
    if finding.data.grade is Grade.major:
        return phrase("%(finding)s (major) is issued and %(told)s", finding=finding.id, told=told)
    return phrase("%(finding)s (minor) is issued and %(told)s", finding=finding.id, told=told)


def _plan_due(today: date, due: date) -> Phrase:
    if due >= today:
        return phrase("its plan is due on %(day)s", day=due)
    return counted(
        "its plan was due on %(day)s, %(n)s day ago",
        "its plan was due on %(day)s, %(n)s days ago",
        (today - due).days,
        day=due,
    )
