"""Evidence that was taken out, added or replaced."""

from auditctl.analysis.changes.change import Sort
from auditctl.analysis.changes.differences import Case
from auditctl.analysis.changes.judges.judge import Found
from auditctl.analysis.changes.names import label
from auditctl.analysis.changes.said import value, worded
from auditctl.model.types import Kind

FILES = {"file": "sha256", "list": "list_sha256"}
PLACES = frozenset({*FILES, *FILES.values(), "viewed"})


def evidence(case: Case) -> Found:
    """Judge a list of evidence, and what a record of evidence says of its file, its place and its sample."""
    difference = case.difference
    if difference.key == "evidence" and difference.is_list:
        return _listed(case)
    if case.kind != str(Kind.evidence):
        return None
    if difference.key in PLACES:
        return _placed(case)
    if difference.route[:1] == ("sample",) and difference.before is not None:
        return [(Sort.fact_altered, worded(difference))]
    return None


def _listed(case: Case) -> Found:
    difference = case.difference
    where = label(difference.route[:-1])
    at = f"{where}: " if where else ""
    found = []
    if difference.before:
        found.append((Sort.evidence_removed, f"{at}evidence removed: {value(difference.before)}"))
    if difference.after:
        found.append((Sort.evidence_added, f"{at}evidence added: {value(difference.after)}"))
    return found


def _placed(case: Case) -> Found:
    difference, name = case.difference, label(case.difference.route)
    if difference.before is None:
        return [(Sort.evidence_added, f"{name} added: {value(difference.after)}")]
    if difference.after is None:
        is_disposed = bool(case.new.get("disposed"))
        return [(Sort.changed if is_disposed else Sort.evidence_removed, f"{name} taken out")]
    if difference.key.endswith("sha256"):
        return [(Sort.evidence_removed, f"file replaced: the {name} is another")]
    return [(Sort.changed if _is_moved(case) else Sort.evidence_removed, worded(difference))]


def _is_moved(case: Case) -> bool:
    """Whether a file has another name and the same sha256."""
    key = FILES.get(case.difference.key, "")
    held = [(values.get("sample", {}) if key == "list_sha256" else values) for values in (case.old, case.new)]
    return bool(key) and held[0].get(key) is not None and held[0].get(key) == held[1].get(key)


def lost_with_it(case: Case) -> list[tuple[Sort, str]]:
    """Return the evidence that goes with something that is taken out as a whole."""
    difference = case.difference
    if not (isinstance(difference.before, dict) and difference.after is None):
        return []
    held = difference.before.get("evidence")
    if not isinstance(held, list):
        return []
    return [(Sort.evidence_removed, f"{label(difference.route)}: evidence removed: {value(held)}")]
