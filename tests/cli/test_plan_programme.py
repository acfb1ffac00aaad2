"""`auditctl plan` without an audit: the programme, its time line, coverage, processes and what is due."""

import re
from pathlib import Path

import pytest

from programme_view import data, only, page, plan, process, process_row, section
from small_programme import EVERY_STATE, HEAD, LEGACY, WITHOUT
from small_repository import auditctl, files, lay

FINDING = "title: Not so\ngrade: {grade}\nprocess: backup\nrequirements: [A.8.13]\nraised: {{by: ann-audit, date: 2026-10-05}}\n"


def test_the_head_says_cycle_owner_and_approval(tmp_path: Path) -> None:
    assert page(tmp_path).splitlines()[:3] == [
        "The year (year), Kestrel Ltd, 2026-10-06",
        "2026-01-01 to 2026-12-31, in force; owner mia-chief; approved by paul-people on",
        "2026-01-10",
    ]


def test_every_audit_has_its_row_in_the_order_of_the_days(tmp_path: Path) -> None:
    rows = section(page(tmp_path), "Time line").splitlines()
    assert " ".join(rows[:2]) == (
        "Time line: 9 audits (1 scheduled, 1 postponed, 1 planned, 1 under way, 1 held, 1 late, 1 cancelled, 2 external)"
    )
    assert [line.strip() for line in rows[3:5]] == ["2026", "Q1       Q2       Q3       Q4"]
    assert rows[5:15] == [
        "old           |  ●     ·        ·        ·          2026-02-03 held",
        "forgotten     |     !  ·        ·        ·          2026-03-02 late",
        "customer      |        ·  ◆     ·        ·          2026-05-04 external",
        "dropped       |        ·        ×        ·          2026-07-06 cancelled",
        "a             |        ·        ·        ◐          2026-10-05 under way",
        "listed        |        ·        ·        ·  ○       2026-11-02 scheduled",
        "surveillance  |        ·        ·        ·  ◆       2026-11-09 external",
        "coming        |        ·        ·        ·     ◎    2026-12-01 planned",
        "moved         |        ·        ·        ·     »    2026-12-07 postponed",
        "                                         ^ today, 2026-10-06",
    ]
    assert "○ scheduled; » postponed; ◎ planned; ◐ under way; ● held; ! late;" in "\n".join(rows)


def test_what_was_moved_or_called_off_says_by_whom_and_why(tmp_path: Path) -> None:
    told = " ".join(section(page(tmp_path), "Postponed or cancelled").split())
    assert "moved: postponed from 2026-06-15 to 2026-12-07 by mia-chief on 2026-06-01: office refit" in told
    assert "dropped: cancelled by mia-chief on 2026-07-01, approved by paul-people: merged into a" in told


def test_a_timetable_outside_of_the_planned_days_is_shown_and_owed(tmp_path: Path) -> None:
    meetings = "schedule: {opening: {date: 2026-10-26}, closing: {date: 2026-10-27}}\n"
    entry = "{planned: {from: 2026-12-07, to: 2026-12-08}}"
    programme = only(f"{HEAD}audits: {{a: {entry}}}\n") | {
        "audits/a/audit.yaml": f"title: A\n{meetings}",
        "audits/a/schedule.yaml": "(absent)",
    }
    root = lay(tmp_path, programme)
    (root / "audits/a/schedule.yaml").unlink()
    text = auditctl(root, "plan").out
    assert re.search(r"^a  .* 2026-10-26 planned$", text, re.MULTILINE)
    assert "2026-10-26  in 20 days  ann-audit  a: hold the opening meeting\n" in text
    said = auditctl(root, "check").out
    assert (
        "the timetable of a lies outside the days that the programme plans, 2026-12-07 to 2026-12-08" in said
    )
    report = auditctl(root, "report", "--kind", "programme").out
    assert "| A (a) | 2026-12-07 to 2026-12-08 | 2026-10-26 to 2026-10-27 | planned |" in report


def test_a_cancellation_in_the_audit_itself_has_no_place_for_an_approver(tmp_path: Path) -> None:
    cancelled = "title: A\ncancelled: {by: mia-chief, date: 2026-10-01, why: merged}\n"
    root = lay(tmp_path, EVERY_STATE | {"audits/a/audit.yaml": cancelled})
    told = " ".join(auditctl(root, "plan").out.split())
    assert "a: cancelled by mia-chief on 2026-10-01: merged" in told
    assert "approved by nobody" not in told
    for shape in ("md", "html"):
        report = auditctl(
            root, "report", "--kind", "programme", "--format", shape.replace("md", "markdown")
        ).out
        assert "approved by nobody" not in report
    assert (
        "| A | cancelled | Mia Chief | 2026-10-01 | merged |"
        in auditctl(root, "report", "--kind", "programme").out
    )


def test_a_cancellation_without_reason_or_approver_says_so(tmp_path: Path) -> None:
    entry = "{planned: {from: 2026-05-05, to: 2026-05-05}, cancelled: {by: mia-chief, date: 2026-05-01}}"
    told = section(page(tmp_path, only(f"{HEAD}audits: {{z: {entry}}}\n")), "Postponed")
    assert "z: cancelled by mia-chief on 2026-05-01, approved by nobody: no reason is" in told


def test_where_only_ascii_is_taken_nothing_else_is_printed(tmp_path: Path) -> None:
    done = plan(tmp_path, EVERY_STATE, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert done.out.isascii()
    assert "?" not in done.out
    assert "old           |  #     .        .        .          2026-02-03 held" in done.out
    assert "o scheduled; ~ postponed; p planned; u under way; # held; ! late;" in done.out
    assert "\n  4   ####      4 of 4\n" in done.out


def test_the_grid_counts_each_state_of_the_requirements_that_apply(tmp_path: Path) -> None:
    old = LEGACY.format(
        title="Old", day="2025-02-03", requirements='["4", "5", A.8.13]', processes="[backup]"
    )
    programme = f"{HEAD}audits: {{z: {{planned: {{from: 2026-12-01, to: 2026-12-01}}, processes: [hiring], requirements: ['5', A.6]}}}}\n"
    soa = WITHOUT.replace(
        "soa:\n", "soa:\n  excluded: {A.8.14: {reason: one site}, A.8.30: {reason: all is bought}}\n"
    )
    more = only(programme) | {
        "auditctl.yaml": soa,
        "audits/old/audit.yaml": old,
        "audits/a/audit.yaml": "title: A\nunplanned: asked\ncancelled: {by: mia-chief, date: 2026-10-01, why: none}\n",
    }
    text = section(page(tmp_path, more), "Coverage")
    assert text.startswith("Coverage, 2026-10-06\n")
    assert (
        "ISO/IEC 27001:2022, clauses: 0 of 30 audited in 12 months\n"
        "  3 planned, 4 overdue, 23 neither audited nor planned\n"
        "  4   !!!!      0 of 4\n"
        "  5   ○○○       0 of 3\n"
        "  6   ×××××     0 of 5\n"
    ) in text
    assert (
        "ISO/IEC 27001:2022, controls: 1 of 91 audited in 36 months\n"
        "  8 planned, 0 overdue, 82 neither audited nor planned, besides 2 not applicable\n"
    ) in text
    assert "  A.8  ××××× ××××× ××●·× ××××× ××××× ××××· ××××      1 of 32\n" in text
    assert "  overdue: 4.1, 4.2, 4.3, 4.4\n" in text
    assert "neither audited nor planned: 6.1.1, 6.1.2" in text
    assert text.count("and 11 more") == 1
    assert "● audited; ○ planned; ! overdue; × neither audited nor planned; · not applicable" in text


@pytest.mark.parametrize(
    ("grades", "result", "words"),
    [
        ((), ("none", 0, 0), "no finding"),
        (("ofi",), ("ofi", 1, 1), "improvement"),
        (("ofi", "minor"), ("minor", 2, 2), "minor"),
        (("minor", "major", "strength"), ("major", 2, 2), "major"),
        (("strength",), ("none", 0, 0), "no finding"),
    ],
)
def test_a_process_shows_the_gravest_finding_of_its_last_audit(
    tmp_path: Path, grades: tuple[str, ...], result: tuple[str, int, int], words: str
) -> None:
    more = WORKED | {f"audits/a/findings/{grade}.yaml": FINDING.format(grade=grade) for grade in grades}
    line = process(data(tmp_path, more), "backup")
    assert (line["result"], line["findings"], line["open"]) == result
    row = process_row(page(tmp_path, more), "backup")
    assert row.startswith(f"backup olga-ops 2026-10-05 {words} ")
    assert (f"{result[2]} of {result[1]} open" in row) is (result[1] > 0)


WORKED = {
    "audits/a/audit.yaml": "title: Main\nplan: {sent: 2026-09-21}\nopening: {date: 2026-10-05}\n",
    "audits/a/workpapers/backup.yaml": "lines: [{ask: Is a restore tested?, requirements: [A.8.13], result: conform}]\n",
}
"""Fieldwork has begun, and the session on backup is recorded."""


def test_withdrawn_findings_and_those_of_other_processes_count_for_nothing(tmp_path: Path) -> None:
    gone = "withdrawn: {by: ann-audit, date: 2026-10-06, why: the register was found}\n"
    more = WORKED | {
        "audits/a/findings/gone.yaml": FINDING.format(grade="major") + gone,
        "audits/a/findings/other.yaml": FINDING.format(grade="major").replace("backup", "hiring"),
    }
    line = process(data(tmp_path, more), "backup")
    assert (line["result"], line["findings"], line["open"]) == ("none", 0, 0)
    assert line["last"] == {"date": "2026-10-05", "audit": "a"}


def test_a_finding_without_process_belongs_to_that_of_its_session(tmp_path: Path) -> None:
    by_session = FINDING.format(grade="minor").replace("process: backup", "session: backup")
    more = WORKED | {"audits/a/findings/one.yaml": by_session}
    line = process(data(tmp_path, more), "backup")
    assert (line["result"], line["findings"], line["open"]) == ("minor", 1, 1)


def test_what_was_not_audited_or_is_not_kept_is_no_result(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert process_row(text, "hiring").startswith("hiring paul-people never not audited")
    assert process_row(text, "backup").startswith("backup olga-ops 2026-02-03 not known here")


def test_a_finding_that_cannot_be_read_leaves_the_result_open(tmp_path: Path) -> None:
    found = data(tmp_path, WORKED | {"audits/a/findings/one.yaml": "title: [\n"})
    assert process(found, "backup")["result"] == "unknown"
    assert found["unread"] == ["a/finding:one"]


def test_processes_stand_by_importance_and_nobody_owns_one_without_owner(tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"].replace("    owner: olga-ops\n    performers", "    performers")
    settings = settings.replace(
        "    name: Hiring and leaving\n", "    name: Hiring and leaving\n    importance: high\n"
    )
    settings = settings.replace(
        "documents:\n  bck-pol:",
        "  gone: {name: Gone, owner: olga-ops, retired: 2026-05-01}\n  small: {name: Small, owner: olga-ops, importance: low}\ndocuments:\n  bck-pol:",
    )
    text = section(page(tmp_path, {"auditctl.yaml": settings}), "Processes by")
    assert text.startswith("Processes by importance: 0 of 3 audited at least once (1 retired, left out)\n")
    order = re.findall(r"^(\w+ importance|hiring|backup|small|gone)", text, re.MULTILINE)
    assert order == ["high importance", "hiring", "medium importance", "backup", "low importance", "small"]
    assert process_row(text, "backup").startswith("backup nobody never")


def test_what_is_due_next_stands_in_the_order_of_its_days(tmp_path: Path) -> None:
    dues = data(tmp_path)["due"]
    dated = [due["day"] for due in dues if due["day"]]
    assert dated == sorted(dated)
    assert [due["day"] for due in dues][len(dated) :] == [None] * (len(dues) - len(dated))
    told = [(due["kind"], due["day"], due["where"], due["what"]) for due in dues]
    assert ("audit", "2026-02-23", "forgotten", "plan the audit") in told
    assert ("external", "2026-11-09", "surveillance", "surveillance audit, ISO/IEC 27001:2022 begins") in told
    assert ("review", "2027-01-20", "year", "have the programme reviewed") in told
    assert not [due for due in dues if due["where"] in {"dropped", "customer"}]


def test_what_no_audit_covers_is_due_from_the_owner_of_the_programme(tmp_path: Path) -> None:
    quiet = {
        "audits/a/audit.yaml": "title: A\nunplanned: asked\ncancelled: {by: mia-chief, date: 2026-10-01, why: none}\n"
    }
    found = data(tmp_path, only(HEAD, **quiet))
    uncovered = [due for due in found["due"] if due["kind"] == "coverage"]
    assert {due["noun"]: len(due["subjects"]) for due in uncovered} == {
        "requirement": 30, "control": 93, "process": 2,
    }  # fmt: skip
    assert {due["who"] for due in uncovered} == {"mia-chief"}
    text = " ".join(page(tmp_path, only(HEAD, **quiet)).split())
    assert "x: plan an audit of 30 requirements: 4.1, 4.2, 4.3, 4.4, 5.1, 5.2 and 24" in text
    assert "plan an audit of 2 processes: backup, hiring" in text


def test_json_gives_every_number_with_its_denominator(tmp_path: Path) -> None:
    found = data(tmp_path)
    assert found["today"] == "2026-10-06"
    assert found["programme"]["approved"] == {"by": "paul-people", "date": "2026-01-10"}
    assert sum(found["states"].values()) == len(found["audits"]) == 9
    for part in found["coverage"]:
        cells = [cell for group in part["groups"] for cell in group["requirements"]]
        assert sum(part["states"].values()) == len(cells)
        assert part["applicable"] == len(cells) - part["states"]["not-applicable"]
        assert part["months"] == {"clauses": 12, "controls": 36}[part["kind"]]
    moved = next(audit for audit in found["audits"] if audit["id"] == "moved")
    assert moved["planned"] == {"from": "2026-06-15", "to": "2026-06-16"}
    assert (moved["from"], moved["to"]) == ("2026-12-07", "2026-12-08")
    assert moved["postponed"][0]["why"] == "office refit"
