"""The manifest of a pack and the seal of a report are what their published schemas say."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import BaseModel

from auditctl.model.seal import ReportDigests, Resealing, Seal, SealedCheck, SealedProblem
from small_repository import auditctl
from small_sealed import ENV, lay_issued

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("schemas"))


def schema(root: Path, name: str) -> dict[str, Any]:
    """Return a schema as the command prints it."""
    made: dict[str, Any] = json.loads(auditctl(root, "schema", "--print", name).out)
    Draft202012Validator.check_schema(made)
    return made


def faults(schema_: dict[str, Any], told: Any) -> list[str]:
    return [
        error.message
        for error in Draft202012Validator(schema_, format_checker=FormatChecker()).iter_errors(told)
    ]


@pytest.mark.parametrize("words", [(), ("--redact",)])
def test_a_manifest_is_valid_and_every_key_is_described(root: Path, words: tuple[str, ...]) -> None:
    assert auditctl(root, "pack", "a", "-o", "p.zip", "--force", *words, env=ENV).code == 0
    told = json.loads(zipfile.ZipFile(root / "p.zip").read("manifest.json"))
    known = schema(root, "pack")
    assert faults(known, told) == []
    assert set(told) == set(known["properties"]) == set(known["required"])
    for key in told:
        assert faults(known, {name: value for name, value in told.items() if name != key}), key
    for key, wrong in {
        "auditctl_pack": 2,
        "commit": "main",
        "as_of": "today",
        "files": {"x": {"sha256": "1", "size": 1}},
    }.items():
        assert faults(known, told | {key: wrong}), key


def seals(root: Path) -> Iterator[Any]:
    for path in (root / "audits/a/SEAL.json", *sorted(LODOS.glob("audits/*/SEAL.json"))):
        yield json.loads(path.read_text("utf-8"))


def test_seals_are_valid(root: Path) -> None:
    known = schema(root, "seal")
    found = list(seals(root))
    assert len(found) > 1
    assert [faults(known, told) for told in found] == [[]] * len(found)
    assert faults(known, found[0] | {"seal": 2})
    assert faults(known, found[0] | {"records": {"team": "abc"}})
    assert faults(known, found[0] | {"unknown": 1})


def test_the_schema_of_a_seal_knows_the_keys_that_are_read(root: Path) -> None:
    known = schema(root, "seal")
    amended = known["properties"]["amended"]["items"]
    check = known["properties"]["check"]
    described: dict[type[BaseModel], Any] = {
        Seal: known, SealedCheck: check, SealedProblem: check["properties"]["problems"]["items"], Resealing: amended,
        ReportDigests: known["$defs"]["report"],
    }  # fmt: skip
    for model, part in described.items():
        assert set(part["properties"]) == {field.alias or name for name, field in model.model_fields.items()}
        assert set(part["required"]) == {
            name for name, field in model.model_fields.items() if field.is_required()
        }
