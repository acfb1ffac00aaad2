"""When a report went out, and when management looked at it."""

from collections.abc import Iterator

from auditctl.analysis.days import months_after, working_days_between
from auditctl.analysis.milestones import report_due
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import counted, phrase
from auditctl.repository import Repository
from auditctl.rules.registry import rule
from auditctl.rules.rpt.subjects import held_at_issue, reported, unsealed

REVIEW_MONTHS = 12


@rule("RPT004", "late-report", Severity.warning, basis="house; 19011")
def late_report(repository: Repository) -> Iterator[Hit]:
    """The report was issued later than the house days after the closing meeting.

    Why: the longer it takes, the less the auditees remember, and the later anything is mended. How many days that
    are is a house rule.

    Fix: nothing undoes it; say why in the report. `policy.report_working_days` sets the days.
    """
    yield from held_at_issue(repository, "RPT004")
    for audit in unsealed(repository):
        issued = audit.report.data.issued if audit.report else None
        due, closing = report_due(repository, audit), audit.data.closing
        if audit.report and issued and due and closing and issued.date > due:
            yield Hit(
                audit.report.at("issued", "date"),
                counted(
                    "the report was issued %(n)s working day after the closing meeting on %(day)s, the house gives %(house)s",
                    "the report was issued %(n)s working days after the closing meeting on %(day)s, the house gives %(house)s",
                    working_days_between(closing.date, issued.date),
                    day=closing.date,
                    house=repository.settings.policy.report_working_days,
                ),
                help="say in the report why it took longer",
                audit=audit.id,
            )


@rule("RPT006", "not-reviewed", Severity.warning, basis="27001 9.3.2; house", timed=True)
def not_reviewed(repository: Repository) -> Iterator[Hit]:
    """No management review looked at the results of an audit within twelve months after its report.

    Why: the results of audits are an input of the management review. The twelve months are practice: the
    organisation sets its intervals itself.

    Fix: look at the report in the next management review, and record it as `management_review: {date: …, record: …}`
    in report.yaml; the seal leaves that out.
    """
    for audit in reported(repository):
        issued = audit.report.data.issued if audit.report else None
        if audit.report is None or issued is None:
            continue
        last = months_after(issued.date, REVIEW_MONTHS)
        review = audit.report.data.management_review
        is_reviewed = review is not None and issued.date <= review.date <= last
        if repository.today > last and not is_reviewed:
            yield Hit(
                audit.report.at("management_review", "date"),
                phrase(
                    "no management review looked at %(audit)s within twelve months after its report of %(day)s",
                    audit=audit.id,
                    day=issued.date,
                ),
                help="record the review as `management_review: {date: …, record: …}`",
                audit=audit.id,
            )
