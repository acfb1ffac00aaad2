"""Earlier findings: which an audit follows up, when, and with what result."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.assignment import planned_day
from auditctl.analysis.followup import answers, due_after, followed, open_nonconformities, records_audit
from auditctl.analysis.gaps import is_answer_unread, is_read
from auditctl.analysis.gates import Gate, results_expected_from
from auditctl.analysis.scope import processes_to_audit
from auditctl.diagnostics import Severity
from auditctl.model.audit import AuditKind, Session
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Hit, Record
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.repository import full_name
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHOWN = 5


@rule("PLN008", "open-findings-not-followed", Severity.warning, basis="27001 9.2.2", gate=Gate.announced)
def open_findings_not_followed(repository: Repository) -> Iterator[Hit]:
    """A process in scope has open nonconformities of earlier audits that `follow_up` does not name.

    Why: planning takes the results of earlier audits into account. Whoever audits the process anyway can see
    how far the corrective action has come.

    Fix: add them to `follow_up` of audit.yaml.
    """
    waiting = open_nonconformities(repository)
    for audit in repository.own_audits:
        if not is_read(audit, "audit", "scope"):
            continue
        day = planned_day(repository, audit)
        named = {full_name(reference, audit.id) for reference in audit.data.follow_up}
        missed = [
            finding
            for process in processes_to_audit(repository, audit)
            for finding in waiting.get(process, [])
            if finding.audit != audit.id and finding.name not in named and finding.data.raised.date < day
        ]
        if missed:
            names = sorted(finding.name for finding in missed)
            yield Hit(
                audit.file.at("follow_up"),
                phrase(
                    "open in the scope of %(audit)s and not followed up: %(names)s",
                    audit=audit.id,
                    names=listed(names),
                ),
                help="add to `follow_up` of audit.yaml what this audit can verify",
                related=tuple(
                    (finding.key(), f"open in {finding.data.process}") for finding in missed[:SHOWN]
                ),
                audit=audit.id,
            )


@rule("PLN013", "follow-up-too-early", Severity.warning, basis="19011")
def follow_up_too_early(repository: Repository) -> Iterator[Hit]:
    """A session of a follow-up is held before what it verifies is due; a follow-up that names nothing is an error.

    Why: what is not due yet need not be done yet, and the way is made twice. A follow-up without findings has
    nothing to verify.

    Fix: move the session behind the due dates, or name the findings in `follow_up`.
    """
    for audit in repository.own_audits:
        if audit.data.kind is not AuditKind.follow_up:
            continue
        if not audit.data.follow_up:
            yield Hit(
                audit.file.at("kind"),
                phrase("%(audit)s is a follow-up but names no finding", audit=audit.id),
                help=phrase("write `follow_up: [AUDIT/finding]`"),
                severity=Severity.error,
                audit=audit.id,
            )
        yield from _too_early(repository, audit)


def _too_early(repository: Repository, audit: Audit) -> Iterator[Hit]:
    """Yield one hit for each session that comes before the due dates of findings it verifies."""
    early: dict[str, list[tuple[date, Record[Finding], Record[Capa]]]] = {}
    for _, finding in followed(repository, audit):
        session = _verifying(audit, finding)
        if session is None or session.data.date is None:
            continue
        for capa in answers(repository, finding):
            due = due_after(capa.data, session.data.date)
            if due:
                early.setdefault(session.id, []).append((due, finding, capa))
    for name, waiting in early.items():
        session = audit.sessions[name]
        words = [
            phrase("%(finding)s until %(day)s", finding=finding.name, day=due) for due, finding, _ in waiting
        ]
        yield Hit(
            session.at("date"),
            phrase(
                "%(session)s is on %(day)s, but work is due for %(findings)s",
                session=name,
                day=session.data.date,
                findings=listed(words),
            ),
            help=f"move it to {max(due for due, _, _ in waiting)} or later",
            related=tuple((capa.key(), f"due until {due}") for due, _, capa in waiting[:SHOWN]),
            audit=audit.id,
        )


def _verifying(audit: Audit, finding: Record[Finding]) -> Record[Session] | None:
    """Return the last session on the process of a finding; without one, the last of all."""
    dated = [session for session in audit.sessions.values() if session.data.date]
    fitting = [session for session in dated if session.data.process == finding.data.process]
    return max(fitting or dated, key=lambda session: session.data.date or date.min, default=None)


@rule("PLN014", "follow-up-without-result", Severity.warning, basis="19011", gate=Gate.closing)
def follow_up_without_result(repository: Repository) -> Iterator[Hit]:
    """A finding is followed up, but its CAPA records neither implementation nor verification by this audit.

    Why: the result of a follow-up stands in the CAPA, where its owner and the next audit look for it. Work that
    is due only after the closing meeting cannot have a result yet and is not asked for, nor is any before
    the opening.

    Fix: write `implementation` or `verifications` in the CAPA and name the audit.
    """
    for audit in repository.own_audits:
        waiting = [
            (index, finding)
            for index, finding in followed(repository, audit)
            if _lacks_result(repository, audit, finding)
        ]
        if waiting:
            yield Hit(
                audit.file.at("follow_up", waiting[0][0]),
                phrase(
                    "followed up by %(audit)s without a result: %(findings)s",
                    audit=audit.id,
                    findings=listed([finding.name for _, finding in waiting]),
                ),
                help=f"record `implementation` or a verification with `audit: {audit.id}` in the CAPA",
                related=tuple(
                    (capa.key(), capa.name)
                    for _, finding in waiting[:SHOWN]
                    for capa in answers(repository, finding)
                ),
                expected_from=results_expected_from(audit),
                audit=audit.id,
            )


def _lacks_result(repository: Repository, audit: Audit, finding: Record[Finding]) -> bool:
    capas = answers(repository, finding)
    if not capas or is_answer_unread(repository, finding.audit):
        return False
    if any(records_audit(capa.data, audit.id) for capa in capas):
        return False
    closing = audit.data.closing.date if audit.data.closing else None
    day = closing or (audit.fieldwork[1] if audit.fieldwork else repository.today)
    return not any(due_after(capa.data, day) for capa in capas)
