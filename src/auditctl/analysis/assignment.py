"""What somebody would audit: the process, on which day, against what, meeting whom."""

from dataclasses import dataclass
from datetime import date

from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.requirements import Requirements
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class Assignment:
    """One process to audit on one day; `audit` is None where only the question is asked (`who`)."""

    process: str
    on: date
    requirements: frozenset[str]
    documents: frozenset[str]
    met: tuple[str, ...] = ()
    period: tuple[date | None, date | None] = (None, None)
    audit: Audit | None = None


def of_session(repository: Repository, audit: Audit, session: Record[Session]) -> Assignment:
    """Return what a session asks of its auditors; a session without date is judged on the audit's first day."""
    data = session.data
    period = audit.data.period
    return Assignment(
        process=data.process,
        on=data.date or planned_day(repository, audit),
        requirements=repository.session_requirements(audit, data),
        documents=_documents(repository, audit, data),
        met=data.auditees,
        period=(period.from_, period.to) if period else (None, None),
        audit=audit,
    )


def of_process(repository: Repository, process: str, on: date, audit: Audit | None = None) -> Assignment:
    """Return what auditing a whole process asks, of no session yet."""
    record = repository.processes[process]
    requirements = repository.requirements.expand(record.data.requirements)
    documents = frozenset(record.data.documents)
    period = audit.data.period if audit else None
    if audit:
        requirements &= repository.criteria_requirements(audit)
        documents &= repository.criteria_documents(audit)
    bounds = (period.from_, period.to) if period else (None, None)
    return Assignment(process, on, requirements, documents, period=bounds, audit=audit)


def planned_day(repository: Repository, audit: Audit) -> date:
    """Return the first day of an audit as far as it is known, else today."""
    if audit.fieldwork:
        return audit.fieldwork[0]
    return audit.entry.data.start if audit.entry else repository.today


def _documents(repository: Repository, audit: Audit, session: Session) -> frozenset[str]:
    """Return the own documents of a session: its process's in the criteria, and those it names."""
    process = repository.processes.get(session.process)
    own = frozenset(process.data.documents) if process else frozenset()
    sections = (Requirements.section(item) for item in session.requirements)
    return (own & repository.criteria_documents(audit)) | {section[0] for section in sections if section}
