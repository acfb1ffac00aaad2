"""The schemas are valid, take the records that `check` takes, and mark what it refuses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from auditctl.model.types import keys_of
from auditctl.repository.layout import AUDIT_PARTS, ROOT_PARTS
from auditctl.writing.field_words import OF_MODEL, WORDS
from auditctl.writing.schemas import ENTRIES, WHOLE, schemas
from small_repository import files

ALL = schemas()
FINDING: dict[str, Any] = {
    "title": "Restore tests missing",
    "grade": "major",
    "process": "backup",
    "requirements": ["A.8.13", 8.1, "bck-pol#4.2"],
    "effect": None,
    "evidence": None,
    "raised": {"by": "ann-audit", "date": "2026-10-06"},
    "regraded": [{"from": "minor", "to": "major", "by": "ann-audit", "date": "2026-10-07", "why": "worse"}],
}
EVIDENCE: dict[str, Any] = {
    "kind": "system-output",
    "title": 2026,
    "collected": {"by": "ann-audit", "date": "2026-10-06"},
    "sample": {"size": 12, "taken": "12", "method": "full"},
    "personal_data": False,
    "sha256": "0" * 64,
}


class Editor(yaml.SafeLoader):
    """Reads as editors do: days stay text."""


Editor.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in held if tag != "tag:yaml.org,2002:timestamp"]
    for sign, held in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def complaints(kind: str, record: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(ALL[kind]).iter_errors(record)]


@pytest.mark.parametrize("kind", ALL)
def test_each_schema_is_valid_and_stands_alone(kind: str) -> None:
    Draft202012Validator.check_schema(ALL[kind])
    assert ALL[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_there_is_one_for_each_kind_of_file() -> None:
    root = {"auditctl", "organisation", "firms", "people", "auditors", "processes", "documents", "soa"}
    folders = {"programme", "catalog", "checklist", "capa", "workpaper", "evidence", "finding"}
    assert set(ALL) == root | folders | {"audit", "scope", "criteria", "team", "schedule", "report"}


@pytest.mark.parametrize("path", sorted(files()))
def test_the_files_of_a_valid_repository_pass(path: str) -> None:
    text = files()[path]
    assert complaints(Path(path).stem, yaml.load(text, Editor)) == []  # noqa: S506 - a SafeLoader


def test_parts_may_stand_as_keys_of_the_main_file() -> None:
    record = {
        "title": "Main audit",
        "team": {"lead": "ann-audit"},
        "schedule": {"sessions": {"backup": {"process": "backup", "minutes": 120}}},
    }
    assert complaints("audit", record) == []
    assert complaints(
        "audit", record | {"schedule": {"sessions": {"backup": {"process": "backup", "minuts": 120}}}}
    )


def test_good_records_pass() -> None:
    assert complaints("finding", FINDING) == []
    assert complaints("evidence", EVIDENCE) == []
    assert complaints("schedule", {"opening": {"date": "2026-10-05", "start": "09:00", "minutes": 30}}) == []


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("finding", {"severity": "high"}),
        ("finding", {"grade": "critical"}),
        ("finding", {"title": None}),
        ("finding", {"raised": {"by": "ann-audit"}}),
        ("finding", {"raised": {"by": "ann-audit", "date": "6.10.2026"}}),
        ("finding", {"requirements": "A.8.13"}),
        ("evidence", {"kind": "gossip"}),
        ("evidence", {"sha256": "5f2a"}),
        ("evidence", {"personal_data": "perhaps"}),
        ("evidence", {"sample": {"size": -1}}),
        ("evidence", {"period": {"from": "2026-10"}}),
    ],
)
def test_what_the_check_refuses_is_marked(kind: str, change: dict[str, Any]) -> None:
    good = {"finding": FINDING, "evidence": EVIDENCE}[kind]
    assert len(complaints(kind, good | change)) == 1


def test_keys_and_ids_are_guarded() -> None:
    assert complaints("people", {"ann-audit": {"name": "Ann"}}) == []
    assert complaints("people", {"Ann Audit": {"name": "Ann"}})
    assert complaints("people", {"null": {"name": "Ann"}})


def keys_of_all() -> dict[str, set[str]]:
    """Return the keys of each model that stands in a file, by the model's name."""
    found: dict[str, set[str]] = {}
    waiting: list[Any] = [*WHOLE.values(), *ENTRIES.values()]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind.__name__ not in found:
                found[kind.__name__] = set(keys_of(kind))
                waiting += [field.annotation for field in kind.model_fields.values()]
        else:
            waiting += get_args(kind)
    return found


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if isinstance(held := schema.get("properties"), dict) and "type" in schema:
            yield from held.items()
        for value in schema.values():
            yield from properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from properties(value)


@pytest.mark.parametrize("kind", ALL)
def test_every_file_and_key_has_a_title_and_says_what_it_is(kind: str) -> None:
    assert ALL[kind]["title"]
    assert ALL[kind]["$comment"].startswith("Written by auditctl")
    told = list(properties(ALL[kind]))
    assert told or "additionalProperties" in ALL[kind]
    assert [key for key, value in told if not (value.get("title") and value.get("description"))] == []


def test_no_key_is_without_words_and_no_words_are_left_over() -> None:
    models = keys_of_all()
    parts = {
        *ROOT_PARTS,
        *AUDIT_PARTS,
        "programmes",
        "departments",
        "locations",
        "systems",
        "sessions",
        "audits",
    }
    own = {f"{model}.{key}" for model, keys in models.items() for key in keys}
    assert OF_MODEL.keys() <= own
    general = {key for model, keys in models.items() for key in keys if f"{model}.{key}" not in OF_MODEL}
    assert WORDS.keys() == general | parts


def test_choices_are_listed() -> None:
    finding = ALL["finding"]
    assert finding["$defs"]["Grade"]["enum"] == ["major", "minor", "ofi", "strength"]
    assert finding["properties"]["grade"]["title"] == "Grade"
    session = ALL["schedule"]["$defs"]["Session"]["properties"]
    assert (session["minutes"]["minimum"], session["minutes"]["maximum"]) == (1, 1440)
