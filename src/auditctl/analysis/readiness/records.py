"""The records that an auditor from outside asks for: the programme, and of each audit plan, report and CAPAs."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.deadlines import answer_due
from auditctl.analysis.gaps import is_read
from auditctl.analysis.lifecycle import is_reported
from auditctl.analysis.milestones import report_due
from auditctl.analysis.naming import called
from auditctl.analysis.programme import in_force
from auditctl.analysis.readiness.parts import SETTINGS, Condition, Lack, Shown, owing, root_site
from auditctl.analysis.waiting import lead, responsible, wants_capa
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.phrases import Phrase, counted, joined, listed, phrase
from auditctl.repository import Audit, Repository


def records_kept(repository: Repository, _: date) -> Condition:
    """Return whether plan, report and corrective actions of every audit are on record."""
    held = list(_held(repository))
    lacks = [*_of_nothing(repository, held)]
    shown: list[Shown] = []
    for audit in held:
        missing = [*_plan(repository, audit), *_report(repository, audit)]
        lacks += missing
        if not missing and audit.report:
            shown.append(
                Shown(audit.report.document.path, phrase("%(audit)s: plan and report", audit=audit.id))
            )
    findings = [finding for finding in repository.findings.values() if _is_issued(repository, finding)]
    unanswered = [finding for finding in findings if wants_capa(repository, finding)]
    lacks += [_capa(repository, finding) for finding in unanswered]
    answered = phrase(
        "%(n)s of %(all)s nonconformities answered", n=len(findings) - len(unanswered), all=len(findings)
    )
    title = phrase("Plan, report and corrective actions are on record")
    return Condition("RDY006", title, joined("; ", (_counted(held), answered)), tuple(shown), tuple(lacks))


def _counted(held: list[Audit]) -> Phrase:
    return counted("%(n)s audit", "%(n)s audits", len(held)) if held else phrase("no audit held yet")


def _held(repository: Repository) -> Iterator[Audit]:
    """Yield the audits of the house whose fieldwork began since its records do, the earliest first."""
    since = repository.settings.records_since
    begun = [
        audit
        for audit in repository.audits.values()
        if audit.is_own
        and not audit.data.cancelled
        and (audit.data.opening or audit.data.closing or audit.data.closed or audit.is_issued)
        and not (since and audit.fieldwork and audit.fieldwork[1] < since)
    ]
    yield from sorted(begun, key=lambda audit: (audit.fieldwork or (date.max, date.max), audit.id))


def _of_nothing(repository: Repository, held: list[Audit]) -> Iterator[Lack]:
    """Yield what a repository lacks that holds no programme, or no audit at all."""
    site, path = root_site(repository)
    top = tuple(repository.settings.top_management)
    if in_force(repository) is None and not _is_unread(repository, Kind.programme):
        hint = phrase("write one to programmes/NAME.yaml; `auditctl plan` shows how it begins")
        yield Lack(phrase("no audit programme is on record"), site, SETTINGS, top, hint=hint)
    if not held and not any(audit.is_legacy for audit in repository.audits.values()):
        words = phrase("no internal audit is on record, so neither plan nor report")
        hint = phrase("plan an internal audit and hold it before that day")
        yield Lack(words, site, path, owing(repository), hint=hint)


def _is_unread(repository: Repository, kind: Kind) -> bool:
    return any(not owner and part.startswith((f"{kind}:", f"{kind}s")) for owner, part in repository.unread)


def _plan(repository: Repository, audit: Audit) -> Iterator[Lack]:
    if not is_read(audit, "audit", "team", "schedule", Kind.session):
        return
    missing = [
        words
        for words, there in (
            (phrase("no lead"), audit.team_data.lead),
            (phrase("no sessions"), audit.sessions),
            (phrase("never sent"), audit.data.plan.sent),
        )
        if not there
    ]
    if missing:
        yield Lack(
            phrase(
                "the plan of %(audit)s is incomplete: %(missing)s", audit=audit.id, missing=listed(missing)
            ),
            audit.file.key(),
            audit.file.document.path,
            owing(repository, lead(audit)),
            command=f"auditctl plan {audit.id}",
        )


def _report(repository: Repository, audit: Audit) -> Iterator[Lack]:
    """Yield a report that is missing: of an audit whose closing meeting was held, or that was closed without."""
    is_over = audit.data.closing or audit.data.closed
    if is_over and not audit.is_issued and is_read(audit, "report"):
        yield Lack(
            phrase("the report of %(audit)s is not issued", audit=audit.id),
            audit.file.key(),
            audit.file.document.path,
            owing(repository, lead(audit)),
            report_due(repository, audit),
            f"auditctl report {audit.id}",
        )


def _is_issued(repository: Repository, finding: Record[Finding]) -> bool:
    """Whether a finding is a nonconformity that stands and went out with its report."""
    audit = repository.audit_of(finding)
    stands = finding.data.is_nonconformity and not finding.data.withdrawn
    return stands and audit is not None and is_reported(audit) and not audit.data.cancelled


def _capa(repository: Repository, finding: Record[Finding]) -> Lack:
    name = called(repository, finding)
    audit = repository.audit_of(finding)
    return Lack(
        phrase("%(finding)s (major) has no corrective action", finding=name)
        if finding.data.grade is Grade.major
        else phrase("%(finding)s (minor) has no corrective action", finding=name),
        finding.key(),
        finding.document.path,
        owing(repository, responsible(repository, finding), lead(audit) if audit else ""),
        answer_due(repository, finding),
        f"auditctl capa add {name}",
    )
