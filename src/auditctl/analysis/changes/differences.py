"""Where two records differ: values at their routes, recorded facts as a whole."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditctl.analysis.changes.names import ITEMS
from auditctl.repository.moves import likeness
from auditctl.source.nodes import Route

TELLING = ("by", "date", "from", "to", "result", "step", "response", "approved_by", "version")
"""What makes a recorded fact another one; the rest of it are words on it."""
DESCENDED = frozenset({"cause", "extent", "origin"})
"""What has a date, and is more than a fact."""
BY_NAME = frozenset({"containment", "correction", "actions", "declarations", "excluded"})
"""Keys under which each name is a thing of its own, which is there or not."""
ORDERED = frozenset(
    {"standards", "external_audit_lead_days", "whys", "plan", "verifications", "extended", "postponed"}
)
"""Lists in which the order says something: the first counts, or the last, or one follows from the other."""
NAMED_BY = ("ask", "id", "name", "what", "standard", "person", "kind", "to", "rule")
"""Keys by which an item of a list is known where it changed."""
ALIKE = 0.5
"""The part of its values that an item without a name shares with what it was."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Values at a route before and after; None where there is none. Of lists of words what was taken out and put in."""

    route: Route
    before: Any
    after: Any
    is_fact: bool = False
    is_list: bool = False
    was: str = ""
    """The key before, of what says the same under another one."""

    @property
    def key(self) -> str:
        """The last key of the route."""
        return _key(self.route)

    @property
    def is_whole(self) -> bool:
        """Whether something of several values is there or not."""
        return isinstance(self.before or self.after, dict) and (self.before is None or self.after is None)


@dataclass(frozen=True, slots=True)
class Case:
    """A difference in a record of a kind, with all that the record said and says, and the table of the rules."""

    kind: str
    difference: Difference
    old: dict[str, Any]
    new: dict[str, Any]
    table: Mapping[str, str] = field(default_factory=dict)
    """The severity of each rule that settings may change, by its code."""


def differences(before: Any, after: Any, route: Route = ()) -> Iterator[Difference]:
    """Yield where two values differ."""
    if before == after:
        return
    if is_fact(before, route) or is_fact(after, route):
        yield from _of_facts(before, after, route)
    elif _descends(before, after, route):
        yield from _of_mappings(before or {}, after or {}, route)
    elif isinstance(before, list) or isinstance(after, list):
        yield from _of_lists(before or [], after or [], route)
    else:
        yield Difference(route, before, after)


def _key(route: Route) -> str:
    return next((step for step in reversed(route) if isinstance(step, str)), "")


def is_fact(value: Any, route: Route) -> bool:
    """Whether a value is something that happened on a day."""
    return (
        isinstance(value, dict)
        and bool(route)
        and "date" in value
        and _key(route) not in DESCENDED
        and "auditors" not in value
    )


def _descends(before: Any, after: Any, route: Route) -> bool:
    """Whether what two values hold is looked at, key by key: one that is not there holds nothing."""
    if not {type(before), type(after)} <= {dict, type(None)}:
        return False
    is_item = bool(route) and (isinstance(route[-1], int) or (len(route) > 1 and route[-2] in BY_NAME))
    return not is_item or (before is not None and after is not None)


def _of_facts(before: Any, after: Any, route: Route) -> Iterator[Difference]:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield Difference(route, before, after, is_fact=True)
        return
    if all(before.get(key) == after.get(key) for key in TELLING):
        yield from _of_mappings(before, after, route)
        return
    yield Difference(route, before, after, is_fact=True)
    rest = [
        {key: value for key, value in held.items() if key not in TELLING and key not in {"why", "text"}}
        for held in (before, after)
    ]
    yield from _of_mappings(rest[0], rest[1], route)


def _of_mappings(before: Mapping[str, Any], after: Mapping[str, Any], route: Route) -> Iterator[Difference]:
    renamed = _renamed(before, after) if _key(route) in ITEMS else {}
    for new, old in renamed.items():
        yield Difference((*route, new), before[old], after[new], was=old)
    for key in dict.fromkeys((*after, *before)):
        if key not in renamed and key not in renamed.values():
            yield from differences(before.get(key), after.get(key), (*route, key))


def _renamed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys under which stands what stood, word for word, under one that is gone, with that one."""
    gone = {key: held for key, held in before.items() if key not in after}
    found: dict[str, str] = {}
    for key, held in after.items():
        old = next((old for old, was in gone.items() if was == held), "") if key not in before else ""
        if old:
            found[key] = old
            del gone[old]
    return found


def _of_lists(before: Any, after: Any, route: Route) -> Iterator[Difference]:
    old = before if isinstance(before, list) else [before]
    new = after if isinstance(after, list) else [after]
    if any(isinstance(item, dict) for item in (*old, *new)):
        yield from _of_items(old, new, route)
        return
    gone = [item for item in old if item not in new]
    fresh = [item for item in new if item not in old]
    if gone or fresh:
        yield Difference(route, gone, fresh, is_list=True)
    elif _key(route) in ORDERED and old != new:
        yield Difference(route, old, new)


def _of_items(old: Sequence[Any], new: Sequence[Any], route: Route) -> Iterator[Difference]:
    """Yield how the items of a list differ: equal ones fall out, one that changed is known by its name or its likeness."""
    gone, stayed = _without(old, new)
    fresh, now = _without(new, old)
    if _key(route) in ORDERED and [old[at] for at in stayed] != [new[at] for at in now]:
        yield Difference(route, [old[at] for at in stayed], [new[at] for at in now])
    for place in fresh:
        origin = _origin(old, gone, new[place])
        if origin is not None:
            gone.remove(origin)
        yield from differences(None if origin is None else old[origin], new[place], (*route, place))
    for place in gone:
        yield from differences(old[place], None, (*route, place))


def _without(items: Sequence[Any], others: Sequence[Any]) -> tuple[list[int], list[int]]:
    """Return the places of the items that others lack, and of those that they have; twins are counted."""
    left = Counter(map(_written, others))
    lacking: list[int] = []
    shared: list[int] = []
    for place, item in enumerate(items):
        written = _written(item)
        (shared if left[written] else lacking).append(place)
        left[written] -= bool(left[written])
    return lacking, shared


def _written(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


def _origin(old: Sequence[Any], gone: list[int], item: Any) -> int | None:
    """Return the place of what an item was, among those that are gone."""
    scores = [(_sameness(old[place], item), -place) for place in gone]
    score, place = max(scores, default=(0.0, 0))
    return -place if score else None


def _sameness(before: Any, after: Any) -> float:
    """Return how sure it is that two items are the same one, 0 where they are others."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return 0.0
    share = likeness(before, after)
    key = next((key for key in NAMED_BY if key in before and key in after), "")
    is_step = key != "ask" and bool({"step", "result"} & before.keys())
    is_named = bool(key) and before[key] == after[key] and not is_step
    return share + is_named if is_named or share >= ALIKE else 0.0
