"""The plan: actions, extensions, approval, and how the effect will be judged."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.days import days_after
from auditctl.analysis.gates import Gate
from auditctl.analysis.lifecycle import is_for_nonconformity, last_verification, standing_step
from auditctl.analysis.likeness import repeats
from auditctl.analysis.naming import called
from auditctl.analysis.order import counts
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa, Extension, PlanStep, Step
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import Phrase, counted, filled, phrase
from auditctl.repository import Repository
from auditctl.rules.cap.subjects import live, of_nonconformities
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SETTLING = 14
"""Days after the last due date that an action needs before an effect can show."""

ANSWERED = {
    Step.approved: phrase("the plan of %(capa)s was approved on %(day)s %(when)s"),
    Step.rejected: phrase("the plan of %(capa)s was rejected on %(day)s %(when)s"),
}


@rule(
    "CAP006",
    "without-action",
    Severity.error,
    basis="27001 10.2 c; house: owner and due date",
    gate=Gate.submitted,
)
def without_action(repository: Repository) -> Iterator[Hit]:
    """The CAPA of a nonconformity has no action, or one without owner or due date, or due before the finding.

    Why: an action that nobody owns and no day ends is a wish.

    Fix: add one with `auditctl capa action`, with what, who and until when; a due date lies after the day on
    which the finding was raised.
    """
    for capa in of_nonconformities(repository):
        actions = capa.data.actions
        vague = [key for key, action in actions.items() if action.owner is None or action.due is None]
        if not actions:
            yield _planned(
                capa,
                capa.key(),
                phrase("%(capa)s has no action against the cause", capa=capa.id),
                phrase(
                    "add one with owner and due date: `auditctl capa action %(capa)s`",
                    capa=called(repository, capa),
                ),
            )
        elif vague:
            message = counted(
                "in %(capa)s %(actions)s lacks an owner or a due date",
                "in %(capa)s %(actions)s lack an owner or a due date",
                len(vague),
                capa=capa.id,
                actions=listed(vague),
            )
            yield _planned(capa, capa.key("actions", vague[0]), message, phrase("write `owner` and `due`"))
        raised = _raised(repository, capa)
        early = [key for key, action in actions.items() if raised and action.due and action.due < raised]
        if early:
            message = counted(
                "in %(capa)s %(actions)s is due before %(day)s, when it was raised",
                "in %(capa)s %(actions)s are due before %(day)s, when it was raised",
                len(early),
                capa=capa.id,
                actions=listed(early),
                day=raised,
            )
            yield _planned(
                capa, capa.at("actions", early[0], "due"), message, phrase("correct the date"), gate=""
            )


def _planned(capa: Record[Capa], site: Site, message: str, help_: str, gate: str | None = None) -> Hit:
    return Hit(site, message, help=help_, gate=gate, audit=capa.audit, capa=capa.name)


def _raised(repository: Repository, capa: Record[Capa]) -> date | None:
    """Return the first day on which there was something to correct."""
    if capa.data.origin:
        return capa.data.origin.date
    return min((finding.data.raised.date for finding in repository.findings_of(capa)), default=None)


@rule("CAP008", "loose-extension", Severity.error, basis="house")
def loose_extension(repository: Repository) -> Iterator[Hit]:
    """A due date was extended without a reason, by the item's owner, or too often.

    Why: a date that its owner moves at will is no date. More than the house limit of extensions
    (`policy.max_extensions`) is only warned about.

    Fix: write why, and let somebody else approve (`auditctl capa extend` asks for both). After several
    extensions, plan anew.
    """
    most = repository.settings.policy.max_extensions
    for capa in live(repository):
        loose = [
            (capa.at(group, key, "extended", index), fault)
            for group, key, item in capa.data.items()
            for index, extension in enumerate(item.extended)
            if (fault := _looseness(key, extension, item.owner or capa.data.owner))
        ]
        if loose:
            words = listed([words for _, words in loose])
            message = phrase("in %(capa)s %(extensions)s", capa=capa.id, extensions=words)
            yield _planned(capa, loose[0][0], message, phrase("write `why`, and let somebody else approve"))
        often = [(group, key) for group, key, item in capa.data.items() if len(item.extended) > most]
        if often:
            yield Hit(
                capa.key(*often[0], "extended"),
                counted(
                    "in %(capa)s more than %(n)s extension: %(items)s",
                    "in %(capa)s more than %(n)s extensions: %(items)s",
                    most,
                    capa=capa.id,
                    items=listed([key for _, key in often]),
                ),
                help="plan anew, with a date that can be kept",
                severity=Severity.warning,
                audit=capa.audit,
                capa=capa.name,
            )


def _looseness(item: str, extension: Extension, owner: str) -> Phrase | None:
    if extension.approved_by != owner:
        if extension.why:
            return None
        return phrase("%(item)s was extended to %(day)s without a reason", item=item, day=extension.to)
    if extension.why:
        return phrase(
            "%(item)s was extended to %(day)s by %(owner)s, its owner",
            item=item,
            day=extension.to,
            owner=owner,
        )
    return phrase(
        "%(item)s was extended to %(day)s without a reason and by %(owner)s, its owner",
        item=item,
        day=extension.to,
        owner=owner,
    )


@rule("CAP009", "own-approval", Severity.error, basis="house")
def own_approval(repository: Repository) -> Iterator[Hit]:
    """A plan was approved by its owner or an action's owner; answered before it was submitted; or rejected without reason.

    Why: approval is a second look at whether the cause is found and the actions reach it. Who wrote the
    plan cannot give it, and who gets it back has to know why. An answer to what nobody submitted moves nothing.

    Fix: let the auditor or somebody else who is not part of the plan answer it with `auditctl capa approve` or
    `auditctl capa reject`, after it was submitted; write `why` with a rejection.
    """
    for capa in live(repository):
        stands: PlanStep | None = None
        for index, step in enumerate(capa.data.plan):
            yield from _answer(capa, index, step)
            if counts(stands, step):
                stands = step
            else:
                yield _unsubmitted(capa, index, step, stands)
        yield from _verified_unapproved(repository, capa)


def _verified_unapproved(repository: Repository, capa: Record[Capa]) -> Iterator[Hit]:
    """Yield the latest verification of a nonconformity's plan that was submitted or sent back, and not approved by then."""
    last = last_verification(capa.data)
    if last is None or not capa.data.plan or not is_for_nonconformity(repository, capa):
        return
    day = capa.data.verifications[last].date
    if standing_step(capa.data, day) is not Step.approved:
        yield _planned(
            capa,
            capa.at("verifications", last),
            phrase(
                "%(capa)s was verified on %(day)s although its plan was not approved by then",
                capa=capa.id,
                day=day,
            ),
            phrase("let somebody approve the plan who is not part of it, and verify what was done under it"),
        )


def _answer(capa: Record[Capa], index: int, step: PlanStep) -> Iterator[Hit]:
    """Yield what is wrong with an answer by itself: who gave it, or that it says no reason."""
    if step.step is Step.rejected and not step.why:
        message = phrase(
            "the plan of %(capa)s was rejected on %(day)s without a reason", capa=capa.id, day=step.date
        )
        yield _planned(capa, capa.at("plan", index), message, phrase("write `why`"))
    if step.step is not Step.approved:
        return
    owned = [key for key, action in capa.data.actions.items() if action.owner == step.by]
    if step.by == capa.data.owner or owned:
        message = phrase("the plan of %(capa)s was approved by %(by)s, its owner", capa=capa.id, by=step.by)
        if step.by != capa.data.owner:
            message = phrase(
                "the plan of %(capa)s was approved by %(by)s, who owns %(actions)s",
                capa=capa.id,
                by=step.by,
                actions=listed(owned),
            )
        help_ = phrase("let somebody approve who is not part of the plan")
        yield _planned(capa, capa.at("plan", index, "by"), message, help_)


def _unsubmitted(capa: Record[Capa], index: int, step: PlanStep, stands: PlanStep | None) -> Hit:
    """Return the hit of an answer to what was not submitted, not yet, or not again."""
    when = phrase("before it was submitted")
    if stands and step.date < stands.date:
        when = phrase("before it was submitted, in the order of the list")
        if stands.step is Step.submitted:
            when = phrase("before it was submitted on %(day)s", day=stands.date)
    elif stands:
        when = phrase("before it was submitted again")
    return _planned(
        capa,
        capa.at("plan", index),
        filled(ANSWERED[step.step], capa=capa.id, day=step.date, when=when),
        phrase("record who submitted it and when, in the order it happened"),
    )


@rule("CAP012", "weak-criterion", Severity.warning, gate=Gate.submitted)
def weak_criterion(repository: Repository) -> Iterator[Hit]:
    """The criterion repeats an action, or the effect is to be judged right after the last action.

    Why: that an action was done does not show that it works. An effect shows in what no longer happens,
    some time later: at least two weeks after the last due date.

    Fix: write what will be seen when the cause is gone, with a number and a time, and move `not_before`.
    """
    for capa in live(repository):
        effect = capa.data.effectiveness
        if effect is None:
            continue
        actions = capa.data.actions.items()
        same = [key for key, action in actions if effect.criterion and repeats(effect.criterion, action.what)]
        if same:
            message = phrase(
                "the criterion of %(capa)s repeats %(actions)s", capa=capa.id, actions=listed(same)
            )
            yield _planned(
                capa,
                capa.at("effectiveness", "criterion"),
                message,
                "say what will be seen when the cause is gone",
            )
        last = max((item.due for _, _, item in capa.data.items() if item.due), default=None)
        if last and effect.not_before and effect.not_before < days_after(last, SETTLING):
            judged = _judged(capa, effect.not_before, last)
            help_ = f"leave at least {SETTLING} days: not before {days_after(last, SETTLING)}"
            yield _planned(capa, capa.at("effectiveness", "not_before"), judged, help_)


def _judged(capa: Record[Capa], day: date, last: date) -> Phrase:
    """Return how long before or after the last due date the effect is judged."""
    days = (day - last).days
    if days >= 0:
        return counted(
            "the effect of %(capa)s is judged from %(day)s, %(n)s day after the last item is due",
            "the effect of %(capa)s is judged from %(day)s, %(n)s days after the last item is due",
            days,
            capa=capa.id,
            day=day,
        )
    return counted(
        "the effect of %(capa)s is judged from %(day)s, %(n)s day before the last item is due",
        "the effect of %(capa)s is judged from %(day)s, %(n)s days before the last item is due",
        -days,
        capa=capa.id,
        day=day,
    )
