"""`auditctl report --kind plan`: who is met when and where, and nothing of how the team was chosen."""

from pathlib import Path

import pytest

from auditctl.reports.audit_plan import NotPlannedHere
from pages import assert_well_made
from small_kinds import made, rows, section
from small_repository import files

EARLIER = {
    "audits/b/audit.yaml": "title: Before\nunplanned: early\nlegacy: {from: 2026-02-02, to: 2026-02-03, lead: ann-audit, processes: all}\n",
    "audits/b/findings/old.yaml": "title: Tests late\ngrade: minor\nprocess: backup\nrequirements: [A.8.13]\nnumber: NC-b-1\nraised: {date: 2026-02-03}\n",
    "audits/b/findings/other.yaml": "title: Forms lost\ngrade: minor\nprocess: hiring\nrequirements: [A.6.1]\nraised: {date: 2026-02-03}\n",
    "audits/b/findings/mended.yaml": "title: Mended\ngrade: minor\nprocess: hiring\nrequirements: [A.6.1]\nraised: {date: 2026-02-03}\nwithdrawn: {by: ann-audit, date: 2026-02-04, why: mistaken}\n",
}
SCHEDULE = """\
opening: {date: 2026-10-05, start: "09:00", minutes: 30}
sessions:
  hiring: {process: hiring, auditors: [ann-audit], date: 2026-10-06, start: "23:30", minutes: 60, others: two clerks, mode: remote}
  backup:
    process: backup
    auditors: [ann-audit]
    date: 2026-10-05
    start: "10:00"
    minutes: 120
    auditees: [tom-tech]
    guides: [olga-ops, tom-tech]
    location: office
    mode: on-site
    requirements: [A.8.13, bck-pol#4.2]
    methods: [interview, technical-test]
    agreed: {by: olga-ops, date: 2026-09-28}
  later: {process: hiring, auditors: []}
"""
WITH = {"audits/a/schedule.yaml": SCHEDULE}


def test_each_day_has_its_sessions_in_the_order_of_their_hours(tmp_path: Path) -> None:
    text = made(tmp_path, "plan", {})
    assert text.startswith("# Audit plan: Main audit\n")
    assert "2 sessions on 3 days, 4 h in sessions. Questions about this plan go to Ann Audit" in text
    table = section(text, "Timetable")
    assert [line for line in table.splitlines() if line.startswith("###")] == [
        "### Monday, 2026-10-05",
        "### Tuesday, 2026-10-06",
        "### Wednesday, 2026-10-07",
    ]
    assert rows(table)[:2] == [
        ["09:00–09:30", "Opening meeting", "everybody named under Meetings", "–", "the whole team", "–", "–"],
        ["10:00–12:00", "Backup and restore", "Tom Tech (Operations)", "Office", "Ann Audit", "–", "A.8.13, A.8.14"],
    ]  # fmt: skip


def test_who_is_met_where_how_and_against_what(tmp_path: Path) -> None:
    text = made(tmp_path, "plan", WITH)
    first, second, third = (row for row in rows(section(text, "Timetable")) if "meeting" not in row[1])
    assert first == [
        "10:00–12:00", "Backup and restore", "Tom Tech (Operations); Olga Ops (Operations) (guide)",
        "Office (on site)", "Ann Audit", "interview, technical test; test agreed by Olga Ops on 2026-09-28",
        "A.8.13, bck-pol#4.2",
    ]  # fmt: skip
    assert second[0] == "23:30–00:30"
    assert second[2] == "two clerks"
    assert third[:5] == ["no hour yet", "Hiring and leaving", "to be named; Paul People owns the process", "–", "to be named"]  # fmt: skip
    assert "### Without a day yet" in text
    assert "Technical tests: a system and an hour that are agreed beforehand: Backup and restore." in text
    assert "Held remotely: a video call in which a screen can be shared: Hiring and leaving." in text
    assert "Interviews: time of those who are met, undisturbed: Backup and restore." in text


def test_documents_earlier_findings_and_requirements_stand_by_process(tmp_path: Path) -> None:
    more = EARLIER | {
        "audits/a/audit.yaml": f"{files()['audits/a/audit.yaml']}follow_up: [b/old]\n",
        "audits/a/findings/own.yaml": "title: Own\ngrade: minor\nprocess: backup\nrequirements: [A.8.13]\nraised: {by: ann-audit, date: 2026-10-05}\n",
    }
    text = made(tmp_path, "plan", more)
    assert rows(section(text, "What to have ready")) == [
        ["Backup and restore", "Backup policy, 2.2", "NC-b-1 Tests late (issued; verified in this audit)"],
        ["Hiring and leaving", "–", "b/other Forms lost (issued)"],
    ]
    annex = rows(section(text, "Annex A: What each process is held against"))
    assert annex[0] == ["Backup and restore", "A.8.13 Information backup; A.8.14 Redundancy of information processing facilities"]  # fmt: skip


def test_no_conflict_exception_or_declaration_is_told(tmp_path: Path) -> None:
    secret = {
        "audits/a/team.yaml": """\
lead: ann-audit
auditors: [ann-audit, olga-ops]
declarations: {ann-audit: {date: 2026-08-31, conflicts: [{person: paul-people, kind: family}], details: stays out of hiring}}
exceptions:
  - {rule: IND001, auditor: olga-ops, process: backup, reason: nobody else knows it, safeguards: [Ann reads all]}
details: Olga was not wanted.
""",
        "audits/a/schedule.yaml": files()["audits/a/schedule.yaml"].replace("auditors: [ann-audit]", "auditors: [olga-ops]", 1),
    }  # fmt: skip
    for format_ in ("md", "html"):
        text = made(tmp_path, "plan", secret, format_).rpartition("</style>")[2]
        assert "Olga Ops" in text
        for word in (
            "IND0",
            "conflict",
            "exception",
            "family",
            "nobody else",
            "not wanted",
            "stays out",
            "2026-08-31",
        ):
            assert word not in text, word


def test_it_is_a_draft_until_it_is_sent_and_says_when_it_is_off(tmp_path: Path) -> None:
    unsent = files()["audits/a/audit.yaml"].replace("plan: {sent: 2026-09-21}\n", "")
    draft = made(tmp_path, "plan", {"audits/a/audit.yaml": unsent})
    assert draft.startswith("**Draft**: this plan has not been sent, and days and hours may still move.\n")
    assert "| Plan sent | not yet |" in draft
    sent = made(tmp_path, "plan", {"audits/a/audit.yaml": files()["audits/a/audit.yaml"]})
    assert "Draft" not in sent
    off = f"{unsent}cancelled: {{by: mia-chief, date: 2026-09-22, why: the refit}}\n"
    assert "**This audit was cancelled on 2026-09-22 by Mia Chief.**" in made(
        tmp_path, "plan", {"audits/a/audit.yaml": off}
    )


def test_it_says_what_follows_by_the_days_of_the_house(tmp_path: Path) -> None:
    follows = section(made(tmp_path, "plan", {}), "What follows")
    assert "The report is issued within 15 working days of the closing meeting: by 2026-10-28." in follows
    assert "Major nonconformity: a plan of corrective action within 14 days of the report." in follows
    assert "Opportunity for improvement: a decision within 60 days of the report." in follows


def test_the_team_the_client_and_the_owners_are_expected_at_the_meetings(tmp_path: Path) -> None:
    meetings = section(made(tmp_path, "plan", {}), "Meetings")
    people = [line for line in meetings.splitlines() if line.startswith("- ")]
    assert people == [
        "- Ann Audit, North Assurance",
        "- Mia Chief, Managing director",
        "- Olga Ops (Operations)",
        "- Paul People (People)",
    ]


def test_an_audit_of_others_or_of_before_has_no_plan(tmp_path: Path) -> None:
    external = {
        "audits/c/audit.yaml": "title: Outside\nkind: external\nbody: north\nfrom: 2026-03-02\nto: 2026-03-03\n"
    }
    with pytest.raises(NotPlannedHere, match="b has no plan here: it was held before these records began"):
        made(tmp_path, "plan", EARLIER, audit="b")
    with pytest.raises(NotPlannedHere, match="c has no plan here: it is an external audit"):
        made(tmp_path, "plan", external, audit="c")


def test_the_page_is_marked_up_with_care(tmp_path: Path) -> None:
    assert_well_made(made(tmp_path, "plan", WITH | EARLIER, "html"))
    assert "\n\n\n" not in made(tmp_path, "plan", WITH | EARLIER)


def test_an_empty_plan_is_told_too(tmp_path: Path) -> None:
    bare = {"audits/a/schedule.yaml": "details: later\n", "audits/a/team.yaml": "details: later\n"}
    text = made(tmp_path, "plan", bare)
    for words in ("No day is planned yet.", "No session is planned.", "No team is named."):
        assert words in text
    assert "later" not in text
    assert "\n\n\n" not in text
    assert_well_made(made(tmp_path, "plan", bare, "html"))
