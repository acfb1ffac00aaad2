"""Interviews and observations have fields and prompts of their own; personal data has a last day."""

import json
import sys
from datetime import date
from pathlib import Path

import pexpect
import pytest
import yaml

from small_repository import auditctl, environment, lay

TALK = ("evidence", "add", "a", "Talk", "--kind", "interview")
DOOR = ("evidence", "add", "a", "Door", "--kind", "observation")
COLLECTED = {"by": "ann-audit", "date": date(2026, 10, 6)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return lay(tmp_path / "repository")


def record(root: Path, name: str) -> dict[str, object]:
    found = yaml.safe_load((root / f"audits/a/evidence/{name}.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_an_interview_has_a_role_and_topics(root: Path) -> None:
    words = ("--role", "backup operator", "--topic", "restore tests", "--topic", "alerts, at night")
    assert auditctl(root, *TALK, *words).code == 0
    assert record(root, "talk") == {
        "kind": "interview",
        "title": "Talk",
        "source": "backup operator",
        "topics": ["restore tests", "alerts, at night"],
        "collected": COLLECTED,
    }


def test_an_observation_has_a_place_and_a_time(root: Path) -> None:
    assert auditctl(root, *DOOR, "--place", "server room", "--time", "09:05").code == 0
    assert record(root, "door") == {
        "kind": "observation",
        "title": "Door",
        "source": "server room",
        "time": "09:05",
        "collected": COLLECTED,
    }
    [told] = json.loads(auditctl(root, "evidence", "list", "--json").out)["evidence"]
    assert (told["source"], told["time"], "topics" in told) == ("server room", "09:05", False)
    assert "0 errors" in auditctl(root, "check").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (*DOOR, "--role", "operator"),
            "--role belongs to an interview, and this is of the kind observation",
        ),
        ((*DOOR, "--topic", "alerts"), "--topic belongs to an interview"),
        (
            (*TALK, "--place", "office"),
            "--place belongs to an observation, and this is of the kind interview",
        ),
        ((*TALK, "--time", "10:00"), "--time belongs to an observation"),
        ((*DOOR, "--time", "9:05"), "--time '9:05' is no time of the day\n  write HH:MM"),
        ((*DOOR, "--time", "24:00"), "--time '24:00' is no time of the day"),
        ((*TALK, "--role", "a", "--source", "b"), "--source and --role say the same thing"),
        ((*TALK, "--topic", " "), "--topic is empty"),
    ],
)
def test_what_belongs_to_another_kind_is_a_usage_error(root: Path, words: tuple[str, ...], said: str) -> None:
    ended = auditctl(root, *words)
    assert (ended.code, said in ended.err) == (2, True), ended.err
    assert not (root / "audits/a/evidence").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("kind: log\ntopics: [alerts]", "`topics`: it belongs to an interview, and this is of the kind log"),
        (
            'kind: interview\ntime: "10:00"',
            "`time`: it belongs to an observation, and this is of the kind interview",
        ),
        ("kind: observation\ntime: noon", "'noon' is no time: write \"HH:MM\""),
        ("kind: interview\ntopics: alerts", "a list is expected here: write [alerts]"),
        ("kind: record\nsample: {algorithm: dice}", "dice is not allowed; write one of sha256-smallest"),
    ],
)
def test_in_a_file_it_is_an_error_with_its_place(root: Path, line: str, said: str) -> None:
    lay(root, {"audits/a/evidence/x.yaml": f"title: X\n{line}\n"})
    ended = auditctl(root, "check", "--select", "SCH")
    assert (ended.code, "error[SCH003]" in ended.out, said in ended.out) == (1, True, True), ended.out
    assert "audits/a/evidence/x.yaml:3:" in ended.out


def test_a_terminal_asks_an_observation_for_place_and_time(root: Path, tmp_path: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "evidence", "add", "a", "Door", "--personal-data"],
        cwd=str(root),
        env=environment(TMPDIR=str(tmp_path)),
        encoding="utf-8",
        timeout=20,
    )
    for prompt, answer in (
        ("Kind: ", "observation"),
        ("Place: ", "reception"),
        ("Time, HH:MM (empty for none): ", "25:00"),
        ("no time of the day", ""),
        ("What was seen (end with an empty line; empty for none)", "It stood open."),
        ("> ", ""),
        ("Collected by [ann-audit]: ", ""),
        ("Last day on which the personal data is kept: ", "2029-02-30"),
        ("no day of the calendar", "2029-12-31"),
    ):
        child.expect_exact(prompt)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert record(root, "door") == {
        "kind": "observation",
        "title": "Door",
        "source": "reception",
        "collected": COLLECTED,
        "details": "It stood open.",
        "personal_data": True,
        "retention_until": date(2029, 12, 31),
    }


def test_personal_data_without_its_last_day_names_the_flag(root: Path) -> None:
    ended = auditctl(root, *TALK, "--personal-data")
    assert (ended.code, "give it with --retention-until" in ended.err) == (2, True)
    assert not (root / "audits/a/evidence").exists()
    assert auditctl(root, *TALK, "--personal-data", "--retention-until", "2029-12-31").code == 0


def test_the_editor_schemas_know_the_fields(tmp_path: Path) -> None:
    auditctl(tmp_path, "init", "new", "--name", "New")
    schema = json.loads((tmp_path / "new/.schemas/evidence.json").read_text("utf-8"))
    assert schema["properties"]["topics"]["description"] == "of an interview: what it was about"
    assert schema["properties"]["time"]["pattern"] == r"^([01]\d|2[0-3]):[0-5]\d$"
