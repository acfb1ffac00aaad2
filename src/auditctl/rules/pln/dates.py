"""Dates of an audit: notice, period under review, milestones."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from auditctl.analysis.days import days_after, working_days_between
from auditctl.analysis.gaps import is_read
from auditctl.analysis.order import Fact, early_milestones, milestones
from auditctl.analysis.review import reviewed_before
from auditctl.analysis.scope import processes_to_audit
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import counted, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.pln.timetable_order import timetable_astray, timetable_out_of_order
from auditctl.rules.registry import rule

UNRESTED = {
    "accepted": (phrase("it was never sent"), phrase("record when it went out as `plan: {sent: …}`")),
    "closed": (phrase("no report was issued"), phrase("issue the report first")),
}
"""What a milestone lacks that rests on nothing, and what to do."""


@rule("PLN006", "short-notice", Severity.warning, basis="house; 19011")
def short_notice(repository: Repository) -> Iterator[Hit]:
    """The plan went out later than the house notice before the opening, or fieldwork was opened without it.

    Why: whoever is audited needs time to object, to make people available and to look out records. How long is
    a house rule.

    Fix: send the plan earlier, or move the opening; `policy.plan_notice_working_days` sets the notice.
    """
    notice = repository.settings.policy.plan_notice_working_days
    for audit in repository.own_audits:
        sent, opened = audit.data.plan.sent, audit.data.opening
        if sent is None and opened:
            yield Hit(
                audit.file.at("opening"),
                phrase(
                    "%(audit)s was opened on %(day)s although no plan was sent",
                    audit=audit.id,
                    day=opened.date,
                ),
                help="record when the plan went out as `plan: {sent: …}`",
                audit=audit.id,
            )
        start = _opening_day(audit)
        if (
            sent
            and start
            and not (opened and opened.date < sent)
            and working_days_between(sent, start) < notice
        ):
            yield Hit(
                audit.file.at("plan", "sent"),
                counted(
                    "the plan went out %(n)s working day before the opening on %(day)s, the house gives %(notice)s",
                    "the plan went out %(n)s working days before the opening on %(day)s, the house gives %(notice)s",
                    max(working_days_between(sent, start), 0),
                    day=start,
                    notice=notice,
                ),
                help="move the opening; where the auditees agreed to less, silence it here with that reason",
                audit=audit.id,
            )


def _opening_day(audit: Audit) -> date | None:
    """Return the day of the opening, held or planned, else of the first session."""
    if audit.data.opening:
        return audit.data.opening.date
    if audit.schedule and audit.schedule.data.opening:
        return audit.schedule.data.opening.date
    days = (session.data.date for session in audit.sessions.values())
    return min((day for day in days if day), default=None)


@rule("PLN011", "review-period", Severity.warning, basis="house")
def review_period(repository: Repository) -> Iterator[Hit]:
    """The period under review ends after fieldwork starts, or leaves a gap after the last audit of the same process.

    Why: what has not happened yet cannot be sampled, and what lies between two periods nobody ever looks at.

    Fix: end the period before the first session; begin it on the day after the one that the last audit reviewed.
    """
    for audit in repository.own_audits:
        period = audit.data.period
        if period is None or audit.fieldwork is None:
            continue
        first = audit.fieldwork[0]
        if period.to and period.to > first:
            yield Hit(
                audit.file.at("period", "to"),
                phrase(
                    "the period under review ends on %(to)s, after fieldwork starts on %(first)s",
                    to=period.to,
                    first=first,
                ),
                help="end it before fieldwork starts",
                audit=audit.id,
            )
        if period.from_ and is_read(audit, "scope"):
            yield from _gap(repository, audit, first, period.from_)


def _gap(repository: Repository, audit: Audit, first: date, begins: date) -> Iterator[Hit]:
    late: dict[tuple[date, str], list[str]] = {}
    for process in processes_to_audit(repository, audit):
        reviewed = reviewed_before(repository, process, first)
        if reviewed and days_after(reviewed[0], 1) < begins:
            late.setdefault(reviewed, []).append(process)
    if late:
        words = [
            phrase(
                "%(processes)s up to %(day)s (by %(audit)s)", processes=listed(names), day=last, audit=name
            )
            for (last, name), names in sorted(late.items())
        ]
        yield Hit(
            audit.file.at("period", "from"),
            phrase(
                "the period under review begins on %(day)s, but the last audits reviewed %(processes)s",
                day=begins,
                processes=listed(words),
            ),
            help=f"begin it on {days_after(min(late)[0], 1)}",
            audit=audit.id,
        )


@rule("PLN012", "milestones-out-of-order", Severity.error, after_issue=True)
def milestones_out_of_order(repository: Repository) -> Iterator[Hit]:
    """A milestone of an audit is dated before the one it rests on, rests on one that never was, or lies on days that nobody planned.

    Why: a meeting cannot close what was not opened, a plan not be accepted that nobody sent, and a report cannot
    be issued before it was approved. One of the two dates is wrong, and everything counted from it. An audit is
    closed after its report.

    What is planned has an order too: a closing meeting before the opening is an error once the plan went out, a
    session outside of the two meetings a warning. A timetable outside of the days that the programme plans, after
    all postponements, is a warning until the audit is opened: one of the two was moved and the other was not.

    Fix: correct the date that is wrong, or record what is missing. Where the audit was moved, write `postponed` at
    its entry of the programme.
    """
    for audit in repository.audits.values():
        if audit.is_own:
            order = {after.key: after.day < before.day for before, after in pairwise(milestones(audit))}
            for fact, before in early_milestones(audit):
                # what only follows an earlier mistake is not told again
                if before is None or order.get(fact.key, True):
                    yield _out_of_order(audit, fact, before)
    for audit in repository.own_audits:
        yield from timetable_out_of_order(audit)
        yield from timetable_astray(repository, audit)


def _out_of_order(audit: Audit, fact: Fact, before: Fact | None) -> Hit:
    if before is None:
        lacks, help_ = UNRESTED[fact.key]
        message = phrase("%(what)s on %(day)s, but %(lacks)s", what=fact.words, day=fact.day, lacks=lacks)
        return Hit(fact.site, message, help=help_, audit=audit.id)
    return Hit(
        fact.site,
        phrase(
            "%(what)s on %(day)s, before %(before)s on %(later)s",
            what=fact.words,
            day=fact.day,
            before=before.words,
            later=before.day,
        ),
        help=phrase("correct the date that is wrong"),
        related=((before.site, before.words),),
        audit=audit.id,
    )
