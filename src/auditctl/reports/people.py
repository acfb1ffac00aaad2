"""People as reports name them: name, title and department of the day in question."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.posts import Posts
from auditctl.model.types import Signed
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class Who:
    """A person; `title`, `department` and `employer` are empty where nothing says them."""

    name: str
    title: str = ""
    department: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    by: str
    title: str
    on: date


@dataclass(frozen=True)
class People:
    """The people of a repository, with what they were on a day."""

    repository: Repository

    def name(self, person: str | None) -> str:
        return self.repository.person_name(person) if person else ""

    def who(self, person: str, day: date) -> Who:
        record = self.repository.people.get(person)
        if record is None:
            return Who(person)
        employer = self.repository.firms.get(record.data.employer or "")
        return Who(
            record.data.name,
            self._title(person, day),
            self._department(person, day),
            employer.data.name if employer else record.data.employer or "",
        )

    def signature(self, signed: Signed | None) -> Signature | None:
        return (
            Signature(self.name(signed.by), self._title(signed.by, signed.date), signed.date)
            if signed
            else None
        )

    def owner(self, process: str | None, day: date) -> str:
        """Return by name who owned a process on a day."""
        record = self.repository.processes.get(process or "")
        held = Posts(self.repository).owners(record, day) if record else []
        return ", ".join(self.name(item.person) for item in held)

    def _department(self, person: str, day: date) -> str:
        post = Posts(self.repository).post(person, day)
        department = self.repository.departments.get(post.department) if post and post.department else None
        return department.data.name if department else (post.department or "" if post else "")

    def _title(self, person: str, day: date) -> str:
        record = self.repository.people.get(person)
        if record is None:
            return ""
        if record.data.since is None or day >= record.data.since:
            return record.data.title or ""
        return next((role.title or "" for role in record.data.past_roles if role.covers(day)), "")
