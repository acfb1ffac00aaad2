"""What became of a finding: contested, accepted, declined, answered by a corrective action."""

from collections.abc import Iterator

from auditctl.analysis.deadlines import answer_due
from auditctl.analysis.gaps import is_answer_unread
from auditctl.analysis.gates import Gate
from auditctl.analysis.lifecycle import FindingState, finding_state, is_reported
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record
from auditctl.repository import Repository
from auditctl.rules.fnd.subjects import drafted, standing
from auditctl.rules.listing import counted
from auditctl.rules.registry import rule


@rule("FND011", "undecided-objection", Severity.warning, gate=Gate.issue)
def undecided_objection(repository: Repository) -> Iterator[Hit]:
    """The auditee contests a finding, and the lead auditor has not decided.

    Why: a report with an open dispute leaves its readers to guess. The auditee has a right to an answer,
    and the report to a position.

    Fix: record the lead auditor's `decision` with its reason, regrade or withdraw the finding, and
    mention what stays contested in the report's `diverging_opinions`.
    """
    for audit, finding in standing(repository):
        answer = finding.data.auditee
        if answer and finding.data.is_contested:
            yield Hit(
                finding.at("auditee"),
                f"{finding.id} is contested by {answer.by} since {answer.date}, and nobody has decided",
                help="record `decision: {by: …, date: …, text: …}`",
                audit=audit.id,
            )


@rule("FND012", "optional-nonconformity", Severity.error, basis="27001 10.2")
def optional_nonconformity(repository: Repository) -> Iterator[Hit]:
    """A nonconformity is marked accepted or declined, as if it were an OFI.

    Why: whether to take up an OFI is the organisation's choice. A nonconformity is answered with
    corrective action; it can be contested, not declined.

    Fix: take `accepted` or `declined` out. Record agreement or objection in `auditee`, and answer with
    a file in `capas/` with `findings` and `owner`.
    """
    for audit, finding in drafted(repository):
        data = finding.data
        marked = [word for word, fact in (("accepted", data.accepted), ("declined", data.declined)) if fact]
        if data.is_nonconformity and marked:
            yield Hit(
                finding.key(marked[0]),
                f"{finding.id} is a nonconformity ({data.grade}) and marked {' and '.join(marked)}",
                help="an objection belongs in `auditee: {response: contested}`, the answer in a CAPA",
                audit=audit.id,
            )


@rule("FND013", "unanswered", Severity.warning, basis="27001 10.2; house", timed=True, after_issue=True)
def unanswered(repository: Repository) -> Iterator[Hit]:
    """An issued nonconformity has no corrective action, or an OFI is undecided after its deadline.

    Why: an organisation reacts to each nonconformity. The house days, or the finding's own
    `response_due`, say until when; after the plan's deadline this is an error.

    Fix: a CAPA in `capas/` that names the nonconformity; `accepted` or `declined` in the OFI.
    """
    for finding in repository.findings.values():
        audit = repository.audit_of(finding)
        if audit is None or not is_reported(audit) or is_answer_unread(repository, audit.id):
            continue
        if finding.data.withdrawn or finding.name in repository.capas_of:
            continue  # what stands although its CAPA was cancelled is for CAP018
        if finding.data.grade is Grade.ofi:
            yield from _undecided(repository, finding)
        elif finding.data.is_nonconformity:
            yield _without_capa(repository, finding)


def _undecided(repository: Repository, finding: Record[Finding]) -> Iterator[Hit]:
    due = answer_due(repository, finding)
    if due and due < repository.today and finding_state(repository, finding) is FindingState.issued:
        late = counted((repository.today - due).days, "day")
        yield Hit(
            finding.key(),
            f"{finding.id} is an OFI that nobody has decided on; the decision was due on {due}, {late} ago",
            help="write `accepted: {by: …, date: …}` in the finding, or `declined` with the reason",
            audit=finding.audit,
        )


def _without_capa(repository: Repository, finding: Record[Finding]) -> Hit:
    due, today = answer_due(repository, finding), repository.today
    late = due is not None and due < today
    if due is None:
        when = ""
    elif late:
        when = f"; its plan was due on {due}, {counted((today - due).days, 'day')} ago"
    else:
        when = f"; its plan is due on {due}"
    return Hit(
        finding.key(),
        f"{finding.id} ({finding.data.grade}) is issued and no CAPA answers it{when}",
        help=f"write audits/{finding.audit}/capas/{finding.id}.yaml with `findings: [{finding.id}]` and `owner: …`",
        severity=Severity.error if late else None,
        audit=finding.audit,
    )
