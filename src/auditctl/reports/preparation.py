"""What the audited have ready: documents, records and access, and what became of earlier findings."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.analysis.assignment import planned_day
from auditctl.analysis.followup import followed, open_nonconformities
from auditctl.analysis.lifecycle import finding_state
from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.reports.findings import RequirementView, requirement_view
from auditctl.reports.people import People
from auditctl.reports.scope import CriterionDocument, documents_of
from auditctl.reports.timetable import Day, Slot
from auditctl.repository import Audit, Repository

NEEDING = ("document-review", "sampling", "observation", "technical-test", "interview", "remote")
"""The methods, and the mode, for which something is to be had ready; in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a method, or a session held remotely, needs; `processes` are those to which it applies."""

    what: str
    processes: tuple[str, ...]
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier nonconformity whose corrective action is looked at; `is_followed` where this audit verifies it."""

    name: str
    title: str
    state: str
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Preparation:
    """What one process has ready: own documents in the version audited, and what shows that earlier findings are mended."""

    process: str
    documents: tuple[CriterionDocument, ...]
    requirements: tuple[RequirementView, ...]
    earlier: tuple[Earlier, ...]


def asks(days: tuple[Day, ...]) -> tuple[Ask, ...]:
    """Return what the methods of the sessions need."""
    sessions = [slot for day in days for slot in day.slots if slot.kind == "session"]
    return tuple(ask for what in NEEDING if (ask := _ask(what, sessions)).processes)


def _ask(what: str, sessions: list[Slot]) -> Ask:
    held = [slot for slot in sessions if what in {*slot.methods, slot.mode}]
    return Ask(what, tuple(dict.fromkeys(slot.process for slot in held)), len(held) == len(sessions))


def preparations(people: People, audit: Audit) -> tuple[Preparation, ...]:
    """Return what each process has ready, in the order of the sessions' days."""
    repository = people.repository
    earlier = _earlier(repository, audit)
    ordered = sorted(
        audit.sessions.values(),
        key=lambda item: (str(item.data.date or "~"), str(item.data.start or ""), item.id),
    )
    return tuple(
        Preparation(
            process=repository.processes[process].data.name if process in repository.processes else process,
            documents=_documents(repository, audit, process),
            requirements=tuple(_requirements(repository, audit, process)),
            earlier=tuple(
                _view(repository, finding, is_followed=is_followed)
                for finding, is_followed in earlier.get(process, {}).values()
            ),
        )
        for process in dict.fromkeys(item.data.process for item in ordered)
    )


Found = dict[str, dict[str, tuple[Record[Finding], bool]]]
"""By process and name: an earlier finding, and whether the audit follows it up."""


def _earlier(repository: Repository, audit: Audit) -> Found:
    """Return what the audit follows up, and what else was found before it and is open."""
    found: Found = {}
    begins = planned_day(repository, audit)
    for _, finding in followed(repository, audit):
        found.setdefault(finding.data.process or "", {})[finding.name] = finding, True
    for process, findings in open_nonconformities(repository).items():
        for finding in findings:
            if finding.audit != audit.id and finding.data.raised.date < begins:
                found.setdefault(process, {}).setdefault(finding.name, (finding, False))
    return found


def _view(repository: Repository, finding: Record[Finding], *, is_followed: bool) -> Earlier:
    data = finding.data
    state = finding_state(repository, finding).value
    return Earlier(data.number or data.reference or finding.name, data.title, state, is_followed)


def _documents(repository: Repository, audit: Audit, process: str) -> tuple[CriterionDocument, ...]:
    """Return the own documents of a process that belong to the criteria."""
    record = repository.processes.get(process)
    own = frozenset(record.data.documents) if record else frozenset()
    return tuple(item for item in documents_of(repository, audit) if item.id in own)


def _requirements(repository: Repository, audit: Audit, process: str) -> Iterator[RequirementView]:
    """Yield what the sessions about a process are held against, sections of own documents last."""
    sessions = [session.data for session in audit.sessions.values() if session.data.process == process]
    meant = frozenset[str]().union(*(repository.session_requirements(audit, item) for item in sessions))
    sections = (
        item for session in sessions for item in session.requirements if repository.requirements.section(item)
    )
    for item in (*repository.requirements.in_order(meant), *dict.fromkeys(sections)):
        yield requirement_view(repository, item)
