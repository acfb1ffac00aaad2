"""Who held which post, process or system on a given day, with the place that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from auditctl.model.organisation import System, SystemRole
from auditctl.model.people import PastRole, Person
from auditctl.model.process import Process, ProcessRole
from auditctl.model.record import Record, Site
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Post:
    """Department and manager of a person on a day; nothing where it is not known.

    It is assumed where the files only say that it is so today.
    """

    department: str | None
    manager: str | None
    site: Site
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """A person who holds something, in words, with its place; assumed where the files only say that it is so today."""

    person: str
    words: str
    site: Site
    is_assumed: bool = False

    def of_process(self, process: str) -> Phrase:
        """Return in words that they hold a process."""
        match self.words:
            case "owns":
                return phrase("owns %(process)s", process=process)
            case "deputises for":
                return phrase("deputises for %(process)s", process=process)
            case _:
                return phrase("performs %(process)s", process=process)

    def of_system(self, system: str, process: str) -> Phrase:
        """Return in words that they hold a system of a process."""
        if self.words == "owns":
            return phrase("owns %(system)s, a system of %(process)s", system=system, process=process)
        return phrase("operates %(system)s, a system of %(process)s", system=system, process=process)


ROLE_WORDS = {
    ProcessRole.owner: "owns",
    ProcessRole.deputy: "deputises for",
    ProcessRole.performer: "performs",
}
SYSTEM_WORDS = {SystemRole.owner: "owns", SystemRole.operator: "operates"}


@dataclass(frozen=True)
class Posts:
    """The organisation over time. Someone without `since` or `from` held a post always."""

    repository: Repository

    def post(self, person: str, day: date) -> Post | None:
        """Return the post that a person held on a day."""
        record = self.repository.people.get(person)
        if record is None:
            return None
        for index, role in enumerate(record.data.posts_before):
            if role.covers(day) and (record.data.since is None or day < record.data.since):
                return Post(role.department, role.manager, record.at("past_roles", index))
        if record.data.since is not None and day < record.data.since:
            return None
        is_assumed = record.data.since is None and day < self.repository.today
        return Post(record.data.department, record.data.manager, record.at("department"), is_assumed)

    def manager(self, person: str, day: date) -> str | None:
        """Return the direct manager on a day."""
        post = self.post(person, day)
        return post.manager if post else None

    def manager_site(self, person: str, day: date) -> Site:
        """Return where the reporting line of a day stands."""
        post = self.post(person, day)
        record = self.repository.people[person]
        is_past = post is not None and post.site.route[-2:-1] == ("past_roles",)
        return (
            Site(post.site.document, (*post.site.route, "manager"))
            if post and is_past
            else record.at("manager")
        )

    def holders(self, process: Record[Process], role: ProcessRole, day: date) -> list[Holding]:
        """Return who held a role of a process on a day; a past owner or deputy displaces today's."""
        past = [
            Holding(item.person, ROLE_WORDS[role], process.at("past", index, "person"))
            for index, item in enumerate(process.data.past)
            if item.role is role and item.covers(day)
        ]
        if past and role is not ProcessRole.performer:
            return past
        return [*self._current(process, role, day), *past]

    def _current(self, process: Record[Process], role: ProcessRole, day: date) -> list[Holding]:
        data, words = process.data, ROLE_WORDS[role]
        if role is ProcessRole.performer:
            return [
                Holding(name, words, process.at("performers", index))
                for index, name in enumerate(data.performers)
            ]
        name = data.owner if role is ProcessRole.owner else data.deputy
        followed = any(item.role is role and item.to and item.to < day for item in data.past)
        is_assumed = not followed and day < self.repository.today
        return [Holding(name, words, process.at(role.value), is_assumed)] if name else []

    def owners(self, process: Record[Process], day: date) -> list[Holding]:
        return self.holders(process, ProcessRole.owner, day)

    def responsible(self, process: Record[Process], day: date) -> tuple[Holding, ...]:
        """Return owner, deputy and performers of a day, and who performed it in an earlier post."""
        key = (process.id, day)
        if key not in self._answering:
            self._answering[key] = tuple(self._responsible(process, day))
        return self._answering[key]

    def _responsible(self, process: Record[Process], day: date) -> Iterator[Holding]:
        for role in ProcessRole:
            yield from self.holders(process, role, day)
        for record, index, past in self.roles_in.get(process.id, ()):
            if past.covers(day):
                yield Holding(record.id, "performs", record.at("past_roles", index))

    @cached_property
    def _answering(self) -> dict[tuple[str, date], tuple[Holding, ...]]:
        return {}

    @cached_property
    def roles_in(self) -> dict[str, list[tuple[Record[Person], int, PastRole]]]:
        """Past roles that name processes, by process."""
        found: dict[str, list[tuple[Record[Person], int, PastRole]]] = {}
        for record in self.repository.people.values():
            for index, role in enumerate(record.data.posts_before):
                for process in role.processes:
                    found.setdefault(process, []).append((record, index, role))
        return found

    @cached_property
    def roles_under(self) -> dict[str, list[tuple[Record[Person], int, PastRole]]]:
        """Past roles of others, by the manager of that time."""
        found: dict[str, list[tuple[Record[Person], int, PastRole]]] = {}
        for record in self.repository.people.values():
            for index, role in enumerate(record.data.posts_before):
                if role.manager:
                    found.setdefault(role.manager, []).append((record, index, role))
        return found

    @cached_property
    def relations_to(self) -> dict[str, list[tuple[Record[Person], int]]]:
        """Relations that others recorded, by the person they name."""
        found: dict[str, list[tuple[Record[Person], int]]] = {}
        for record in self.repository.people.values():
            for index, relation in enumerate(record.data.relations):
                found.setdefault(relation.person, []).append((record, index))
        return found

    def systems(self, process: Record[Process]) -> list[Record[System]]:
        known = self.repository.systems
        return [known[name] for name in process.data.systems if name in known]

    def system_holders(self, system: Record[System], day: date) -> Iterator[Holding]:
        """Yield owner and operators of a system on a day."""
        data = system.data
        past = [(index, item) for index, item in enumerate(data.past) if item.covers(day)]
        if data.owner and not any(item.role is SystemRole.owner for _, item in past):
            yield Holding(data.owner, "owns", system.at("owner"))
        for index, name in enumerate(data.operators):
            yield Holding(name, "operates", system.at("operators", index))
        for index, item in past:
            yield Holding(item.person, SYSTEM_WORDS[item.role], system.at("past", index, "person"))

    def processes_of(self, person: str, day: date) -> dict[str, Holding]:
        """Return the processes that a person owns, deputises for or performs on a day."""
        return self._responsible_on(day).get(person, {})

    def _responsible_on(self, day: date) -> dict[str, dict[str, Holding]]:
        if day not in self._days:
            found: dict[str, dict[str, Holding]] = {}
            for process in self.repository.live_processes(day):
                for holding in self.responsible(process, day):
                    found.setdefault(holding.person, {}).setdefault(process.id, holding)
            self._days[day] = found
        return self._days[day]

    @cached_property
    def _days(self) -> dict[date, dict[str, dict[str, Holding]]]:
        return {}
