"""What becomes of a finding, as edits of its record: each is a dated fact by a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from auditctl.analysis.lifecycle import is_cancelled
from auditctl.errors import AuditctlError, UsageError
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository
from auditctl.source.editor import Append, Edit, Set
from auditctl.writing.capa import AlreadyRecorded
from auditctl.writing.change import Change


class Withdrawn(AuditctlError):
    def __init__(self, finding: Record[Finding], by: str, day: date) -> None:
        super().__init__(
            f"{finding.name} was withdrawn by {by} on {day} and takes no further step",
            "raise a new finding if it stands after all",
        )


class NotContested(AuditctlError):
    def __init__(self, finding: Record[Finding]) -> None:
        super().__init__(
            f"nobody contested {finding.name}: there is nothing to decide",
            "record the auditee's answer first: `auditctl finding answer`",
        )


class TooEarly(UsageError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "give the day on which it happened with --date")


class NotTheLead(UsageError):
    def __init__(self, person: str, lead: str) -> None:
        super().__init__(
            f"{person} does not lead the audit: an objection is decided by the lead auditor",
            f"record it for {lead}: --by {lead}",
        )


class NotEarlier(UsageError):
    def __init__(self, finding: Record[Finding], other: Record[Finding]) -> None:
        super().__init__(
            f"{other.name} was not raised before {finding.name}, and so did not come back in it",
            "name the earlier finding with --of",
        )


def require_standing(finding: Record[Finding]) -> None:
    """Raise Withdrawn for a finding that takes no further step."""
    gone = finding.data.withdrawn
    if gone:
        raise Withdrawn(finding, gone.by, gone.date)


def require_order(finding: Record[Finding], day: date) -> None:
    """Raise TooEarly for a fact that is dated before the finding was raised."""
    raised = finding.data.raised.date
    if day < raised:
        raise TooEarly(f"{day} lies before {finding.name} was raised on {raised}")


def answered(finding: Record[Finding], fields: Mapping[str, Any]) -> Edit:
    held = finding.data.auditee
    if held:
        raise AlreadyRecorded(f"{held.by} answered on {held.date} ({held.response.value})")
    return Set(("auditee",), fields)


def decided(finding: Record[Finding], fields: Mapping[str, Any]) -> Edit:
    held = finding.data.decision
    if held:
        raise AlreadyRecorded(f"{held.by} decided on {held.date}")
    answer = finding.data.auditee
    if answer is None or not finding.data.is_contested:
        raise NotContested(finding)
    if fields and fields["date"] < answer.date:
        raise TooEarly(f"{fields['date']} lies before the answer of {answer.date}, on which it decides")
    return Set(("decision",), fields)


def require_lead(repository: Repository, finding: Record[Finding], person: str) -> None:
    """Raise NotTheLead where somebody else than the lead auditor would decide on an objection."""
    audit = repository.audit_of(finding)
    lead = audit.team_data.lead if audit else None
    if lead and person != lead:
        raise NotTheLead(person, lead)


def regraded(finding: Record[Finding], to: Grade, fields: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that give another grade; the old one stays in `regraded`."""
    if to is finding.data.grade:
        raise AlreadyRecorded(f"{finding.name} is {to.value} already")
    step = {"from": finding.data.grade, "to": to, **fields}
    return [Append(("regraded",), step), Set(("grade",), to)]


def taken_up(finding: Record[Finding], key: str, fields: Mapping[str, Any]) -> Edit:
    """Return the edit that accepts or declines what was suggested; one of the two, once."""
    for word, held in (("accepted", finding.data.accepted), ("declined", finding.data.declined)):
        if held:
            raise AlreadyRecorded(f"{finding.name} was {word} by {held.by} on {held.date}")
    return Set((key,), fields)


def repeats(finding: Record[Finding], earlier: Record[Finding], fields: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that mark a finding as one that came back, and who saw it when."""
    held = finding.data.repeat_of
    if held:
        raise AlreadyRecorded(f"{finding.name} is marked as a repeat of {held}")
    if earlier.data.raised.date >= finding.data.raised.date:
        raise NotEarlier(finding, earlier)
    name = earlier.name.removeprefix(f"{finding.audit}/")
    return [Set(("repeat_of",), name), Set(("repeat_marked",), fields)]


def release(change: Change, finding: Record[Finding], why: str, fields: Mapping[str, Any]) -> None:
    """Cancel the corrective actions that answer nothing but a finding that no longer asks for one."""
    repository = change.repository
    for capa in repository.capas_of.get(finding.name, []):
        others = [item for item in repository.findings_of(capa) if item.name != finding.name]
        if not is_cancelled(capa.data) and all(item.data.withdrawn for item in others):
            change.edit(capa, Set(("cancelled",), {"by": fields["by"], "date": fields["date"], "why": why}))


def amended(change: Change, finding: Record[Finding], by: str, day: date, why: str) -> None:
    """Add the amendment that names a finding whose sealed data changes after the report was issued."""
    audit = _issued(change.repository, finding)
    if audit and audit.report:
        amendment = {"by": by, "date": day, "why": why, "records": [f"findings/{finding.id}"]}
        change.edit(audit.report, Append(("amendments",), amendment))


def _issued(repository: Repository, finding: Record[Finding]) -> Audit | None:
    audit = repository.audit_of(finding)
    return audit if audit and audit.is_issued else None
