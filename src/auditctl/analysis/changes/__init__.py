"""Two states of a repository: what changed between them, in the words of an audit, the worst first."""

from collections.abc import Iterable

from auditctl.analysis.changes.change import Change, Changed, Sort
from auditctl.analysis.changes.files import of_files
from auditctl.analysis.changes.pairs import Pair, pairs
from auditctl.analysis.changes.words import changes_of
from auditctl.repository import Repository

__all__ = ["Change", "Changed", "Sort", "changes"]


def changes(
    before: Repository, after: Repository, files: Iterable[tuple[str, str, str]] = ()
) -> tuple[Changed, ...]:
    """Return what changed by record, the audit and record with the worst first.

    `files` are those that are no records, with what they were and are, by path. Comments, layout, the order of keys,
    and whether a part is a file or a key are no change.
    """
    found = pairs(before, after)
    renamed = {name: later for pair in found for name, later in pair.names()}
    told = [_changed(pair, renamed) for pair in found]
    told += of_files(files)
    held = [item for item in told if item.changes]
    worst = {item.audit: min(other.worst for other in held if other.audit == item.audit) for item in held}
    return tuple(sorted(held, key=lambda item: (worst[item.audit], item.audit, item.worst, item.label)))


def _changed(pair: Pair, renamed: dict[str, str]) -> Changed:
    record = pair.after or pair.before
    told = sorted(changes_of(pair, renamed), key=lambda change: change.sort.rank)
    path = record.document.path if record else pair.path
    return Changed(pair.audit, pair.kind, pair.id, path, tuple(told), pair.old_id)
