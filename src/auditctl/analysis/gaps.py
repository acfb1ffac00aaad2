"""What stands in the repository but could not be read, so that its absence proves nothing."""

from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository


def is_answer_unread(repository: Repository, audit: str) -> bool:
    """Whether a CAPA of an audit, or one of the root, stands there but cannot be read."""
    return not _owners_of_unread_capas(repository).isdisjoint({"", audit})


def _owners_of_unread_capas(repository: Repository) -> frozenset[str]:
    if "owners of unread CAPAs" not in repository.memo:
        owners = (owner for owner, part in repository.unread if part.startswith(f"{Kind.capa}:"))
        repository.memo["owners of unread CAPAs"] = frozenset(owners)
    kept: frozenset[str] = repository.memo["owners of unread CAPAs"]
    return kept


def is_any_audit_unread(repository: Repository) -> bool:
    """Whether the `audit.yaml` of some audit cannot be read, and with it what that audit follows up."""
    return any(part == "audit" for _, part in repository.unread)


def is_read(audit: Audit, *parts: str) -> bool:
    """Whether these parts of an audit, and every record of these kinds, could be read."""
    return not any(unread.partition(":")[0] in parts for unread in audit.unread)
