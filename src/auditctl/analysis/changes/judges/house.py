"""House rules: how much rules weigh, and what the settings ask for."""

from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.judge import Found
from auditctl.analysis.changes.said import worded
from auditctl.model.types import Kind

WEIGHTS = ("off", "note", "warning", "error")
AS_IT_IS = "as the table has it"
STRICTER_WITH_MORE = frozenset(
    {
        "cooling_off_months",
        "consultant_cooling_off_months",
        "design_look_back_months",
        "plan_notice_working_days",
    }
)
"""House rules that a larger number makes stricter; every other one it makes looser."""


def house(case: Case) -> Found:
    """Judge settings: what lets more pass than before."""
    difference = case.difference
    if case.kind == str(Kind.audit):
        return _of_audit(case)
    if case.kind != "settings":
        return None
    if difference.route[:2] == ("rules", "severity"):
        return [_weight(case, difference.key)]
    is_looser = _is_later(case) or _is_looser(difference.route, difference.before, difference.after)
    return [(Sort.rule_lowered, worded(difference))] if is_looser else None


def _weight(case: Case, name: str) -> tuple[Sort, str]:
    before, after = case.difference.before, case.difference.after
    told = f"rule{'s' if len(name) == len('IND') else ''} {name}: {before or AS_IT_IS} → {after or AS_IT_IS}"
    return (Sort.rule_lowered if _is_lighter(case, name) else Sort.changed), told


def _is_lighter(case: Case, name: str) -> bool:
    """Whether a rule that a code or family names weighs less than before, by the settings or by the table."""
    before, after = case.difference.before, case.difference.after
    if not case.table:
        return after == "off" or (
            None not in (before, after) and WEIGHTS.index(after) < WEIGHTS.index(before)
        )
    codes = [code for code in case.table if name in {code, code[:3]}]
    return any(_weighs(case.new, code, case) < _weighs(case.old, code, case) for code in codes)


def _weighs(settings: dict[str, Any], code: str, case: Case) -> int:
    words = settings.get("rules", {}).get("severity", {})
    return WEIGHTS.index(words.get(code) or words.get(code[:3]) or case.table[code])


def _is_looser(route: tuple[str | int, ...], before: Any, after: Any) -> bool:
    if route[:1] != ("policy",) or not (isinstance(before, int) and isinstance(after, int)):
        return False
    return after < before if route[-1] in STRICTER_WITH_MORE else after > before


def _is_later(case: Case) -> bool:
    """Whether rules on completeness look at fewer audits than before."""
    difference = case.difference
    if difference.route != ("records_since",) or difference.after is None:
        return False
    return difference.before is None or difference.after > difference.before


def _of_audit(case: Case) -> Found:
    """Judge what takes an audit out of the sight of most rules."""
    difference = case.difference
    if difference.route == ("kind",):
        is_external = difference.after == "external"
        told = worded(difference) + (", which most rules do not look at" if is_external else "")
        return [(Sort.rule_lowered if is_external else Sort.changed, told)]
    if difference.route[:1] == ("legacy",) and "legacy" not in case.old and difference.key == "from":
        told = f"held before the repository since {difference.after}, so that most rules do not look at it"
        return [(Sort.rule_lowered, told)]
    return None
