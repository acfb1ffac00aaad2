"""Grades, and who may set or change them."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.analysis.order import Fact, early_facts
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record, Site
from auditctl.model.types import Kind, Signed
from auditctl.phrases import Phrase, counted, filled, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.fnd.subjects import drafted, followed_up, standing
from auditctl.rules.grades import GRADES
from auditctl.rules.listing import either, listed
from auditctl.rules.registry import rule

CHANGED = {
    "regraded": phrase("regraded on %(day)s by %(by)s"),
    "withdrawn": phrase("withdrawn on %(day)s by %(by)s"),
}


@rule(
    "FND005",
    "major-without-reason",
    Severity.error,
    basis="17021-1",
    gate=Gate.issue,
)
def major_without_reason(repository: Repository) -> Iterator[Hit]:
    """A major nonconformity does not say why it is one.

    Why: the difference between major and minor costs the auditee weeks and may cost a certificate. The
    reason makes it comparable between auditors and between years.

    Fix: write in `grade_reason` what makes it a major: the requirement as a whole is not met, the
    intended result is in doubt, or several minors point to one failure.
    """
    for audit, finding in standing(repository):
        if finding.data.grade is Grade.major and not finding.data.grade_reason:
            yield Hit(
                finding.at("grade"),
                phrase("%(finding)s is graded major without `grade_reason`", finding=finding.id),
                help=phrase("write what makes it a major"),
                audit=audit.id,
            )


@rule("FND007", "changed-by-others", Severity.error, after_issue=True)
def changed_by_others(repository: Repository) -> Iterator[Hit]:
    """A finding was regraded or withdrawn by somebody who may not, or its grade is not that of the last regrading.

    Why: a finding belongs to the auditor who raised it and to the lead. Were others able to soften it,
    its grade would say who has influence.

    Fix: let the lead auditor or the auditor of the finding decide, with `auditctl finding regrade` or
    `auditctl finding withdraw`. `grade` is the grade in force: write the `to` of the last regrading there.
    """
    for audit, finding, since in followed_up(repository):
        yield from _by_others(audit, finding, since)
        data = finding.data
        if not data.regraded:
            continue
        last = max(range(len(data.regraded)), key=lambda index: (data.regraded[index].date, index))
        told = data.regraded[last]
        if told.to is not data.grade and told.date >= since:
            yield Hit(
                finding.at("grade"),
                phrase(
                    "%(finding)s is graded %(grade)s but was regraded to %(to)s on %(day)s",
                    finding=finding.id,
                    grade=GRADES[data.grade],
                    to=GRADES[told.to],
                    day=told.date,
                ),
                help=phrase(
                    "write `grade: %(grade)s`, or record the regrading that followed", grade=str(told.to)
                ),
                related=((finding.at("regraded", last, "to"), "the last regrading"),),
                audit=audit.id,
            )


def _by_others(audit: Audit, finding: Record[Finding], since: date) -> Iterator[Hit]:
    """Yield one hit for the changes by somebody who is neither the lead nor the auditor of the finding."""
    if not is_read(audit, "team", "audit"):
        return
    data = finding.data
    entitled = {audit.team_data.lead, data.raised.by} - {None}
    changes: list[tuple[Site, str, Signed]] = [
        (finding.at("regraded", index, "by"), "regraded", change)
        for index, change in enumerate(data.regraded)
    ]
    if data.withdrawn:
        changes.append((finding.at("withdrawn", "by"), "withdrawn", data.withdrawn))
    alien = [change for change in changes if change[2].by not in entitled and change[2].date >= since]
    if alien:
        told = [filled(CHANGED[word], day=change.date, by=change.by) for _, word, change in alien]
        names = sorted(filter(None, entitled))
        yield Hit(
            alien[0][0],
            counted(
                "%(finding)s was %(changes)s, who is neither lead nor its auditor",
                "%(finding)s was %(changes)s, who are neither lead nor its auditor",
                len(alien),
                finding=finding.id,
                changes=listed(told),
            ),
            help=phrase("this is for %(names)s to decide", names=either(names))
            if names
            else phrase("name a lead in the team"),
            related=(
                *((site, word) for site, word, _ in alien[1:]),
                (finding.at("raised"), "raised here"),
            ),
            audit=audit.id,
        )


@rule("FND009", "raised-by-outsider", Severity.error, after_issue=True)
def raised_by_outsider(repository: Repository) -> Iterator[Hit]:
    """A finding was raised before fieldwork or by somebody not on the team, or something became of it before.

    Why: a finding comes from an audit, by its auditors and in its time. What was known before is a
    matter of its own and needs no audit to be mended. Nobody answers, changes or takes up what was not raised yet,
    nor decides on an objection that nobody has made.

    Fix: correct the day or the name, or add the auditor to the team. What somebody else found before
    can be a CAPA of the root with an `origin`.
    """
    for audit, finding in drafted(repository):
        raised = finding.data.raised
        first = _first_day(audit)
        if first and raised.date < first:
            yield Hit(
                finding.at("raised", "date"),
                phrase(
                    "%(finding)s was raised on %(day)s, but fieldwork begins on %(first)s",
                    finding=finding.id,
                    day=raised.date,
                    first=first,
                ),
                help=phrase("correct the day, or the schedule"),
                audit=audit.id,
            )
        if (
            raised.by
            and is_read(audit, "team", "audit", "schedule", Kind.session)
            and raised.by not in _auditing(audit)
        ):
            yield Hit(
                finding.at("raised", "by"),
                phrase(
                    "%(finding)s was raised by %(by)s, who is not on the team of %(audit)s",
                    finding=finding.id,
                    by=raised.by,
                    audit=audit.id,
                ),
                help=phrase("name the auditor who raised it, or add this one to the team"),
                audit=audit.id,
            )
    for audit, finding, since in followed_up(repository):
        yield from _out_of_order(audit, finding, since)


def _out_of_order(audit: Audit, finding: Record[Finding], since: date) -> Iterator[Hit]:
    """Yield one hit for what is dated before the finding was raised, and one for a decision before its answer."""
    early = [(fact, later) for fact, later in early_facts(finding) if fact.day >= since]
    by_later: dict[tuple[str, date] | None, list[Fact]] = {}
    for fact, later in early:
        by_later.setdefault((later.words, later.day) if later else None, []).append(fact)
    for rests_on, facts in by_later.items():
        yield Hit(
            facts[0].site,
            _too_early(finding.id, facts, rests_on),
            help=phrase("correct the date that is wrong")
            if rests_on
            else phrase("record the answer: `auditctl finding answer`"),
            related=tuple((fact.site, fact.words) for fact in facts[1:]),
            audit=audit.id,
        )


def _too_early(finding: str, facts: list[Fact], rests_on: tuple[str, date] | None) -> Phrase:
    told = listed([phrase("%(what)s on %(day)s", what=fact.words, day=fact.day) for fact in facts])
    if rests_on is None:
        return phrase(
            "%(finding)s was %(facts)s, but the auditee has not answered", finding=finding, facts=told
        )
    later, day = rests_on
    return phrase(
        "%(finding)s was %(facts)s, before it was %(later)s on %(day)s",
        finding=finding,
        facts=told,
        later=later,
        day=day,
    )


def _first_day(audit: Audit) -> date | None:
    """Return the first day of fieldwork, where all that would tell it could be read."""
    is_known = is_read(audit, "audit", "schedule", Kind.session)
    return audit.fieldwork[0] if audit.fieldwork and is_known else None


def _auditing(audit: Audit) -> set[str]:
    """Return the team and everybody who audits in a session."""
    return {
        *audit.members,
        *(person for session in audit.sessions.values() for person in session.data.auditors),
    }
