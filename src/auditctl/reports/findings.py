"""Findings as reports show them: grouped by grade, each with its evidence and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import answer_due
from auditctl.analysis.followup import answers
from auditctl.analysis.lifecycle import finding_state
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.requirements import Requirements
from auditctl.reports.capas import Awaited, CapaView, capa_view, days_late
from auditctl.reports.people import People
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class RequirementView:
    """A requirement with its title; a section of an own document has the document's."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence that a finding rests on; no kind where the record is missing."""

    id: str
    title: str
    kind: str
    on: date | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The auditee's answer, and the lead auditor's decision on a contested finding."""

    by: str
    on: date
    response: str
    text: str
    decided_by: str = ""
    decided_on: date | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class RegradingView:
    before: str
    after: str
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What was decided on an opportunity for improvement, or why a finding was withdrawn."""

    what: str
    by: str
    on: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding; `number` is empty until the report is issued, `anchor` its place in the document."""

    anchor: str
    id: str
    number: str
    title: str
    grade: str
    grade_reason: str
    state: str
    process: str
    location: str
    requirements: tuple[RequirementView, ...]
    statement: str
    effect: str
    details: str
    evidence: tuple[EvidenceLine, ...]
    raised_by: str
    raised_on: date
    repeat_of: str
    regraded: tuple[RegradingView, ...]
    answer: AnswerView | None
    choice: ChoiceView | None
    capas: tuple[CapaView, ...]
    awaited: Awaited | None

    @property
    def owner(self) -> str:
        """Who answers for it: the owners of its corrective actions, else whoever it waits for."""
        owners = dict.fromkeys(capa.owner for capa in self.capas)
        return ", ".join(owners) or (self.awaited.who if self.awaited else "")

    @property
    def name(self) -> str:
        """The number, or the id while there is none."""
        return self.number or self.id


@dataclass(frozen=True, slots=True)
class GradeGroup:
    grade: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings by grade, the gravest first; strengths and withdrawn ones apart."""

    groups: tuple[GradeGroup, ...]
    strengths: tuple[FindingView, ...]
    withdrawn: tuple[FindingView, ...]

    @property
    def standing(self) -> tuple[FindingView, ...]:
        """Nonconformities and opportunities for improvement that were not withdrawn."""
        return tuple(finding for group in self.groups for finding in group.findings)


TO_ANSWER = (Grade.major, Grade.minor, Grade.ofi)


def findings(people: People, audit: Audit) -> Findings:
    records = sorted(
        audit.findings.values(),
        key=lambda record: (record.data.number or "~", record.data.raised.date, record.id),
    )
    views = [
        finding_view(people, record, f"finding-{place}") for place, record in enumerate(records, start=1)
    ]
    standing = [view for view in views if view.state != "withdrawn"]
    groups = [
        GradeGroup(grade.value, tuple(view for view in standing if view.grade == grade))
        for grade in TO_ANSWER
    ]
    return Findings(
        tuple(groups),
        tuple(view for view in standing if view.grade == Grade.strength),
        tuple(view for view in views if view.state == "withdrawn"),
    )


def finding_view(people: People, record: Record[Finding], anchor: str) -> FindingView:
    data, repository = record.data, people.repository
    process = repository.processes.get(data.process or "")
    location = repository.locations.get(data.location or "")
    capas = tuple(capa_view(people, capa) for capa in answers(repository, record))
    return FindingView(
        anchor=anchor,
        id=record.id,
        number=data.number or data.reference or "",
        title=data.title,
        grade=data.grade.value,
        grade_reason=data.grade_reason or "",
        state=finding_state(repository, record).value,
        process=process.data.name if process else data.process or "",
        location=location.data.name if location else data.location or "",
        requirements=tuple(requirement_view(repository, item) for item in data.requirements),
        statement=data.statement or "",
        effect=data.effect or "",
        details=data.details or "",
        evidence=tuple(_evidence(repository, record)),
        raised_by=people.name(data.raised.by),
        raised_on=data.raised.date,
        repeat_of=_earlier(repository, record),
        regraded=tuple(
            RegradingView(item.from_.value, item.to.value, people.name(item.by), item.date, item.why or "")
            for item in data.regraded
        ),
        answer=_answer(people, data),
        choice=_choice(people, data),
        capas=capas,
        awaited=_awaited(people, record, capas),
    )


def requirement_view(repository: Repository, requirement: str) -> RequirementView:
    section = Requirements.section(requirement)
    if section is None:
        return RequirementView(requirement, repository.requirements.title(requirement))
    document = repository.documents.get(section[0])
    return RequirementView(requirement, document.data.title if document else "")


def _evidence(repository: Repository, record: Record[Finding]) -> Iterator[EvidenceLine]:
    for reference in record.data.evidence:
        item = repository.evidence_item(reference, record.audit)
        if item is None:
            yield EvidenceLine(reference, "", "", None)
        else:
            collected = item.data.collected
            yield EvidenceLine(
                reference, item.data.title, item.data.kind.value, collected.date if collected else None
            )


def _earlier(repository: Repository, record: Record[Finding]) -> str:
    """Return the number or name of the finding that this one repeats."""
    if not record.data.repeat_of:
        return ""
    earlier = repository.finding(record.data.repeat_of, record.audit)
    number = (earlier.data.number or earlier.data.reference) if earlier else None
    return f"{number} ({record.data.repeat_of})" if number else record.data.repeat_of


def _answer(people: People, data: Finding) -> AnswerView | None:
    if data.auditee is None:
        return None
    given, decision = data.auditee, data.decision
    return AnswerView(
        people.name(given.by),
        given.date,
        given.response.value,
        given.text or "",
        people.name(decision.by) if decision else "",
        decision.date if decision else None,
        (decision.text if decision else None) or "",
    )


def _choice(people: People, data: Finding) -> ChoiceView | None:
    if data.withdrawn:
        return ChoiceView(
            "withdrawn", people.name(data.withdrawn.by), data.withdrawn.date, data.withdrawn.why
        )
    if data.declined:
        return ChoiceView("declined", people.name(data.declined.by), data.declined.date, data.declined.why)
    if data.accepted:
        return ChoiceView("accepted", people.name(data.accepted.by), data.accepted.date)
    return None


def _awaited(people: People, record: Record[Finding], capas: tuple[CapaView, ...]) -> Awaited | None:
    """Return what a finding waits for: of its corrective actions what is due next, else an answer."""
    data = record.data
    if data.withdrawn or data.grade is Grade.strength:
        return None
    if capas:
        waiting = [capa.awaited for capa in capas if capa.awaited]
        return min(waiting, key=lambda item: item.due or date.max, default=None)
    if data.grade is Grade.ofi and (data.accepted or data.declined):
        return None
    due = answer_due(people.repository, record)
    owner = people.owner(data.process, data.raised.date)
    return Awaited(
        "plan" if data.is_nonconformity else "decision", owner, due, days_late(due, people.repository.today)
    )
