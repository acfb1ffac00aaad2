"""The plan of an audit as a calendar, read back with the library that others read it with."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from auditctl.analysis.dues import dues
from auditctl.exchange.ics import calendar
from auditctl.exchange.ics.plan import PlanCalendar, plan_calendar
from auditctl.exchange.ics.programme import programme_calendar
from auditctl.repository import load
from small_plan import change
from small_repository import lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
TODAY = date(2026, 9, 28)
SCHEDULE = "audits/a/schedule.yaml"
AUDIT = "audits/a/audit.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "kestrel")


def made(root: Path, audit: str = "a", today: date = TODAY, *, invites: bool = False) -> PlanCalendar:
    repository = load(root, today)
    return plan_calendar(repository, repository.audits[audit], invites=invites)


def events(text: str) -> dict[str, Any]:
    found = list(Calendar.from_ical(text).walk("VEVENT"))
    assert len({str(event["uid"]) for event in found}) == len(found)
    return {str(event["summary"]): event for event in found}


def of_plan(root: Path) -> dict[str, Any]:
    return events(made(root).text)


def test_meetings_and_sessions_have_the_hours_of_the_place(root: Path) -> None:
    held = of_plan(root)
    opening, backup = held["Opening meeting (a)"], held["Audit: Backup and restore (a)"]
    assert opening.decoded("dtstart") == datetime(2026, 10, 5, 9, 0)  # noqa: DTZ001 - without a zone
    assert opening.decoded("dtend") == datetime(2026, 10, 5, 9, 30)  # noqa: DTZ001
    assert held["Closing meeting (a)"].decoded("dtend") == datetime(2026, 10, 7, 16, 0)  # noqa: DTZ001
    assert backup.decoded("dtstart") == datetime(2026, 10, 5, 10, 0)  # noqa: DTZ001
    assert backup.decoded("dtend") == datetime(2026, 10, 5, 12, 0)  # noqa: DTZ001
    assert not backup["dtstart"].params
    assert backup["location"] == "Office"
    assert backup["categories"].cats == ["session"]
    assert str(backup["description"]).split("\n") == [
        "Main audit", "Session: backup", "Auditors: Ann Audit (lead)", "Auditees: Tom Tech",
        "Requirements: A.8.13, A.8.14",
    ]  # fmt: skip


def test_what_is_due_takes_its_whole_day_and_no_time(root: Path) -> None:
    change(root, AUDIT, "plan: {sent: 2026-09-21}\n", "")
    held = of_plan(root)
    report = held["issue the report (a)"]
    assert report["dtstart"].params["VALUE"] == "DATE"
    # fifteen working days after the closing meeting as planned
    assert report.decoded("dtstart") == date(2026, 10, 28)
    assert report["transp"] == "TRANSPARENT"
    assert held["send the plan (a)"].decoded("dtstart") == date(2026, 9, 28)
    change(root, AUDIT, "title:", "plan: {sent: 2026-09-21}\ntitle:")
    assert "send the plan (a)" not in of_plan(root)


def test_a_session_without_hours_takes_its_day_and_one_without_a_day_is_left_out(root: Path) -> None:
    change(
        root,
        SCHEDULE,
        '    date: 2026-10-05\n    start: "10:00"\n    minutes: 120\n',
        '    date: 2026-10-05\n    start: "10:00"\n',
    )
    change(root, SCHEDULE, "    date: 2026-10-06\n", "")
    calendar_ = made(root)
    backup = events(calendar_.text)["Audit: Backup and restore (a)"]
    assert backup.decoded("dtstart") == date(2026, 10, 5)
    assert "dtend" not in backup
    assert str(backup["description"]).split("\n")[-1] == "Begins at 10:00"
    assert calendar_.undated == ("hiring",)
    assert "Audit: Hiring and leaving (a)" not in events(calendar_.text)


def test_events_keep_their_identity_whatever_else_changes(root: Path) -> None:
    before = {name: str(event["uid"]) for name, event in of_plan(root).items()}
    change(root, SCHEDULE, "date: 2026-10-05", "date: 2026-10-08")
    change(root, SCHEDULE, 'start: "10:00"', 'start: "11:15"')
    change(root, SCHEDULE, "minutes: 120", "minutes: 60")
    change(root, AUDIT, "title: Main audit", "title: The audit")
    change(root, "auditctl.yaml", "name: Backup and restore", "name: Backups")
    after = {name: str(event["uid"]) for name, event in of_plan(root).items()}
    assert set(before.values()) == set(after.values())
    assert before["Audit: Backup and restore (a)"] == after["Audit: Backups (a)"]


def test_another_organisation_session_or_audit_is_another_event(root: Path) -> None:
    before = set(map(str, (event["uid"] for event in of_plan(root).values())))
    change(root, SCHEDULE, "  backup:\n", "  restore:\n")
    assert len(before - set(map(str, (event["uid"] for event in of_plan(root).values())))) == 1
    change(root, "auditctl.yaml", "name: Kestrel Ltd", "name: Falcon Ltd")
    assert before.isdisjoint(map(str, (event["uid"] for event in of_plan(root).values())))


def test_the_same_day_gives_the_same_bytes_and_a_later_one_goes_before(root: Path) -> None:
    assert made(root).text == made(root).text
    first = of_plan(root)["Opening meeting (a)"]
    later = events(made(root, today=date(2026, 9, 29)).text)["Opening meeting (a)"]
    assert first["uid"] == later["uid"]
    assert later["sequence"] == first["sequence"] + 1
    assert "DTSTAMP:20260928T000000Z" in made(root).text


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ("", "TENTATIVE"),
        ("plan: {sent: 2026-09-21}\n", "CONFIRMED"),
        ("cancelled: {by: mia-chief, date: 2026-09-25, why: no time}\n", "CANCELLED"),
    ],
)
def test_events_say_how_certain_they_are(root: Path, facts: str, status: str) -> None:
    change(root, AUDIT, "plan: {sent: 2026-09-21}\n", facts)
    held = of_plan(root)
    timed = [event for name, event in held.items() if "meeting" in name or "Audit:" in name]
    assert len(timed) == 4
    assert {str(event["status"]) for event in timed} == {status}
    if status == "CANCELLED":
        assert len(held) == 4


def test_nobody_is_invited_unless_it_is_asked_for(root: Path) -> None:
    change(
        root,
        "auditctl.yaml",
        "ann-audit: {name: Ann Audit,",
        "ann-audit: {name: Ann Audit, emails: [ann@north.example],",
    )
    text = made(root).text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    assert "mailto" not in text.casefold()


def test_those_with_an_address_are_invited_by_the_lead(root: Path) -> None:
    change(
        root,
        "auditctl.yaml",
        "ann-audit: {name: Ann Audit,",
        'ann-audit: {name: "Ann \\"A\\", Audit", emails: [not an address, ann@north.example],',
    )
    change(
        root,
        "auditctl.yaml",
        "tom-tech: {name: Tom Tech,",
        "tom-tech: {name: Töm; Tech, emails: [tom@kestrel.example, t@k.example],",
    )
    change(
        root,
        "auditctl.yaml",
        "paul-people: {name: Paul People,",
        'paul-people: {name: Paul, emails: ["p@x.example\\nATTENDEE:mailto:evil@x.example"],',
    )
    calendar_ = made(root, invites=True)
    backup = events(calendar_.text)["Audit: Backup and restore (a)"]
    assert str(backup["organizer"]) == "mailto:ann@north.example"
    people = backup["attendee"]
    assert [str(person) for person in people] == ["mailto:ann@north.example", "mailto:tom@kestrel.example"]
    assert people[0].params["CN"] == "Ann 'A', Audit"
    assert people[1].params["CN"] == "Töm; Tech"
    assert {person.params["ROLE"] for person in people} == {"REQ-PARTICIPANT"}
    assert "evil" not in calendar_.text
    assert (calendar_.host, set(calendar_.without_address)) == (
        "ann-audit",
        {"mia-chief", "olga-ops", "paul-people"},
    )


def test_where_nobody_has_an_address_nobody_is_invited(root: Path) -> None:
    calendar_ = made(root, invites=True)
    assert "ATTENDEE" not in calendar_.text
    assert "ORGANIZER" not in calendar_.text
    assert "ann-audit" in calendar_.without_address


def test_words_cannot_leave_their_property_and_lines_are_short(root: Path) -> None:
    title = "İç denetim; ÇŞĞÜÖ, " + "öğüş " * 40
    change(root, AUDIT, "title: Main audit", f'title: "{title}\\nBEGIN:VEVENT\\nATTENDEE:mailto:x@y.example"')
    change(root, "auditctl.yaml", "office: {name: Office}", 'office: {name: "Konak; 3. kat, İzmir"}')
    text = made(root).text
    assert "\r\nATTENDEE" not in text
    data = text.encode()
    assert data.count(b"\n") == data.count(b"\r\n") > 0
    assert max(map(len, data.split(b"\r\n"))) <= 75
    backup = events(text)["Audit: Backup and restore (a)"]
    assert backup["location"] == "Konak; 3. kat, İzmir"
    assert str(backup["description"]).split("\n")[0].startswith(title.rstrip())


def test_a_meeting_that_was_held_on_another_day_stands_on_that_day(root: Path) -> None:
    change(root, AUDIT, "plan:", "opening: {date: 2026-10-06}\nplan:")
    opening = events(made(root, today=date(2026, 10, 6)).text)["Opening meeting (a)"]
    assert opening.decoded("dtstart") == date(2026, 10, 6)


def test_an_external_audit_is_its_days(root: Path) -> None:
    (root / "audits/tuv").mkdir()
    (root / "audits/tuv/audit.yaml").write_text(
        "title: Surveillance\nkind: external\nbody: north\nfrom: 2026-12-08\nto: 2026-12-10\n"
    )
    (event,) = events(made(root, "tuv").text).values()
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 8), date(2026, 12, 11))


def test_the_end_of_the_calendar_is_no_accident(root: Path) -> None:
    change(root, SCHEDULE, "date: 2026-10-06", "date: 9999-12-31")
    change(
        root,
        SCHEDULE,
        'start: "10:00"\n    minutes: 120\n    auditees: [paul',
        'start: "23:30"\n    minutes: 120\n    auditees: [paul',
    )
    hiring = of_plan(root)["Audit: Hiring and leaving (a)"]
    assert hiring.decoded("dtend") == datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001


def test_due_dates_of_the_records_share_their_events_with_the_calendar_of_dues() -> None:
    repository = load(LODOS, date(2026, 11, 20))
    due = {
        str(event["uid"]): event
        for event in Calendar.from_ical(calendar(repository, dues(repository))).walk("VEVENT")
    }
    plan = made(LODOS, "2026-main", date(2026, 11, 20))
    shared = [event for event in events(plan.text).values() if str(event["uid"]) in due]
    assert len(shared) > 5
    for event in shared:
        assert event.decoded("dtstart") == due[str(event["uid"])].decoded("dtstart")


def test_the_programme_is_its_audits_and_those_from_outside() -> None:
    text = programme_calendar(load(LODOS, date(2026, 11, 20)))
    held = events(text)
    full = held["Full ISMS audit before recertification (2027-full)"]
    assert (full.decoded("dtstart"), full.decoded("dtend")) == (date(2027, 9, 6), date(2027, 9, 18))
    assert full["status"] == "TENTATIVE"
    assert held["Physical security of the Ankara office (2026-ankara)"]["status"] == "CANCELLED"
    outside = held["surveillance audit, ISO/IEC 27001:2022"]
    assert (outside.decoded("dtstart"), str(outside["status"])) == (date(2026, 12, 8), "CONFIRMED")
    assert {str(event["transp"]) for event in held.values()} == {"TRANSPARENT"}


def test_an_audit_of_the_programme_that_moves_keeps_its_event(root: Path) -> None:
    before = {str(event["uid"]) for event in events(programme_calendar(load(root, TODAY))).values()}
    change(
        root,
        "auditctl.yaml",
        "a: {planned",
        "a: {title: Moved, postponed: [{to: 2026-11-02, by: mia-chief, date: 2026-09-01, why: x}], planned",
    )
    assert before == {str(event["uid"]) for event in events(programme_calendar(load(root, TODAY))).values()}
