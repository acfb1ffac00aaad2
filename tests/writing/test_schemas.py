"""The schemas are valid, take the records that `check` takes, and mark what it refuses."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from auditctl.writing.schemas import schemas
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
