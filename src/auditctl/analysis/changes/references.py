"""What records say, with every reference by the name that its record has now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditctl.analysis.changes.prose import as_it_reads
from auditctl.model.record import Record
from auditctl.model.shape import marks
from auditctl.model.types import Kind, RefTo
from auditctl.source.nodes import Route

WITHIN = frozenset({Kind.session, Kind.evidence, Kind.finding, Kind.capa})
"""Kinds that a bare name means within its audit."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that records have now, by kind and the name that they had: `AUDIT/name` within an audit."""

    now: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: Kind, reference: str, audit: str, audit_now: str) -> str:
        """Return a reference as it is made now in a record of an audit: bare where it stays within it."""
        if kind is Kind.requirement:
            document, mark, section = reference.partition("#")
            return f"{self.of(Kind.document, document, '', '')}#{section}" if mark else reference
        if kind not in WITHIN:
            return self.now.get((str(kind), reference), reference)
        full = reference if "/" in reference or not audit else f"{audit}/{reference}"
        later = self.now.get((str(kind), full)) or self.now.get((str(kind), reference)) or self._moved(full)
        own = f"{audit_now}/"
        return later.removeprefix(own) if audit_now else later

    def _moved(self, full: str) -> str:
        """Return the name of a record whose audit alone has another name."""
        audit, slash, name = full.rpartition("/")
        return f"{self.now.get((str(Kind.audit), audit), audit)}{slash}{name}"


def values(record: Record[Any] | None, names: Names | None = None, audit_now: str = "") -> dict[str, Any]:
    """Return what a record says, what it says by default too, and nothing of what is empty."""
    if record is None:
        return {}
    dumped = record.data.model_dump(mode="json", by_alias=True, exclude_none=True)
    known = names or Names()
    in_keys: list[tuple[Route, str]] = []
    for route, is_key, mark, held in marks(record.data):
        if not isinstance(mark, RefTo):
            continue
        now = known.of(mark.kind, held, record.audit, audit_now or record.audit)
        if now != held and is_key:
            in_keys.append((route, now))
        elif now != held:
            _at(dumped, route[:-1])[route[-1]] = now
    for route, now in sorted(in_keys, key=lambda item: -len(item[0])):
        above = _at(dumped, route[:-1])
        renamed = {now if key == route[-1] else key: value for key, value in above.items()}
        above.clear()
        above.update(renamed)
    found: dict[str, Any] = _read(dumped)
    return found


def _at(held: Any, route: Route) -> Any:
    for step in route:
        held = held[step]
    return held


def _read(held: Any) -> Any:
    """Return values without the lists and mappings in which nothing stands, texts as they read."""
    if isinstance(held, str):
        return as_it_reads(held)
    if isinstance(held, dict):
        kept = {key: _read(value) for key, value in held.items()}
        return {key: value for key, value in kept.items() if value not in ([], {})}
    return [_read(item) for item in held] if isinstance(held, list) else held
