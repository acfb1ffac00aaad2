"""What an audit reaches: scope, criteria, period, sessions, questions, and the findings that it follows."""

from typing import Any

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.grades import DECIDED
from auditctl.analysis.changes.judges.judge import Found, standing
from auditctl.analysis.changes.names import label
from auditctl.analysis.changes.said import day, value, worded
from auditctl.model.types import Kind

CHOICES = {
    "scope": frozenset({"departments", "locations", "processes"}),
    "criteria": frozenset({"requirements"}),
    str(Kind.planned): frozenset({"processes", "requirements"}),
}
"""Lists that mean everything where they are empty."""
REACH = frozenset(
    {
        (str(Kind.session), "requirements"),
        (str(Kind.process), "requirements"),
        (str(Kind.finding), "requirements"),
        ("settings", "standards"),
    }
)
"""Lists of which nothing should go away unseen, by kind of record."""
DROPPED = frozenset(
    {(str(Kind.audit), "follow_up"), (str(Kind.capa), "findings"), (str(Kind.workpaper), "findings")}
)
"""Lists of findings that somebody looks after."""
SHUT = frozenset({str(Kind.process), str(Kind.location), str(Kind.system), str(Kind.department)})


def scope(case: Case) -> Found:
    """Judge what narrows, or widens, what is audited."""
    for judge in (_chosen, _documents, _listed, _left_out, _period, _session, _line, _node):
        found = judge(case)
        if found is not None:
            return found
    return None


def _chosen(case: Case) -> Found:
    difference = case.difference
    if len(difference.route) != 1 or difference.key not in CHOICES.get(case.kind, ()):
        return None
    old, new = (standing(values, difference.route) or [] for values in (case.old, case.new))
    if _is_all(old) or _is_all(new):
        told = f"{label(difference.route)}: {_all(old)} → {_all(new)}"
        return [(Sort.changed if _is_all(new) else Sort.scope_narrowed, told)]
    return [(Sort.scope_narrowed if difference.before else Sort.changed, worded(difference))]


def _is_all(held: list[str]) -> bool:
    return held in ([], ["all"])


def _all(held: list[str]) -> str:
    return value(held) if held else "all by default"


def _documents(case: Case) -> Found:
    difference = case.difference
    if case.kind != "criteria" or difference.route[0] != "documents":
        return None
    old, new = case.old.get("documents"), case.new.get("documents")
    if difference.before is None and not old:
        told = f"{label(difference.route)} {difference.after} named, and no longer each one in force"
        return [(Sort.scope_narrowed, told)]
    is_narrower = difference.after is None and bool(new)
    return [(Sort.scope_narrowed if is_narrower else Sort.changed, worded(difference))]


def _listed(case: Case) -> Found:
    difference = case.difference
    if not (difference.is_list and difference.before):
        return None
    if (case.kind, difference.key) in DROPPED:
        return [(Sort.withdrawn, worded(difference))]
    return [(Sort.scope_narrowed, worded(difference))] if (case.kind, difference.key) in REACH else None


def _left_out(case: Case) -> Found:
    difference = case.difference
    is_ours = case.kind in {"scope", "statement of applicability"} and "excluded" in difference.route
    if is_ours and difference.is_whole and difference.before is None:
        return [(Sort.scope_narrowed, _excluded(case))]
    if case.kind in SHUT and difference.route == ("retired",) and difference.before is None:
        return [(Sort.scope_narrowed, f"retired on {difference.after}")]
    return None


def _excluded(case: Case) -> str:
    held = case.difference.after
    name = case.difference.route[-1]
    what = name if isinstance(name, str) else value(held.get("what"))
    why = held.get("why") or held.get("reason")
    return f"{what} left out: {value(why) if why else 'no reason'}"


def _period(case: Case) -> Found:
    difference = case.difference
    if case.kind != str(Kind.audit) or difference.route[:1] != ("period",):
        return None
    before, after = day(difference.before), day(difference.after)
    if after is None:
        return None
    is_shorter = before is None or (after > before if difference.key == "from" else after < before)
    return [(Sort.scope_narrowed, worded(difference))] if is_shorter else None


def _session(case: Case) -> Found:
    if case.kind == str(Kind.session) and case.difference.route == ("process",):
        return [(Sort.scope_narrowed, worded(case.difference))]
    return None


def _line(case: Case) -> Found:
    """Judge a question that is asked no more."""
    difference = case.difference
    if case.kind != str(Kind.workpaper) or len(difference.route) > 2 or difference.after is not None:  # noqa: PLR2004 - lines, 0
        return None
    held: Any = difference.before
    if difference.route[:1] != ("lines",) or not isinstance(held, dict):
        return None
    result = held.get("result")
    sort = Sort.fact_altered if result in DECIDED else Sort.scope_narrowed
    return [(sort, worded(difference) + (f" ({result})" if result else ""))]


def _node(case: Case) -> Found:
    """Judge a requirement of an own catalogue that is none any more."""
    difference = case.difference
    if case.kind != str(Kind.catalog) or difference.route[:1] != ("nodes",):
        return None
    is_gone = difference.is_whole and difference.after is None
    is_off = difference.key == "assessable" and difference.before is True
    return [(Sort.scope_narrowed, worded(difference))] if is_gone or is_off else None
