"""Who has a part in a corrective action, and so does not judge its effect: the facts behind IND006."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.about import process_of
from auditctl.analysis.posts import Posts
from auditctl.model.capa import Capa, VerificationResult
from auditctl.model.record import Record, Site
from auditctl.phrases import phrase
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody has to do with a corrective action, in words, with its place.

    It is assumed where it follows from a post or an ownership of which the files only say that it stands today.
    """

    site: Site
    words: str
    is_assumed: bool = False


def parts_in(posts: Posts, capa: Record[Capa], person: str, day: date) -> list[Part]:
    """Return the parts that a person has in a corrective action."""
    data = capa.data
    found: list[Part] = []
    if data.owner == person:
        found.append(Part(capa.at("owner"), phrase("owns %(capa)s", capa=capa.id)))
    for key, action in data.actions.items():
        if action.owner == person:
            words = phrase("owns the action %(item)s", item=key)
            found.append(Part(capa.at("actions", key, "owner"), words))
    if data.cause and data.cause.by == person:
        found.append(Part(capa.at("cause", "by"), phrase("analysed the cause")))
    for process in _processes(posts.repository, capa):
        record = posts.repository.processes.get(process)
        owners = posts.owners(record, day) if record else []
        words = phrase("owns %(process)s", process=process)
        found.extend(Part(held.site, words, held.is_assumed) for held in owners if held.person == person)
    return found


def _processes(repository: Repository, capa: Record[Capa]) -> list[str]:
    named = [process_of(repository, finding) for finding in repository.findings_of(capa)]
    named.append(capa.data.origin.process if capa.data.origin else None)
    return list(dict.fromkeys(name for name in named if name))


def _involved(capa: Capa) -> list[str]:
    """Return who owns a corrective action or an action of it, or analysed its cause, each once."""
    owners = [action.owner for action in capa.actions.values() if action.owner]
    analyst = [capa.cause.by] if capa.cause and capa.cause.by else []
    return list(dict.fromkeys([capa.owner, *owners, *analyst]))


def reports_in(posts: Posts, capa: Record[Capa], person: str, day: date) -> list[Part]:
    """Return whom with a part in it a person manages directly; top management is left out."""
    if person in posts.repository.settings.top_management:
        return []
    held = ((name, posts.post(name, day)) for name in _involved(capa.data))
    return [
        Part(posts.manager_site(name, day), phrase("manages %(person)s", person=name), post.is_assumed)
        for name, post in held
        if post and post.manager == person
    ]


def planned_day(repository: Repository, capa: Capa) -> date:
    """Return the day on which the effect is to be judged at the earliest."""
    effect = capa.effectiveness
    return max(effect.not_before, repository.today) if effect and effect.not_before else repository.today


def conflicts_by(posts: Posts, capa: Record[Capa], person: str) -> Iterator[tuple[date, bool]]:
    """Yield the days on which somebody with a part in it, or over one who has, found it effective or is to judge it.

    With each comes whether the part is their own, which no exception accepts.
    """
    days = [
        verification.date
        for verification in capa.data.verifications
        if verification.by == person and verification.result is VerificationResult.effective
    ]
    effect = capa.data.effectiveness
    if effect and effect.verifier == person and not capa.data.verifications:
        days.append(planned_day(posts.repository, capa.data))
    for day in days:
        own = bool(parts_in(posts, capa, person, day))
        if own or reports_in(posts, capa, person, day):
            yield day, own


def may_not_approve(posts: Posts, capa: Record[Capa], day: date) -> frozenset[str]:
    """Return who has a part in a corrective action, and so approves no exception for its verifier."""
    people = set(_involved(capa.data))
    for process in _processes(posts.repository, capa):
        record = posts.repository.processes.get(process)
        people |= {held.person for held in posts.owners(record, day)} if record else set()
    return frozenset(people)
