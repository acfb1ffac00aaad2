"""What a difference in a record comes to: each judge says it of what is its business."""

from collections.abc import Iterator

from auditctl.analysis.changes.change import Change
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.due import due
from auditctl.analysis.changes.judges.evidence import evidence, lost_with_it
from auditctl.analysis.changes.judges.facts import conclusion, dated, effect, fact, item, moved, order
from auditctl.analysis.changes.judges.grades import grade, result
from auditctl.analysis.changes.judges.house import house
from auditctl.analysis.changes.judges.judge import Judge
from auditctl.analysis.changes.judges.other import other
from auditctl.analysis.changes.judges.scope import scope
from auditctl.analysis.changes.judges.team import apart, auditor, exception

JUDGES: tuple[Judge, ...] = (
    order, grade, exception, evidence, due, auditor, apart, fact, dated, item, effect, result, house, conclusion, scope,
    moved, other,
)  # fmt: skip
"""Who says what a difference comes to: the first whose business it is."""


def told(case: Case) -> Iterator[Change]:
    """Yield what a difference comes to, and the evidence that is lost with it."""
    found = next(found for judge in JUDGES if (found := judge(case)) is not None)
    difference = case.difference
    for sort, words in (*found, *lost_with_it(case)):
        yield Change(sort, words, difference.route, difference.before, difference.after)
