"""A change judged before it is written: what it would break, and what it brings besides."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditctl.analysis.vicinity import vicinity
from auditctl.check import check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository
from auditctl.rules.registry import registry
from auditctl.writing.change import Change

_WORD = re.compile(r"[\w./#:-]*\w")
_VERBS = frozenset({"i", "are", "wa", "were", "ha", "have"})
Stands = Callable[[Diagnostic], bool]
"""Whether an error that stands already is in the way too."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What keeps a change from being written, and what else comes with it."""

    refused: tuple[Diagnostic, ...]
    brought: tuple[Diagnostic, ...]
    after: Repository


def judged(change: Change, gate: Stands | None = None) -> Judgement:
    """Return what a change would bring, held against what stands there already.

    No change brings an error, and none is judged while a part of the root cannot be read: nobody could tell
    whose process it is. At a gate the errors that `gate` picks must be mended first. Delays, which come with
    the calendar, keep nobody from recording what happened.
    """
    only = vicinity(change.repository, change.touched)
    before = check(change.repository_before(only)).diagnostics
    repository = change.repository_after(only)
    after = check(repository).diagnostics
    brought = _new(before, after)
    refused = [item for item in brought if _weighs(item)]
    refused += [item for item in after if _blinds(item) and item not in refused]
    if gate:
        refused += [item for item in after if _weighs(item) and gate(item) and item not in refused]
    return Judgement(tuple(refused), tuple(item for item in brought if item not in refused), repository)


def _blinds(item: Diagnostic) -> bool:
    """Whether a part of the root cannot be read, on which the rules rest."""
    is_part = "/" not in item.location.path
    return is_part and item.severity is Severity.error and item.code.startswith(("SYN", "SCH"))


def _new(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what was not said before; lines move, so that they do not tell two apart."""
    said: dict[tuple[str, Severity, str], list[frozenset[str]]] = {}
    for item in before:
        said.setdefault(_kind(item), []).append(_words(item.message))
    return [item for item in after if not _take(said.get(_kind(item), []), _words(item.message))]


def _kind(item: Diagnostic) -> tuple[str, Severity, str]:
    return item.code, item.severity, item.location.path


def _words(message: str) -> frozenset[str]:
    """Return the words of a message, one form for singular and plural."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(message)) - _VERBS


def _take(said: list[frozenset[str]], words: frozenset[str]) -> bool:
    """Use up a message that said as much: a rule that lists its items says less when one of them is mended."""
    covering = next((held for held in said if words <= held), None)
    if covering is not None:
        said.remove(covering)
    return covering is not None


def _weighs(item: Diagnostic) -> bool:
    return item.severity is Severity.error and not item.timed


def of_audit(audit: Audit) -> Stands:
    """Return what picks the errors of an audit, and of the files that it is judged by."""

    def picks(item: Diagnostic) -> bool:
        path = item.location.path
        unread = registry()[item.code].family in {"SYN", "SCH"} and not path.startswith("audits/")
        return item.audit == audit.id or path.startswith(f"audits/{audit.id}/") or unread

    return picks


def of_record(record: Record) -> Stands:  # type: ignore[type-arg]
    """Return what picks the errors of one file."""
    return lambda item: item.location.path == record.document.path
