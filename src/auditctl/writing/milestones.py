"""The milestones of an audit as edits of its audit.yaml; each is a gate."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from auditctl.analysis.order import milestones
from auditctl.errors import AuditctlError, UsageError
from auditctl.repository import Audit
from auditctl.source.editor import Edit, Set
from auditctl.writing.capa import AlreadyRecorded


class NotHeldHere(AuditctlError):
    def __init__(self, audit: Audit) -> None:
        kind = "an external audit" if audit.is_external else "an audit held before the repository"
        super().__init__(
            f"{audit.id} is {kind}: it has no milestones of ours",
            "its findings and corrective actions are followed all the same: `auditctl capa list`",
        )


class Over(AuditctlError):
    def __init__(self, audit: Audit, word: str, day: date) -> None:
        super().__init__(
            f"{audit.id} was {word} on {day} and passes no further milestone",
            "plan another audit for what is left",
        )


class Reported(AuditctlError):
    def __init__(self, audit: Audit, day: date) -> None:
        super().__init__(
            f"{audit.id} was reported on {day} and cannot be cancelled any more",
            f"close it when nothing of it is open: `auditctl audit finish {audit.id}`",
        )


class NotYet(AuditctlError):
    def __init__(self, audit: Audit, lacks: str, way_out: str) -> None:
        super().__init__(f"{audit.id} {lacks}", way_out)


def require_going_on(audit: Audit) -> None:
    """Raise NotHeldHere or Over for an audit that passes no milestone any more."""
    if not audit.is_own:
        raise NotHeldHere(audit)
    for word, fact in (("cancelled", audit.data.cancelled), ("closed", audit.data.closed)):
        if fact:
            raise Over(audit, word, fact.date)


def sent(audit: Audit, day: date) -> Edit:
    if audit.data.plan.sent:
        raise AlreadyRecorded(f"the plan of {audit.id} was sent on {audit.data.plan.sent}")
    return Set(("plan", "sent"), day)


def plan_accepted(audit: Audit, by: str, day: date) -> Edit:
    held = audit.data.plan.accepted
    if held:
        raise AlreadyRecorded(f"{held.by} accepted the plan of {audit.id} on {held.date}")
    if not audit.data.plan.sent:
        raise NotYet(audit, "has no plan that was sent", f"send it first: `auditctl audit send {audit.id}`")
    return Set(("plan", "accepted"), {"by": by, "date": day})


def opened(audit: Audit, fields: Mapping[str, Any]) -> Edit:
    if audit.data.opening:
        raise AlreadyRecorded(f"the opening meeting of {audit.id} was held on {audit.data.opening.date}")
    return Set(("opening",), fields)


def closing_held(audit: Audit, fields: Mapping[str, Any]) -> Edit:
    if audit.data.closing:
        raise AlreadyRecorded(f"the closing meeting of {audit.id} was held on {audit.data.closing.date}")
    if not audit.data.opening:
        raise NotYet(audit, "was not opened yet", f"record the opening: `auditctl audit open {audit.id}`")
    return Set(("closing",), fields)


def finished(audit: Audit, fields: Mapping[str, Any]) -> Edit:
    if not audit.is_issued:
        raise NotYet(audit, "has no issued report yet", "an audit is closed after its report was issued")
    return Set(("closed",), fields)


def cancelled(audit: Audit, fields: Mapping[str, Any]) -> Edit:
    if audit.report and audit.report.data.issued:
        raise Reported(audit, audit.report.data.issued.date)
    last = max((fact.day for fact in milestones(audit)), default=date.min)
    if fields and fields["date"] < last:
        raise UsageError(
            f"{fields['date']} lies before what happened in {audit.id} on {last}",
            "give the day on which it was cancelled with --date",
        )
    return Set(("cancelled",), fields)
