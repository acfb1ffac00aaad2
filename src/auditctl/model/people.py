"""People with their posts over time, and the register of auditors."""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from auditctl.model.types import (
    Day,
    DepartmentRef,
    FirmRef,
    Model,
    PastDay,
    Period,
    PersonRef,
    ProcessRef,
    Series,
    Text,
)


class PastRole(Period):
    """A post held before; without `processes` it was the whole department."""

    department: DepartmentRef | None = None
    title: Text | None = None
    manager: PersonRef | None = None
    processes: Series[ProcessRef] = ()


class RelationKind(StrEnum):
    family = "family"
    close = "close"
    financial = "financial"
    dispute = "dispute"


class Relation(Model):
    person: PersonRef
    kind: RelationKind


class ServiceKind(StrEnum):
    consulting = "consulting"
    implementation = "implementation"
    operation = "operation"


class Service(Period):
    """Work of an external person; without `processes` it touched the whole management system."""

    kind: ServiceKind
    processes: Series[ProcessRef] = ()


class Person(Model):
    name: Text
    title: Text | None = None
    department: DepartmentRef | None = None
    manager: PersonRef | None = None
    since: Day | None = None
    past_roles: Series[PastRole] = ()
    relations: Series[Relation] = ()
    employer: FirmRef | None = None
    services: Series[Service] = ()
    left: Day | None = None
    emails: Series[Text] = ()
    details: Text | None = None

    @property
    def posts_before(self) -> tuple[PastRole, ...]:
        """The past roles in the order of the file; one without `to` ended on the day before `since`."""
        if self.since is None:
            return self.past_roles
        last = self.since - timedelta(days=1) if self.since > date.min else self.since
        return tuple(role if role.to else role.model_copy(update={"to": last}) for role in self.past_roles)

    def is_here(self, day: date) -> bool:
        return self.left is None or day < self.left


class AuditorRole(StrEnum):
    lead_auditor = "lead-auditor"
    auditor = "auditor"
    trainee = "trainee"
    technical_expert = "technical-expert"
    programme_manager = "programme-manager"


class Qualification(Model):
    name: Text
    date: PastDay | None = None
    valid_until: Day | None = None
    evidence: Text | None = None


class EvaluationResult(StrEnum):
    qualified = "qualified"
    not_qualified = "not-qualified"


class Evaluation(Model):
    date: PastDay
    by: PersonRef
    result: EvaluationResult


class Auditor(Model):
    """An entry of the register: roles, qualifications, evaluations."""

    roles: Series[AuditorRole] = Field(min_length=1)
    qualifications: Series[Qualification] = ()
    evaluations: Series[Evaluation] = ()
    competences: Series[Text] = ()
    supervised_by: PersonRef | None = None
    details: Text | None = None

    def evaluation_before(self, day: date) -> Evaluation | None:
        """Return the last evaluation on or before the day."""
        held = [item for item in self.evaluations if item.date <= day]
        return max(held, key=lambda item: item.date, default=None)
