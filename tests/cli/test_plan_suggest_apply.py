"""`auditctl plan suggest --apply`: the plan as the smallest change of the files."""

import difflib
import json
from pathlib import Path

import pytest
import yaml

from in_process import called
from small_suggestion import (
    AUDIT,
    HEAD,
    OPENED,
    SCHEDULE,
    TODAY,
    company,
    flat,
    lay_company,
    problems,
    registered,
    schedule,
    session,
    solve_poyraz,
    suggest,
)
from small_suggestion import example as copied

FILE = "audits/b/audit.yaml"
HANDWRITTEN = """\
# by hand
title: 'Audit of 2027'   # kept
objectives:
- conformity
team:
    # the lead
    lead:   fay-fin     # for now
    auditors:
        - fay-fin   # second
        # and
        - pia-people
schedule:
  closing: { date: 2027-03-02, start: '16:00', minutes: 45 }
  sessions:
    payroll:
      process: payroll
      auditors: [ fay-fin ]    # not theirs
      date: '2027-03-02'
      start: "10:00"
      minutes: 0090

    backup: { process: backup , minutes: 60 }   # short
    hiring:
        auditors:
        process: hiring
        # no date yet
        date:
        start:
"""
WRITTEN = """\
# by hand
title: 'Audit of 2027'   # kept
objectives:
- conformity
team:
    # the lead
    lead:   pia-people     # for now
    auditors:
        - fay-fin   # second
        # and
        - pia-people
schedule:
  closing: { date: 2027-03-02, start: '16:00', minutes: 45 }
  sessions:
    payroll:
      process: payroll
      auditors: [ pia-people ]    # not theirs
      date: '2027-03-02'
      start: "10:00"
      minutes: 0090

    backup: { process: backup , minutes: 60, auditors: [fay-fin], date: 2027-03-02, start: "11:15" }   # short
    hiring:
        auditors:
          - fay-fin
        process: hiring
        # no date yet
        date: 2027-03-02
        start: "09:30"
        minutes: 90
  opening:
    date: 2027-03-02
    start: "09:00"
    minutes: 30
"""


def changed(before: str, after: str) -> list[str]:
    """Return the lines that went and came."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "", "", lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_only_what_the_plan_says_is_changed(tmp_path: Path) -> None:
    root = lay_company(tmp_path, audit=HANDWRITTEN)
    done = suggest(root, "--apply")
    assert done.code == 0, done.err
    assert (root / FILE).read_text("utf-8") == WRITTEN
    assert done.out.endswith(f"\n{FILE}\n")
    assert "next: `auditctl plan b`" in done.err
    assert problems(root) == []


@pytest.mark.parametrize("audit", [HANDWRITTEN, AUDIT, HEAD + "team:\nschedule: {}\n"])
def test_a_second_time_changes_nothing(tmp_path: Path, audit: str) -> None:
    root = lay_company(tmp_path, audit=audit)
    words = () if "date" in audit else ("--start", "2027-03-01", "--days", "2")
    assert suggest(root, *words, "--apply").code == 0
    before = everything(root)
    again = suggest(root, *words, "--apply")
    assert (again.code, everything(root)) == (0, before)
    assert "the files say this plan already" in again.err


def test_a_sound_plan_is_not_written_anew(tmp_path: Path) -> None:
    root = lay_company(tmp_path)
    before = everything(root)
    assert suggest(root, "--apply").code == 0
    assert everything(root) == before


def test_the_plan_of_poyraz_changes_the_lines_of_its_auditors(tmp_path: Path) -> None:
    root = copied("poyraz", tmp_path)
    solve_poyraz(root)
    file = root / "audits/2027-full/audit.yaml"
    before = file.read_text("utf-8")
    assert called(root, TODAY, "plan", "suggest", "2027-full", "--apply").code == 0
    lines = changed(before, file.read_text("utf-8"))
    assert [line for line in lines if "lead" in line] == ["-  lead: tolga-ak", "+  lead: ingrid-lind"]
    assert "+  auditors: [ece-bulut, ingrid-lind]" in lines
    assert len(lines) == 2 * 6
    came = {line[1:].replace("ingrid-lind", "tolga-ak") for line in lines if "operations" in line}
    assert came == {line[1:] for line in lines if "operations" in line and line[0] == "-"}


def test_parts_in_files_of_their_own_are_edited_there(tmp_path: Path) -> None:
    parts = {
        "audits/b/team.yaml": "# who audits\nauditors: []\n",
        "audits/b/schedule.yaml": "opening: {date: 2027-03-01}\nclosing: {date: 2027-03-01, minutes: 45}\n"
        "sessions:\n  backup: {process: backup}   # first\n",
    }
    root = lay_company(tmp_path, parts, audit=HEAD)
    done = suggest(root, "--apply")
    assert done.out.split()[-2:] == ["audits/b/team.yaml", "audits/b/schedule.yaml"]
    team, plan = ((root / path).read_text("utf-8") for path in parts)
    assert team == "# who audits\nauditors:\n  - pia-people\nlead: pia-people\n"
    assert plan == (
        'opening: {date: 2027-03-01, start: "09:00", minutes: 30}\n'
        'closing: {date: 2027-03-01, minutes: 45, start: "16:15"}\n'
        "sessions:\n"
        '  backup: {process: backup, auditors: [pia-people], date: 2027-03-01, start: "09:30", minutes: 60}   # first\n'
    )
    assert (root / FILE).read_text("utf-8") == HEAD


def test_a_plan_without_sessions_gets_one_for_each_process_in_scope(tmp_path: Path) -> None:
    root = lay_company(tmp_path, audit=HEAD)
    done = suggest(root, "--start", "2027-03-01", "--days", "2", "--apply")
    assert done.code == 0, done.err
    assert "note: the plan had no sessions: one for each process in scope" in flat(done.out)
    data = yaml.safe_load((root / FILE).read_text("utf-8"))
    assert data["team"] == {"lead": "pia-people", "auditors": ["pia-people", "fay-fin"]}
    assert list(data["schedule"]) == ["opening", "closing", "sessions"]
    assert {name: item["process"] for name, item in data["schedule"]["sessions"].items()} == {
        "backup": "backup",
        "hiring": "hiring",
        "payroll": "payroll",
    }
    assert all(item["minutes"] > 0 for item in data["schedule"]["sessions"].values())
    assert problems(root) == []


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    audit = AUDIT.replace('start: "11:15"', 'start: "10:30"').replace("\n", "\r\n")
    root = lay_company(tmp_path, audit=audit)
    assert suggest(root, "--apply").code == 0
    after = (root / FILE).read_bytes().decode()
    assert after.count("\r\n") == after.count("\n") == audit.count("\n")
    assert len(changed(audit, after)) == 2


def test_a_dry_run_shows_the_change_and_writes_nothing(tmp_path: Path) -> None:
    root = lay_company(tmp_path, audit=HANDWRITTEN)
    before = everything(root)
    done = suggest(root, "--dry-run")
    assert (done.code, everything(root)) == (0, before)
    assert f"--- {FILE}\n+++ {FILE}\n" in done.out
    assert "+    lead:   pia-people     # for now\n" in done.out
    data = json.loads(suggest(root, "--dry-run", "--json").out)
    assert (data["written"], data["paths"]) == (False, [FILE])
    assert f"+++ {FILE}\n" in data["diff"]
    assert everything(root) == before


def test_json_of_what_was_written(tmp_path: Path) -> None:
    root = lay_company(tmp_path, audit=HANDWRITTEN)
    shown = json.loads(suggest(root, "--json").out)
    assert (shown["written"], shown["paths"]) == (False, [])
    data = json.loads(suggest(root, "--apply", "--json").out)
    assert (data["schema_version"], data["written"], data["paths"]) == (1, True, [FILE])
    assert data["plan"] == shown["plan"]
    assert (root / FILE).read_text("utf-8") == WRITTEN


def test_nothing_is_written_where_there_is_no_plan(tmp_path: Path) -> None:
    root = copied("poyraz", tmp_path)
    before = everything(root)
    for flag in ("--apply", "--dry-run"):
        done = called(root, TODAY, "plan", "suggest", "2027-full", flag)
        assert (done.code, everything(root)) == (1, before)
        assert "No plan for Full audit before stage 2" in done.out


def test_who_gets_no_session_leaves_the_team_with_what_is_noted_beside_them(tmp_path: Path) -> None:
    team = """\
team:
  lead: pia-people   # so far
  auditors:
    - ann-audit   # dear
    - pia-people  # stays
  declarations: {ann-audit: {date: 2026-11-02}}
"""
    audit = AUDIT.replace("team: {lead: pia-people, auditors: [pia-people, fay-fin]}\n", team)
    root = lay_company(tmp_path, company=company(auditors=registered("ann-audit", "lead-auditor")), audit=audit)  # fmt: skip
    assert suggest(root, "--apply").code == 0
    assert team.replace(
        "    - ann-audit   # dear\n    - pia-people  # stays\n", "    - pia-people  # stays\n    - fay-fin\n"
    ) in (root / FILE).read_text("utf-8")


def test_a_held_opening_meeting_and_held_sessions_stay(tmp_path: Path) -> None:
    audit = OPENED.replace('start: "09:00", minutes: 30}', "minutes: 25}")
    audit = session("payroll", "{process: payroll, date: 2027-03-02, minutes: 90}", audit)
    root = lay_company(tmp_path, audit=audit)
    before = schedule(root)
    done = called(root, TODAY.replace(2027, 3, 2), "plan", "suggest", "b", "--apply")
    assert done.code == 0, done.err
    after = schedule(root)
    assert after["opening"] == before["opening"]
    assert {name: after["sessions"][name] for name in ("backup", "hiring")} == {
        name: before["sessions"][name] for name in ("backup", "hiring")
    }
    assert after["sessions"]["payroll"]["auditors"] == ["pia-people"]
    assert "10:00 backup 60 min fay-fin; stays" in flat(done.out)


def test_a_team_without_anybody_keeps_its_other_keys(tmp_path: Path) -> None:
    audit = HEAD + SCHEDULE.replace(
        "team: {lead: pia-people, auditors: [pia-people, fay-fin]}",
        "team: {observers: [tom-tech], details: first time}",
    )
    root = lay_company(tmp_path, audit=audit)
    assert suggest(root, "--apply").code == 0
    assert (
        "team: {observers: [tom-tech], details: first time, lead: pia-people, auditors: [pia-people, fay-fin]}\n"
        in (root / FILE).read_text("utf-8")
    )


def test_what_is_wrong_elsewhere_does_not_keep_a_plan_from_being_written(tmp_path: Path) -> None:
    other = AUDIT.replace("2027-03", "2027-04").replace(
        "auditors: [fay-fin], date", "auditors: [tom-tech], date"
    )
    root = lay_company(tmp_path, {"audits/c/audit.yaml": other}, audit=HANDWRITTEN)
    assert any("tom-tech audits backup" in message for message in problems(root))
    assert suggest(root, "--apply").code == 0
    assert (root / FILE).read_text("utf-8") == WRITTEN
