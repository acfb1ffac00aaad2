"""Reporting lines that run in a circle."""

from collections.abc import Mapping


def circles(managers: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return each circle once, from the person who is named first in `managers`, each followed by their manager.

    Every line is walked once, so the time is linear in the number of people.
    """
    found = []
    walked_from: dict[str, str] = {}
    for start in managers:
        at, line = start, []
        while at in managers and at not in walked_from:
            walked_from[at] = start
            line.append(at)
            at = managers[at]
        if line and walked_from.get(at) == start:
            found.append(_from_first(line[line.index(at) :], managers))
    return found


def _from_first(circle: list[str], managers: Mapping[str, str]) -> tuple[str, ...]:
    members = frozenset(circle)
    first = circle.index(next(person for person in managers if person in members))
    return (*circle[first:], *circle[:first])
