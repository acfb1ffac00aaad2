"""Values and facts of a record as a line says them."""

import re
from datetime import date
from typing import Any

from auditctl.analysis.changes.differences import TELLING, Difference
from auditctl.analysis.changes.names import ITEMS, LISTS, label, word
from auditctl.source.nodes import Route

VERBS = {
    "raised": "raised",
    "collected": "collected",
    "decision": "decided on the objection",
    "withdrawn": "withdrawn",
    "accepted": "taken up",
    "declined": "declined",
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
    "auditee": "answered ({response})",
    "transferred": "responsibility passed from {from} to {to}",
    "distribution": "report given to {to}",
    "designers": "designed by {person}",
    "qualifications": "qualification {name}",
    "amendments": "amended",
}
_CLOCK = re.compile(r"^(\d{2}:\d{2}):00$")
NAMES = ("what", "name", "title", "ask", "id")
"""Keys by whose value a group of values is called."""
LONGEST = 72
"""Characters of a value that a line quotes."""


def day(held: Any) -> date | None:
    """Return a value as a day, None for one that is none."""
    try:
        return date.fromisoformat(held) if isinstance(held, str) and len(held) == len("2026-10-01") else None
    except ValueError:
        return None


def days(number: int) -> str:
    """Return `1 day`, `2 days`."""
    return f"{number} day" if number == 1 else f"{number} days"


def value(held: Any, longest: int = LONGEST) -> str:
    """Return a value in a few words, of a text at most that many characters."""
    if held is None:
        return "nothing"
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, list):
        return ", ".join(value(item, longest) for item in held) or "nothing"
    if isinstance(held, dict):
        return _group(held)
    words = " ".join(_CLOCK.sub(r"\1", str(held)).split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _group(held: dict[str, Any]) -> str:
    """Return several values in a few words: the name of what they belong to, or all of them."""
    name = next((held[key] for key in NAMES if key in held), "")
    if name:
        return value(name)
    words = [
        word(key) if item is True else value(item)
        for key, item in held.items()
        if key not in {"from", "to"} and item is not False
    ]
    if "from" in held or "to" in held:
        words.append(f"{held.get('from', '…')} to {held.get('to', '…')}")
    return ", ".join(words)


def is_prose(difference: Difference) -> bool:
    """Whether a difference is of a text that no line quotes."""
    return any(
        isinstance(held, str) and (len(held) > LONGEST or "\n" in held)
        for held in (difference.before, difference.after)
    )


def worded(difference: Difference) -> str:
    """Return what differs, in words."""
    name, before, after = label(difference.route), difference.before, difference.after
    if difference.is_fact:
        return _of_fact(difference)
    if difference.is_whole:
        word_ = "taken out" if after is None else "added"
        return f"{name} {word_}: {value(before or after)}"
    if is_prose(difference):
        return f"{name} {'added' if before is None else 'taken out' if after is None else 'reworded'}"
    if difference.is_list and not (before and after):
        return f"{name}: {'without' if before else 'also'} {_quoted(before or after)}"
    if isinstance(before, list) and isinstance(after, list) and not difference.is_list:
        return f"{name}: {value(before)} → {value(after)}, another order"
    return f"{name}: {value(before)} → {value(after)}"


def _quoted(held: list[Any]) -> str:
    """Return items of a list, those of several words in quotes: they read on into the sentence otherwise."""
    return ", ".join(f'"{words}"' if " " in words else words for words in map(value, held))


def _of_fact(difference: Difference) -> str:
    route, before, after = difference.route, difference.before, difference.after
    if before is None:
        return fact(route, after)
    if after is None:
        return f"taken out: {fact(route, before)}"
    told = fact(route, before), fact(route, after)
    if told[0] != told[1]:
        return f"altered: {told[0]} → {told[1]}"
    keys = [key for key in TELLING if before.get(key) != after.get(key)]
    return "; ".join(
        f"{label((*route, key))}: {value(before.get(key))} → {value(after.get(key))}" for key in keys
    )


def fact(route: Route, held: dict[str, Any]) -> str:
    """Return something recorded in words: `plan approved by ingrid-lind on 2026-11-05`."""
    who = held.get("by") or held.get("approved_by")
    by = f" by {who}" if who else ""
    why = next((held[key] for key in ("why", "text", "method", "result", "record") if key in held), "")
    told = f": {value(why)}" if why and str(why) not in verb(route, held) else ""
    on = f" on {held['date']}" if "date" in held else ""
    return f"{verb(route, held)}{by}{on}{told}"


def verb(route: Route, held: dict[str, Any]) -> str:
    """Return what happened, without who and when."""
    names = [step for step in route if isinstance(step, str)]
    key = names[-1] if names else ""
    if key == "extended":
        return f"{label(route[:2])} extended to {held.get('to')}"
    if names[:2] == ["plan", "accepted"]:
        return "plan accepted"
    if key in FILLED:
        return FILLED[key].format_map({"from": "nothing", **held})
    if names[:1] == ["declarations"]:
        return f"declaration of impartiality of {key}"
    if key in LISTS:
        return LISTS[key]
    if len(names) > 1 and key in VERBS and names[0] in {*ITEMS, "exceptions"}:
        return f"{label(route[:2])} {VERBS[key]}"
    return VERBS.get(key, word(key))
