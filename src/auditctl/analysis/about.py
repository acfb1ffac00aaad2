"""What a finding is about: its process and its requirements."""

from auditctl.model.finding import Finding
from auditctl.model.record import Record
from auditctl.repository import Repository


def process_of(repository: Repository, finding: Record[Finding]) -> str | None:
    """Return the process that a finding names, else that of the session it was made in."""
    if finding.data.process or not finding.data.session:
        return finding.data.process
    audit = repository.audit_of(finding)
    session = audit.sessions.get(finding.data.session) if audit else None
    return session.data.process if session else None


def requirements_of(repository: Repository, finding: Finding) -> frozenset[str]:
    """Return the assessable requirements of a finding, and the sections of own documents it names."""
    sections = (item for item in finding.requirements if "#" in item)
    return repository.requirements.expand(finding.requirements) | frozenset(sections)
