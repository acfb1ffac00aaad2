"""The manifest: what a pack is of, each file with its sha256 and size, and what stays out; `pack.schema.json` describes it."""

import json
from collections.abc import Iterable
from typing import Any

from auditctl import __version__
from auditctl.model.record import Record
from auditctl.pack.archive import Item, Packed
from auditctl.pack.contents import Contents
from auditctl.pack.told import MANIFEST, VERSION
from auditctl.repository import Audit


def manifest(contents: Contents, commit: str, packed: Iterable[Packed]) -> Item:
    asked = contents.asked
    told = {
        "auditctl_pack": VERSION,
        "auditctl": __version__,
        "organisation": contents.repository.settings.name,
        "as_of": contents.repository.today.isoformat(),
        "commit": commit or None,
        "audits": list(asked.audits),
        "reports": {audit.id: _report(contents, audit) for audit in contents.audits if audit.is_own},
        "classification": asked.limit.value,
        "redacted": contents.redacted is not None,
        "withheld": withheld(contents),
        "files": {
            item.name: {"sha256": item.sha256, "size": item.size}
            for item in sorted(packed, key=lambda item: item.name)
        },
    }
    return Item(MANIFEST, (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode())


def withheld(contents: Contents) -> list[dict[str, str | None]]:
    """Return what is said of each file of evidence that stays out."""
    return [item.as_told() for item in contents.withheld()]


def _report(contents: Contents, audit: Audit) -> dict[str, Any]:
    """Return whether the report of an audit is issued, and whether its seal stands and holds: without one nothing does."""
    issued = audit.report.data.issued if audit.report else None
    return {
        "issued": str(issued.date) if issued else None,
        "sealed": isinstance(audit.seal, Record),
        "differs": list(contents.differing.get(audit.id, ())),
    }
