"""Readiness for an external audit: what `ready` asks, one rule a condition; `check` is silent about it."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.readiness import condition
from auditctl.model.record import Hit
from auditctl.phrases import joined, phrase
from auditctl.repository import Repository
from auditctl.rules.registry import rule_before


def _lacking(repository: Repository, code: str, day: date) -> Iterator[Hit]:
    """Yield what a condition lacks, each where it stands."""
    for lack in condition(repository, code, day).lacks:
        if lack.site is not None:
            message: str = lack.message
            if lack.people:
                message = phrase("%(what)s (%(detail)s)", what=message, detail=joined(", ", lack.people))
            mend = phrase("mend it: `%(command)s`", command=lack.command) if lack.command else lack.hint
            yield Hit(lack.site, message, help=mend)


@rule_before("RDY001", "major-open", basis="17021-1; house")
def major_open(repository: Repository, day: date) -> Iterator[Hit]:
    """A major nonconformity is not implemented before the external audit.

    Why: a certification body does not certify over a major that nobody corrected, and at a surveillance audit it asks
    for this one first. Majors of earlier external audits and of incidents count too, drafts as well.

    Fix: do what the corrective action plans, and record what shows it with `auditctl capa done`.
    """
    yield from _lacking(repository, "RDY001", day)


@rule_before("RDY002", "minor-unplanned", basis="17021-1; house")
def minor_unplanned(repository: Repository, day: date) -> Iterator[Hit]:
    """A minor nonconformity is neither closed nor answered by an approved plan before the external audit.

    Why: a certification body accepts an open minor where a plan against its cause was agreed. Without one the
    same finding may come back with a graver grade.

    Fix: find the cause, plan the action and have the plan approved: `auditctl capa show` says what comes next.
    """
    yield from _lacking(repository, "RDY002", day)


@rule_before("RDY003", "something-overdue", basis="house")
def something_overdue(repository: Repository, day: date) -> Iterator[Hit]:
    """Something is overdue before the external audit.

    Why: a day that the house set itself and let pass says how it treats its own rules.

    Fix: do it and record it. What cannot be done in time is extended with a reason and an approval.
    """
    yield from _lacking(repository, "RDY003", day)


@rule_before("RDY004", "no-recent-report", basis="house; 17021-1")
def no_recent_report(repository: Repository, day: date) -> Iterator[Hit]:
    """No internal audit report, or no management review, lies within the twelve months before the external audit.

    Why: a certification body looks at both at each of its audits, which are a year apart. The twelve months are
    practice: the organisation sets its intervals itself.

    Fix: issue the report of an internal audit, hold the management review, and record it as `management_review` in
    that report.
    """
    yield from _lacking(repository, "RDY004", day)


@rule_before("RDY005", "clause-never-audited", basis="house; 17021-1")
def clause_never_audited(repository: Repository, day: date) -> Iterator[Hit]:
    """No internal audit ever looked at a clause before the external audit.

    Why: whether the management system does what the clause asks, nobody has asked yet; the auditor from outside
    will be the first.

    Fix: audit it. What an audit before this repository looked at is written under `legacy` of its short form.
    """
    yield from _lacking(repository, "RDY005", day)


@rule_before("RDY006", "record-missing", basis="house; 17021-1")
def record_missing(repository: Repository, day: date) -> Iterator[Hit]:
    """The programme, or the plan, report or corrective actions of an audit, are not on record.

    Why: these are the records that an auditor from outside asks for. What is not on record cannot be shown.

    Fix: complete the plan, issue the report, answer each nonconformity with `auditctl capa add`.
    """
    yield from _lacking(repository, "RDY006", day)
