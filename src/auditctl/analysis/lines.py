"""Reporting lines that run in a circle."""

from collections.abc import Mapping


def circles(managers: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return each circle once, from the person who is named first in `managers`, each followed by their manager.

    Every line is walked once: the time is linear in the number of people, whatever the circles' length.
    """
    found = []
    ranks = {person: rank for rank, person in enumerate(managers)}
    walked_from: dict[str, str] = {}
    for start in managers:
        at, line = start, []
        while at in managers and at not in walked_from:
            walked_from[at] = start
            line.append(at)
            at = managers[at]
        if line and walked_from.get(at) == start:
            circle = line[line.index(at) :]
            first = min(range(len(circle)), key=lambda index: ranks[circle[index]])
            found.append((*circle[first:], *circle[:first]))
    return found
