"""Departments, locations, systems, firms, documents and the statement of applicability."""

from datetime import date
from enum import StrEnum

from auditctl.model.types import (
    Day,
    Flag,
    Model,
    PastDay,
    Period,
    PersonRef,
    Requirement,
    Series,
    Signed,
    Text,
)


class Department(Model):
    name: Text
    head: PersonRef | None = None
    retired: Day | None = None
    details: Text | None = None


class Place(Model):
    """A location, real or virtual."""

    name: Text
    virtual: Flag = False
    retired: Day | None = None
    details: Text | None = None


class Designer(Model):
    """Who designed or built it, or wrote its rules; without a date the time is unknown."""

    person: PersonRef
    date: PastDay | None = None


class SystemRole(StrEnum):
    owner = "owner"
    operator = "operator"


class PastSystemRole(Period):
    role: SystemRole
    person: PersonRef


class System(Model):
    name: Text
    owner: PersonRef | None = None
    operators: Series[PersonRef] = ()
    designers: Series[Designer] = ()
    past: Series[PastSystemRole] = ()
    retired: Day | None = None
    details: Text | None = None


class Firm(Model):
    """A firm; those of one group share `group`."""

    name: Text
    group: Text | None = None
    details: Text | None = None


class DocumentKind(StrEnum):
    policy = "policy"
    procedure = "procedure"
    plan = "plan"
    contract = "contract"
    law = "law"


class OwnDocument(Model):
    """A document that audits are held against."""

    title: Text
    version: Text | None = None
    kind: DocumentKind | None = None
    authors: Series[PersonRef] = ()
    approved: Signed | None = None
    path: Text | None = None
    retired: Day | None = None
    details: Text | None = None

    def in_force(self, day: date) -> bool:
        return self.retired is None or day < self.retired


class Exclusion(Model):
    reason: Text | None = None


class Soa(Model):
    """The statement of applicability; a control that it does not exclude is applicable."""

    version: Text | None = None
    approved: Signed | None = None
    excluded: dict[Requirement, Exclusion] = {}
    details: Text | None = None
