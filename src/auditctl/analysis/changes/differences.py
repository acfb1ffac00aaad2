"""Where two records differ: values at their routes, recorded facts as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditctl.analysis.changes.change import Route

TELLING = ("by", "date", "from", "to", "result", "step", "response", "approved_by", "version")
"""What makes a recorded fact another one; the rest of it are words on it."""
DESCENDED = frozenset({"cause", "extent", "origin"})
"""What has a date, and is more than a fact."""
GROUPS = frozenset(
    {
        *(
            "rules",
            "severity",
            "policy",
            "deadlines",
            "major",
            "minor",
            "ofi",
            "report",
            "fonts",
            "numbering",
        ),
        *("plan", "conclusions", "effectiveness", "sample", "period"),
    }
)
"""Keys that only hold other keys: one that is not there is one in which nothing stands."""
NAMED_BY = ("ask", "name", "what", "standard", "kind", "person", "to")
"""Keys by which an item of a list is known where it changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Values at a route before and after; None where there is none. Of lists of words what was taken out and put in."""

    route: Route
    before: Any
    after: Any
    is_fact: bool = False
    is_list: bool = False

    @property
    def key(self) -> str:
        """The last key of the route."""
        return next((step for step in reversed(self.route) if isinstance(step, str)), "")


@dataclass(frozen=True, slots=True)
class Case:
    """A difference in a record of a kind, with all that the record said and says."""

    kind: str
    difference: Difference
    old: dict[str, Any]
    new: dict[str, Any]


def differences(
    before: Any, after: Any, renamed: Mapping[str, str], route: Route = ()
) -> Iterator[Difference]:
    """Yield where two values differ; a reference to a record that was renamed is the same reference."""
    if before == after or _is_same_reference(before, after, renamed):
        return
    if route[-1:] and route[-1] in DESCENDED | GROUPS and dict in {type(before), type(after)}:
        before, after = before or {}, after or {}
    if is_fact(before, route) or is_fact(after, route):
        yield from _of_facts(before, after, renamed, route)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _of_mappings(before, after, renamed, route)
    elif isinstance(before, list) or isinstance(after, list):
        yield from _of_lists(before or [], after or [], renamed, route)
    else:
        yield Difference(route, before, after)


def _is_same_reference(before: Any, after: Any, renamed: Mapping[str, str]) -> bool:
    """Whether a value names the record that is called otherwise now."""
    return isinstance(before, str) and before in renamed and renamed[before] == after


def is_fact(value: Any, route: Route) -> bool:
    """Whether a value is something that happened on a day."""
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    return (
        isinstance(value, dict)
        and bool(route)
        and "date" in value
        and key not in DESCENDED
        and "auditors" not in value
    )


def _of_facts(before: Any, after: Any, renamed: Mapping[str, str], route: Route) -> Iterator[Difference]:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield Difference(route, before, after, is_fact=True)
        return
    pairs = [(before.get(key), after.get(key)) for key in TELLING]
    if any(old != new and not _is_same_reference(old, new, renamed) for old, new in pairs):
        yield Difference(route, before, after, is_fact=True)
    else:
        yield from _of_mappings(before, after, renamed, route)


def _of_mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], renamed: Mapping[str, str], route: Route
) -> Iterator[Difference]:
    known = {renamed.get(key, key) if key not in after else key: value for key, value in before.items()}
    for key in dict.fromkeys((*after, *known)):
        yield from differences(known.get(key), after.get(key), renamed, (*route, key))


def _of_lists(before: Any, after: Any, renamed: Mapping[str, str], route: Route) -> Iterator[Difference]:
    old = before if isinstance(before, list) else [before]
    new = after if isinstance(after, list) else [after]
    if any(isinstance(item, dict) for item in (*old, *new)):
        yield from _of_items(old, new, renamed, route)
        return
    known = [renamed.get(item, item) if item not in new else item for item in old]
    gone = [item for item in known if item not in new]
    fresh = [item for item in new if item not in known]
    if gone or fresh:
        yield Difference(route, gone, fresh, is_list=True)


def _of_items(
    old: list[Any], new: list[Any], renamed: Mapping[str, str], route: Route
) -> Iterator[Difference]:
    """Yield how the items of a list differ: equal ones fall out, one that changed is known by its name or its place."""
    gone = [item for item in old if item not in new]
    fresh = [(place, item) for place, item in enumerate(new) if item not in old]
    same_length = len(gone) == len(fresh)
    for place, item in fresh:
        partner = next((other for other in gone if _is_same(other, item)), None)
        if partner is None and same_length and gone:
            partner = gone[0]
        if partner is not None:
            gone.remove(partner)
        yield from differences(partner, item, renamed, (*route, place))
    for item in gone:
        yield from differences(item, None, renamed, (*route, old.index(item)))


def _is_same(before: Any, after: Any) -> bool:
    key = next((key for key in NAMED_BY if key in before and key in after), "")
    return bool(key) and before[key] == after[key] and not {"step", "result"} & before.keys()
