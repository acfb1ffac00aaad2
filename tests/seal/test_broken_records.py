"""A sealed record or part that was made invalid is found as every other change is, as a file and as a key of audit.yaml."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from in_process import called
from small_repository import Ended
from small_sealed import lay_issued

TODAY = date(2026, 11, 20)
PARTS = ("scope", "criteria", "team", "schedule", "report")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def keys(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same audit with every part as a key of audit.yaml."""
    root = shutil.copytree(files, tmp_path_factory.mktemp("keys") / "root")
    folder = root / "audits/a"
    with (folder / "audit.yaml").open("a") as main:
        for part in PARTS:
            lines = (folder / f"{part}.yaml").read_text("utf-8").splitlines(keepends=True)
            main.write(f"{part}:\n{''.join(f'  {line}' for line in lines)}")
            (folder / f"{part}.yaml").unlink()
    return root


def verified(root: Path) -> Ended:
    return called(root, TODAY, "verify", "a")


def problems(root: Path) -> list[str]:
    """Return the problems of `verify`, which the check has to know too."""
    done = verified(root)
    told = [line.rpartition(" (")[0] for line in done.out.splitlines() if line.endswith(")")]
    found = json.loads(called(root, TODAY, "check", "--format", "json", "--fail-on", "never").out)
    assert [item["message"] for item in found["diagnostics"] if item["code"] == "RPT005"] == told
    assert done.code == (1 if told else 0)
    return told


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


Spoil = Callable[[Path, str], None]
SPOILT: dict[str, tuple[str, str, str, str]] = {
    "an unknown key": ("team", "lead: ann-audit", "lead: ann-audit\n{in}leader: olga-ops", "changed"),
    "an unknown key without a value": ("team", "lead: ann-audit", "lead: ann-audit\n{in}leader:", "changed"),
    "a wrong type": ("team", "lead: ann-audit", "lead: [ann-audit]", "changed"),
    "a day that does not exist": ("report", "date: 2026-10-09}", "date: 2026-02-30}", "changed"),
    "a person within a list": ("schedule", "minutes: 60", "minutes: many", "changed"),
    "a list in the place of a mapping": ("scope", "processes: ", "processes: {a: b}\n{in}x: ", "changed"),
    "a key twice": ("report", "approved: ", "approved: {by: olga-ops, date: 2026-10-11}\n{in}approved: ", "cannot be read"),
    "an anchor": ("team", "lead: ann-audit", "lead: &a ann-audit", "cannot be read"),
    "no YAML": ("criteria", "requirements: [A.8.13", "requirements: [A.8.13]]", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_part_that_was_made_invalid_is_found(files: Path, tmp_path: Path, case: str) -> None:
    part, old, new, word = SPOILT[case]
    root = shutil.copytree(files, tmp_path / "root")
    assert problems(root) == []
    replace(root / f"audits/a/{part}.yaml", old, new.replace("{in}", ""))
    assert problems(root) == [said(part, word)]


@pytest.mark.parametrize("case", SPOILT)
def test_a_key_that_was_made_invalid_is_found(keys: Path, tmp_path: Path, case: str) -> None:
    part, old, new, word = SPOILT[case]
    root = shutil.copytree(keys, tmp_path / "root")
    assert problems(root) == []
    replace(root / "audits/a/audit.yaml", old, new.replace("{in}", "  "))
    assert problems(root) == [said("audit" if word == "cannot be read" else part, word)]


def said(name: str, word: str) -> str:
    if word == "changed":
        return f"{name} changed after the report of a was sealed"
    return f"{name} was sealed with the report of a and cannot be read"


@pytest.mark.parametrize(
    ("path", "old", "new", "word"),
    [
        ("findings/restore.yaml", "grade: minor", "grade: minor\nseverity: low", "changed"),
        ("findings/restore.yaml", "grade: minor\n", "", "changed"),
        ("findings/restore.yaml", "grade: minor", "grade: [minor]", "changed"),
        ("findings/restore.yaml", "grade: minor", "grade: minor\ngrade: ofi", "cannot be read"),
        ("workpapers/backup.yaml", "result: nonconform", "result: fine", "changed"),
        ("evidence/tickets.md", "kind: log", "kind: log\nkind: record", "cannot be read"),
    ],
)
def test_a_record_that_was_made_invalid_is_found(
    files: Path, tmp_path: Path, path: str, old: str, new: str, word: str
) -> None:
    root = shutil.copytree(files, tmp_path / "root")
    replace(root / "audits/a" / path, old, new)
    assert problems(root) == [said(path.rpartition(".")[0], word)]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_text_or_a_list_or_nothing_is_found(keys: Path, tmp_path: Path, part: str) -> None:
    folder = keys / "audits/a"
    whole = (folder / "audit.yaml").read_text("utf-8")
    head, tail = whole.split(f"{part}:\n", 1)
    rest = tail.splitlines(keepends=True)
    left = next((n for n, line in enumerate(rest) if not line.startswith(" ")), len(rest))
    for value, word in ((" all\n", "changed"), (" [1]\n", "changed"), ("\n", "gone")):
        root = shutil.copytree(keys, tmp_path / word / value.strip(" \n[]"), dirs_exist_ok=True)
        (root / "audits/a/audit.yaml").write_text(f"{head}{part}:{value}{''.join(rest[left:])}")
        told = f"{part} was sealed with the report of a and is gone" if word == "gone" else said(part, word)
        assert problems(root) == [told]


def test_an_empty_or_a_missing_audit_yaml_is_found(files: Path, tmp_path: Path) -> None:
    root = shutil.copytree(files, tmp_path / "root")
    (root / "audits/a/audit.yaml").write_text("")
    assert problems(root) == [said("audit", "changed")]
    (root / "audits/a/audit.yaml").unlink()
    assert problems(root) == ["audit was sealed with the report of a and is gone"]
    (root / "audits/a/audit.yaml").symlink_to("/etc/hostname")
    assert problems(root) == [said("audit", "cannot be read")]


@pytest.mark.parametrize("path", ["audits/a/team.yaml", "audits/a/evidence/tickets.yaml"])
def test_a_record_that_stands_twice_is_found(files: Path, keys: Path, tmp_path: Path, path: str) -> None:
    root = shutil.copytree(keys, tmp_path / "root")
    (root / path).write_bytes(
        (files / path).read_bytes() if (files / path).exists() else b"kind: log\ntitle: another\n"
    )
    assert problems(root) == [said(path.removeprefix("audits/a/").removesuffix(".yaml"), "cannot be read")]


def test_a_seal_with_a_key_twice_is_no_seal(files: Path, tmp_path: Path) -> None:
    root = shutil.copytree(files, tmp_path / "root")
    replace(root / "audits/a/SEAL.json", '"records": {', '"records": {\n    "team": "' + "0" * 64 + '",')
    done = verified(root)
    assert (done.code, "SEAL.json cannot be read: the key `team` stands here twice" in done.err) == (3, True)


def test_a_character_behind_a_number_sign_is_a_comment_all_the_same(files: Path, tmp_path: Path) -> None:
    root = shutil.copytree(files, tmp_path / "root")
    replace(root / "audits/a/findings/restore.yaml", "location: office", "location: office #2")
    assert problems(root) == []
