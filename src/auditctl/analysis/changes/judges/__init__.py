"""What a difference in a record comes to: each judge says it of what is its business."""

from collections.abc import Callable, Iterator
from typing import Any

from auditctl.analysis.changes.change import Change, Route, Sort
from auditctl.analysis.changes.differences import Case, Difference
from auditctl.analysis.changes.due import due_moved, is_due
from auditctl.analysis.changes.said import ITEMS, LONGEST, day, days, fact, label, value
from auditctl.model.types import Kind

GRADES = ("strength", "ofi", "minor", "major")
WEIGHTS = ("off", "note", "warning", "error")
AUDITORS = frozenset({"lead", "auditors", "experts", "verifier", "supervised_by", "second_reviewer"})
SCOPE = frozenset({"scope", "criteria", str(Kind.planned)})
DATED: dict[Route, str] = {
    ("opened",): "opened",
    ("issued",): "report issued",
    ("plan", "sent"): "plan sent",
    ("origin", "date"): "came about",
    ("cause", "date"): "cause found",
    ("extent", "date"): "extent found",
}
"""Days that are facts by themselves, by their routes."""
NARROWING = frozenset({"departments", "locations", "processes", "requirements", "documents"})


def told(case: Case) -> Iterator[Change]:
    found = next(found for judge in JUDGES if (found := judge(case)) is not None)
    difference = case.difference
    for sort, told in found:
        yield Change(sort, told, difference.route, difference.before, difference.after)


Found = list[tuple[Sort, str]] | None
"""What a difference comes to; None where it is not the judge's business, nothing where it is told elsewhere."""
Judge = Callable[[Case], Found]


def _grade(case: Case) -> Found:
    difference = case.difference
    if case.kind != str(Kind.finding):
        return None
    if difference.route == ("grade",):
        before, after = difference.before, difference.after
        is_lower = GRADES.index(after) < GRADES.index(before)
        steps = [step for step in case.new.get("regraded", []) if step not in case.old.get("regraded", [])]
        why = next((step["why"] for step in steps if step.get("to") == after and step.get("why")), "")
        by = next((f" by {step['by']}" for step in steps if step.get("to") == after), "")
        reason = f": {value(why)}" if why else ", no reason"
        word = "lowered" if is_lower else "raised"
        return [
            (
                Sort.grade_lowered if is_lower else Sort.grade_raised,
                f"grade {word}{by}: {before} → {after}{reason}",
            )
        ]
    is_step = difference.route[:1] == ("regraded",) and difference.before is None
    if (
        is_step
        and case.old.get("grade") != case.new.get("grade")
        and difference.after.get("to") == case.new.get("grade")
    ):
        return []
    return None


def _due(case: Case) -> Found:
    return due_moved(case) if is_due(case.difference) else None


def _evidence(case: Case) -> Found:
    difference = case.difference
    where = label(difference.route[:-1])
    at = f"{where}: " if where else ""
    if difference.key == "evidence" and difference.is_list:
        found = []
        if difference.before:
            found.append((Sort.evidence_removed, f"{at}evidence removed: {value(difference.before)}"))
        if difference.after:
            found.append((Sort.evidence_added, f"{at}evidence added: {value(difference.after)}"))
        return found
    if case.kind != str(Kind.evidence) or difference.key not in {"file", "sha256", "list", "list_sha256"}:
        return None
    if difference.before is None:
        return [(Sort.evidence_added, f"{label(difference.route)} added: {value(difference.after)}")]
    if difference.after is None:
        return (
            []
            if case.new.get("disposed")
            else [(Sort.evidence_removed, f"{label(difference.route)} taken out")]
        )
    if difference.key.endswith("sha256"):
        return [(Sort.evidence_removed, f"file replaced: the {label(difference.route)} is another")]
    return [
        (
            Sort.evidence_removed,
            f"{label(difference.route)}: {value(difference.before)} → {value(difference.after)}",
        )
    ]


def _exception(case: Case) -> Found:
    difference = case.difference
    if case.kind != "team" or difference.route[:1] != ("exceptions",):
        return None
    held = difference.after if len(difference.route) <= 2 else None  # noqa: PLR2004 - exceptions, 0
    if isinstance(held, dict) and difference.before is None:
        approved = held.get("approved") or {}
        by = f"approved by {approved.get('by')} on {approved.get('date')}" if approved else "not approved"
        what = held.get("process") or held.get("capa")
        why = value(held.get("reason")) if held.get("reason") else "no reason"
        return [
            (
                Sort.exception_added,
                f"exception added: {held.get('rule')} for {held.get('auditor')} on {what}, {by}: {why}",
            )
        ]
    if difference.after is None and len(difference.route) <= 2:  # noqa: PLR2004
        gone = difference.before
        return [(Sort.changed, f"exception taken out: {gone.get('rule')} for {gone.get('auditor')}")]
    return [(Sort.exception_added, _from_to(difference))]


def _auditor(case: Case) -> Found:
    difference = case.difference
    if difference.key not in AUDITORS or difference.is_fact or difference.before in (None, []):
        return None
    return [(Sort.auditor_changed, _from_to(difference))]


def _result(case: Case) -> Found:
    difference = case.difference
    if difference.key != "result" or difference.before not in {"nonconform", "ofi"}:
        return None
    order = {"nonconform": 0, "ofi": 1}
    is_better = order.get(difference.after, 2) > order[difference.before]
    return [(Sort.result_bettered if is_better else Sort.changed, _from_to(difference))]


def _severity(case: Case) -> Found:
    difference = case.difference
    if case.kind != "settings" or difference.route[:2] != ("rules", "severity"):
        return None
    if isinstance(difference.after, dict) or isinstance(difference.before, dict):
        after, before = difference.after or {}, difference.before or {}
        codes = [code for code in {**before, **after} if before.get(code) != after.get(code)]
        return [_weight(code, before.get(code), after.get(code)) for code in codes]
    return [_weight(difference.key, difference.before, difference.after)]


def _weight(code: str, before: str | None, after: str | None) -> tuple[Sort, str]:
    is_lower = after is not None and (before is None or WEIGHTS.index(after) < WEIGHTS.index(before))
    told = f"rule {code}: {before or 'as the table has it'} → {after or 'as the table has it'}"
    return (Sort.rule_lowered if is_lower else Sort.changed), told


def _scope(case: Case) -> Found:
    difference = case.difference
    is_list = difference.key in NARROWING and (difference.is_list or difference.route[0] == "documents")
    if case.kind in SCOPE and is_list:
        gone = (
            difference.before
            if difference.is_list
            else ([difference.key] if difference.after is None else [])
        )
        is_narrower = bool(gone) and difference.after != ["all"]
        return [(Sort.scope_narrowed if is_narrower else Sort.changed, _from_to(difference))]
    if (
        case.kind in {"scope", "statement of applicability"}
        and "excluded" in difference.route
        and difference.before is None
    ):
        return [(Sort.scope_narrowed, f"{label(difference.route)} excluded: {value(difference.after)}")]
    return None


def _fact(case: Case) -> Found:
    difference = case.difference
    if not difference.is_fact:
        return None
    before, after = difference.before, difference.after
    if case.kind == "schedule":
        return [(Sort.moved, f"{label(difference.route)}: {value(before)} → {value(after)}")]
    if before is None:
        sort = Sort.withdrawn if difference.route in {("withdrawn",), ("cancelled",)} else Sort.recorded
        return [(sort, fact(difference.route, after))]
    if after is None:
        return [(Sort.fact_altered, f"taken out: {fact(difference.route, before)}")]
    return [
        (Sort.fact_altered, f"altered: {fact(difference.route, before)} → {fact(difference.route, after)}")
    ]


def _dated(case: Case) -> Found:
    """Judge a day that is a fact by itself."""
    difference = case.difference
    words = DATED.get(difference.route)
    if words is None or (difference.route == ("issued",) and case.kind != str(Kind.audit)):
        return None
    held = case.new.get(str(difference.route[0]))
    by = f" by {held['by']}" if isinstance(held, dict) and held.get("by") else ""
    if difference.before is None:
        return [(Sort.recorded, f"{words}{by} on {difference.after}")]
    return [(Sort.fact_altered, _from_to(difference))]


def _item(case: Case) -> Found:
    """Judge an action, containment or correction as a whole, or all of them."""
    difference = case.difference
    if case.kind != str(Kind.capa) or difference.route[:1] == () or difference.route[0] not in ITEMS:
        return None
    if len(difference.route) == 1:
        name = str(difference.route[0])
        before, after = difference.before or {}, difference.after or {}
        return [
            _of_item(f"{ITEMS[name]} {key}", before.get(key), after.get(key)) for key in {**before, **after}
        ]
    if len(difference.route) == 2:  # noqa: PLR2004 - actions, NAME
        return [_of_item(label(difference.route), difference.before, difference.after)]
    if difference.key == "done" and difference.before is None:
        return [(Sort.recorded, f"{label(difference.route[:2])} done on {difference.after}")]
    if difference.key == "done":
        return [(Sort.fact_altered, _from_to(difference))]
    return None


def _of_item(name: str, before: Any, after: Any) -> tuple[Sort, str]:
    held = after or before
    told = f"{value(held.get('what'))}" + (f", due {held['due']}" if held.get("due") else "")
    return (
        (Sort.removed, f"{name} taken out: {told}")
        if after is None
        else (Sort.added, f"{name} added: {told}")
    )


def _date(case: Case) -> Found:
    difference = case.difference
    before, after = day(difference.before), day(difference.after)
    if before is None or after is None:
        return None
    later = (after - before).days
    way = f"moved by {days(later)}" if later > 0 else f"brought forward by {days(-later)}"
    return [(Sort.moved, f"{label(difference.route)} {way} ({before} → {after})")]


def _other(case: Case) -> Found:
    difference = case.difference
    before, after = difference.before, difference.after
    is_prose = any(
        isinstance(held, str) and (len(held) > LONGEST or "\n" in held) for held in (before, after)
    )
    if is_prose:
        word = "added" if before is None else "taken out" if after is None else "reworded"
        sort = Sort.reworded if word == "reworded" else Sort.changed
        return [(sort, f"{label(difference.route)} {word}")]
    return [(Sort.changed, _from_to(difference))]


def _from_to(difference: Difference) -> str:
    name = label(difference.route)
    if not difference.is_list:
        return f"{name}: {value(difference.before)} → {value(difference.after)}"
    if difference.before and difference.after:
        return f"{name}: {value(difference.before)} → {value(difference.after)}"
    word = "without" if difference.before else "also"
    return f"{name}: {word} {value(difference.before or difference.after)}"


JUDGES: tuple[Judge, ...] = (
    _grade, _exception, _evidence, _due, _fact, _dated, _item, _auditor, _result, _severity, _scope, _date, _other,
)  # fmt: skip
"""Who says what a difference comes to: the first whose business it is."""
