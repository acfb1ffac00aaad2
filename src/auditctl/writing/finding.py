"""What becomes of a finding, as edits of its record: each is a dated fact by a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from auditctl.errors import AuditctlError
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


def require_standing(finding: Record[Finding]) -> None:
    """Raise Withdrawn for a finding that takes no further step."""
    gone = finding.data.withdrawn
    if gone:
        raise Withdrawn(finding, gone.by, gone.date)


def answered(finding: Record[Finding], fields: Mapping[str, Any]) -> Edit:
    held = finding.data.auditee
    if held:
        raise AlreadyRecorded(f"{held.by} answered on {held.date} ({held.response.value})")
    return Set(("auditee",), fields)


def decided(finding: Record[Finding], fields: Mapping[str, Any]) -> Edit:
    held = finding.data.decision
    if held:
        raise AlreadyRecorded(f"{held.by} decided on {held.date}")
    if not finding.data.is_contested:
        raise NotContested(finding)
    return Set(("decision",), fields)


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


def repeats(finding: Record[Finding], earlier: str, fields: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that mark a finding as one that came back, and who saw it when."""
    held = finding.data.repeat_of
    if held:
        raise AlreadyRecorded(f"{finding.name} is marked as a repeat of {held}")
    return [Set(("repeat_of",), earlier), Set(("repeat_marked",), fields)]


def amended(change: Change, finding: Record[Finding], by: str, day: date, why: str) -> None:
    """Add the amendment that names a finding whose sealed data changes after the report was issued."""
    audit = _issued(change.repository, finding)
    if audit and audit.report:
        amendment = {"by": by, "date": day, "why": why, "records": [f"findings/{finding.id}"]}
        change.edit(audit.report, Append(("amendments",), amendment))


def _issued(repository: Repository, finding: Record[Finding]) -> Audit | None:
    audit = repository.audit_of(finding)
    return audit if audit and audit.is_issued else None
