"""Every key of every kind of record: a value that changes, goes or comes is told in plain words."""

import re
from typing import Any

import pytest

from auditctl.analysis.changes.change import Change
from auditctl.analysis.changes.names import label
from auditctl.analysis.changes.references import values
from auditctl.analysis.changes.words import changes_in
from auditctl.model.record import Record
from auditctl.source.reader import Document
from filled_records import MODELS, filled, leaves, others, places, refused, without

ROUTE = re.compile(r"_|[a-z]\.[a-z]|[\[\]{}]|None|True|False|\bdict|'")
"""What words never hold, and ways into a file do."""


def told(kind: str, before: Any, after: Any) -> list[Change]:
    made = [
        Record("x", MODELS[kind].model_validate(data), Document("x.yaml", ""), (), "a")
        for data in (before, after)
    ]
    return [*changes_in(kind, values(made[0]), values(made[1]), {"CRD001": "warning"})]


def require_told(kind: str, before: Any, after: Any, what: str) -> list[Change]:
    found = told(kind, before, after)
    assert found, f"{kind} {what}: nothing is told"
    for change in found:
        assert not ROUTE.search(change.told), f"{kind} {what}: {change.told}"
    return found


@pytest.mark.parametrize("kind", MODELS)
def test_a_value_that_changes(kind: str) -> None:
    said: dict[str, tuple[Any, ...]] = {}
    for data in filled(kind):
        for route in leaves(data):
            other = next(others(kind, data, route), None)
            if other is None:
                assert route == ("auditctl",) or kind == "evidence", f"{kind} {route}: no other value"
                continue
            for change in require_told(kind, data, other, f"{route} changed"):
                words = change.told.replace(str(change.before), "B").replace(str(change.after), "A")
                assert said.setdefault(words, change.route) == change.route, f"{change.told} means two values"


@pytest.mark.parametrize("kind", MODELS)
def test_a_value_that_goes_or_comes(kind: str) -> None:
    count = 0
    for data in filled(kind):
        for route in places(data):
            less = without(data, route)
            if refused(MODELS[kind], less):
                continue
            require_told(kind, data, less, f"{route} gone")
            require_told(kind, less, data, f"{route} come")
            count += 1
    assert count


def test_every_key_is_called_something() -> None:
    for kind in MODELS:
        for data in filled(kind):
            assert all(label(route) for route in places(data) if not isinstance(route[-1], int))


@pytest.mark.parametrize("kind", MODELS)
def test_no_change_is_told_as_none(kind: str) -> None:
    for data in filled(kind):
        for route in leaves(data):
            for other in list(others(kind, data, route))[:1]:
                for change in told(kind, data, other):
                    before, arrow, after = change.told.removeprefix("altered: ").partition(" → ")
                    assert not arrow or before != after, change.told
