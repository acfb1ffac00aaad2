"""Whatever the file looks like: an edit says what was meant, and every line outside of it stays as it is."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditctl.source.editor import Append, Edit, Insert, Remove, Rename, Set, edited
from auditctl.source.reader import Document, parsed, plain
from handwritten import Handwritten, Place, Route, handwritten, keys, texts

new_texts = st.one_of(texts, st.sampled_from(["ş: {x} # y", "a\tb", "\n", "x\n\n\n", " x\ny", "'", '"', "tail ", "x" * 200]))  # fmt: skip
scalars = st.one_of(
    new_texts, new_texts, st.booleans(), st.integers(-5, 99), st.dates(date(2020, 1, 1)), st.none()
)
new_values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=5,
)


def as_text(value: Any) -> Any:
    """Return a value as it is read: every scalar is its text."""
    if isinstance(value, dict):
        return {key: as_text(held) for key, held in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def routes(data: Any, route: Route = ()) -> list[Route]:
    steps: list[Any] = list(data) if isinstance(data, dict) else list(range(len(data))) if isinstance(data, list) else []  # fmt: skip
    found = [inner for step in steps for inner in routes(data[step], (*route, step))]
    return [route, *found] if route else found


def at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


@st.composite
def edits(draw: st.DrawFn, data: dict[str, Any]) -> Edit:
    """Return an edit that fits the data."""
    known = routes(data)
    value = draw(new_values)
    kinds = {route: type(at(data, route)) for route in known}
    open_routes = [(), *(route for route in known if kinds[route] in {dict, type(None)})]
    keyed = st.tuples(st.sampled_from(open_routes), st.lists(keys, min_size=1, max_size=2))
    choices: list[st.SearchStrategy[Edit]] = [
        keyed.filter(lambda found: leads(at(data, found[0]), found[1])).map(
            lambda found: Set((*found[0], *found[1]), value)
        )
    ]
    if known:
        choices.append(st.sampled_from(known).map(lambda route: Set(route, value)))
        choices.append(st.sampled_from(known).map(Remove))
    if lists := [route for route in known if kinds[route] in {list, type(None)}]:
        choices += [st.sampled_from(lists).map(lambda route: Append(route, value))] * 2
    if items := [route for route in known if isinstance(route[-1], int)]:
        choices.append(st.sampled_from(items).map(lambda route: Insert(route, value)))
    if named := [route for route in known if isinstance(route[-1], str) and is_free(data, route)]:
        choices.append(st.sampled_from(named).map(lambda route: Rename(route, "new-name")))
    return draw(st.one_of(choices))


def is_free(data: Any, route: Route) -> bool:
    return "new-name" not in at(data, route[:-1])


def leads(held: Any, steps: list[str]) -> bool:
    """Whether keys can be made along the steps: nothing but a mapping, or nothing at all, stands there."""
    for step in steps[:-1]:
        held = (held or {}).get(step)
    return held is None or isinstance(held, dict)


def expected(data: Any, edit: Edit) -> Any:
    """Return the data after an edit."""
    data = deepcopy(data)
    *way, last = tuple[Any, ...](edit.route)
    held: Any = data
    for step in way:
        if isinstance(held, dict):
            held.setdefault(step, None)
        held[step] = {} if held[step] is None else held[step]
        held = held[step]
    match edit:
        case Set():
            held[last] = as_text(edit.value)
        case Append():
            held[last] = [
                *((held.get(last) if isinstance(held, dict) else held[last]) or []),
                as_text(edit.value),
            ]
        case Insert():
            held.insert(last, as_text(edit.value))
        case Remove():
            del held[last]
        case Rename():
            renamed = {edit.name if key == last else key: value for key, value in held.items()}
            held.clear()
            held.update(renamed)
    return data


def touched(page: Handwritten, edit: Edit) -> set[int]:
    """Return the lines that an edit may change or take away."""
    known = edit.route
    while known and known not in page.places:
        known = known[:-1]
    place = page.places.get(known)
    if place is None:
        return {number for number, line in enumerate(page.text.split("\n")) if line.startswith("{")}
    if place.flow:
        return bracket_lines(page, known)
    if isinstance(edit, Rename):
        return {place.key}
    if isinstance(edit, Remove):
        return removed(page, known, place)
    if isinstance(edit, Insert):
        return {place.key} if place.compact else set()
    value = at(page.data, known)
    if known == edit.route and isinstance(edit, Set):
        return {place.key, *range(place.first, place.last + 1)}
    return {place.key} if not value else bracket_lines(page, known) & in_brackets(page, known)


def in_brackets(page: Handwritten, route: Route) -> set[int]:
    """Return the lines of a collection if it is one in brackets."""
    inner = [place for known, place in page.places.items() if known[:-1] == route]
    return bracket_lines(page, route) if inner and inner[0].flow else set()


def bracket_lines(page: Handwritten, route: Route) -> set[int]:
    """Return the lines of the outermost collection in brackets at or above a route."""
    while route and page.places[route].flow:
        route = route[:-1]
    place = page.places.get(route)
    if place is None:
        return {inner.key for inner in page.places.values()}
    return set(range(place.key, place.last + 1))


def removed(page: Handwritten, route: Route, place: Place) -> set[int]:
    """Return the lines of an entry with the comments indented below it, and those that show it to be gone."""
    lines = page.text.split("\n")
    parent = route[:-1]
    siblings = [inner for known, inner in page.places.items() if known[:-1] == parent]
    if len(siblings) == 1 and parent:
        holder = page.places[parent]
        return {holder.key, *range(place.key, place.last + 1)}
    end = place.last + 1
    column = len(lines[place.key]) - len(lines[place.key].lstrip())
    while (
        end < len(lines) and lines[end].strip().startswith("#") and lines[end].startswith(" " * (column + 1))
    ):
        end += 1
    if place.compact:
        following = min(inner.key for inner in siblings if inner.key > place.last)
        return set(range(place.key, following + 1))
    while end < len(lines) and not lines[end].strip():
        end += 1  # blank lines would fall to a text above that keeps them
    return set(range(place.key, end))


def check(page: Handwritten, edit: Edit) -> None:
    document = Document(page.path, page.text, page.bom)
    found = edited(document, [edit])
    reading = parsed(found)
    data = plain(reading.root)
    if page.path == "a.md":
        assert data.pop("details") == "Prose # with: [signs"
    assert reading.problems == ()
    assert data == expected(page.data, edit)
    assert (found.path, found.bom) == (document.path, document.bom)
    if data == page.data:
        assert found.text == page.text
    assert list(data) == list(expected(page.data, edit))
    untouched(page, found.text, touched(page, edit))


def untouched(page: Handwritten, after: str, may_change: set[int]) -> None:
    """Assert that no line but those that may change is gone, and that the change is in one piece.

    Between the first and the last changed line only comments may stand that stay.
    """
    newline = "\r\n" if "\r" in page.text else "\n"
    assert page.text.count("\n") == 0 or after.count("\n") == after.count(newline)
    old, new = page.text.split(newline), after.split(newline)
    head = min([alike(old, new), *may_change])
    tail = alike(old[head:][::-1], new[head:][::-1])
    staying = [
        line
        for number, line in enumerate(old)
        if head <= number < len(old) - tail and number not in may_change
    ]
    assert all(not line.strip() or line.strip().startswith("#") for line in staying), staying
    middle = iter(new[head : len(new) - tail])
    assert all(any(line == other for other in middle) for line in staying)


def alike(one: list[str], other: list[str]) -> int:
    """Return how many lines two texts begin with alike."""
    return next(
        (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


AT_LENGTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=AT_LENGTH)
def test_an_edit_says_what_was_meant_and_touches_nothing_else(data: st.DataObject) -> None:
    page = data.draw(handwritten())
    check(page, data.draw(edits(page.data)))


@pytest.mark.slow
@given(st.data())
@settings(max_examples=600, deadline=None, suppress_health_check=AT_LENGTH)
def test_it_does_so_at_length(data: st.DataObject) -> None:
    page = data.draw(handwritten())
    check(page, data.draw(edits(page.data)))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=AT_LENGTH)
def test_edits_follow_one_another(data: st.DataObject) -> None:
    page = data.draw(handwritten())
    document, meant = Document(page.path, page.text, page.bom), page.data
    for _ in range(4):
        edit = data.draw(edits(meant))
        document, meant = edited(document, [edit]), expected(meant, edit)
        found = plain(parsed(document).root)
        assert {key: found[key] for key in found if page.path == "a.yaml" or key != "details"} == meant
