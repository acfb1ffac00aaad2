"""What a suggestion was asked for, and why one is not made."""

from dataclasses import dataclass, field
from datetime import date

from auditctl.errors import AuditctlError, UsageError, some
from auditctl.planning.suggest.calendar import Hours
from auditctl.repository import Audit


@dataclass(frozen=True)
class Request:
    """The flags: without days the plan's own ones, without auditors the whole register.

    Sessions to `keep` stay as the plan has them; with `allow_gaps` a session may lack a competence (CMP003).
    `effort` times the usual work is spent on the search.
    """

    hours: Hours = field(default_factory=Hours)
    start: date | None = None
    days: int | None = None
    off: frozenset[date] = frozenset()
    auditors: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    allow_gaps: bool = False
    effort: float = 1.0


class NotToPlan(AuditctlError):
    """An audit whose plan is no longer, or never was, ours to make."""

    def __init__(self, audit: Audit, why: str) -> None:
        super().__init__(
            f"{audit.id} {why}, so there is nothing to suggest", "`auditctl plan new` begins another audit"
        )


class PlanUnread(AuditctlError):
    def __init__(self, audit: Audit, parts: list[str]) -> None:
        super().__init__(
            f"{some(parts)} of {audit.id} could not be read, so its plan is not known",
            "`auditctl check` says where; mend that first",
        )


class NoDays(AuditctlError):
    def __init__(self, audit: Audit, why: str) -> None:
        super().__init__(
            f"{audit.id} has no working day: {why}",
            "name the first one with --start, and how many with --days",
        )


class NothingToStaff(AuditctlError):
    def __init__(self, audit: Audit, why: str, way_out: str) -> None:
        super().__init__(f"{audit.id} has no session to staff: {why}", way_out)


class TooLong(AuditctlError):
    """Sessions that fit in no day at all."""

    def __init__(self, sessions: list[str], hours: Hours) -> None:
        told = some(sessions)
        span = f"{clock(hours.opens)} to {clock(hours.closes)}"
        super().__init__(
            f"no day has room for {told} between the meetings ({span})",
            "split them, or widen the hours with --hours; where the meetings leave too little, move them",
        )


class KeptConflict(UsageError):
    def __init__(self, session: str, person: str, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"{session} cannot be kept as it is: {person} {'; '.join(reasons)}", "leave it out of --keep"
        )


class KeptTwice(UsageError):
    """Sessions at the same hours, one of which was asked to stay."""

    def __init__(self, session: str, other: str, person: str) -> None:
        super().__init__(
            f"{session} cannot be kept as it is: {person} is in {other} at the same time",
            "leave it out of --keep",
        )


class NotKept(UsageError):
    def __init__(self, session: str) -> None:
        super().__init__(
            f"{session} cannot be kept: the plan has no auditor, day and hour for it yet",
            "leave it out of --keep",
        )


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
