"""The name that a record had before, where it is a key of a larger file such as people.yaml."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from auditctl.analysis.subjects import Subject
from auditctl.repository.moves import ALIKE, Data, likeness

Files = Iterable[tuple[str, Data]]
"""What files say, by path."""


def before(subject: Subject, old: Files, new: Files) -> Subject:
    """Return a record under the name that it had before a change from `old` to `new`: mostly the same one.

    It had another one where its key is new, and a key has gone which said nearly the same, under the same title.
    """
    if subject.is_file or not all(route for _, route in subject.places):
        return subject
    now, was = _beside(subject, new), _beside(subject, old)
    if subject.id not in now or subject.id in was:
        return subject
    likes = [
        (_likeness(held, now[subject.id]), name)
        for name, held in was.items()
        if name not in now and isinstance(held, dict)
    ]
    score, name = max(likes, default=(0.0, ""))
    return called(subject, name) if score >= ALIKE else subject


def called(subject: Subject, name: str) -> Subject:
    """Return a record under another key at the same places."""
    return replace(
        subject, id=name, places=tuple((path, (*route[:-1], name)) for path, route in subject.places)
    )


def _beside(subject: Subject, files: Files) -> Data:
    """Return the keys among which that of a record stands, in whatever file they do."""
    found: Data = {}
    for path, data in files:
        held: Any = data
        for step in subject.route(path)[:-1]:
            held = held.get(step) if isinstance(held, dict) else None
        found |= held if isinstance(held, dict) else {}
    return found


def _likeness(old: Data, new: Any) -> float:
    if not isinstance(new, dict) or any(old.get(key) != new.get(key) for key in ("title", "name")):
        return 0.0
    return likeness(old, new)
