"""From the records of a pair to changes in the words of an audit."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.differences import Case, differences
from auditctl.analysis.changes.judges import told
from auditctl.analysis.changes.pairs import Pair
from auditctl.analysis.changes.quiet import changes_of_quiet
from auditctl.analysis.changes.references import Names
from auditctl.analysis.changes.said import value
from auditctl.model.types import Kind

Table = Mapping[str, str]
"""The severity of each rule that settings may change, by its code."""
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
ABOUT = ("grade", "title", "name", "process", "owner", "lead")


def changes_of(pair: Pair, names: Names, table: Table) -> Iterator[Change]:
    """Yield the changes of a record; those that another one explains are not told again."""
    if pair.unread:
        yield Change(Sort.unreadable, "cannot be read any more: `auditctl check` says why")
        return
    if pair.was_unread:
        yield Change(Sort.changed, "can be read again; what it said before is not known")
        return
    old, new = pair.values(names)
    yield from changes_of_quiet(*pair.quiet)
    if pair.before is None or pair.after is None:
        yield _whole(pair, old or new)
        within = changes_in(pair.kind, {}, new, table) if new else ()
        yield from (change for change in within if change.sort in WITH_IT)
        return
    if pair.old_id or pair.old_audit:
        before = "/".join(filter(None, (pair.old_audit, pair.old_id or pair.id)))
        yield Change(Sort.renamed, f"renamed, {before} before", (), before, pair.id)
    yield from changes_in(pair.kind, old, new, table)


def changes_in(kind: str, old: dict[str, Any], new: dict[str, Any], table: Table) -> Iterator[Change]:
    """Yield how what a record of a kind says differs from what it said."""
    for difference in differences(old, new):
        yield from told(Case(kind, difference, old, new, table))


def _whole(pair: Pair, held: dict[str, Any]) -> Change:
    """Return that a record is new or gone, with what it is."""
    about = ", ".join(str(held[key]) for key in ABOUT if isinstance(held.get(key), str))
    words = f": {value(about)}" if about else ""
    if pair.after is None:
        return Change(GONE.get(pair.kind, Sort.removed), f"removed{words}", (), held, None)
    return Change(Sort.added, f"added{words}", (), None, held)
