"""`auditctl plan export`: the plan as a calendar, printed or written."""

import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from small_plan import change
from small_repository import Ended, auditctl, environment, lay

LODOS = Path(__file__).parents[2] / "examples" / "lodos"
DAY = ("--as-of", "2026-09-28")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "kestrel")


def export(root: Path, *words: str) -> Ended:
    return auditctl(root, *DAY, "plan", "export", *words)


def test_the_calendar_goes_to_stdout_and_nothing_else_does(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", *DAY, "plan", "export", "a"],
        cwd=root, env=environment(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stderr == b""
    assert done.stdout.startswith(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//auditctl//plan of an audit//EN\r\n"
    )
    assert len(list(Calendar.from_ical(done.stdout).walk("VEVENT"))) == 5


def test_the_same_files_on_the_same_day_are_the_same_bytes() -> None:
    first, again = (
        subprocess.run(
            [sys.executable, "-m", "auditctl", *DAY, "plan", "export", "2026-main", "--attendees"],
            cwd=LODOS, env=environment(PYTHONHASHSEED=seed), capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    )  # fmt: skip
    assert first == again


def test_a_file_is_written_and_written_again_and_no_other_file_is_replaced(root: Path) -> None:
    for _ in range(2):
        done = export(root, "a", "-o", "a.ics")
        assert (done.code, done.out) == (0, "a.ics\n")
    assert (root / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    (root / "notes.ics").write_text("mine")
    refused = export(root, "a", "-o", "notes.ics")
    assert (refused.code, (root / "notes.ics").read_text()) == (3, "mine")
    assert "notes.ics exists and is no calendar of auditctl" in refused.err
    assert export(root, "a", "-o", "notes.ics", "--force").code == 0
    dry = export(root, "a", "-o", "other.ics", "--dry-run")
    assert (dry.code, (root / "other.ics").exists()) == (0, False)
    assert "other.ics would be written" in dry.err
    assert export(root, "a", "-o", "nowhere/a.ics").code == 3


def test_what_is_left_out_is_said(root: Path) -> None:
    change(root, "audits/a/schedule.yaml", "    date: 2026-10-06\n", "")
    done = export(root, "a")
    assert (done.code, done.err) == (0, "left out, without a day: hiring\n")
    assert "Hiring" not in done.out


def test_a_calendar_of_nothing_is_no_riddle(root: Path) -> None:
    (root / "audits/x").mkdir()
    (root / "audits/x/audit.yaml").write_text("title: X\nunplanned: x\n")
    done = export(root, "x")
    assert (done.code, done.err) == (0, "nothing in it has a day yet: the calendar is empty\n")
    assert list(Calendar.from_ical(done.out).walk("VEVENT")) == []


def test_who_cannot_be_invited_is_said(root: Path) -> None:
    done = export(root, "a", "--attendees")
    assert done.err == (
        "not invited, without an address in `emails`: ann-audit, mia-chief, olga-ops, paul-people, tom-tech\n"
        "nobody of the team has an address in `emails`: the events say not who invites\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no audit is named\n  name one, or say --programme"),
        (("a", "--programme"), "an audit and --programme ask for two things"),
        (("--programme", "--attendees"), "--attendees speaks of the sessions of an audit"),
        (("b",), "there is no audit 'b'"),
        (("a", "--force"), "--force and --dry-run speak of a file that is written"),
        (("a", "--format", "xlsx"), "'xlsx'"),
    ],
)
def test_words_that_do_not_fit_are_usage_errors(root: Path, words: tuple[str, ...], said: str) -> None:
    done = export(root, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_programme_is_a_calendar_too(root: Path) -> None:
    done = export(root, "--programme", "--format", "ics")
    assert done.code == 0
    (event,) = Calendar.from_ical(done.out).walk("VEVENT")
    assert event["summary"] == "Main audit (a)"


def test_without_the_library_one_sentence_says_what_to_install(root: Path, tmp_path: Path) -> None:
    (tmp_path / "icalendar.py").write_text("raise ImportError\n")
    done = auditctl(root, "plan", "export", "a", env={"PYTHONPATH": str(tmp_path)})
    assert (done.code, done.out) == (3, "")
    assert "pip install 'auditctl[calendar]'" in done.err


def test_the_plan_is_a_document_for_the_auditees_too(root: Path) -> None:
    text = export(root, "a", "--format", "md")
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("# Audit plan: Main audit\n")
    assert text.out == auditctl(root, *DAY, "report", "a", "--kind", "plan").out
    for name, begin in (("plan.html", b"<!doctype html>"), ("plan.md", b"# Audit plan")):
        for _ in range(2):
            done = export(root, "a", "-o", name)
            assert (done.code, done.out) == (0, f"{name}\n")
        assert (root / name).read_bytes().startswith(begin)
    change(root, "audits/a/audit.yaml", "plan: {sent: 2026-09-21}\n", "")
    assert "it says Draft until it is sent: `auditctl audit send a`" in export(root, "a", "-o", "plan.md").err


def test_what_a_format_knows_nothing_of_is_refused(root: Path) -> None:
    for words, told in (
        (("a", "--lang", "tr"), "--lang is for documents, and this is a calendar"),
        (("a", "--format", "md", "--attendees"), "--attendees invites to a calendar, and this is a document"),
        (("--programme", "--format", "html"), "the programme as a document is a report"),
        (("a", "--format", "md", "--force"), "--force and --dry-run speak of a file that is written"),
    ):
        done = export(root, *words)
        assert (done.code, done.out) == (2, "")
        assert told in done.err
