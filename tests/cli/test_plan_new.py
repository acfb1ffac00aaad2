"""`auditctl plan new`: an audit from its entry in the programme, and what stands in its way."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pexpect
import pytest
import yaml

from in_process import called
from small_plan import ENTRY, TODAY, change, plan_new, sessions, small_plan, written
from small_repository import auditctl, environment, files, lay

PARTS = ["audit", "scope", "criteria", "team", "schedule"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_plan(tmp_path / "kestrel")


def test_the_programme_fills_the_planning_files(root: Path) -> None:
    done = plan_new(root, "b")
    assert (done.code, done.out.split()) == (0, [f"audits/b/{part}.yaml" for part in PARTS]), done.err
    audit = written(root, "audit")
    assert audit == {
        "title": "Audit of 2027",
        "client": "mia-chief",
        "objectives": ["see that we work as we say"],
        "period": {"from": date(2026, 10, 3), "to": date(2027, 2, 28)},
    }
    assert written(root, "scope") == {"processes": "all"}
    assert written(root, "criteria") == {"requirements": "all", "documents": {"bck-pol": "2.2"}}
    assert written(root, "team") == {"auditors": []}
    assert written(root, "schedule") == {
        "opening": {"date": date(2027, 3, 1), "start": "09:00", "minutes": 30},
        "closing": {"date": date(2027, 3, 5), "start": "16:00", "minutes": 30},
        "sessions": {
            "backup": {"process": "backup", "minutes": 60, "auditees": ["tom-tech"]},
            "hiring": {"process": "hiring", "minutes": 300, "auditees": ["paul-people"]},
        },
    }
    assert "next: `auditctl plan suggest b` proposes auditors, days and hours\n" in done.err


def test_the_check_has_no_error_of_it_and_the_plan_can_be_shown(root: Path) -> None:
    before = called(root, TODAY, "check", "--format", "json", "--fail-on", "never")
    plan_new(root, "b")
    after = called(root, TODAY, "check", "--format", "json", "--fail-on", "never")
    errors = [
        {item["message"] for item in json.loads(done.out)["diagnostics"] if item["severity"] == "error"}
        for done in (before, after)
    ]
    assert errors[0] >= errors[1]
    assert "Audit of 2027 (b)" in called(root, TODAY, "plan", "b").out


def test_a_session_says_where_it_is_and_what_its_auditor_needs(root: Path) -> None:
    change(
        root,
        "auditctl.yaml",
        "name: Backup and restore\n",
        "name: Backup\n    locations: [cloud]\n    needs: [technical, law]\n",
    )
    change(
        root,
        "auditctl.yaml",
        "office: {name: Office}",
        "office: {name: Office}\n    cloud: {name: Cloud, virtual: true}",
    )
    plan_new(root, "b")
    assert sessions(root)["backup"]["location"] == "cloud"
    assert sessions(root)["backup"]["mode"] == "remote"
    assert written(root, "scope") == {"locations": ["cloud"], "processes": "all"}
    assert (
        "  # needs somebody with: technical, law\n  backup:\n"
        in (root / "audits/b/schedule.yaml").read_text()
    )


def test_new_files_name_their_schema_where_the_repository_keeps_schemas(root: Path) -> None:
    (root / ".schemas").mkdir()
    for part in PARTS:
        (root / f".schemas/{part}.json").write_text("{}")
    plan_new(root, "b")
    for part in PARTS:
        first = (root / f"audits/b/{part}.yaml").read_text().splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../../.schemas/{part}.json"


def test_a_dry_run_shows_the_files_and_writes_none(root: Path) -> None:
    done = plan_new(root, "b", "--dry-run")
    assert done.code == 0
    assert "+++ audits/b/schedule.yaml\n" in done.out
    assert not (root / "audits/b").exists()


def test_json_tells_the_same(root: Path) -> None:
    done = plan_new(root, "b", "--json")
    told = json.loads(done.out)
    assert (told["schema_version"], told["written"], told["audit"], told["from"]) == (1, True, "b", None)
    assert (told["first_day"], told["last_day"], told["lead"]) == ("2027-03-01", "2027-03-05", None)
    assert [session["session"] for session in told["sessions"]] == ["backup", "hiring"]
    assert {
        "about": "open",
        "names": [],
        "text": "nobody leads it: name somebody with --lead, or in team.yaml",
    } in told["remarks"]
    assert done.err == ""
    (root / "audits/b/audit.yaml").unlink()
    for part in PARTS[1:]:
        (root / f"audits/b/{part}.yaml").unlink()
    (root / "audits/b").rmdir()
    dry = json.loads(plan_new(root, "b", "--json", "--dry-run").out)
    assert (dry["written"], "+title: Audit of 2027\n" in dry["diff"]) == (False, True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "`auditctl plan show a` shows it; choose another name for a new audit"),
        (
            {"audits/c/audit.yaml": "title: A skeleton\n"},
            "it has no scope, criteria, team and schedule yet: write them beside its audit.yaml (`auditctl plan show c` shows what is missing), or move that folder away, or choose another name",
        ),
        ({"audits/c/team.yaml": "lead: ann-audit\n"}, "it holds no audit.yaml that could be read"),
        ({"audits/c/notes.txt": "later\n"}, "it holds no audit.yaml that could be read"),
    ],
)
def test_a_folder_that_exists_is_left_as_it_is(root: Path, more: dict[str, str], said: str) -> None:
    for path, text in more.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    name = "c" if more else "a"
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = plan_new(root, name, "--why", "an incident")
    assert (done.code, done.out) == (3, "")
    assert f"auditctl: audits/{name} exists already and is left as it is\n" in done.err
    assert said in done.err
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_without_an_entry_the_reason_is_missing_and_the_entry_is_offered(root: Path) -> None:
    done = plan_new(root, "extra", "--start", "2027-05-03")
    assert (done.code, done.out) == (2, "")
    assert "auditctl: no programme lists extra, and no reason was given to hold it\n" in done.err
    assert "did you mean" not in done.err
    assert '--why "…"' in done.err
    assert "in auditctl.yaml, with a revision:\n" in done.err
    snippet = yaml.safe_load(done.err.splitlines()[-1])
    assert snippet["extra"]["planned"] == {"from": date(2027, 5, 3), "to": date(2027, 5, 3)}


def test_a_name_near_an_entry_is_offered(tmp_path: Path) -> None:
    root = small_plan(tmp_path)
    change(root, "auditctl.yaml", "      b: {title", "      2027-full: {title")
    assert "  did you mean 2027-full?\n" in plan_new(root, "2027-ful").err


def test_an_unplanned_audit_says_why_it_is_held(root: Path) -> None:
    done = plan_new(root, "extra", "--why", "incident  7", "--title", "Mobile app", "--process", "back")
    assert done.code == 0, done.err
    audit = written(root, "audit", "extra")
    assert (audit["title"], audit["unplanned"]) == ("Mobile app", "incident 7")
    assert written(root, "scope", "extra") == {"processes": ["backup"]}
    assert written(root, "criteria", "extra")["requirements"] == ["A.8.13", "A.8.14"]
    assert "no first day was given: nothing has a date yet; name one with --start\n" in done.err
    assert set(written(root, "schedule", "extra")) == {"sessions"}
    assert "PRG009" not in called(root, TODAY, "check", "--fail-on", "never").out


def test_a_terminal_is_asked_for_the_reason_and_the_processes(root: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "plan", "new", "extra"],
        cwd=str(root),
        env=environment(AUDITCTL_TODAY=f"{TODAY}", TMPDIR=str(root.parent)),
        encoding="utf-8",
        timeout=20,
    )
    child.delaybeforesend = 0
    child.expect("no programme lists extra")
    child.expect("Why it is held all the same: ")
    child.sendline("incident 7")
    child.expect("Processes, none for all")
    child.sendline("1")
    child.expect("audits/extra/schedule.yaml")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert written(root, "audit", "extra")["unplanned"] == "incident 7"
    assert written(root, "scope", "extra") == {"processes": ["backup"]}


def test_no_input_is_never_asked(root: Path) -> None:
    assert plan_new(root, "extra", "--no-input").code == 2


def test_one_process_alone_is_told_against_the_programme(root: Path) -> None:
    done = plan_new(root, "b", "--process", "hiring")
    assert "the programme plans all processes, this plan hiring alone\n" in done.err
    assert list(sessions(root)) == ["hiring"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--process", "bakup"), "there is no process 'bakup'\n  did you mean backup?"),
        (("--lead", "ann-adit"), "there is no person 'ann-adit'\n  did you mean ann-audit?"),
        (("--from", "zz"), "there is no audit 'zz'"),
        (("--start", "2027-3-1"), "--start '2027-3-1' is no day of the calendar"),
        (("--start", "20270301"), "--start '20270301' is no date\n  write 2027-03-01"),
        (("--start", "2026-10-19"), "--start 2026-10-19 lies before today, 2026-10-20"),
        (("--title", "  "), "--title is empty"),
    ],
)
def test_words_that_do_not_fit_are_usage_errors(root: Path, words: tuple[str, ...], said: str) -> None:
    done = plan_new(root, "b", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (root / "audits/b").exists()


@pytest.mark.parametrize("name", ["B", "all", "null", "a b", "-x", "x" * 61, "../x"])
def test_a_name_that_cannot_be_an_id_is_refused(root: Path, name: str) -> None:
    done = plan_new(root, "--why", "x", "--", name)
    assert (done.code, done.out) == (2, "")
    assert "cannot be an id" in done.err


def test_an_audit_called_like_a_command_is_shown_by_the_long_form(root: Path) -> None:
    done = plan_new(root, "new", "--from", "a", "--why", "x", "--start", "2027-02-01")
    assert done.code == 0, done.err
    assert "next: `auditctl plan show new`\n" in done.err
    assert "(new)" in called(root, TODAY, "plan", "show", "new").out


def test_sessions_lie_one_after_the_other_from_the_day_that_is_asked_for(root: Path) -> None:
    done = plan_new(root, "b", "--start", "2027-03-06")
    assert "2027-03-06 is a Saturday: it begins on Monday, 2027-03-08\n" in done.err
    assert (
        "the programme plans it for 2027-03-01 to 2027-03-05: record there that it was postponed" in done.err
    )
    held = {name: (str(session["date"]), session["start"]) for name, session in sessions(root).items()}
    assert held == {"backup": ("2027-03-08", "09:30"), "hiring": ("2027-03-09", "09:00")}
    schedule = written(root, "schedule")
    assert (str(schedule["opening"]["date"]), str(schedule["closing"]["date"])) == (
        "2027-03-08",
        "2027-03-09",
    )
    assert schedule["closing"]["start"] == "14:15"
    assert str(written(root, "audit")["period"]["to"]) == "2027-03-07"


def test_a_notice_that_cannot_be_kept_is_said(root: Path) -> None:
    done = plan_new(root, "b", "--start", "2026-10-21")
    assert (
        "the house notice of 5 working days cannot be kept: the plan had to go out by 2026-10-14\n"
        in done.err
    )


def test_a_period_of_one_day_has_a_beginning_and_an_end(root: Path) -> None:
    change(root, "audits/a/audit.yaml", "to: 2026-10-02", "to: 2027-03-15")
    assert plan_new(root, "b").code == 0
    assert written(root, "audit")["period"] == {"from": date(2027, 2, 28), "to": date(2027, 2, 28)}


def test_the_end_of_the_calendar_is_no_accident(root: Path) -> None:
    done = plan_new(root, "b", "--start", "9999-12-31")
    assert done.code == 0, done.err
    assert {str(session["date"]) for session in sessions(root).values()} == {"9999-12-31"}


def test_the_first_day_of_the_calendar_is_none_either(root: Path) -> None:
    done = plan_new(root, "b", "--start", "0001-01-01", today=date(1, 1, 1))
    assert "bug" not in done.err


@pytest.mark.parametrize(
    ("entry", "code", "said"),
    [
        (
            ENTRY.replace(
                "}, processes", "}, cancelled: {by: mia-chief, date: 2026-10-12, why: moved}, processes"
            ),
            3,
            "the programme has b cancelled since 2026-10-12 (moved)",
        ),
        (
            ENTRY.replace(
                "}, processes",
                "}, postponed: [{to: 2027-04-05, by: mia-chief, date: 2026-10-12, why: moved}], processes",
            ),
            0,
            "the programme postponed it from 2027-03-01 to 2027-04-05",
        ),
        (
            ENTRY.replace("2027-03-01", "2027-02-27").replace("2027-03-05", "2027-03-07"),
            0,
            "2027-02-27 is a Saturday: it begins on Monday, 2027-03-01",
        ),
        (
            ENTRY.replace("2027-03-01", "2026-10-01"),
            0,
            "its planned start, 2026-10-01, has passed: nothing has a date yet; name the first day with --start",
        ),
        (
            ENTRY.replace("processes: all", "processes: [backup, payroll]"),
            0,
            "payroll is no process of processes.yaml: it is left out",
        ),
        (
            ENTRY.replace("processes: all", "processes: [payroll]"),
            3,
            "b would have nothing to audit: no live process of this name: payroll",
        ),
        (
            ENTRY.replace("requirements: all", "requirements: [A.8, A.99]"),
            0,
            "the programme names A.99, which no catalogue in force knows",
        ),
    ],
)
def test_what_the_programme_says_of_it_is_heard(tmp_path: Path, entry: str, code: int, said: str) -> None:
    root = small_plan(tmp_path, entry)
    done = plan_new(root, "b")
    assert done.code == code, done.err
    assert said in done.err
    assert (root / "audits/b").exists() == (code == 0)


def test_the_days_of_a_postponed_audit_are_its_new_ones(tmp_path: Path) -> None:
    moved = "}, postponed: [{to: 2027-04-05, by: mia-chief, date: 2026-10-12, why: moved}], processes"
    root = small_plan(tmp_path, ENTRY.replace("}, processes", moved))
    plan_new(root, "b")
    schedule = written(root, "schedule")
    assert (str(schedule["opening"]["date"]), str(schedule["closing"]["date"])) == (
        "2027-04-05",
        "2027-04-09",
    )


def test_an_audit_that_two_programmes_list_is_refused_unless_one_called_it_off(root: Path) -> None:
    other = (
        "from: 2028-01-01\nto: 2028-12-31\nowner: mia-chief\naudits:\n"
        "  b: {planned: {from: 2028-03-01, to: 2028-03-01}}\n"
    )
    lay(root, {"auditctl.yaml": (root / "auditctl.yaml").read_text(), "programmes/next.yaml": other})
    done = plan_new(root, "b")
    assert (done.code, done.out) == (3, "")
    assert "b stands in more than one programme: cycle, next" in done.err
    change(
        root,
        "programmes/next.yaml",
        "2028-03-01}}",
        "2028-03-01}, cancelled: {by: mia-chief, date: 2026-10-12, why: twice}}",
    )
    assert plan_new(root, "b").code == 0


def test_a_process_that_nobody_owns_is_said(root: Path) -> None:
    change(
        root, "auditctl.yaml", "    owner: paul-people\n    department: people\n", "    department: people\n"
    )
    done = plan_new(root, "b")
    assert "  nobody owns hiring: who is met there is open\n" in done.err
    assert "auditees" not in sessions(root)["hiring"]


def test_a_process_that_is_no_more_is_not_audited(root: Path) -> None:
    change(
        root,
        "auditctl.yaml",
        "name: Hiring and leaving\n",
        "name: Hiring and leaving\n    retired: 2027-03-01\n",
    )
    plan_new(root, "b")
    assert list(sessions(root)) == ["backup"]
    done = plan_new(root, "c", "--why", "x", "--process", "hiring", "--start", "2027-03-01")
    assert (done.code, "hiring is retired from 2027-03-01 on" in done.err) == (2, True)


def test_a_lead_who_has_left_by_then_cannot_lead(root: Path) -> None:
    change(root, "auditctl.yaml", "employer: north}", "employer: north, left: 2027-02-01}")
    done = plan_new(root, "b", "--lead", "ann")
    assert (done.code, done.out) == (2, "")
    assert "ann-audit left on 2027-02-01 and cannot lead an audit on 2027-03-01" in done.err
    change(root, "auditctl.yaml", "left: 2027-02-01", "left: 2027-03-02")
    assert plan_new(root, "b", "--lead", "ann").code == 0
    assert written(root, "team") == {"lead": "ann-audit", "auditors": ["ann-audit"]}


@pytest.mark.parametrize(
    ("roles", "said"), [("[auditor]", True), ("[trainee]", True), ("[lead-auditor, auditor]", False)]
)
def test_a_lead_who_is_not_registered_as_one_is_told(root: Path, roles: str, said: bool) -> None:
    change(root, "auditctl.yaml", "roles: [lead-auditor, auditor]", f"roles: {roles}")
    done = plan_new(root, "b", "--lead", "ann")
    assert done.code == 0, done.err
    words = "ann-audit on 2027-03-01: is not registered as lead auditor, and is to lead it"
    assert (words in " ".join(done.err.split())) == said


def test_the_files_are_written_although_nobody_hears_what_is_said(root: Path) -> None:
    listening, speaking = os.pipe()
    os.close(listening)
    for words in (("b", "--dry-run"), ("b",)):
        done = subprocess.run(
            [sys.executable, "-m", "auditctl", "--as-of", f"{TODAY}", "plan", "new", *words],
            cwd=root, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=speaking,
            check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0
        assert b"audits/b/audit.yaml" in done.stdout
    os.close(speaking)
    assert sorted(path.stem for path in (root / "audits/b").iterdir()) == sorted(PARTS)


def test_the_files_are_written_although_nobody_reads_anything(root: Path) -> None:
    listening, speaking = os.pipe()
    os.close(listening)
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", "--as-of", f"{TODAY}", "plan", "new", "b"],
        cwd=root, env=environment(), stdin=subprocess.DEVNULL, stdout=speaking, stderr=speaking,
        check=False, timeout=60,
    )  # fmt: skip
    os.close(speaking)
    assert done.returncode == 0
    assert sorted(path.stem for path in (root / "audits/b").iterdir()) == sorted(PARTS)


def test_a_refusal_is_no_success_although_nobody_hears_it(root: Path) -> None:
    change(root, "auditctl.yaml", "name: Hiring and leaving", "nme: Hiring and leaving")
    listening, speaking = os.pipe()
    os.close(listening)
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", "--as-of", f"{TODAY}", "plan", "new", "b"],
        cwd=root, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=speaking,
        check=False, timeout=60,
    )  # fmt: skip
    os.close(speaking)
    assert done.returncode == 3
    assert not (root / "audits/b").exists()


def test_without_a_programme_the_rules_have_the_last_word(tmp_path: Path) -> None:
    text = files()["auditctl.yaml"].partition("programmes:")[0]
    root = lay(tmp_path, {"auditctl.yaml": text})
    done = plan_new(root, "b")
    assert (done.code, "there is no programme that could list b" in done.err) == (2, True)
    assert plan_new(root, "b", "--why", "the first one").code == 0


def test_a_root_that_cannot_be_read_is_no_ground_to_plan_on(root: Path) -> None:
    change(root, "auditctl.yaml", "name: Hiring and leaving", "nme: Hiring and leaving")
    done = plan_new(root, "b")
    assert (done.code, done.out) == (3, "")
    assert "SCH001 forbids it" in done.err
    assert not (root / "audits/b").exists()


def test_the_command_line_is_a_real_one(root: Path) -> None:
    done = auditctl(root, "--as-of", f"{TODAY}", "plan", "new", "b", "--lead", "ann-audit")
    assert (done.code, len(done.out.splitlines())) == (0, 5)
    assert auditctl(root, "plan", "new", "--help").out.count("auditctl plan new") >= 4
