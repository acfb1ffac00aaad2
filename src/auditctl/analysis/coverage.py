"""Which requirements were audited, when and with what result. What nobody looked at counts as nothing.

A requirement is audited by a decided line of a work paper, by a session's result, by a nonconformity against it, or
by a legacy audit that names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.assignment import planned_day
from auditctl.model.workpaper import LineResult
from auditctl.repository import Audit, Repository

GRAVITY = (LineResult.conform, LineResult.ofi, LineResult.nonconform)
"""Decided results, the gravest last."""


@dataclass(frozen=True, slots=True)
class Look:
    """That a requirement was audited: the last day, and the gravest result; a legacy audit keeps no result."""

    day: date
    result: LineResult | None = None

    def joined(self, other: "Look") -> "Look":
        known = [result for result in (self.result, other.result) if result]
        return Look(max(self.day, other.day), max(known, key=GRAVITY.index, default=None))


def looks(repository: Repository, audit: Audit) -> dict[str, Look]:
    """Return each requirement that an audit audited; an external or cancelled one audits none for the house."""
    key = ("looks", audit.id)
    if key not in repository.memo:
        repository.memo[key] = _joined(_looks(repository, audit)) if counts(audit) else {}
    kept: dict[str, Look] = repository.memo[key]
    return kept


def counts(audit: Audit) -> bool:
    """Whether an audit can cover anything: an internal one that was not called off."""
    return not audit.is_external and audit.data.cancelled is None


def audited(repository: Repository, audit: Audit) -> frozenset[str]:
    return frozenset(looks(repository, audit))


def cycle_audits(repository: Repository, audit: Audit) -> list[Audit]:
    """Return the audits of the same programme up to the end of this one, itself included, the earliest first."""
    if audit.cycle is None or audit.fieldwork is None:
        return [audit]
    last = audit.fieldwork[1]
    held = [
        other
        for other in repository.audits.values()
        if counts(other) and other.fieldwork and other.fieldwork[1] <= last and _belongs(other, audit)
    ]
    return sorted(held, key=lambda other: (other.fieldwork or (last, last), other.id))


def _belongs(other: Audit, audit: Audit) -> bool:
    """Whether an audit is of the same cycle: listed in it, or listed nowhere and held within its time."""
    if audit.cycle is None:
        return False
    if other.cycle is not None:
        return other.cycle.programme.id == audit.cycle.programme.id
    return other.fieldwork is not None and audit.cycle.programme.data.covers(other.fieldwork[0])


def last_looks(repository: Repository, audits: Iterable[Audit]) -> dict[str, tuple[date, str]]:
    """Return by requirement the last day on which one of these audits audited it, and that audit."""
    found: dict[str, tuple[date, str]] = {}
    for audit in audits:
        for requirement, look in looks(repository, audit).items():
            found[requirement] = max(found.get(requirement, (date.min, "")), (look.day, audit.id))
    return found


def _joined(found: Iterable[tuple[str, Look]]) -> dict[str, Look]:
    held: dict[str, Look] = {}
    for requirement, look in found:
        held[requirement] = held[requirement].joined(look) if requirement in held else look
    return held


def _looks(repository: Repository, audit: Audit) -> Iterator[tuple[str, Look]]:
    yield from _of_lines(repository, audit)
    yield from _of_findings(repository, audit)
    for session in audit.sessions.values():
        if session.data.result:
            look = Look(
                session.data.date or planned_day(repository, audit), LineResult(session.data.result.value)
            )
            yield from ((item, look) for item in repository.session_requirements(audit, session.data))
    if legacy := audit.data.legacy:
        yield from ((item, Look(legacy.to)) for item in repository.requirements.expand(legacy.requirements))


def _of_lines(repository: Repository, audit: Audit) -> Iterator[tuple[str, Look]]:
    for workpaper in audit.workpapers.values():
        session = audit.sessions.get(workpaper.id)
        day = (session.data.date if session else None) or planned_day(repository, audit)
        for line in workpaper.data.lines:
            if line.result and line.result.is_decided:
                look = Look(day, line.result)
                yield from ((item, look) for item in repository.requirements.expand(line.requirements))


def _of_findings(repository: Repository, audit: Audit) -> Iterator[tuple[str, Look]]:
    """Yield each requirement that a nonconformity stands against, whatever its line says.

    Whoever names a whole theme has not looked at each of its parts.
    """
    for finding in audit.findings.values():
        if finding.data.is_nonconformity and not finding.data.withdrawn:
            look = Look(finding.data.raised.date, LineResult.nonconform)
            for item in finding.data.requirements:
                if repository.requirements.expand([item]) == {item}:
                    yield item, look
