"""Names in sealed audits: the data that a seal holds keeps the names that it was sealed with."""

import os
from collections.abc import Iterable
from typing import Any

from auditctl.model.capa import Capa
from auditctl.model.record import Record
from auditctl.model.seal import LATER, SEAL
from auditctl.repository import Repository
from auditctl.source.reader import Route
from auditctl.writing.renaming.references import Name, Reference
from auditctl.writing.renaming.refusals import Sealed


def require_no_seal(
    repository: Repository, name: Name, places: Iterable[Reference], bearers: Iterable[Record[Any]]
) -> None:
    """Raise Sealed where a sealed audit would change: a reference in its records, one of them, or its own name."""
    touched = {item.record.audit for item in places if _is_held(item.record, item.route)}
    touched |= {record.audit for record in bearers if _is_held(record)}
    for audit in sorted(touched):
        if os.path.lexists(repository.root / "audits" / audit / SEAL):
            raise Sealed(audit, name)


def _is_held(record: Record[Any], route: Route = ()) -> bool:
    """Whether a place belongs to what a seal holds of an audit."""
    if not record.audit or isinstance(record.data, Capa):
        return False
    return not route or route[0] not in LATER.get(type(record.data), frozenset())
