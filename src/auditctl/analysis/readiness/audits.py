"""The internal audits before an external one: reported and reviewed within a year, every clause looked at."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.cycle_coverage import Cover, requirement_covers
from auditctl.analysis.days import months_before
from auditctl.analysis.deadlines import report_day
from auditctl.analysis.lifecycle import AuditState, audit_state
from auditctl.analysis.next_steps import NextStep
from auditctl.analysis.programme import StopState, in_force, stops
from auditctl.analysis.readiness.goal import goal_on
from auditctl.analysis.readiness.parts import Condition, Lack, Shown, owing, root_site
from auditctl.analysis.waiting import audit_step, lead, scheduled_step
from auditctl.model.audit import AuditKind
from auditctl.phrases import Series, joined, listed, phrase
from auditctl.repository import Audit, Repository

MONTHS = 12
TO_COME = (StopState.underway, StopState.late, StopState.planned, StopState.scheduled, StopState.postponed)


def reported_and_reviewed(repository: Repository, day: date) -> Condition:
    """Return whether an internal audit was reported, and its results reviewed by management, within the year before."""
    since = months_before(day, MONTHS)
    reports = sorted(_reports(repository), reverse=True)
    reviews = sorted(_reviews(repository), reverse=True)
    shown = [
        Shown(path, phrase("%(audit)s: report of %(day)s", audit=name, day=on))
        for on, name, path in reports[:1]
        if on >= since
    ]
    shown += [
        Shown(path, phrase("%(audit)s: management review of %(day)s", audit=name, day=on))
        for on, name, path in reviews[:1]
        if on >= since
    ]
    lacks = [] if reports and reports[0][0] >= since else [_no_report(repository, since, reports)]
    lacks += [] if reviews and reviews[0][0] >= since else [_no_review(repository, since, reviews)]
    title = phrase(
        "There is an internal audit report and a management review of the %(months)s months before",
        months=MONTHS,
    )
    return Condition("RDY004", title, _last(reports, reviews), tuple(shown), tuple(lacks))


def _last(reports: list[tuple[date, str, str]], reviews: list[tuple[date, str, str]]) -> Series:
    report = phrase("the last report is of %(day)s", day=reports[0][0]) if reports else phrase("no report")
    review = phrase("the last review is of %(day)s", day=reviews[0][0]) if reviews else phrase("no review")
    return joined("; ", (report, review))


def _reports(repository: Repository) -> Iterator[tuple[date, str, str]]:
    """Yield day, audit and path of each report of an internal audit; one held before counts if its report is named."""
    for audit in repository.audits.values():
        on = report_day(audit)
        is_named = audit.is_issued or (audit.data.legacy is not None and audit.data.legacy.report is not None)
        is_internal = audit.data.kind is AuditKind.internal and audit.data.cancelled is None
        if on and on <= repository.today and is_named and is_internal:
            record = audit.report if audit.is_issued and audit.report else audit.file
            yield on, audit.id, record.document.path


def _reviews(repository: Repository) -> Iterator[tuple[date, str, str]]:
    """Yield day, audit and path of each management review that a report records."""
    for audit in repository.audits.values():
        review = audit.report.data.management_review if audit.report else None
        if audit.report and review and review.date <= repository.today:
            yield review.date, audit.id, audit.report.document.path


def _no_report(repository: Repository, since: date, reports: list[tuple[date, str, str]]) -> Lack:
    words: str = phrase("no internal audit was reported since %(day)s", day=since)
    if reports:
        last = phrase("the last report is %(audit)s's of %(day)s", audit=reports[0][1], day=reports[0][0])
        words = joined("; ", (words, last))
    site, path = root_site(repository)
    step, of, path = next(_steps_to_report(repository), (None, "", path))
    if step is None:
        hint = phrase("enter an internal audit in `audits` of the programme, and hold it before that day")
        return Lack(words, site, path, owing(repository), hint=hint)
    return Lack(
        joined("; ", (words, phrase("%(audit)s is next: %(step)s", audit=of, step=step.what))),
        site,
        path,
        owing(repository, step.who),
        step.due,
        step.command,
    )


def _steps_to_report(repository: Repository) -> Iterator[tuple[NextStep, str, str]]:
    """Yield the next step of each internal audit that is not reported, with its name and path, the furthest first."""
    waiting = [
        audit
        for audit in repository.own_audits
        if audit.data.kind is AuditKind.internal and audit_step(repository, audit)
    ]
    order = list(AuditState)
    for audit in sorted(waiting, key=lambda held: (order.index(audit_state(repository, held)), held.id)):
        if step := audit_step(repository, audit):
            yield step, audit.id, audit.file.document.path
    cycle = in_force(repository)
    for stop in stops(repository, cycle) if cycle else ():
        if cycle and stop.entry and stop.audit is None and stop.state in TO_COME:
            yield scheduled_step(repository, cycle, stop.entry), stop.name, stop.entry.document.path


def _no_review(repository: Repository, since: date, reviews: list[tuple[date, str, str]]) -> Lack:
    words: str = phrase("no management review is on record since %(day)s", day=since)
    if reviews:
        words = joined("; ", (words, phrase("the last one is of %(day)s", day=reviews[0][0])))
    reported = [audit for audit in repository.audits.values() if audit.report and report_day(audit)]
    last = max(reported, key=lambda audit: (report_day(audit) or date.min, audit.id), default=None)
    site, path = root_site(repository)
    if last and last.report:
        path = last.report.document.path
    hint = phrase(
        "hold it, then write `management_review: {date: …, record: …}` into the report of the audit it looked at"
    )
    top = tuple(repository.settings.top_management)
    return Lack(words, site, path, top or owing(repository), hint=hint)


def every_clause_audited(repository: Repository, day: date) -> Condition:
    """Return whether an internal audit ever looked at each clause; of the certified standard where that is known."""
    covers = list(_clauses(repository, day))
    never = [cover for cover in covers if cover.last is None]
    told = phrase("%(n)s of %(all)s clauses", n=len(covers) - len(never), all=len(covers))
    looks: dict[str, int] = {}
    for cover in covers:
        if cover.last:
            looks[cover.last[1]] = looks.get(cover.last[1], 0) + 1
    shown = tuple(
        Shown(
            repository.audits[name].file.document.path,
            phrase("%(audit)s: %(n)s of %(all)s audited there last", audit=name, n=count, all=len(covers)),
        )
        for name, count in sorted(looks.items())
    )
    title = phrase("Every clause was audited")
    return Condition("RDY005", title, told, shown, tuple(_unaudited(repository, never)))


def _clauses(repository: Repository, day: date) -> Iterator[Cover]:
    """Yield the covers of the clauses in force."""
    requirements = repository.requirements
    known = set(requirements.standards)
    wanted = set(goal_on(repository, day).standards) & known or known
    for item, cover in requirement_covers(repository).items():
        if not requirements.is_control(item) and requirements.split(item)[0] in wanted:
            yield cover


def _unaudited(repository: Repository, never: list[Cover]) -> Iterator[Lack]:
    """Yield the clauses that nobody audited, together for each audit that is planned to look at them."""
    groups: dict[str, list[Cover]] = {}
    for cover in never:
        groups.setdefault(cover.next[1] if cover.next else "", []).append(cover)
    site, path = root_site(repository)
    for name, held in groups.items():
        words = phrase("never audited: %(clauses)s", clauses=listed(cover.what for cover in held))
        audit, ahead = repository.audits.get(name), held[0].next
        if ahead is None:
            hint = phrase("enter an audit of them in `audits` of the programme, and hold it before that day")
            yield Lack(words, site, path, owing(repository), hint=hint)
        else:
            who = owing(repository, lead(audit) if audit else "")
            planned = phrase("planned in %(audit)s from %(day)s on", audit=name, day=ahead[0])
            yield Lack(
                joined("; ", (words, planned)), site, path, who, ahead[0], _command(repository, name, audit)
            )


def _command(repository: Repository, name: str, audit: Audit | None) -> str:
    step = audit_step(repository, audit) if audit else None
    return step.command if step else f"auditctl plan new {name}"
