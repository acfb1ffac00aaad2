"""The life of a record: what each commit did to it, through its renames, and which commit brought each fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from auditctl.analysis import former_names
from auditctl.analysis.attached import attached, not_committed, of_commit
from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.pairs import Pair
from auditctl.analysis.changes.references import Names
from auditctl.analysis.changes.whole import claimed
from auditctl.analysis.changes.words import changes_of
from auditctl.analysis.seal_changes import of_seal
from auditctl.analysis.subjects import SEALED, Subject
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.model.validation import validate
from auditctl.repository.history import History
from auditctl.repository.moves import Data, names_of
from auditctl.repository.renamed import Renames
from auditctl.repository.standing import data_of
from auditctl.repository.stretches import Version
from auditctl.source.git import Commit, contents
from auditctl.source.reader import Document
from auditctl.source.reader import contents as read


@dataclass(frozen=True, slots=True)
class Step:
    """What a commit did to a record; without a commit what stands in the files and is not committed yet."""

    commit: Commit | None
    path: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """A record with its steps, the earliest first; `is_former` where another record has taken its name since."""

    subject: Subject
    steps: tuple[Step, ...]
    is_former: bool = False


def lives(
    history: History, subject: Subject, now: Mapping[str, Document], renames: Renames
) -> Iterator[Life]:
    """Yield the life of a record, after those that had its name before and are gone.

    `now` are its files as they are, `renames` what has another name and is not committed yet.
    """
    olds = [old for old, new in renames.paths.items() if new in subject.paths]
    if subject.is_file:
        for stretch in history.stretches(names_of(subject.paths[0]))[: None if olds else -1]:
            if stretch.begin not in history.moved_on:
                steps = _committed(history, subject, history.traced([stretch]))
                yield Life(subject, tuple(steps), is_former=True)
    paths = olds if olds and subject.is_file else [*subject.paths, *olds]
    yield _life(history, subject, paths, now)


def _life(history: History, subject: Subject, paths: Sequence[str], now: Mapping[str, Document]) -> Life:
    at_head, versions = _at_head(history, paths), history.versions(*paths)
    standing = [(path, data_of(document)) for path, document in now.items()]
    earlier = former_names.before(subject, at_head, standing)
    steps = [*_committed(history, earlier, versions)]
    current = _found(subject, standing)
    files = attached((*_states(history, subject, versions), *((current,) if current else ())))
    told = (
        *_told(subject, _found(earlier, at_head), current, _other(earlier, subject)),
        *not_committed(history, files),
    )
    if told:
        steps.append(Step(None, current[0] if current else subject.paths[0], told))
    return Life(subject, tuple(steps))


def _committed(history: History, subject: Subject, versions: Sequence[Version]) -> Iterator[Step]:
    history.read([(blob, version.path) for version in versions for blob in (version.blob, version.before)])
    files = history.versions(*attached(_states(history, subject, versions)))
    records, beside = reversed(_by_commit(versions).values()), _by_commit(files)
    seen: set[str] = set()
    named = {
        held[0].commit.id: (held, old, new) for held, old, new in _under_names(history, subject, records)
    }
    for commit in sorted({*named, *beside}, key=lambda commit: history.places[commit]):
        held, old, new = named.get(commit, ([], subject, subject))
        before = _found(old, ((item.path, history.data_before(item)) for item in held))
        after = _found(new, ((item.path, history.data_of(item)) for item in held))
        told = (*_told(subject, before, after, _other(old, new)), *of_commit(beside.get(commit, ())))
        first = (*held, *beside.get(commit, ()))[0]
        if first.commit.is_merge:
            told = tuple(change for change in told if change.told not in seen)
        seen |= {change.told for change in told}
        if told:
            yield Step(first.commit, (after or before or (first.path,))[0], told)


def _by_commit(versions: Iterable[Version]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version.commit.id, []).append(version)
    return found


def _states(
    history: History, subject: Subject, versions: Sequence[Version]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each state of a record with the path at which it stood."""
    for version in versions:
        for data in (history.data_before(version), history.data_of(version)):
            if held := subject.within(version.path, data):
                yield version.path, held


def _under_names(
    history: History, subject: Subject, groups: Iterable[list[Version]]
) -> Iterator[tuple[list[Version], Subject, Subject]]:
    """Yield the versions of each commit, the latest first, with the record under its name before and after it."""
    current = subject
    for held in groups:
        old = [(item.path, history.data_before(item)) for item in held]
        new = [(item.path, history.data_of(item)) for item in held]
        earlier = former_names.before(current, old, new)
        yield held, earlier, current
        current = earlier


def _other(old: Subject, new: Subject) -> str:
    return old.id if old.id != new.id else ""


Standing = tuple[str, dict[str, Any]] | None
"""Where a record stands and its plain data, or nothing."""


def _found(subject: Subject, files: Iterable[tuple[str, Data]]) -> Standing:
    for path, data in files:
        held = subject.within(path, data)
        if held:
            return path, held
    return None


def _at_head(history: History, paths: Iterable[str]) -> list[tuple[str, Data]]:
    """Return what files say in the last commit, by path."""
    git, head = history.git, history.commits[0].id
    names = {f"{head}:{git.prefix}{path}": path for path in paths}
    texts = contents(git, names)
    return [(path, read(path, texts[name])[1] or {}) for name, path in names.items() if name in texts]


def _told(subject: Subject, before: Standing, after: Standing, former: str) -> tuple[Change, ...]:
    """Return what a step did: of one that made the record also each fact that came with it.

    `former` is the key that it had before, where it has another one now.
    """
    if subject.kind == SEALED:
        return tuple(of_seal(*(standing[1] if standing else None for standing in (before, after))))
    old, new = _record(subject, before), _record(subject, after)
    if (before and old is None) or (after and new is None):
        return _unread(before, after, old, new)
    if old is None and new is None:
        return ()
    old_audit, old_id = _moved(subject, before, after)
    pair = Pair(
        subject.audit, subject.kind, subject.id, old, new, old_id=former or old_id, old_audit=old_audit
    )
    told = changes_of(pair, Names(), {})
    return tuple(sorted(told, key=lambda change: (claimed(change) or date.max, change.weight)))


def _unread(
    before: Standing, after: Standing, old: Record[Any] | None, new: Record[Any] | None
) -> tuple[Change, ...]:
    if after and new is None and not (before and old is None):
        return (Change(Sort.unreadable, "could not be read any more"),)
    if before and old is None and new is not None:
        return (Change(Sort.changed, "could be read again"),)
    return (Change(Sort.removed, "removed"),) if after is None else ()


def _moved(subject: Subject, before: Standing, after: Standing) -> tuple[str, str]:
    """Return the audit and the name that a record had before, each where it has another one now."""
    if not (before and after):
        return "", ""
    (old_audit, old), (audit, new) = (_named(path) for path, _ in (before, after))
    if not subject.is_file:
        return "", old_audit if subject.kind == Kind.audit and audit != old_audit else ""
    if audit != old_audit:
        return old_audit, old
    return "", old if old != new else ""


def _named(path: str) -> tuple[str, str]:
    """Return the audit of a file, and its name without the ending."""
    folders, _, name = path.rpartition("/")
    audit = folders.split("/")[1] if folders.startswith("audits/") else ""
    return audit, name.rpartition(".")[0]


def _record(subject: Subject, standing: Standing) -> Record[Any] | None:
    if standing is None:
        return None
    value, _ = validate(subject.model, standing[1])
    return Record(subject.id, value, Document(standing[0], ""), (), subject.audit) if value else None
