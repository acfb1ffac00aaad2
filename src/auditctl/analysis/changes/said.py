"""Values, facts and places of a record as a line says them."""

from datetime import date
from typing import Any

from auditctl.analysis.changes.change import Route

ITEMS = {"actions": "action", "containment": "containment", "correction": "correction"}
VERBS = {
    "raised": "raised",
    "collected": "collected",
    "auditee": "answered by the auditee",
    "decision": "decided on the objection",
    "withdrawn": "withdrawn",
    "accepted": "taken up",
    "declined": "declined",
    "transferred": "responsibility passed on",
    "implementation": "seen to be done",
    "cancelled": "cancelled",
    "opening": "opening meeting held",
    "closing": "closing meeting held",
    "closed": "closed",
    "prepared": "report prepared",
    "reviewed": "report reviewed",
    "approved": "approved",
    "issued": "report issued",
    "disposed": "disposed of",
    "agreed": "agreed",
    "management_review": "management review",
    "repeat_marked": "marked as a repeat",
}
FILLED = {
    "plan": "plan {step}",
    "verifications": "verified {result}",
    "regraded": "regraded from {from} to {to}",
    "postponed": "postponed to {to}",
    "auditee": "{response} by the auditee",
}
LISTS = {
    "verifications": "verification",
    "amendments": "amendment",
    "revisions": "revision",
    "reviews": "review",
    "evaluations": "evaluation",
    "qualifications": "qualification",
    "distribution": "delivery",
    "designers": "design",
    "authors": "author",
}
LONGEST = 72
"""Characters of a value that a line quotes."""


def day(value: Any) -> date | None:
    """Return a value as a day, None for one that is none."""
    try:
        return (
            date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-10-01") else None
        )
    except ValueError:
        return None


def days(number: int) -> str:
    """Return `1 day`, `2 days`."""
    return f"{number} day" if number == 1 else f"{number} days"


def value(held: Any) -> str:
    """Return a value in a few words."""
    if held is None:
        return "nothing"
    if isinstance(held, list):
        return ", ".join(value(item) for item in held) or "nothing"
    if isinstance(held, dict):
        name = next((held[key] for key in ("what", "name", "title", "ask") if key in held), "")
        return value(name) if name else ", ".join(f"{key} {value(item)}" for key, item in held.items())
    words = " ".join(str(held).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def label(route: Route) -> str:
    """Return a route in words: `action control-register: owner`, `line 4: result`."""
    steps = list(route)
    head = ""
    if len(steps) > 1 and steps[0] in ITEMS:
        head, steps = f"{ITEMS[str(steps[0])]} {steps[1]}", steps[2:]
    elif len(steps) > 1 and isinstance(steps[1], int):
        name = str(steps[0])
        head, steps = f"{LISTS.get(name, name.removesuffix('s'))} {steps[1] + 1}", steps[2:]
    rest = ".".join(str(step) for step in steps).replace("_", " ")
    return ": ".join(filter(None, (head, rest)))


def fact(route: Route, held: dict[str, Any]) -> str:
    """Return something recorded in words: `plan approved by ingrid-lind on 2026-11-05`."""
    who = held.get("by") or held.get("approved_by") or held.get("to" if "distribution" in route else "")
    by = f" by {who}" if who else ""
    why = next(
        (held[key] for key in ("why", "text", "method", "result") if isinstance(held.get(key), str)), ""
    )
    told = f": {value(why)}" if why and why not in verb(route, held) else ""
    return f"{verb(route, held)}{by} on {held.get('date')}{told}"


def verb(route: Route, held: dict[str, Any]) -> str:
    """Return what happened, without who and when."""
    names = [step for step in route if isinstance(step, str)]
    key = names[-1] if names else ""
    if key in FILLED:
        return FILLED[key].format_map({"step": "changed", "response": "answered", **held})
    if key == "extended":
        return f"{label(route[:2])} extended to {held.get('to')}"
    if names[:1] == ["declarations"]:
        return f"declaration of impartiality of {key}"
    if key in LISTS:
        return f"{LISTS[key]}{f' of {value(held)}' if key == 'qualifications' else ''}"
    if len(names) > 1 and key in VERBS and names[0] in ITEMS:
        return f"{label(route[:2])} {VERBS[key]}"
    return VERBS.get(key, key.replace("_", " "))
