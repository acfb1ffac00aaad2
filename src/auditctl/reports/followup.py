"""Follow-up of earlier findings: what this audit was to verify, and what it recorded."""

from dataclasses import dataclass
from datetime import date

from auditctl.analysis.followup import answers, followed
from auditctl.analysis.lifecycle import capa_state, finding_state
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.reports.people import People
from auditctl.repository import Audit, full_name


@dataclass(frozen=True, slots=True)
class CheckedView:
    """What this audit recorded in a corrective action: `implemented`, `effective` or `ineffective`."""

    what: str
    by: str
    on: date
    method: str = ""


@dataclass(frozen=True, slots=True)
class FollowedView:
    """An earlier finding; `missing` where the repository does not know it."""

    name: str
    number: str
    title: str
    grade: str
    state: str
    capas: tuple[str, ...]
    checked: tuple[CheckedView, ...]
    repeated_by: tuple[str, ...]

    @property
    def missing(self) -> bool:
        return not self.grade


def follow_up(people: People, audit: Audit) -> tuple[FollowedView, ...]:
    found = dict(followed(people.repository, audit))
    return tuple(
        _view(people, audit, found[index])
        if index in found
        else FollowedView(reference, "", "", "", "", (), (), ())
        for index, reference in enumerate(audit.data.follow_up)
    )


def _view(people: People, audit: Audit, finding: Record[Finding]) -> FollowedView:
    repository = people.repository
    held = answers(repository, finding)
    return FollowedView(
        name=finding.name,
        number=finding.data.number or finding.data.reference or "",
        title=finding.data.title,
        grade=finding.data.grade.value,
        state=finding_state(repository, finding).value,
        capas=tuple(capa_state(repository, capa).value for capa in held),
        checked=tuple(item for capa in held for item in _checked(people, audit, capa)),
        repeated_by=tuple(
            record.data.number or record.id
            for record in audit.findings.values()
            if record.data.repeat_of
            and full_name(record.data.repeat_of, audit.id) == finding.name
            and not record.data.withdrawn
        ),
    )


def _checked(people: People, audit: Audit, capa: Record[Capa]) -> list[CheckedView]:
    done = capa.data.implementation
    seen = (
        [CheckedView("implemented", people.name(done.by), done.date)]
        if done and done.audit == audit.id
        else []
    )
    return seen + [
        CheckedView(item.result.value, people.name(item.by), item.date, item.method or "")
        for item in capa.data.verifications
        if item.audit == audit.id
    ]
