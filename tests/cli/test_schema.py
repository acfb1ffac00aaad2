"""`auditctl schema`: written for editors, printed for whoever asks, never over what is not ours."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from auditctl.writing.schemas import schemas
from small_repository import auditctl, lay


def test_the_schemas_of_a_repository_are_written_anew(tmp_path: Path) -> None:
    root = lay(tmp_path)
    first = auditctl(root, "schema")
    assert (first.code, first.out, first.err) == (0, ".schemas\n", f"{len(schemas())} schemas changed\n")
    assert {path.stem for path in (root / ".schemas").iterdir()} == schemas().keys()
    (root / ".schemas/finding.json").write_text(
        '{\n "$schema": "https://json-schema.org/draft/2020-12/schema",\n "old": 1\n}'
    )
    (root / ".schemas/capa.json").unlink()
    assert auditctl(root, "schema").err == "2 schemas changed\n"
    assert json.loads((root / ".schemas/finding.json").read_text("utf-8")) == schemas()["finding"]
    assert auditctl(root, "schema").err == "no schemas changed\n"


def test_another_folder_needs_no_repository(tmp_path: Path) -> None:
    done = auditctl(tmp_path, "schema", "build/schemas")
    assert (done.code, done.out) == (0, "build/schemas\n")
    assert (tmp_path / "build/schemas/auditctl.json").exists()
    assert auditctl(tmp_path, "schema").code == 3


def test_what_is_no_schema_of_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "team.json").write_text('{"members": []}', "utf-8")
    done = auditctl(tmp_path, "schema", ".")
    assert done.code == 3
    assert "team.json exists and is no schema of auditctl" in done.err
    assert (tmp_path / "team.json").read_text("utf-8") == '{"members": []}'
    assert auditctl(tmp_path, "schema", ".", "--force").code == 0


def test_a_dry_run_lists_what_would_be_written(tmp_path: Path) -> None:
    root = lay(tmp_path)
    done = auditctl(root, "schema", "--dry-run")
    assert ".schemas/finding.json\n" in done.out
    assert not (root / ".schemas").exists()


@pytest.mark.parametrize("name", ["finding", "auditctl", "check", "pack", "seal"])
def test_one_is_printed(name: str, tmp_path: Path) -> None:
    done = auditctl(tmp_path, "schema", "--print", name)
    assert done.code == 0
    Draft202012Validator.check_schema(json.loads(done.out))


def test_the_printed_one_takes_what_check_prints(tmp_path: Path) -> None:
    root = lay(tmp_path)
    schema = json.loads(auditctl(root, "schema", "--print", "check").out)
    told = json.loads(auditctl(root, "check", "--format", "json").out)
    assert list(Draft202012Validator(schema).iter_errors(told)) == []


@pytest.mark.parametrize(
    ("words", "said"), [(("--print", "nothing"), "there is no schema"), (("x", "--print", "finding"), "--print writes no files")]
)  # fmt: skip
def test_wrong_words_are_usage_errors(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = auditctl(tmp_path, "schema", *words)
    assert done.code == 2
    assert said in done.err
