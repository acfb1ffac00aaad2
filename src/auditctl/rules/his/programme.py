"""An approved programme that was changed as if nobody had approved it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from auditctl.analysis.recorded import paths_of
from auditctl.diagnostics import Severity
from auditctl.model.programme import Programme
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import filled, phrase
from auditctl.repository import Cycle, Repository
from auditctl.repository.history import History
from auditctl.repository.moves import Data
from auditctl.repository.standing import data_of
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule_of_history

WORDS = {
    "planned": phrase("the dates of %(name)s"),
    "processes": phrase("the processes of %(name)s"),
    "requirements": phrase("the requirements of %(name)s"),
}
_Aspect = Callable[[Data], Any]
"""What tells one value of a state."""


@rule_of_history("HIS005", "programme-changed-quietly", Severity.warning, basis="27001 9.2.2; house")
def programme_changed_quietly(repository: Repository, history: History) -> Iterator[Hit]:
    """Dates, scope or processes of an approved programme were changed, and no revision says so.

    Why: the programme that was approved is the one that the audits are held against. A change without a revision
    looks as if the plan had been fitted to what took place.

    Fix: add `revisions: [{by: …, date: …, why: …}]` to the programme; where an audit moved, `postponed` or `cancelled`
    at its entry says it better.
    """
    for cycle in repository.cycles.values():
        if cycle.programme.data.approved:
            yield from _of_cycle(repository, cycle, history)


@dataclass(frozen=True, slots=True)
class _State:
    """A programme as it was, with the day and the commit from which on; the last one may not be committed yet."""

    data: Data
    day: date | None
    commit: str


def _of_cycle(repository: Repository, cycle: Cycle, history: History) -> Iterator[Hit]:
    record = cycle.programme
    states = list(_states(record, history))
    unexplained = _unexplained(states)
    if not unexplained:
        return
    now = states[-1].data
    found = [
        (site, phrase("%(what)s (%(when)s)", what=words, when=_when(unexplained, aspect)))
        for aspect, site, words in _changes(repository, cycle, unexplained[0].data, now)
    ]
    if found:
        yield Hit(
            found[0][0],
            phrase(
                "the approved programme %(programme)s was changed without a revision: %(changes)s",
                programme=record.id,
                changes=listed([words for _, words in found]),
            ),
            help="write the revision: `revisions: [{by: …, date: …, why: …}]`",
            related=tuple(found[1:]),
        )


def _unexplained(states: list[_State]) -> list[_State]:
    """Return what stood approved, or was revised last, with all states after it; nothing where none followed."""
    if not states:
        return []
    now, first = states[-1].data, None
    for place, (before, after) in enumerate(pairwise(states)):
        if not _is_approved(before) or _is_explained(before, after, now):
            first = None
        elif first is None:
            first = place
    return [] if first is None else states[first:]


def _when(states: list[_State], aspect: _Aspect) -> str:
    """Return the last commit that changed an aspect."""
    changed = [after for before, after in pairwise(states) if aspect(before.data) != aspect(after.data)]
    return changed[-1].commit if changed else states[-1].commit


def _states(record: Record[Programme], history: History) -> Iterator[_State]:
    """Yield the programme at each commit that changed its file, and as it is now."""
    versions = [version for version in history.versions(*paths_of(record)) if version.blob]
    history.read([(version.blob, version.path) for version in versions])
    last: Data | None = None
    for version in versions:
        data = _programme(history.data_of(version), version.path, record.id)
        if data and data != last:
            last = data
            commit = version.commit
            yield _State(
                data, commit.day, phrase("commit %(commit)s of %(day)s", commit=commit.short, day=commit.day)
            )
    now = _programme(data_of(record.document), record.document.path, record.id)
    if now and now != last:
        yield _State(now, None, phrase("not committed yet"))


def _programme(data: Data, path: str, name: str) -> Data:
    """Return a programme of a file that is one, or holds several, or holds everything."""
    if path.startswith("programmes/"):
        return data
    held: Any = data.get("programmes") if path == "auditctl.yaml" else data
    found = held.get(name) if isinstance(held, dict) else None
    return found if isinstance(found, dict) else {}


def _is_approved(state: _State) -> bool:
    return isinstance(state.data.get("approved"), dict)


def _is_explained(before: _State, after: _State, now: Data) -> bool:
    """Whether a revision was recorded with the change or after it, or the programme approved anew."""
    known = before.data.get("revisions") or []
    revisions = [item for item in now.get("revisions") or [] if isinstance(item, dict)]
    day = after.day.isoformat() if after.day else "9999-12-31"
    if any(item not in known or str(item.get("date")) >= day for item in revisions):
        return True
    approved = now.get("approved")
    return (
        isinstance(approved, dict)
        and approved != before.data.get("approved")
        and str(approved.get("date")) >= day
    )


def _changes(
    repository: Repository, cycle: Cycle, before: Data, now: Data
) -> Iterator[tuple[_Aspect, Site, str]]:
    """Yield what differs in dates and scope, with what tells it of any state; a new id alone is no difference."""
    record = cycle.programme
    for key in ("from", "to"):
        if before.get(key) != now.get(key):
            words = phrase(
                "`%(key)s` from %(before)s to %(after)s",
                key=key, before=before.get(key), after=now.get(key),
            )  # fmt: skip
            yield _top_aspect(key), record.at(key), words
    old, current = _entries(before), _entries(now)
    fresh = [name for name in current if name not in old]
    for name, entry in old.items():
        same = name if name in current else next((new for new in fresh if _is_same(current[new], entry)), "")
        if not same:
            yield (
                _entry_aspect(name, "planned"),
                record.key("audits"),
                phrase("%(name)s was taken out", name=name),
            )
            continue
        for key, unnamed in WORDS.items():
            if same in cycle.audits and not _is_renamed(repository, entry.get(key), current[same].get(key)):
                yield _entry_aspect(name, key), cycle.audits[same].at(key), filled(unnamed, name=name)


def _is_same(entry: Data, before: Data) -> bool:
    """Whether an entry under a new name is one that stood under another."""
    return entry.get("planned") == before.get("planned") and entry.get("title") == before.get("title")


def _is_renamed(repository: Repository, before: Any, now: Any) -> bool:
    """Whether two values are the same, but for processes that have a new id and none under the old one."""
    if not (isinstance(before, list) and isinstance(now, list)):
        return bool(before == now)
    gone, fresh = set(map(str, before)) - set(map(str, now)), set(map(str, now)) - set(map(str, before))
    return (
        len(gone) == len(fresh)
        and not gone & repository.processes.keys()
        and fresh <= repository.processes.keys()
    )


def _top_aspect(key: str) -> _Aspect:
    return lambda data: data.get(key)


def _entry_aspect(name: str, key: str) -> _Aspect:
    return lambda data: _entries(data).get(name, {}).get(key)


def _entries(data: Data) -> dict[str, Data]:
    held = data.get("audits")
    if not isinstance(held, dict):
        return {}
    return {name: entry if isinstance(entry, dict) else {} for name, entry in held.items()}
