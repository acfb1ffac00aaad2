"""The calendar of what is due, read back with the library that others read it with."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from icalendar import Calendar, Component

from auditctl.analysis.dues import dues
from auditctl.analysis.owed import DueKind
from auditctl.exchange.ics import calendar
from auditctl.repository import load
from small_actions import APPROVED, TODAY, files
from small_repository import environment, lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
ITEM = "actions: {{register: {{what: {what}, owner: tom-tech, due: {due}}}}}\n"


def text_of(root: Path, today: date = TODAY) -> str:
    repository = load(root, today)
    return calendar(repository, [due for due in dues(repository) if due.kind is not DueKind.review])


def events(text: str) -> list[Component]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_each_due_is_an_event_of_a_whole_day(tmp_path: Path) -> None:
    root = lay(tmp_path, files(ITEM.format(what="a register", due="2026-12-01") + APPROVED))
    (event,) = events(text_of(root))
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["summary"] == "action register (restore)"
    assert str(event["description"]).split("\n") == [
        "a register", "Record: a/restore", "Who: Tom Tech (tom-tech)", "auditctl capa done restore register",
    ]  # fmt: skip
    assert event["transp"] == "TRANSPARENT"
    assert "attendee" not in event


def test_what_stands_in_the_files_cannot_leave_its_property(tmp_path: Path) -> None:
    what = r'"a; b, c\\d\nBEGIN:VEVENT\nATTENDEE:mailto:x@example.org"'
    root = lay(tmp_path, files(ITEM.format(what=what, due="2026-12-01") + APPROVED))
    text = text_of(root)
    (event,) = events(text)
    assert str(event["description"]).split("\n")[0] == r"a; b, c\d BEGIN:VEVENT ATTENDEE:mailto:x@example.org"
    assert "\r\nATTENDEE" not in text


def test_a_due_that_moves_keeps_its_event_and_two_of_one_record_do_not_share_one(tmp_path: Path) -> None:
    uids = []
    for due in ("2026-12-01", "2027-02-01"):
        lay(tmp_path, files(ITEM.format(what="a register", due=due) + APPROVED))
        uids += [event["uid"] for event in events(text_of(tmp_path))]
    assert uids[0] == uids[1]
    found = [event["uid"] for event in events(text_of(LODOS))]
    assert len(set(found)) == len(found) > 20
    assert uids[0] not in found


def test_the_same_files_on_the_same_day_are_the_same_bytes() -> None:
    first, again = (
        subprocess.run(
            [sys.executable, "-m", "auditctl", "--as-of", "2026-11-20", "due", "--format", "ics"],
            cwd=LODOS, env=environment(PYTHONHASHSEED=seed), capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    )  # fmt: skip
    assert first == again
    assert first.count(b"\n") == first.count(b"\r\n") > 0
    assert max(map(len, first.split(b"\r\n"))) <= 75
    assert b"DTSTAMP:20261120T000000Z" in first
    assert b"PRODID:-//auditctl//what is due//EN" in first


def test_a_calendar_of_nothing_is_a_calendar(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(
        "auditctl: 1\nname: K, & Co\nstandards: [iso27001-2022]\n", "utf-8"
    )
    read = Calendar.from_ical(text_of(tmp_path))
    assert read["x-wr-calname"] == "K, & Co: what is due"
    assert not list(read.walk("VEVENT"))
