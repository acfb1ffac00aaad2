"""`auditctl plan suggest` on odd and broken plans: clear words, no traceback, never an unexplained empty plan."""

from datetime import date
from pathlib import Path

import pytest

from in_process import called
from small_suggestion import (
    AUDIT,
    COMPANY,
    HEAD,
    OPENED,
    TODAY,
    company,
    example,
    flat,
    is_narrow,
    lay_company,
    planned,
    problems,
    session,
    suggest,
    timetable,
)


def test_a_process_that_nobody_owns_is_said(tmp_path: Path) -> None:
    root = lay_company(tmp_path, company=company(backup="{name: Backup, requirements: [A.8.13]}"))
    done = suggest(root)
    assert done.code == 0
    told = "note: backup: nobody owns backup, so that a tie to its owner cannot be judged (ORG006)"
    assert told in flat(done.out)
    assert told.removeprefix("note: ") in planned(root)["notes"]


def test_a_session_on_no_process_is_left_out_and_told(tmp_path: Path) -> None:
    root = lay_company(tmp_path, audit=AUDIT.replace("{process: backup", "{process: bakcup"))
    assert set(timetable(planned(root))) == {"hiring", "payroll"}
    assert "note: backup is left out: there is no process bakcup" in flat(suggest(root).out)
    stuck = suggest(root, "--auditor", "fay")
    assert (stuck.code, "note: backup is left out" in flat(stuck.out)) == (1, True)


@pytest.mark.parametrize(
    ("audit", "told"),
    [
        ("title: T\nkind: external\nfrom: 2027-03-01\nto: 2027-03-02\n", "b is an external audit"),
        ("title: T\nlegacy: {from: 2025-03-01, to: 2025-03-02}\n", "b was held before the repository"),
        (AUDIT + "cancelled: {by: mia-chief, date: 2026-11-02, why: no time}\n", "b is cancelled"),
        (OPENED.replace("2027-03-01}", "2026-10-01}") + "closing: {date: 2026-10-02}\n", "b has been held"),
        (AUDIT + "report: {issued: {by: mia-chief, date: 2026-11-02}}\n", "b has been held"),
    ],
)
def test_what_is_no_longer_to_be_planned_is_refused(tmp_path: Path, audit: str, told: str) -> None:
    done = suggest(lay_company(tmp_path, audit=audit))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"auditctl: {told}, so there is nothing to suggest\n"), done.err


@pytest.mark.parametrize(
    ("audit", "words", "told"),
    [
        (HEAD, "", "b has no working day: neither its schedule nor its programme names one\n  name the first one"),
        (
            AUDIT.replace("closing: {date: 2027-03-02", "closing: {date: 2027-02-26"),
            "",
            "b has no working day: it ends on 2027-02-26, before it begins on 2027-03-01\n",
        ),
        (
            AUDIT.replace('closing: {date: 2027-03-02, start: "16:00"', 'closing: {date: 2027-03-01, start: "08:00"'),
            "",
            "the closing meeting begins before the opening meeting has ended\n",
        ),
        (AUDIT.replace("2027-03-01", "2027-03-06").replace("2027-03-02", "2027-03-07"), "", "only weekends and days off"),
        (AUDIT, "--off 2027-03-01 --off 2027-03-02", "only weekends and days off"),
        (AUDIT.replace("2027-03", "2026-10"), "", "b has no working day: its last one, 2026-10-02, has passed\n"),
        (
            AUDIT.replace("minutes: 90", "minutes: 600"),
            "",
            "no day has room for payroll (600 min) between the meetings (09:00 to 17:00)\n  split them",
        ),
        (AUDIT, "--keep backup --keep hiring --keep payroll", "all of them were held, have a result or are kept\n"),
        (AUDIT.replace("{process: ", "{process: no-"), "", "none of them is on a process that there is\n"),
        (AUDIT.replace("minutes: 90", "minuets: 90"), "", "session of b could not be read, so its plan is not known\n"),
        (AUDIT.replace("lead:", "laed:"), "", "team of b could not be read, so its plan is not known\n"),
    ],
)  # fmt: skip
def test_days_and_sessions_that_make_no_plan_are_refused(
    tmp_path: Path, audit: str, words: str, told: str
) -> None:
    done = suggest(lay_company(tmp_path, audit=audit), *words.split())
    assert (done.code, done.out) == (3, "")
    assert told in done.err


def test_days_that_have_passed_can_be_planned_anew(tmp_path: Path) -> None:
    root = lay_company(tmp_path)
    late = date(2027, 4, 1)
    assert suggest(root, today=late).code == 3
    plan = planned(root, "--start", "2027-04-05", "--apply", today=late)
    assert {begin[:10] for _, begin in timetable(plan).values()} == {"2027-04-05"}
    assert (plan["opening"]["date"], plan["closing"]["date"]) == ("2027-04-05", "2027-04-05")
    assert problems(root, today=late) == []


def test_an_opening_meeting_that_nobody_held_is_planned_anew(tmp_path: Path) -> None:
    plan = planned(lay_company(tmp_path), today=date(2027, 3, 2))
    assert plan["opening"] == {"date": "2027-03-02", "start": "09:00", "minutes": 30}
    assert all(begin >= "2027-03-02 09:30" for _, begin in timetable(plan).values())


def test_what_was_held_stays(tmp_path: Path) -> None:
    root = lay_company(tmp_path, audit=OPENED)
    plan = planned(root, today=date(2027, 3, 2))
    assert plan["kept"] == ["backup", "hiring"]
    assert set(timetable(plan)) == {"payroll"}
    root = lay_company(tmp_path, audit=OPENED.replace("minutes: 90}", "minutes: 90, result: conform}"))
    assert planned(root, today=date(2027, 3, 1))["kept"] == ["payroll"]


def test_the_programme_says_the_days_where_the_schedule_does_not(tmp_path: Path) -> None:
    programme = "programmes:\n  cycle:\n    from: 2027-01-01\n    to: 2027-12-31\n    owner: mia-chief\n    audits: {b: {planned: {from: 2027-03-06, to: 2027-03-09}, processes: all}}\n"  # fmt: skip
    plan = planned(lay_company(tmp_path, company=COMPANY + programme, audit=HEAD))
    assert plan["days"] == ["2027-03-08", "2027-03-09"]


def test_the_example_with_a_complete_cycle_finds_a_plan_that_can_be_announced(tmp_path: Path) -> None:
    root = example("lodos", tmp_path)
    assert called(root, TODAY, "plan", "new", "2027-full").code == 0
    done = called(root, TODAY, "plan", "suggest", "2027-full", "--apply")
    assert done.code == 0, done.err
    assert is_narrow(done.out)
    assert [message for message in problems(root) if "2027" in message] == []
    assert called(root, TODAY, "plan", "suggest", "2026-main").code == 3


def test_a_retired_process_is_said(tmp_path: Path) -> None:
    text = COMPANY.replace("{name: Backup, ", "{name: Backup, retired: 2027-01-31, ")
    page = flat(suggest(lay_company(tmp_path, company=text)).out)
    assert "note: backup: backup is retired since 2027-01-31" in page


def test_the_closing_meeting_comes_after_what_stays(tmp_path: Path) -> None:
    audit = AUDIT.replace(
        'fay-fin], date: 2027-03-01, start: "11:15"', 'fay-fin], date: 2027-03-03, start: "11:15"'
    )
    root = lay_company(tmp_path, audit=audit)
    plan = planned(root, "--keep", "hiring", "--days", "2")
    assert plan["closing"] == {"date": "2027-03-03", "start": "12:45", "minutes": 30}


def test_the_closing_meeting_is_held_within_the_hours(tmp_path: Path) -> None:
    audit = AUDIT.replace("minutes: 90", "minutes: 450")
    plan = planned(lay_company(tmp_path, audit=audit), "--days", "2", "--auditor", "pia", "--auditor", "fay")
    assert timetable(plan)["payroll"][1] == "2027-03-01 09:30"
    assert plan["closing"] == {"date": "2027-03-02", "start": "09:00", "minutes": 30}


def test_a_session_that_finds_no_place_beside_lunch_is_held_over_it(tmp_path: Path) -> None:
    audit = AUDIT.replace("minutes: 90", "minutes: 240")
    plan = planned(lay_company(tmp_path, audit=audit), "--hours", "08:00-16:30", "--days", "1")
    assert plan["comfort"] is True
    assert timetable(plan)["payroll"][1] == "2027-03-01 09:30"


def test_what_stays_without_an_hour_is_told(tmp_path: Path) -> None:
    audit = session("payroll", "{process: payroll, auditors: [pia-people], result: conform}")
    plan = planned(lay_company(tmp_path, audit=audit))
    assert "without an hour in the plan, so not in the timetable, but they stay: payroll" in plan["notes"]
