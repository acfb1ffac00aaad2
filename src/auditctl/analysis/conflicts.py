"""A conflict of independence, and the case that it is judged on."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from auditctl.analysis.assignment import Assignment
from auditctl.analysis.posts import Holding, Posts
from auditctl.model.people import Person
from auditctl.model.process import Process
from auditctl.model.record import Record, Site
from auditctl.repository import Repository


class Weight(IntEnum):
    """How much a conflict weighs: a warning, an error that an exception may accept, an error."""

    warning = 1
    justifiable = 2
    error = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason against one person, with the facts that prove it."""

    code: str
    weight: Weight
    reason: str
    facts: tuple[tuple[Site, str], ...] = ()

    @property
    def rank(self) -> tuple[int, str]:
        """The strongest first: E before J before W, then the lower code."""
        return (-self.weight, self.code)


@dataclass(frozen=True, slots=True)
class Case:
    """One person and one assignment, on the facts of its day."""

    posts: Posts
    person: Record[Person]
    process: Record[Process]
    assignment: Assignment

    @property
    def repository(self) -> Repository:
        return self.posts.repository

    @property
    def who(self) -> str:
        return self.person.id

    @property
    def what(self) -> str:
        return self.process.id

    @property
    def day(self) -> date:
        return self.assignment.on

    def owners(self) -> list[Holding]:
        return self.posts.owners(self.process, self.day)
