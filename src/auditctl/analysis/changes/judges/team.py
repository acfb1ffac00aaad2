"""Who audits, what keeps auditors apart from what they audit, and conflicts that are accepted."""

from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.judge import Found, standing
from auditctl.analysis.changes.names import ITEMS
from auditctl.analysis.changes.said import value, worded
from auditctl.model.types import Kind

AUDITORS = frozenset({"lead", "auditors", "experts", "verifier", "supervised_by", "second_reviewer"})
APART = {
    str(Kind.process): frozenset({"owner", "deputy", "performers", "designers", "past", "department"}),
    str(Kind.system): frozenset({"owner", "operators", "designers", "past"}),
    str(Kind.department): frozenset({"head"}),
    str(Kind.person): frozenset(
        {"department", "manager", "since", "past_roles", "relations", "employer", "services"}
    ),
    str(Kind.firm): frozenset({"group"}),
    str(Kind.document): frozenset({"authors"}),
    str(Kind.programme): frozenset({"owner"}),
    str(Kind.capa): frozenset({"owner"}),
}
"""What says who may not audit what, by kind of record: what was said once stays, as a part somebody had before."""
WHOLE = 2
"""Steps of a route to an exception: exceptions, 0."""


def exception(case: Case) -> Found:
    """Judge the accepted conflicts of a team."""
    difference = case.difference
    if case.kind != "team" or difference.route[:1] != ("exceptions",):
        return None
    if len(difference.route) > WHOLE or not difference.is_whole:
        return [(Sort.exception_added, worded(difference))]
    if difference.after is None:
        gone = difference.before
        return [(Sort.changed, f"exception taken out: {gone.get('rule')} for {gone.get('auditor')}")]
    return [(Sort.exception_added, _added(difference.after))]


def _added(held: dict[str, Any]) -> str:
    approved = held.get("approved") or {}
    by = f"approved by {approved.get('by')} on {approved.get('date')}" if approved else "not approved"
    what = held.get("process") or held.get("capa")
    why = value(held["reason"]) if held.get("reason") else "no reason"
    return f"exception added: {held.get('rule')} for {held.get('auditor')} on {what}, {by}: {why}"


def auditor(case: Case) -> Found:
    """Judge who audits, leads, verifies or answered a line, where somebody did already."""
    difference = case.difference
    is_line = case.kind == str(Kind.workpaper) and difference.key == "by"
    if difference.is_fact or not (difference.key in AUDITORS or is_line):
        return None
    if not (difference.before or standing(case.old, difference.route)):
        return None
    return [(Sort.auditor_changed, worded(difference))]


def apart(case: Case) -> Found:
    """Judge what keeps auditors apart from what they audit: what is taken out or altered frees somebody."""
    difference = case.difference
    is_conflict = case.kind == "team" and difference.route[2:3] == ("conflicts",)
    is_item = case.kind == str(Kind.capa) and difference.route[0] in ITEMS and difference.key == "owner"
    is_ours = difference.route[0] in APART.get(case.kind, ())
    if not (is_ours or is_conflict or is_item) or difference.before in (None, []):
        return None
    sort = Sort.changed if _is_kept(case) else Sort.independence_changed
    return [(sort, worded(difference))]


def _is_kept(case: Case) -> bool:
    """Whether what somebody was is recorded with the change as what they were before."""
    key = "past_roles" if case.kind == str(Kind.person) else "past"
    fresh = [item for item in case.new.get(key, []) if item not in case.old.get(key, [])]
    if case.kind == str(Kind.person):
        return bool(fresh) and case.difference.route[0] in {"department", "manager", "since"}
    before = case.difference.before
    gone = before if isinstance(before, list) else [before]
    return all(any(item.get("person") == person for item in fresh) for person in gone)
