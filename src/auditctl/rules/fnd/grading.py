"""Grades, and who may set or change them."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record
from auditctl.model.types import Kind, Signed
from auditctl.repository import Audit, Repository
from auditctl.rules.fnd.subjects import drafted, standing
from auditctl.rules.registry import rule


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
                f"{finding.id} is graded major without `grade_reason`",
                help="write what makes it a major",
                audit=audit.id,
            )


@rule("FND007", "changed-by-others", Severity.error)
def changed_by_others(repository: Repository) -> Iterator[Hit]:
    """A finding was regraded or withdrawn by somebody who may not, or its grade is not that of the last regrading.

    Why: a finding belongs to the auditor who raised it and to the lead. Were others able to soften it,
    its grade would say who has influence.

    Fix: let the lead auditor or the auditor of the finding decide and record it. `grade` is the grade in
    force: write the `to` of the last regrading there.
    """
    for audit, finding in drafted(repository):
        yield from _by_others(audit, finding)
        data = finding.data
        if not data.regraded:
            continue
        last = max(range(len(data.regraded)), key=lambda index: (data.regraded[index].date, index))
        told = data.regraded[last]
        if told.to is not data.grade:
            yield Hit(
                finding.at("grade"),
                f"{finding.id} is graded {data.grade} but was regraded to {told.to} on {told.date}",
                help=f"write `grade: {told.to}`, or record the regrading that followed",
                related=((finding.at("regraded", last, "to"), "the last regrading"),),
                audit=audit.id,
            )


def _by_others(audit: Audit, finding: Record[Finding]) -> Iterator[Hit]:
    """Yield each change by somebody who is neither the lead nor the auditor of the finding."""
    if not audit.unread.isdisjoint({"team", "audit"}):
        return
    data = finding.data
    entitled = {audit.team_data.lead, data.raised.by} - {None}
    changes: list[tuple[tuple[str | int, ...], str, Signed]] = [
        (("regraded", index), "regraded", change) for index, change in enumerate(data.regraded)
    ]
    if data.withdrawn:
        changes.append((("withdrawn",), "withdrawn", data.withdrawn))
    for route, word, change in changes:
        if change.by not in entitled:
            yield Hit(
                finding.at(*route, "by"),
                f"{finding.id} was {word} on {change.date} by {change.by}, who is neither lead nor its auditor",
                help=f"this is for {' or '.join(sorted(filter(None, entitled)))} to decide"
                if entitled
                else "name a lead in the team",
                related=((finding.at("raised"), "raised here"),),
                audit=audit.id,
            )


@rule("FND009", "raised-by-outsider", Severity.error)
def raised_by_outsider(repository: Repository) -> Iterator[Hit]:
    """A finding was raised before fieldwork began, or by somebody who is not on the team.

    Why: a finding comes from an audit, by its auditors and in its time. What was known before is a
    matter of its own and needs no audit to be mended.

    Fix: correct the day or the name, or add the auditor to the team. What somebody else found before
    can be a CAPA of the root with an `origin`.
    """
    for audit, finding in drafted(repository):
        raised = finding.data.raised
        first = _first_day(audit)
        if first and raised.date < first:
            yield Hit(
                finding.at("raised", "date"),
                f"{finding.id} was raised on {raised.date}, but fieldwork begins on {first}",
                help="correct the day, or the schedule",
                audit=audit.id,
            )
        if (
            raised.by
            and audit.unread.isdisjoint({"team", "audit", "schedule"})
            and raised.by not in _auditing(audit)
        ):
            yield Hit(
                finding.at("raised", "by"),
                f"{finding.id} was raised by {raised.by}, who is not on the team of {audit.id}",
                help="name the auditor who raised it, or add this one to the team",
                audit=audit.id,
            )


def _first_day(audit: Audit) -> date | None:
    """Return the first day of fieldwork, where all that would tell it could be read."""
    unknown = any(
        part in {"audit", "schedule"} or part.startswith(f"{Kind.session}:") for part in audit.unread
    )
    return audit.fieldwork[0] if audit.fieldwork and not unknown else None


def _auditing(audit: Audit) -> set[str]:
    """Return the team and everybody who audits in a session."""
    return {
        *audit.members,
        *(person for session in audit.sessions.values() for person in session.data.auditors),
    }
