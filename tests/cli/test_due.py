"""`auditctl due`: by person and day, as text, JSON and a calendar."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from small_actions import ACTIONS, APPROVED, CORRECTION, CRITERION, DONE, POSSIBLE, SEEN, files
from small_repository import auditctl, lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
DAY = ("--as-of", "2026-11-20")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "repository", files(CORRECTION + ACTIONS + CRITERION))


def test_each_person_sees_their_days_the_most_overdue_first(root: Path) -> None:
    done = auditctl(root, *DAY, "due")
    assert (done.code, done.err) == (0, "")
    assert (
        done.out
        == """\
Kestrel Ltd, 2026-11-20: 1 overdue, 3 due in the next 30 days

Olga Ops (olga-ops)
  2026-11-11  9 days late  submit the plan: first find the cause
                           a/restore
  2026-12-01  in 11 days   action register: a register of tasks
                           a/restore

Tom Tech (tom-tech)
  2026-11-25  in 5 days    action deputies: a deputy for each
                           a/restore
  2026-12-20  in 30 days   correction job: repair the job
                           a/restore
"""
    )


def test_within_says_how_far_ahead(root: Path) -> None:
    today = auditctl(root, *DAY, "due", "--within", "0")
    assert today.out.startswith("Kestrel Ltd, 2026-11-20: 1 overdue, 0 due today\n\nOlga Ops (olga-ops)\n")
    assert "Tom Tech" not in today.out
    assert "correction job" not in auditctl(root, *DAY, "due", "--within", "29").out
    far = auditctl(root, *DAY, "due", "--within", "999999999999")
    assert (far.code, "correction job" in far.out) == (0, True)


def test_a_number_of_days_below_none_is_a_usage_error(root: Path) -> None:
    done = auditctl(root, *DAY, "due", "--within", "-1")
    assert (done.code, done.out) == (2, "")
    assert "--within" in done.err


def test_one_person_by_any_part_of_their_id(root: Path) -> None:
    done = auditctl(root, *DAY, "due", "--person", "tom")
    assert done.out.startswith("Kestrel Ltd, 2026-11-20, tom-tech: 0 overdue, 2 due in the next 30 days\n")
    assert "Olga" not in done.out
    none = auditctl(root, *DAY, "due", "--person", "paul")
    assert none.out == "Kestrel Ltd, 2026-11-20, paul-people: nothing overdue or due in the next 30 days\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [("tim-tech", "did you mean tom-tech?"), ("o", "write one of:")],
)
def test_an_unknown_or_ambiguous_person_is_a_usage_error(root: Path, given: str, said: str) -> None:
    done = auditctl(root, *DAY, "due", "--person", given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_what_nobody_is_named_for_stands_last(tmp_path: Path) -> None:
    unnamed = POSSIBLE.replace(", verifier: ann-audit", "")
    done = auditctl(lay(tmp_path, files(DONE + SEEN + unnamed + APPROVED)), *DAY, "due")
    assert done.out.endswith(
        "\nnobody named\n  2026-11-29  in 9 days  verify the effect: possible from 2026-11-15 on\n                         a/restore\n"
    )


def test_json_has_the_same_by_person(root: Path) -> None:
    done = auditctl(root, *DAY, "due", "--json")
    found = json.loads(done.out)
    assert {key: found[key] for key in ("schema_version", "today", "within", "overdue", "ahead", "nobody_named")} == {
        "schema_version": 1, "today": "2026-11-20", "within": 30, "overdue": 1, "ahead": 3, "nobody_named": [],
    }  # fmt: skip
    assert [(person["person"], person["name"]) for person in found["people"]] == [
        ("olga-ops", "Olga Ops"),
        ("tom-tech", "Tom Tech"),
    ]
    assert found["people"][0]["dues"][0] == {
        "day": "2026-11-11", "days": -9, "who": "olga-ops", "people": ["olga-ops"], "what": "submit the plan",
        "detail": "first find the cause", "where": "a/restore", "kind": "plan", "key": "", "grade": "minor",
        "command": "auditctl capa cause restore",
    }  # fmt: skip
    assert auditctl(root, *DAY, "due", "--format", "json").out == done.out


def test_two_formats_at_once_are_a_usage_error(root: Path) -> None:
    done = auditctl(root, *DAY, "due", "--json", "--format", "ics")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "auditctl: --json and --format ics ask for two things",
    )
    done = auditctl(root, *DAY, "due", "--json", "-o", "due.json")
    assert (done.code, done.err.splitlines()[0]) == (2, "auditctl: -o writes a calendar")
    assert not (root / "due.json").exists()


def test_a_calendar_of_one_person_goes_to_stdout_or_a_file(root: Path) -> None:
    printed = auditctl(root, *DAY, "due", "--format", "ics", "--person", "tom")
    summaries = [str(event["summary"]) for event in Calendar.from_ical(printed.out).walk("VEVENT")]
    assert summaries == ["action deputies (restore)", "correction job (restore)"]
    shown = auditctl(root, *DAY, "due", "--person", "tom", "-o", "tom.ics", "--dry-run")
    assert (shown.code, shown.out) == (0, "")
    assert not (root / "tom.ics").exists()
    written = auditctl(root, *DAY, "due", "--person", "tom", "-o", "tom.ics")
    assert (written.code, written.out) == (0, "tom.ics\n")
    assert (root / "tom.ics").read_bytes().decode() == printed.out
    assert (root / "tom.ics").read_bytes().count(b"\r\n") > 0


def test_a_calendar_replaces_only_a_calendar_of_ours(root: Path) -> None:
    words = (*DAY, "due", "--format", "ics", "-o", "due.ics")
    assert auditctl(root, *words, "--within", "0").code == 0
    small = (root / "due.ics").read_bytes()
    assert auditctl(root, *words).code == 0
    assert len((root / "due.ics").read_bytes()) > len(small)
    (root / "due.ics").write_text("my notes\n", "utf-8")
    done = auditctl(root, *words)
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines()[0] == "auditctl: due.ics exists and is no calendar of auditctl"
    assert (root / "due.ics").read_text("utf-8") == "my notes\n"
    assert auditctl(root, *words, "--force").code == 0


def test_without_the_library_a_calendar_is_refused_with_the_way_to_it(root: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "icalendar.py"
    hidden.parent.mkdir()
    hidden.write_text("raise ModuleNotFoundError('icalendar')\n", "utf-8")
    env = {"PYTHONPATH": str(hidden.parent)}
    done = auditctl(root, *DAY, "due", "--format", "ics", env=env)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "auditctl: a calendar needs the library icalendar, which is not installed\n"
        "  install it with `pip install 'auditctl[calendar]'`\n"
    )
    assert auditctl(root, *DAY, "due", env=env).code == 0


def test_the_example_fits_in_80_columns_and_is_the_list_that_status_counts() -> None:
    done = auditctl(LODOS, *DAY, "due")
    assert max(map(len, done.out.splitlines())) <= 80
    due = json.loads(auditctl(LODOS, *DAY, "due", "--json").out)
    status = json.loads(auditctl(LODOS, *DAY, "status", "--json").out)
    listed = [item for person in due["people"] for item in person["dues"]] + due["nobody_named"]
    assert sorted(map(str, listed)) == sorted(map(str, status["overdue"] + status["next_days"]))


def test_an_empty_repository_owes_nothing(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text("auditctl: 1\nname: K\nstandards: [iso27001-2022]\n", "utf-8")
    assert (
        auditctl(tmp_path, *DAY, "due").out == "K, 2026-11-20: nothing overdue or due in the next 30 days\n"
    )


def test_only_a_terminal_or_who_asks_for_it_sees_colours(root: Path) -> None:
    assert "\x1b[" not in auditctl(root, *DAY, "due").out
    assert "\x1b[31m9 days late" in auditctl(root, *DAY, "--color", "always", "due").out
