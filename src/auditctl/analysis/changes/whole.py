"""A record that is new or gone as a whole: what it is, and the facts that came with it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.differences import Case, differences, is_fact
from auditctl.analysis.changes.judges import told
from auditctl.analysis.changes.judges.facts import DATED
from auditctl.analysis.changes.names import ITEMS
from auditctl.analysis.changes.portraits import portrait
from auditctl.analysis.changes.said import day
from auditctl.analysis.milestones import closing_due, opening_due
from auditctl.model.types import Kind
from auditctl.repository import Audit

GONE = {
    str(Kind.evidence): Sort.evidence_removed,
    **dict.fromkeys(
        map(str, (Kind.session, Kind.process, Kind.department, Kind.location, Kind.system)),
        Sort.scope_narrowed,
    ),
    **dict.fromkeys(map(str, (Kind.person, Kind.auditor, Kind.firm, Kind.document)), Sort.fact_altered),
    str(Kind.checklist): Sort.changed,
}
"""What the removal of a record comes to, where it is less than that of a finding."""
WITH_IT = frozenset({Sort.exception_added, Sort.rule_lowered, Sort.withdrawn})
"""What is told of a record that is new, beside that it is."""
FACTS = frozenset({Sort.recorded, Sort.withdrawn, Sort.amended})
"""What a change comes to that says when something happened."""


def claimed(change: Change) -> date | None:
    """Return the day that a fact claims, None for a change that is no fact."""
    if change.sort not in FACTS:
        return None
    held = change.after
    return day(held.get("date")) if isinstance(held, dict) else day(held)


def added(kind: str, held: dict[str, Any]) -> Iterator[Change]:
    """Yield that a record is new, what of it is to be looked at, and each fact that came with it, in order of their days."""
    name, more = portrait(kind, held)
    yield Change(Sort.added, f"{kind} added" + (f": {name}" if name else ""), (), None, held, more)
    found = [change for change in _differing(kind, {}, held) if change.sort in WITH_IT]
    yield from {change.told: change for change in (*found, *_facts(kind, held))}.values()


def removed(kind: str, held: dict[str, Any]) -> Change:
    """Return that a record is gone, with what it was and the facts that went with it."""
    name, more = portrait(kind, held)
    words = f"{kind} removed" + (f": {name}" if name else "")
    facts = (change.told for change in _facts(kind, held) if not _is_done(change))
    return Change(GONE.get(kind, Sort.removed), words, (), held, None, (*more, *facts))


def folded(changes: Iterable[Change]) -> list[Change]:
    """Return the changes of a record, of a new one the facts that ask for no look as lines under it."""
    known = [*changes]
    whole = next((change for change in known if change.is_new_record), None)
    if whole is None:
        return known
    facts = [change for change in known if change.sort is Sort.recorded and claimed(change)]
    lines = (*whole.more, *(change.told for change in facts if not _is_done(change)))
    rest = (change for change in known if change is not whole and change not in facts)
    return [replace(whole, more=lines), *rest]


def with_days(change: Change, audit: Audit) -> Change:
    """Return that an audit is new or gone with its days and its lead, which other parts of it name."""
    days = dict.fromkeys(f"{day}" for day in (opening_due(audit), closing_due(audit)) if day)
    lead = audit.team.data.lead if audit.team else None
    words = ", ".join(filter(None, (" to ".join(days), f"lead {lead}" if lead else "")))
    return replace(change, more=(words, *change.more)) if words else change


def _is_done(change: Change) -> bool:
    """Whether it tells the day on which an action was done, which the line on the action has."""
    return change.route[-1:] == ("done",) and change.route[0] in ITEMS


def _facts(kind: str, held: dict[str, Any]) -> list[Change]:
    """Return the facts of a record as if each had been added to one that had none, in order of their days."""
    found = [change for change in _differing(kind, _bare(held, ()), held) if claimed(change)]
    return sorted(found, key=lambda change: claimed(change) or date.max)


def _differing(kind: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for difference in differences(old, new):
        yield from told(Case(kind, difference, old, new))


def _bare(held: Any, route: tuple[str | int, ...]) -> Any:
    """Return values without what is dated in them."""
    if isinstance(held, dict):
        return {
            key: _bare(value, (*route, key))
            for key, value in held.items()
            if key != "done" and (*route, key) not in DATED and not is_fact(value, (*route, key))
        }
    if isinstance(held, list):
        return [_bare(item, route) for item in held if not is_fact(item, route)]
    return held
