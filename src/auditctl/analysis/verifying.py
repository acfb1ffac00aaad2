"""Who has a part in a corrective action, and so does not judge its effect: the facts behind IND006."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.posts import Posts
from auditctl.model.capa import Capa, Verification, VerificationResult
from auditctl.model.record import Record, Site
from auditctl.repository import Repository

Fact = tuple[Site, str]


def parts_in(posts: Posts, capa: Record[Capa], person: str, day: date) -> list[Fact]:
    """Return the parts that a person has in a corrective action."""
    data = capa.data
    found: list[Fact] = []
    if data.owner == person:
        found.append((capa.at("owner"), f"owns {capa.id}"))
    for group, key, item in data.items():
        if group == "actions" and item.owner == person:
            found.append((capa.at(group, key, "owner"), f"owns the action {key}"))
    if data.cause and data.cause.by == person:
        found.append((capa.at("cause", "by"), "analysed the cause"))
    for process in _processes(posts.repository, capa):
        record = posts.repository.processes.get(process)
        owners = posts.owners(record, day) if record else []
        found.extend((held.site, f"owns {process}") for held in owners if held.person == person)
    return found


def _processes(repository: Repository, capa: Record[Capa]) -> list[str]:
    named = [finding.data.process for finding in repository.findings_of(capa)]
    named.append(capa.data.origin.process if capa.data.origin else None)
    return list(dict.fromkeys(name for name in named if name))


def reports_in(posts: Posts, capa: Record[Capa], person: str, day: date) -> list[Fact]:
    """Return whom with a part in it a person manages directly; top management is left out."""
    if person in posts.repository.settings.top_management:
        return []
    data = capa.data
    involved = [
        data.owner,
        *(item.owner for group, _, item in data.items() if group == "actions" and item.owner),
    ]
    if data.cause and data.cause.by:
        involved.append(data.cause.by)
    return [
        (posts.manager_site(name, day), f"manages {name}")
        for name in dict.fromkeys(involved)
        if name in posts.repository.people and posts.manager(name, day) == person
    ]


def verifications_by(posts: Posts, capa: Record[Capa], person: str) -> Iterator[tuple[Verification, bool]]:
    """Yield the verifications as effective that conflict with a part of theirs; whether it is their own part."""
    for verification in capa.data.verifications:
        if verification.by == person and verification.result is VerificationResult.effective:
            own = bool(parts_in(posts, capa, person, verification.date))
            if own or reports_in(posts, capa, person, verification.date):
                yield verification, own


def may_not_approve(posts: Posts, capa: Record[Capa], day: date) -> frozenset[str]:
    """Return who has a part in a corrective action, and so approves no exception for its verifier."""
    data = capa.data
    people = {
        data.owner,
        *(item.owner for group, _, item in data.items() if group == "actions" and item.owner),
    }
    if data.cause and data.cause.by:
        people.add(data.cause.by)
    for process in _processes(posts.repository, capa):
        record = posts.repository.processes.get(process)
        people |= {held.person for held in posts.owners(record, day)} if record else set()
    return frozenset(people)
