"""From the records of a pair to changes in the words of an audit."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.differences import Case, differences
from auditctl.analysis.changes.judges import told
from auditctl.analysis.changes.pairs import Pair
from auditctl.analysis.changes.quiet import changes_of_quiet
from auditctl.analysis.changes.references import Names
from auditctl.analysis.changes.whole import added, removed

Table = Mapping[str, str]
"""The severity of each rule that settings may change, by its code."""


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
        yield from added(pair.kind, new) if pair.before is None else [removed(pair.kind, old)]
        return
    if pair.old_id or pair.old_audit:
        before = "/".join(filter(None, (pair.old_audit, pair.old_id or pair.id)))
        yield Change(Sort.renamed, f"renamed, {before} before", (), before, pair.id)
    yield from changes_in(pair.kind, old, new, table)


def changes_in(kind: str, old: dict[str, Any], new: dict[str, Any], table: Table) -> Iterator[Change]:
    """Yield how what a record of a kind says differs from what it said."""
    for difference in differences(old, new):
        yield from told(Case(kind, difference, old, new, table))
