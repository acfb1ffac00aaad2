"""What a report is of: which audit, programme or day is meant by the words of the command line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditctl.errors import UsageError

if TYPE_CHECKING:
    from auditctl.reports.kinds import OfAudit, OfAudits, OfProgramme
    from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Subject:
    """A report ready to be laid out: its view, a name for its file, and what to do next where there is something."""

    view: object
    name: str
    hint: str = ""


class NoAuditNamed(UsageError):
    def __init__(self, kind: str) -> None:
        super().__init__(
            f"the report `{kind}` is of one audit, and none is named",
            f"name the audit, as in `auditctl report 2026-main --kind {kind}`, or ask for --kind capa, programme, "
            "review or ready, which need none",
        )


class NamedForNothing(UsageError):
    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"the report `{kind}` is of the whole repository, so {name!r} means nothing to it",
            "leave the name out, or ask for another --kind",
        )


def subject(repository: "Repository", kind: str, name: str, day: str) -> Subject:
    """Return what the report is of; raises what is wrong with the name, or with the day of an external audit."""
    from auditctl.reports import kinds  # noqa: PLC0415 - the overview does not need it

    asked = kinds.KINDS[kind]
    if day and not isinstance(asked, kinds.OfGoal):
        raise UsageError(f"--for is the day of an external audit; `{kind}` looks to none", "say --kind ready")
    match asked:
        case kinds.OfAudit():
            return _of_audit(repository, asked, name)
        case kinds.OfAudits():
            return _of_audits(repository, asked, name)
        case kinds.OfProgramme():
            return _of_programme(repository, asked, name)
        case kinds.OfGoal() | kinds.OfRepository() if name:
            raise NamedForNothing(kind, name)
        case kinds.OfGoal():
            from auditctl.cli.past import history_for  # noqa: PLC0415
            from auditctl.cli.ready import goal_named  # noqa: PLC0415

            goal = goal_named(repository, day)
            return Subject(asked.view(repository, goal, history_for(repository)), f"ready-{goal.day}")
        case kinds.OfRepository():
            return Subject(asked.view(repository), kind)


def _of_audit(repository: "Repository", kind: "OfAudit", name: str) -> Subject:
    from auditctl.cli.call import audit_of  # noqa: PLC0415

    if not name:
        raise NoAuditNamed(kind.name)
    audit = audit_of(repository, name)
    return Subject(kind.view(repository, audit), f"{audit.id}-{kind.name}", _before(audit, kind.name))


def _before(audit: "Audit", kind: str) -> str:
    """Return what is to be done before the document is final."""
    if kind == "plan":
        return (
            ""
            if audit.data.plan.sent
            else f"it says Draft until it is sent: `auditctl audit send {audit.id}`"
        )
    if audit.is_issued:
        return ""
    shown = "`auditctl check --gate issue` shows what is missing before it is issued"
    return f"{shown}: `auditctl report issue {audit.id}`"


def _of_audits(repository: "Repository", kind: "OfAudits", name: str) -> Subject:
    if not name:
        return Subject(kind.view(repository, None), kind.name)
    from auditctl.cli.call import audit_of  # noqa: PLC0415

    audit = audit_of(repository, name)
    return Subject(kind.view(repository, audit), f"{audit.id}-{kind.name}")


def _of_programme(repository: "Repository", kind: "OfProgramme", name: str) -> Subject:
    from auditctl.cli.programmes import programme_of  # noqa: PLC0415

    cycle = programme_of(repository, name)
    is_approved = cycle.programme.data.approved is not None
    hint = "" if is_approved else "it says Draft until the programme has `approved: {by: …, date: …}`"
    return Subject(kind.view(repository, cycle), f"{cycle.programme.id}-{kind.name}", hint)
