"""What is due when: house days after the report, agreed days, and what has passed them."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.days import days_after
from auditctl.analysis.lifecycle import CapaState, capa_state, standing_step
from auditctl.model.capa import Capa, Item, Step, VerificationResult
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.settings import Deadlines
from auditctl.model.shape import marks
from auditctl.model.types import Happened
from auditctl.repository import Audit, Repository

GROUPS = {"containment": "containment", "correction": "correction", "actions": "action"}
"""The groups of a CAPA's items, and one of each in words."""


def report_day(audit: Audit) -> date | None:
    """Return the day from which house days count: the report's, the external body's, or a legacy audit's end."""
    if audit.report and audit.report.data.issued:
        return audit.report.data.issued.date
    if audit.data.issued:
        return audit.data.issued
    return audit.data.legacy.to if audit.data.legacy else None


def answer_days(deadlines: Deadlines, grade: Grade) -> int | None:
    """Return the house days for the plan of a nonconformity, or the decision on an OFI."""
    days = {
        Grade.major: deadlines.major.plan,
        Grade.minor: deadlines.minor.plan,
        Grade.ofi: deadlines.ofi.decision,
    }
    return days.get(grade)


def action_days(deadlines: Deadlines, grade: Grade) -> int | None:
    days = {Grade.major: deadlines.major.action, Grade.minor: deadlines.minor.action}
    return days.get(grade)


def answer_due(repository: Repository, finding: Record[Finding]) -> date | None:
    """Return until when a finding wants a plan, or an OFI a decision; its `response_due` goes before."""
    audit = repository.audit_of(finding)
    reported = report_day(audit) if audit else None
    days = answer_days(repository.settings.policy.deadlines, finding.data.grade)
    return finding.data.response_due or _later(reported, days)


def _later(day: date | None, days: int | None) -> date | None:
    return None if day is None or days is None else days_after(day, days)


@dataclass(frozen=True, slots=True)
class Start:
    """One reason of a CAPA: its grade, the day from which its house days count, and an agreed answer's day."""

    grade: Grade
    day: date | None
    agreed: date | None = None


def starts(repository: Repository, capa: Record[Capa]) -> list[Start]:
    """Return what started a CAPA: the findings that stand, or its origin.

    The days of one that follows an ineffective CAPA count from that verification, where it came later.
    """
    resumed = _resumed(repository, capa)
    origin = capa.data.origin
    if origin is not None:
        return [Start(origin.grade, max(origin.date, resumed))] if origin.grade else []
    return [
        _start(repository, finding, resumed)
        for finding in repository.findings_of(capa)
        if not finding.data.withdrawn
    ]


def _start(repository: Repository, finding: Record[Finding], resumed: date) -> Start:
    audit = repository.audit_of(finding)
    reported = report_day(audit) if audit else None
    agreed = finding.data.response_due
    return Start(
        finding.data.grade,
        max(reported, resumed) if reported else None,
        agreed if agreed and agreed >= resumed else None,
    )


def _resumed(repository: Repository, capa: Record[Capa]) -> date:
    followed = repository.capa(capa.data.follows, capa.audit) if capa.data.follows else None
    failed = followed.data.verifications if followed else ()
    return max(
        (item.date for item in failed if item.result is VerificationResult.ineffective), default=date.min
    )


def grade(repository: Repository, capa: Record[Capa]) -> Grade | None:
    """Return the gravest grade that a CAPA answers."""
    held = {start.grade for start in starts(repository, capa)}
    return next((item for item in Grade if item in held), None)


def containment_due(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return until when a major wants containment or correction."""
    days = repository.settings.policy.deadlines.major.containment
    known = (_later(start.day, days) for start in starts(repository, capa) if start.grade is Grade.major)
    return min((day for day in known if day), default=None)


def plan_due(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return until when the plan is to be submitted: after a rejection the new day, else the earliest deadline."""
    if standing_step(capa.data) is Step.rejected:
        rejection = next(step for step in reversed(capa.data.plan) if step.step is Step.rejected)
        if rejection.resubmit_due:
            return rejection.resubmit_due
    deadlines = repository.settings.policy.deadlines
    asked = [start for start in starts(repository, capa) if start.grade.is_nonconformity]
    known = (start.agreed or _later(start.day, answer_days(deadlines, start.grade)) for start in asked)
    return min((day for day in known if day), default=None)


def awaits_plan(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a plan is still to be submitted, first or anew."""
    waiting = {CapaState.draft, CapaState.open, CapaState.analysis, CapaState.rejected}
    return capa_state(repository, capa) in waiting


def action_limit(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the latest day that the house days leave for an action."""
    deadlines = repository.settings.policy.deadlines
    known = (_later(start.day, action_days(deadlines, start.grade)) for start in starts(repository, capa))
    return min((day for day in known if day), default=None)


def follower_due(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return until when something is to follow a CAPA that was last verified ineffective."""
    failed = [item.date for item in capa.data.verifications if item.result is VerificationResult.ineffective]
    gravest = grade(repository, capa)
    if not failed or gravest is None or not gravest.is_nonconformity:
        return None
    return _later(max(failed), answer_days(repository.settings.policy.deadlines, gravest))


def verification_due(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the last day for the look at the effect: house days after it can be seen, and after the last item was done.

    `not_before` is the first day, and never a deadline of its own; where it is not written no day is known.
    """
    since = capa.data.effectiveness.not_before if capa.data.effectiveness else None
    if since is None:
        return None
    done = (item.done for _, _, item in capa.data.items() if item.done)
    return days_after(max((since, *done)), repository.settings.policy.verification_days)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A containment, correction or action that is not done, with its day and who does it."""

    group: str
    key: str
    item: Item
    owner: str
    due: date

    def days_late(self, today: date) -> int:
        """Return how many days ago it was due; negative while that day lies ahead."""
        return (today - self.due).days


def open_items(capa: Record[Capa]) -> list[OpenItem]:
    """Return what is not done and has a day, the earliest first."""
    found = [
        OpenItem(group, key, item, item.owner or capa.data.owner, item.due)
        for group, key, item in capa.data.items()
        if item.due and not item.done
    ]
    return sorted(found, key=lambda held: held.due)


def is_ageing(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether a CAPA still waits for something, so that days count."""
    return capa_state(repository, capa) not in {CapaState.cancelled, CapaState.closed}


def quiet_since(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the day of the last fact, or of the last day waited for; None while something is due ahead."""
    effect = capa.data.effectiveness
    awaited = [item.due for item in open_items(capa)]
    if effect and effect.not_before and not awaits_plan(repository, capa):
        awaited.append(effect.not_before)
    if awaits_plan(repository, capa) and (due := plan_due(repository, capa)):
        awaited.append(due)
    last = None if awaits_plan(repository, capa) else verification_due(repository, capa)
    if any(day >= repository.today for day in (*awaited, last) if day):
        return None
    facts = [value for _, _, mark, value in marks(capa.data) if isinstance(mark, Happened)]
    facts += [start.day for start in starts(repository, capa) if start.day]
    facts += [finding.data.raised.date for finding in repository.findings_of(capa)]
    return max((*facts, *awaited), default=None)
