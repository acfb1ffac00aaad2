"""The people of an earlier audit on the days of a new one: who is still here, who took over from whom."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from auditctl.analysis.posts import Posts
from auditctl.model.audit import Session, Team
from auditctl.model.process import Process
from auditctl.model.record import Record
from auditctl.planning.auditees import auditees, is_here
from auditctl.planning.new.refusals import LeftBy
from auditctl.planning.new.request import About, Remark, Request
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed


def here(repository: Repository, people: Iterable[str], day: date) -> tuple[str, ...]:
    """Return who of these people is here on a day."""
    return tuple(person for person in people if is_here(repository, person, day))


def team(repository: Repository, request: Request, day: date) -> Team:
    """Return the team: that of the earlier audit without who has left, and the lead that was asked for.

    Raises LeftBy where that lead has left by then.
    """
    asked = repository.people.get(request.lead)
    if asked and asked.data.left and not asked.data.is_here(day):
        raise LeftBy(request.lead, asked.data.left, day)
    before = _team_before(request.previous)
    lead = request.lead or next(iter(here(repository, [before.lead] if before.lead else [], day)), None)
    auditors = here(repository, before.auditors, day)
    if lead and lead not in auditors:
        auditors = (lead, *auditors)
    return Team(
        lead=lead,
        auditors=auditors,
        experts=here(repository, before.experts, day),
        observers=here(repository, before.observers, day),
    )


def _team_before(previous: Audit | None) -> Team:
    if previous is None:
        return Team()
    legacy = previous.data.legacy
    return Team(lead=legacy.lead) if legacy else previous.team_data


def met(
    posts: Posts, people: Iterable[str], process: Record[Process], then: date, day: date
) -> tuple[str, ...]:
    """Return who is met in place of people met then: who has left is gone, a new owner takes the old one's place."""
    owned = {holding.person for holding in posts.owners(process, then)}
    owns = [holding.person for holding in posts.owners(process, day)]
    answers = {holding.person for holding in posts.responsible(process, day)}
    found: list[str] = []
    for person in people:
        found += owns if person in owned and person not in answers else [person]
    return here(posts.repository, dict.fromkeys(found), day)


def with_people(posts: Posts, session: Session, process: Record[Process], then: date, day: date) -> Session:
    """Return a session of an earlier audit with the people of a day; one that met somebody meets somebody still."""
    auditors = here(posts.repository, session.auditors, day)
    meets = met(posts, session.auditees, process, then, day)
    if session.auditees and not meets:
        meets = auditees(posts.repository, process.id, day)
    return session.model_copy(
        update={
            "auditors": auditors,
            "auditees": tuple(person for person in meets if person not in auditors),
            "guides": tuple(
                person for person in met(posts, session.guides, process, then, day) if person not in auditors
            ),
        }
    )


def gone(
    repository: Repository, previous: Audit, sessions: Mapping[str, tuple[Session, date]], day: date
) -> Iterator[Remark]:
    """Yield who of an earlier audit is no longer here, with what they were there for.

    `sessions` are those that are carried over as they were, each with its new day.
    """
    roles: dict[str, list[str]] = {}
    for role, person in _roles(previous):
        if not is_here(repository, person, day):
            roles.setdefault(person, []).append(role)
    for role in ("auditors", "auditees", "guides"):
        for name, (session, on) in sessions.items():
            for person in getattr(session, role):
                if not is_here(repository, person, on):
                    roles.setdefault(person, []).append(f"{role.removesuffix('s')} of {name}")
    for person, held in roles.items():
        text = f"{person} {_why_gone(repository, person)}: no longer {listed(list(dict.fromkeys(held)))}"
        yield Remark(About.left, text, (person,))


def _roles(previous: Audit) -> Iterator[tuple[str, str]]:
    before = _team_before(previous)
    if previous.data.client:
        yield "client", previous.data.client
    if before.lead:
        yield "lead", before.lead
    for role in ("auditors", "experts", "observers"):
        yield from ((f"on the team as {role.removesuffix('s')}", person) for person in getattr(before, role))


def _why_gone(repository: Repository, person: str) -> str:
    record = repository.people.get(person)
    return f"left on {record.data.left}" if record else "is no person of people.yaml"


def new_owners(
    posts: Posts, previous: Audit, processes: Iterable[str], then: date, day: date
) -> Iterator[Remark]:
    """Yield which processes changed hands since an earlier audit, whose first day was `then`."""
    for name in processes:
        process = posts.repository.processes[name]
        before = [holding.person for holding in posts.owners(process, then)]
        now = [holding.person for holding in posts.owners(process, day)]
        if before != now and before and now:
            text = f"{name} is owned by {listed(now)}, at {previous.id} by {listed(before)}"
            yield Remark(About.owner, text, (name,))


def ownerless(posts: Posts, processes: Iterable[str], day: date) -> Iterator[Remark]:
    """Yield the processes that nobody answers for on a day, so that nobody agrees the plan or is met as owner."""
    repository = posts.repository
    names = [
        name
        for name in processes
        if not here(repository, [item.person for item in posts.owners(repository.processes[name], day)], day)
    ]
    if names:
        yield Remark(About.open, f"nobody owns {listed(names)}: who is met there is open", tuple(names))
