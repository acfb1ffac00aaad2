"""A process of the management system: who answers for it, and what lives in it."""

from enum import StrEnum

from auditctl.model.organisation import Designer
from auditctl.model.types import (
    Day,
    DepartmentRef,
    DocumentRef,
    LocationRef,
    Model,
    Period,
    PersonRef,
    Requirement,
    Series,
    SystemRef,
    Text,
)


class ProcessRole(StrEnum):
    owner = "owner"
    deputy = "deputy"
    performer = "performer"


class PastProcessRole(Period):
    role: ProcessRole
    person: PersonRef


class Importance(StrEnum):
    high = "high"
    medium = "medium"
    low = "low"


class Process(Model):
    name: Text
    owner: PersonRef | None = None
    deputy: PersonRef | None = None
    performers: Series[PersonRef] = ()
    designers: Series[Designer] = ()
    past: Series[PastProcessRole] = ()
    department: DepartmentRef | None = None
    locations: Series[LocationRef] = ()
    systems: Series[SystemRef] = ()
    requirements: Series[Requirement] = ()
    documents: Series[DocumentRef] = ()
    importance: Importance = Importance.medium
    needs: Series[Text] = ()
    retired: Day | None = None
    details: Text | None = None
