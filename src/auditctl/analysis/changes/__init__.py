"""Two states of a repository: what changed between them, in the words of an audit, the worst first."""

from collections.abc import Iterable, Mapping

from auditctl.analysis.changes.change import Change, Changed, Sort
from auditctl.analysis.changes.files import of_files, of_unread
from auditctl.analysis.changes.issued import after_issue
from auditctl.analysis.changes.pairs import Pair, pairs
from auditctl.analysis.changes.references import Names
from auditctl.analysis.changes.signers import of_signers
from auditctl.analysis.changes.whole import folded, with_days
from auditctl.analysis.changes.words import changes_of
from auditctl.model.types import Kind
from auditctl.repository import Repository

__all__ = ["Change", "Changed", "Sort", "changes"]


def changes(
    before: Repository,
    after: Repository,
    files: Iterable[tuple[str, str, str]] = (),
    table: Mapping[str, str] | None = None,
    signers: tuple[bytes | None, bytes | None] = (None, None),
) -> tuple[Changed, ...]:
    """Return what changed by record, the audit and record with the worst first.

    `files` are those that are no records, with what they were and are, by path; `table` the severity of each rule that
    settings may change; `signers` the file of allowed signers before and after. Comments that keep no rule quiet,
    layout, the order of keys, and whether a part is a file or a key are no change.
    """
    found = pairs(before, after)
    names = Names({name: later for pair in found for name, later in pair.names()})
    told = [_changed(pair, _told(pair, names, table or {}, before, after)) for pair in found]
    told += [*of_files(files, before.audits.keys() - after.audits.keys()), *of_unread(before, after)]
    told += of_signers(*signers)
    held = [item for item in told if item.changes]
    worst: dict[str, int] = {}
    for item in held:
        worst[item.audit] = min(item.worst, worst.get(item.audit, item.worst))
    return tuple(
        sorted(held, key=lambda item: (worst[item.audit], item.audit, item.worst, item.label, item.path))
    )


def _told(
    pair: Pair, names: Names, table: Mapping[str, str], before: Repository, after: Repository
) -> list[Change]:
    changes = folded(changes_of(pair, names, table))
    if pair.kind == str(Kind.audit) and (pair.before is None or pair.after is None):
        audit = (after if pair.before is None else before).audits.get(pair.audit)
        changes = [with_days(change, audit) if audit and not change.route else change for change in changes]
    return after_issue(pair, changes, before, after)


def _changed(pair: Pair, changes: list[Change]) -> Changed:
    record = pair.after or pair.before
    path = record.document.path if record else ""
    told = tuple(sorted(changes, key=lambda change: change.weight))
    return Changed(pair.audit, pair.kind, pair.id, path, told, pair.old_id)
