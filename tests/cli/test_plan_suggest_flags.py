"""`auditctl plan suggest` with its flags: days, hours, who is asked, what stays."""

from pathlib import Path

import pytest

from small_suggestion import AUDIT, WITH_ANN, company, flat, lay_company, planned, session, suggest, timetable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay_company(tmp_path)


def test_only_those_named_are_asked(tmp_path: Path) -> None:
    root = lay_company(tmp_path, company=WITH_ANN)
    plan = planned(root, "--auditor", "ann")
    assert {person for people, _ in timetable(plan).values() for person in people} == {"ann-audit"}
    done = suggest(root, "--auditor", "fay", "--auditor", "tom")
    assert done.code == 1
    page = flat(done.out)
    assert "Of those asked about, nobody may audit 1 of its 3 sessions: payroll." in page
    assert "Ask about the whole register: without --auditor also ann-audit, pia-people." in page
    assert "- tom-tech: is not on the register of auditors" in page
    assert "auditor from outside is needed" not in page


def test_what_is_kept_stays_and_the_rest_goes_around_it(root: Path) -> None:
    plan = planned(root, "--keep", "hiring", "--off", "2027-03-01")
    assert plan["kept"] == ["hiring"]
    assert timetable(plan)["backup"][1].startswith("2027-03-02")
    assert "11:15 hiring 60 min fay-fin; stays" in flat(suggest(root, "--keep", "hir").out)


@pytest.mark.parametrize(
    ("audit", "words", "told"),
    [
        (
            session("hiring", '{process: hiring, auditors: [pia-people], date: 2027-03-01, start: "11:15", minutes: 60}'),
            "--keep hiring",
            "hiring cannot be kept as it is: pia-people reports to paul-people, who owns hiring (IND003)",
        ),
        (AUDIT.replace(', start: "11:15"', ""), "--keep hiring", "the plan has no auditor, day and hour for it"),
        (
            AUDIT.replace('start: "11:15"', 'start: "10:30"'),
            "--keep hiring --keep backup",
            "backup cannot be kept as it is: fay-fin is in b/hiring at the same time",
        ),
        (AUDIT, "--keep nothing", "there is no session 'nothing'\n  known: backup, hiring, payroll"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said(tmp_path: Path, audit: str, words: str, told: str) -> None:
    done = suggest(lay_company(tmp_path, audit=audit), *words.split())
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_days_are_those_asked_for(root: Path) -> None:
    plan = planned(root, "--start", "2027-03-05", "--days", "3", "--off", "2027-03-08")
    assert plan["days"] == ["2027-03-05", "2027-03-09", "2027-03-10"]
    assert plan["opening"]["date"] == "2027-03-05"
    assert plan["closing"]["date"] == "2027-03-05"
    assert all(begin.startswith("2027-03-05") for _, begin in timetable(plan).values())


def test_a_start_on_a_weekend_is_the_monday_after(root: Path) -> None:
    plan = planned(root, "--start", "2027-03-06")
    assert plan["days"] == ["2027-03-08", "2027-03-09"]


def test_hours_and_lunch_are_those_asked_for(root: Path) -> None:
    plan = planned(root, "--start", "2027-03-01", "--days", "1", "--hours", "13:00-17:00", "--lunch", "none")
    begins = sorted(begin for _, begin in timetable(plan).values())
    assert begins == ["2027-03-01 13:30", "2027-03-01 13:30", "2027-03-01 14:45"]
    assert plan["comfort"] is True


def test_lunch_is_kept_free_where_there_is_room(root: Path) -> None:
    lay_company(root, company=WITH_ANN)
    words = ("--start", "2027-03-01", "--days", "1", "--auditor", "ann-audit", "--lunch", "12:00-13:00")
    done = suggest(root, *words, "--hours", "11:00-15:30")
    assert "no plan was found that keeps lunch free, leaves pauses" in flat(done.out)
    plan = planned(root, *words, "--hours", "11:00-16:00", "--keep", "payroll")
    assert plan["comfort"] is True
    begins = sorted(begin for _, begin in timetable(plan).values())
    assert begins == ["2027-03-01 13:00", "2027-03-01 14:15"]


def test_a_lack_of_competence_is_a_gap_only_if_asked_for(tmp_path: Path) -> None:
    root = lay_company(
        tmp_path, company=company(backup="{name: Backup, owner: olga-ops, requirements: [A.8.13], needs: [crypto]}")
    )  # fmt: skip
    done = suggest(root)
    assert done.code == 1
    page = flat(done.out)
    assert "Nobody who may take part has a competence that these need: backup (crypto)." in page
    assert "- fay-fin: has no competence in crypto (CMP003)" in page
    assert "1. Call in a technical expert who has crypto" in page
    assert "--allow-gaps plans without it" in page
    assert "from outside is needed" not in page
    allowed = suggest(root, "--allow-gaps")
    assert allowed.code == 0
    assert "note: nobody in backup has what backup needs: crypto (CMP003)" in flat(allowed.out)


def test_more_effort_finds_no_worse_plan(root: Path) -> None:
    assert planned(root, "--effort", "2")["points"] == planned(root, "--effort", "0.5")["points"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--start 2026-11-19", "--start 2026-11-19 has passed"),
        ("--start 2027-02-30", "is no day of the calendar"),
        ("--off someday", "is no day of the calendar"),
        ("--hours 9-17", "--hours '9-17' is no span of hours\n  write it like 09:00-17:00"),
        ("--hours 17:00-09:00", "ends before it begins"),
        ("--lunch noon", "--lunch 'noon' is no span of hours"),
        ("--days -1", "--days"),
        ("--effort nan", "--effort"),
        ("--auditor nobody", "there is no person 'nobody'"),
        ("--auditor people", "'people' fits more than one person\n  write one of: paul-people, pia-people"),
    ],
)
def test_flags_that_cannot_be_meant_are_refused(root: Path, words: str, told: str) -> None:
    done = suggest(root, *words.split())
    assert (done.code, done.out) == (2, "")
    assert told in done.err
