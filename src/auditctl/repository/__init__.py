"""The repository: everything loaded, references resolved, problems collected."""

from auditctl.repository.audit import Audit, Cycle
from auditctl.repository.load import load
from auditctl.repository.repository import Repository, full_name

__all__ = ["Audit", "Cycle", "Repository", "full_name", "load"]
