"""What a change introduced: the problems that one check has and an earlier one had not."""

from collections.abc import Iterator
from dataclasses import replace

from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.fingerprints import fingerprints

Known = dict[str, Severity]
"""How much each problem weighed, by its fingerprint."""


def known(outcome: Outcome) -> Known:
    """Return what a check found as what a later one is held against; it keeps no diagnostic."""
    marks = fingerprints(outcome.diagnostics)
    return {mark: item.severity for mark, item in zip(marks, outcome.diagnostics, strict=True)}


def introduced(before: Known, after: Outcome) -> Outcome:
    """Return the outcome with the problems alone that are new, or weigh more than before; the others count as not shown."""
    new = tuple(_new(before, after))
    return replace(after, diagnostics=new, ignored=after.ignored + len(after.diagnostics) - len(new))


def _new(before: Known, after: Outcome) -> Iterator[Diagnostic]:
    for mark, item in zip(fingerprints(after.diagnostics), after.diagnostics, strict=True):
        if mark not in before or item.severity > before[mark]:
            yield item
