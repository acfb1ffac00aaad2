"""Grades of findings, and results of lines, sessions and verifications."""

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.judge import Found
from auditctl.analysis.changes.said import value, worded
from auditctl.model.types import Kind

GRADES = ("strength", "ofi", "minor", "major")
RESULTS = {
    "nonconform": 0,
    "ofi": 1,
    "ineffective": 0,
    "not-qualified": 0,
}
"""Results that somebody may wish away, the worst with the least number."""
DECIDED = frozenset({"conform", "nonconform", "ofi"})


def grade(case: Case) -> Found:
    """Judge the grade of a finding, or of what raised a corrective action."""
    difference = case.difference
    if case.kind == str(Kind.capa) and difference.route == ("origin", "grade"):
        return _origin_grade(case)
    if case.kind != str(Kind.finding):
        return None
    if difference.route == ("grade",):
        return [_of_finding(case)]
    is_step = difference.route[:1] == ("regraded",) and len(difference.route) == 2 and not difference.before  # noqa: PLR2004 - regraded, 0
    is_told = case.old.get("grade") != case.new.get("grade")
    return [] if is_step and is_told and difference.after.get("to") == case.new.get("grade") else None


def _is_lower(before: str | None, after: str | None) -> bool:
    return before is not None and (after is None or GRADES.index(after) < GRADES.index(before))


def _of_finding(case: Case) -> tuple[Sort, str]:
    before, after = case.difference.before, case.difference.after
    is_lower = _is_lower(before, after)
    steps = [step for step in case.new.get("regraded", []) if step not in case.old.get("regraded", [])]
    why = next((step["why"] for step in steps if step.get("to") == after and step.get("why")), "")
    by = next((f" by {step['by']}" for step in steps if step.get("to") == after), "")
    reason = f": {value(why)}" if why else ", no reason"
    told = f"grade {'lowered' if is_lower else 'raised'}{by}: {before} → {after}{reason}"
    return (Sort.grade_lowered if is_lower else Sort.grade_raised, told)


def _origin_grade(case: Case) -> Found:
    before, after = case.difference.before, case.difference.after
    if before is None:
        return [(Sort.changed, worded(case.difference))]
    if _is_lower(before, after):
        return [(Sort.grade_lowered, f"grade lowered: {before} → {after or 'none'}, no reason")]
    return [(Sort.grade_raised, f"grade raised: {before} → {after}, no reason")]


def result(case: Case) -> Found:
    """Judge what came out: wished better, taken back, or worse."""
    difference = case.difference
    if difference.key != "result" or difference.before is None:
        return None
    before, after = difference.before, difference.after
    if is_better(before, after):
        return [(Sort.result_bettered, worded(difference))]
    if before in DECIDED and after not in DECIDED:
        return [(Sort.fact_altered, worded(difference))]
    return None


def is_better(before: str, after: str | None) -> bool:
    """Whether a result is one that somebody would rather have."""
    return before in RESULTS and RESULTS.get(after or "", 2) > RESULTS[before]
