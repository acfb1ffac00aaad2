"""What is late: containment, plan, items, what follows an ineffective action, and silence."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import days_after
from auditctl.analysis.deadlines import (
    OpenItem,
    action_limit,
    awaits_plan,
    containment_due,
    follower_due,
    is_ageing,
    open_items,
    plan_due,
    quiet_since,
)
from auditctl.analysis.gaps import is_answer_unread
from auditctl.analysis.lifecycle import CapaState, capa_state, is_followed, last_verification, standing_step
from auditctl.analysis.naming import called
from auditctl.analysis.next_steps import answers_withdrawn
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa, Step
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import Phrase, counted, joined, phrase
from auditctl.repository import Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

AHEAD = 14
"""Days before its due date from which an item is announced."""
QUIET = 90
"""Days without a new fact after which an open CAPA is asked about."""


def _ageing(repository: Repository) -> Iterator[Record[Capa]]:
    """Yield what still waits for something; what answers only withdrawn findings is for CAP001 alone."""
    return (
        capa
        for capa in repository.capas.values()
        if is_ageing(repository, capa) and not answers_withdrawn(repository, capa)
    )


def _hit(capa: Record[Capa], site: Site, message: str, help_: str, severity: Severity | None = None) -> Hit:
    return Hit(site, message, help=help_, severity=severity, audit=capa.audit, capa=capa.name)


@rule("CAP002", "major-uncontained", Severity.warning, basis="house; 27001 10.2 a", timed=True)
def major_uncontained(repository: Repository) -> Iterator[Hit]:
    """A major has neither containment nor correction when the house days for it are over.

    Why: the first answer to a nonconformity is to control and correct it. A major does not wait for its
    cause to be found. How many days it is given is a house rule.

    Fix: record `auditctl capa contain` or `auditctl capa correct`, or say in `correction_not_needed` why there
    is nothing to correct.
    """
    for capa in _ageing(repository):
        if due := _uncontained(repository, capa):
            message = counted(
                "%(capa)s answers a major without containment or correction, due on %(day)s, %(n)s day ago",
                "%(capa)s answers a major without containment or correction, due on %(day)s, %(n)s days ago",
                (repository.today - due).days,
                capa=capa.id,
                day=due,
            )
            yield _hit(
                capa,
                capa.key(),
                message,
                phrase(
                    "record what limits the damage now: `auditctl capa contain %(capa)s`",
                    capa=called(repository, capa),
                ),
            )


def _uncontained(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the day by which containment was due, where it has passed without any."""
    data = capa.data
    due = containment_due(repository, capa)
    is_answered = data.containment or data.correction or data.correction_not_needed
    return due if due and due < repository.today and not is_answered else None


@rule("CAP007", "overdue-item", Severity.error, basis="house", timed=True)
def overdue_item(repository: Repository) -> Iterator[Hit]:
    """An item of a CAPA is overdue, or due within two weeks.

    Why: a date that passes in silence says that dates do not matter. What is due soon is a note.

    Fix: record it with `auditctl capa done` and what shows it, or move it with `auditctl capa extend`, a reason
    and somebody else's approval.
    """
    today = repository.today
    for capa in _ageing(repository):
        items = open_items(capa)
        late = [item for item in items if item.days_late(today) > 0]
        soon = [item for item in items if -AHEAD <= item.days_late(today) <= 0]
        if late:
            message = phrase(
                "overdue in %(capa)s: %(items)s",
                capa=capa.id,
                items=listed([_late(today, item) for item in late]),
            )
            yield _hit(
                capa,
                _due_site(capa, late[0]),
                message,
                phrase(
                    "record what shows it with `auditctl capa done %(capa)s %(item)s`, or extend it",
                    capa=called(repository, capa),
                    item=late[0].key,
                ),
            )
        if soon:
            told = [
                phrase("%(item)s on %(day)s (%(owner)s)", item=item.key, day=item.due, owner=item.owner)
                for item in soon
            ]
            message = phrase(
                "due within %(days)s days in %(capa)s: %(items)s",
                days=AHEAD,
                capa=capa.id,
                items=listed(told),
            )
            yield _hit(capa, _due_site(capa, soon[0]), message, "", Severity.note)


def _late(today: date, item: OpenItem) -> Phrase:
    return counted(
        "%(item)s was due on %(day)s, %(n)s day ago (%(owner)s)",
        "%(item)s was due on %(day)s, %(n)s days ago (%(owner)s)",
        (today - item.due).days,
        item=item.key,
        day=item.due,
        owner=item.owner,
    )


def _due_site(capa: Record[Capa], item: OpenItem) -> Site:
    return capa.at(item.group, item.key, "due")


@rule("CAP014", "ineffective-unanswered", Severity.error, basis="27001 10.2; house: the deadline", timed=True)
def ineffective_unanswered(repository: Repository) -> Iterator[Hit]:
    """A CAPA was verified ineffective, and nothing follows it.

    Why: the nonconformity is still there and its cause was not found. Until the deadline for a new plan
    this is a note.

    Fix: open one that follows with `auditctl capa follow`, and look for the cause anew.
    """
    for capa in _ageing(repository):
        if not _is_left_ineffective(repository, capa):
            continue
        due = follower_due(repository, capa)
        late = due is not None and due < repository.today
        index = last_verification(capa.data) or 0
        message: str = phrase(
            "%(capa)s was verified ineffective on %(day)s and nothing follows",
            capa=capa.id,
            day=capa.data.verifications[index].date,
        )
        if due and late:
            message = joined("; ", (message, _new_plan(repository.today, due)))
        help_ = phrase(
            "open the one that follows: `auditctl capa follow %(capa)s`", capa=called(repository, capa)
        )
        yield _hit(capa, capa.at("verifications", index), message, help_, None if late else Severity.note)


def _new_plan(today: date, due: date) -> Phrase:
    return counted(
        "a new plan was due on %(day)s, %(n)s day ago",
        "a new plan was due on %(day)s, %(n)s days ago",
        (today - due).days,
        day=due,
    )


def _is_left_ineffective(repository: Repository, capa: Record[Capa]) -> bool:
    is_known = not is_answer_unread(repository, capa.audit)
    is_left = capa_state(repository, capa) is CapaState.ineffective and not is_followed(repository, capa)
    return is_known and is_left


@rule("CAP015", "late-plan", Severity.warning, basis="house", timed=True)
def late_plan(repository: Repository) -> Iterator[Hit]:
    """The deadline for the plan has passed, or an approved action ends later than the house days allow.

    Why: the days after the report are when a cause can still be found and a nonconformity is still felt.
    The deadline is the finding's `response_due`, after a rejection `resubmit_due`, else a house rule
    (`policy.deadlines`).

    Fix: submit it with `auditctl capa submit`. For an action that takes longer, plan a first part within the
    days, or change the house rule.
    """
    today = repository.today
    for capa in _ageing(repository):
        if due := _missed_plan(repository, capa):
            message = _late_plan(today, capa, due)
            yield _hit(
                capa,
                capa.at("owner"),
                message,
                phrase("submit it: `auditctl capa submit %(capa)s`", capa=called(repository, capa)),
            )
        limit = action_limit(repository, capa)
        if limit and standing_step(capa.data) is Step.approved:
            long = [
                key for key, item in capa.data.actions.items() if item.first_due and item.first_due > limit
            ]
            if long:
                message = phrase(
                    "in %(capa)s %(actions)s approved with a date after %(day)s, the house limit for actions",
                    capa=capa.id,
                    actions=listed(long),
                    day=limit,
                )
                yield _hit(
                    capa, capa.at("actions", long[0], "due"), message, "plan a first part within the days"
                )


def _late_plan(today: date, capa: Record[Capa], due: date) -> Phrase:
    days, named = (today - due).days, {"capa": capa.id, "day": due, "owner": capa.data.owner}
    if standing_step(capa.data) is Step.rejected:
        return counted(
            "the plan of %(capa)s was to be resubmitted by %(day)s, %(n)s day ago (%(owner)s)",
            "the plan of %(capa)s was to be resubmitted by %(day)s, %(n)s days ago (%(owner)s)",
            days,
            **named,
        )
    return counted(
        "the plan of %(capa)s was to be submitted by %(day)s, %(n)s day ago (%(owner)s)",
        "the plan of %(capa)s was to be submitted by %(day)s, %(n)s days ago (%(owner)s)",
        days,
        **named,
    )


def _missed_plan(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the deadline of a plan that is still awaited, where it has passed."""
    due = plan_due(repository, capa) if awaits_plan(repository, capa) else None
    return due if due and due < repository.today else None


@rule("CAP016", "silent", Severity.warning, basis="house", timed=True)
def silent(repository: Repository) -> Iterator[Hit]:
    """An open CAPA has had no new fact for 90 days, and nothing is due ahead.

    Why: what nobody has touched for a quarter and no date will bring back is forgotten. A delay that
    another rule reports is left to that one; waiting for `not_before` is no silence.

    Fix: record what has happened, or plan the next step with a date.
    """
    for capa in _ageing(repository):
        if _is_told(repository, capa):
            continue
        since = quiet_since(repository, capa)
        if since and days_after(since, QUIET) < repository.today:
            message = counted(
                "%(capa)s has had no new fact since %(day)s, %(n)s day ago, and nothing is due",
                "%(capa)s has had no new fact since %(day)s, %(n)s days ago, and nothing is due",
                (repository.today - since).days,
                capa=capa.id,
                day=since,
            )
            yield _hit(
                capa, capa.at("owner"), message, "record what has happened, or plan the next step with a date"
            )


def _is_told(repository: Repository, capa: Record[Capa]) -> bool:
    """Whether another rule reports the delay, or another CAPA took over."""
    is_late = any(item.days_late(repository.today) > 0 for item in open_items(capa))
    is_over = capa_state(repository, capa) is CapaState.ineffective
    return is_late or is_over or bool(_uncontained(repository, capa) or _missed_plan(repository, capa))
