"""A record that moves stays what it is; one that takes over a name, or leaves its kind or audit, is another."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from committed import EVIDENCE, FINDING, ISSUED, committed, git, replace, repository
from in_process import called

TODAY = date(2026, 11, 20)
RESTORE = "audits/a/findings/restore.yaml"
OTHER = """\
title: Visitors are not registered
grade: minor
process: hiring
requirements: [A.7.2]
statement: Three of ten visitors of October stand in no list.
raised: {by: paul-people, date: 2026-10-08}
"""


def issued(root: Path) -> Path:
    return repository(root, {"audits/a/report.yaml": ISSUED})


def vanished(root: Path) -> str:
    return called(root, TODAY, "check", "--select", "HIS001").out.partition("\n")[0]


def moved(root: Path, old: str, new: str, day: str) -> None:
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    git(root, "mv", old, new)
    committed(root, day)


def records(root: Path, *words: str) -> list[dict[str, Any]]:
    done = called(root, TODAY, "history", *words, "--json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["records"]
    return found


def told(record: dict[str, Any]) -> list[list[str]]:
    return [[change["told"] for change in step["changes"]] for step in record["commits"]]


def life(root: Path, *words: str) -> list[list[str]]:
    """Return what each commit did to the only record of that name."""
    (record,) = records(root, *words)
    return told(record)


@pytest.mark.parametrize(
    "detour",
    [
        ("audits/a/evidence/restore.yaml",),
        ("audits/a/capas/restore-tests.yaml",),
        ("audits/a/findings/tests.yaml", "audits/a/evidence/tests.yaml"),
        ("audits/b/findings/restore.yaml",),
        ("audits/a/findings/files/restore.yaml",),
        ("capas/restore.yaml",),
        ("audits/a/findings/one.yaml", "audits/a/findings/two.md"),
    ],
)
def test_a_detour_hides_no_record_that_vanishes(detour: tuple[str, ...], tmp_path: Path) -> None:
    root = issued(tmp_path)
    at = RESTORE
    for number, new in enumerate(detour, 6):
        moved(root, at, new, f"2026-10-{number:02}")
        at = new
    (root / at).unlink()
    committed(root, "2026-10-09", "olga@kestrel.example")
    assert "HIS001" in vanished(root)
    assert "the finding" in vanished(root)


def test_a_record_that_stands_elsewhere_in_its_audit_did_not_vanish(tmp_path: Path) -> None:
    root = issued(tmp_path)
    moved(root, RESTORE, "audits/a/findings/one.yaml", "2026-10-06")
    moved(root, "audits/a/findings/one.yaml", "audits/a/findings/two.yaml", "2026-10-07")
    replace(root, "audits/a/findings/two.yaml", "eleven months", "a year")
    committed(root, "2026-10-08")
    assert "HIS001" not in vanished(root)


def test_the_whole_audit_may_move_and_only_the_whole(tmp_path: Path) -> None:
    root = issued(tmp_path)
    assert called(root, TODAY, "rename", "audit", "a", "first").code == 0
    assert "HIS001" not in vanished(root), "not committed yet"
    committed(root, "2026-10-06")
    assert "HIS001" not in vanished(root)
    (root / "audits/first/findings/restore.yaml").unlink()
    committed(root, "2026-10-07")
    assert "issued with first and gone: the finding restore" in vanished(root)


def test_another_record_of_its_name_does_not_replace_one_that_vanished(tmp_path: Path) -> None:
    root = issued(tmp_path)
    (root / RESTORE).unlink()
    committed(root, "2026-10-06", "olga@kestrel.example")
    (root / RESTORE).write_text(OTHER, "utf-8")
    committed(root, "2026-10-08")
    assert "issued with a and gone: the finding restore" in vanished(root)


def test_one_that_is_brought_back_did_not_vanish(tmp_path: Path) -> None:
    root = issued(tmp_path)
    (root / RESTORE).unlink()
    committed(root, "2026-10-06")
    git(root, "checkout", "HEAD~1", "--", RESTORE)
    committed(root, "2026-10-07")
    assert "HIS001" not in vanished(root)
    steps = life(root, "restore", "--kind", "finding")
    assert [step[0] for step in steps] == [
        "raised by ann-audit on 2026-10-05",
        "finding removed: Restore tests are missing, major",
        "raised by ann-audit on 2026-10-05",
    ]


def test_a_new_record_of_an_old_name_has_a_history_of_its_own(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert called(root, TODAY, "rename", "finding", "restore", "tests").code == 0
    committed(root, "2026-10-06")
    (root / RESTORE).write_text(OTHER, "utf-8")
    committed(root, "2026-10-08")
    replace(root, RESTORE, "Three of ten", "Four of ten")
    replace(root, "audits/a/findings/tests.yaml", "eleven months", "a year")
    committed(root, "2026-10-09")
    assert life(root, "restore", "--kind", "finding") == [
        ["raised by paul-people on 2026-10-08", "finding added: Visitors are not registered, minor"],
        [
            "statement: Three of ten visitors of October stand in no list. → Four of ten visitors of October stand in no list."
        ],
    ]
    tests = [line for step in life(root, "tests", "--kind", "finding") for line in step]
    assert "renamed, restore before" in tests
    assert not [line for line in tests if "Visitors" in line or "paul-people" in line]


def test_a_new_record_of_a_name_that_was_free_has_a_history_of_its_own(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / RESTORE).unlink()
    committed(root, "2026-10-06")
    (root / RESTORE).write_text(OTHER, "utf-8")
    committed(root, "2026-10-08")
    former, now = records(root, "restore", "--kind", "finding")
    assert (former["former"], now["former"]) == (True, False)
    assert told(now) == [
        ["raised by paul-people on 2026-10-08", "finding added: Visitors are not registered, minor"]
    ]
    assert told(former)[1:] == [["finding removed: Restore tests are missing, major"]]
    page = called(root, TODAY, "history", "a/restore", "--kind", "finding").out
    assert "finding a/restore, a former one of this name" in page


def test_facts_of_a_record_that_had_the_name_do_not_count_for_the_next(tmp_path: Path) -> None:
    root = repository(tmp_path)
    capa = root / "audits/a/capas/restore.yaml"
    early = (
        capa.read_text("utf-8") + "verifications: [{by: ann-audit, date: 2026-10-05, result: effective}]\n"
    )
    capa.write_text(early, "utf-8")
    committed(root, "2026-10-05")
    git(root, "mv", "audits/a/capas/restore.yaml", "audits/a/capas/old.yaml")
    committed(root, "2026-10-06")
    capa.write_text(
        "findings: [visitors]\nowner: paul-people\n"
        "verifications: [{by: ann-audit, date: 2026-10-05, result: effective}]\n",
        "utf-8",
    )
    committed(root, "2026-10-30")
    page = called(root, TODAY, "check", "--select", "HIS002").out
    assert "the verification of restore by ann-audit on 2026-10-05 was recorded on 2026-10-30" in page
    assert "of old" not in page


def test_a_yaml_record_that_becomes_markdown_goes_on(tmp_path: Path) -> None:
    root = issued(tmp_path)
    (root / RESTORE).unlink()
    (root / "audits/a/findings/restore.md").write_text(f"---\n{FINDING}---\n\nMore of it.\n", "utf-8")
    committed(root, "2026-10-06")
    assert "HIS001" not in vanished(root)
    first, second = life(root, "restore", "--kind", "finding")
    assert first[0] == "raised by ann-audit on 2026-10-05"
    assert len(second) == 1


def test_equal_files_keep_their_names_when_a_folder_moves(tmp_path: Path) -> None:
    more = {f"audits/a/evidence/photo-{number}.yaml": EVIDENCE for number in range(5)}
    root = repository(tmp_path, more)
    assert called(root, TODAY, "rename", "audit", "a", "first").code == 0
    committed(root, "2026-10-06")
    for number in range(5):
        (record,) = records(root, f"photo-{number}")
        assert [step["path"] for step in record["commits"]][:1] == [f"audits/a/evidence/photo-{number}.yaml"]


def test_parts_of_an_audit_keep_their_life_when_it_is_renamed(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert called(root, TODAY, "rename", "audit", "a", "first").code == 0
    committed(root, "2026-10-06")
    lines = [line for record in records(root, "first") for step in told(record) for line in step]
    assert lines
    assert not [line for line in lines if "read" in line]
    assert not [line for line in lines if line.startswith("removed")]


def test_an_old_name_leads_to_the_record_under_its_new_one(tmp_path: Path) -> None:
    root = repository(tmp_path)
    moved(root, RESTORE, "audits/a/findings/one.yaml", "2026-10-06")
    moved(root, "audits/a/findings/one.yaml", "audits/a/findings/two.yaml", "2026-10-07")
    by_old, by_new = (
        records(root, name, "--kind", "finding") for name in ("audits/a/findings/restore.yaml", "two")
    )
    assert by_old == by_new
    assert by_new[0]["id"] == "two"
