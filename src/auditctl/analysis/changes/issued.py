"""What changed in an audit after its report was issued: only an amendment explains it."""

from dataclasses import replace

from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.pairs import Pair
from auditctl.model.seal import later_keys
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.repository.layout import AUDIT_PARTS

SEALED = {
    str(Kind.audit): "audit",
    **{part: part for part in AUDIT_PARTS},
    str(Kind.session): "schedule",
    str(Kind.workpaper): "workpapers/{}",
    str(Kind.evidence): "evidence/{}",
    str(Kind.finding): "findings/{}",
}
"""How a seal names the records of an audit, by their kind."""


def after_issue(pair: Pair, changes: list[Change], before: Repository, after: Repository) -> list[Change]:
    """Return the changes of a record, those that a seal forbids marked, unless an amendment explains them."""
    was = before.audits.get(pair.old_audit or pair.audit)
    if pair.kind not in SEALED or was is None or not was.is_issued:
        return changes
    name = SEALED[pair.kind].format(pair.id)
    if name in _amended(after.audits.get(pair.audit), was):
        return changes
    free = later_keys(name)
    return [
        _marked(change) if change.route[:1] == () or change.route[0] not in free else change
        for change in changes
    ]


def _amended(audit: Audit | None, was: Audit) -> set[str]:
    """Return the records that amendments name which were not there before."""
    steps = audit.report.data.amendments if audit and audit.report else ()
    known = was.report.data.amendments if was.report else ()
    return {name for step in steps if step not in known for name in step.records}


def _marked(change: Change) -> Change:
    sort = change.sort if change.sort.asks_for_a_look else Sort.fact_altered
    return replace(change, sort=sort, told=f"{change.told}, after the report was issued")
