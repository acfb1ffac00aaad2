"""Readiness for an external audit as templates see it: people by name, days with how late they are."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.readiness import Goal, Judged, Lack, Readiness
from auditctl.model.settings import ExternalAuditKind
from auditctl.phrases import Phrase, phrase
from auditctl.reports.people import People
from auditctl.reports.view_title import ViewTitle, unread_places, view_title
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class LackView:
    """What is missing, who owes it until when, and how it is mended; `late` in days, 0 where it is not."""

    what: str
    who: str
    due: date | None
    late: int
    path: str
    command: str
    hint: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition; `state` is met, not-met, lowered or off."""

    code: str
    title: str
    told: str
    state: str
    shown: tuple[tuple[str, str], ...]
    lacks: tuple[LackView, ...]


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """The readiness; `body` and `last` are those of the certification's audit, where there is one on that day."""

    unread: tuple[str, ...]
    title: ViewTitle
    is_ready: bool
    day: date
    days: int
    last: date | None
    standards: tuple[str, ...]
    body: str
    met: int
    ahead: int
    conditions: tuple[ConditionView, ...]


def readiness_report(repository: Repository, view: Readiness) -> ReadinessReport:
    goal = view.goal
    body = (goal.certification.body or "") if goal.certification else ""
    return ReadinessReport(
        unread=unread_places(repository),
        title=view_title(repository, "readiness", _heading(goal), id_=goal.day.isoformat()),
        is_ready=view.is_ready,
        day=goal.day,
        days=goal.days,
        last=goal.audit.to if goal.audit else None,
        standards=goal.names,
        body=repository.firms[body].data.name if body in repository.firms else body,
        met=view.met,
        ahead=view.ahead,
        conditions=tuple(_condition(People(repository), judged) for judged in view.judged),
    )


def _heading(goal: Goal) -> Phrase:
    kind = goal.audit.kind if goal.audit else None
    match kind:
        case ExternalAuditKind.stage_1:
            return phrase("Stage-1 audit on %(day)s", day=goal.day)
        case ExternalAuditKind.stage_2:
            return phrase("Stage-2 audit on %(day)s", day=goal.day)
        case ExternalAuditKind.surveillance:
            return phrase("Surveillance audit on %(day)s", day=goal.day)
        case ExternalAuditKind.recertification:
            return phrase("Recertification audit on %(day)s", day=goal.day)
        case None:
            return phrase("An external audit on %(day)s", day=goal.day)


def _condition(people: People, judged: Judged) -> ConditionView:
    condition = judged.condition
    return ConditionView(
        code=condition.code,
        title=condition.title,
        told=condition.told,
        state=_state(judged),
        shown=tuple((item.words, item.path) for item in condition.shown),
        lacks=tuple(_lack(people, lack) for lack in condition.lacks),
    )


def _state(judged: Judged) -> str:
    if judged.condition.is_met:
        return "met"
    if judged.stands_in_the_way:
        return "not-met"
    return "lowered" if judged.weight else "off"


def _lack(people: People, lack: Lack) -> LackView:
    late = (people.repository.today - lack.due).days if lack.due else 0
    return LackView(
        what=lack.told,
        who=", ".join(people.name(person) for person in lack.people),
        due=lack.due,
        late=max(late, 0),
        path=lack.place,
        command=lack.command,
        hint=lack.hint,
    )
