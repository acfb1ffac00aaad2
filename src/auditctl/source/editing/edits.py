"""What can be done to a record's data, and what the data is afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditctl.source.dump import as_read
from auditctl.source.nodes import Route


class Impossible(ValueError):
    """An edit that does not fit what stands in the file; the words follow on "because"."""


@dataclass(frozen=True, slots=True)
class Set:
    """Give a key or an item a value; keys that are missing are made, those on the way too."""

    route: Route
    value: object


@dataclass(frozen=True, slots=True)
class Append:
    """Add an item to the end of a list, which is made where it is missing."""

    route: Route
    value: object


@dataclass(frozen=True, slots=True)
class Insert:
    """Add an item before the one that the route ends with."""

    route: Route
    value: object


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out a key with its value, or an item."""

    route: Route


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a key another name; it keeps its place."""

    route: Route
    name: str


Edit = Set | Append | Insert | Remove | Rename
_Change = Callable[[Any, str | int], Any]


def applied(data: Any, edit: Edit) -> Any:
    """Return plain data with an edit applied to it; raises Impossible."""
    if not edit.route:
        raise Impossible("no command replaces a whole file")
    makes = isinstance(edit, (Set, Append))
    return _changed(data, edit.route, _change(edit), makes=makes)


def _changed(held: Any, route: Route, change: _Change, *, makes: bool) -> Any:
    """Return a collection with a change at the end of a route; `makes` the keys that lead there."""
    step, *rest = route
    if held is None and makes and isinstance(step, str):
        held = {}
    if isinstance(held, dict) and isinstance(step, str):
        if step not in held and not makes:
            raise Impossible(f"there is no `{step}`")
        if rest:
            return {**held, step: _changed(held.get(step), tuple(rest), change, makes=makes)}
        return change(held, step)
    if isinstance(held, list) and isinstance(step, int):
        if not 0 <= step < len(held):
            raise Impossible(f"the list has {len(held)} items, and none at [{step}]")
        if rest:
            inner = _changed(held[step], tuple(rest), change, makes=makes)
            return [*held[:step], inner, *held[step + 1 :]]
        return change(held, step)
    raise Impossible(f"{_named(held)} stands where {'a list' if isinstance(step, int) else 'keys'} should be")


def _named(held: Any) -> str:
    if isinstance(held, dict):
        return "a mapping"
    return "a list" if isinstance(held, list) else "a single value" if held is not None else "nothing"


def _change(edit: Edit) -> _Change:
    """Return what an edit does to the collection in which its last step leads."""
    if isinstance(edit, Set):
        return lambda held, step: _with(held, step, as_read(edit.value))
    if isinstance(edit, Append):
        return lambda held, step: _with(held, step, _longer(_held(held, step), as_read(edit.value)))
    if isinstance(edit, Insert):
        return lambda held, step: _inserted(held, step, as_read(edit.value))
    if isinstance(edit, Remove):
        return _without
    return lambda held, step: _renamed(held, step, edit.name)


def _held(held: Any, step: Any) -> Any:
    return held.get(step) if isinstance(held, dict) else held[step]


def _with(held: Any, step: Any, value: Any) -> Any:
    return {**held, step: value} if isinstance(held, dict) else [*held[:step], value, *held[step + 1 :]]


def _longer(held: Any, value: Any) -> Any:
    if held is not None and not isinstance(held, list):
        raise Impossible(f"{_named(held)} stands where a list should be")
    return [*(held or []), value]


def _inserted(held: Any, step: Any, value: Any) -> Any:
    if not isinstance(held, list):
        raise Impossible("only a list has items to insert before")
    return [*held[:step], value, *held[step:]]


def _without(held: Any, step: Any) -> Any:
    if isinstance(held, dict):
        return {key: value for key, value in held.items() if key != step}
    return [*held[:step], *held[step + 1 :]]


def _renamed(held: Any, step: Any, name: str) -> Any:
    if not isinstance(held, dict):
        raise Impossible("only a key has a name")
    if name in held and name != step:
        raise Impossible(f"`{name}` stands there already")
    return {name if key == step else key: value for key, value in held.items()}
