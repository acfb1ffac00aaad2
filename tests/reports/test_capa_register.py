"""`auditctl report --kind capa`: every corrective action, what it waits for, and whose it is."""

from collections import Counter
from pathlib import Path

from auditctl.analysis.metrics.metrics import metrics
from auditctl.repository import load
from pages import assert_well_made
from small_kinds import made, rows, section
from small_register import ALL, FOUND
from small_report import AS_OF, ISSUED
from small_repository import lay


def test_each_line_says_finding_requirement_owner_age_state_and_what_is_next(tmp_path: Path) -> None:
    text = made(tmp_path, "capa", ALL)
    assert text.startswith("# Corrective action register: All corrective actions\n")
    register = section(text, "Register")
    assert rows(section(register, "Open (2)")) == [
        ["INC-4", "Incident: The tape tore.", "Minor nonconformity", "–", "Tom Tech", "2026-09-02", "79", "open", "Plan of corrective action: Tom Tech, 2026-10-01 (50 days late)"],
        ["NC-a-1, NC-a-4", "Restore never proven (Main audit); Counted once (Main audit)", "Major nonconformity", "A.8.13, bck-pol#4.2, A.8.14", "Olga Ops", "2026-10-13", "38", "in progress", "Agreed actions, the next of them: Olga Ops, 2026-11-15 (5 days late)"],
    ]  # fmt: skip
    assert [row[0] for row in rows(section(register, "Closed, or followed by another (1)"))] == ["NC-a-2"]
    ended = rows(section(register, "Cancelled or merged (1)"))
    assert ended[0][7:] == ["cancelled", "–"]


def test_the_details_say_cause_extent_extended_days_and_verification(tmp_path: Path) -> None:
    text = made(tmp_path, "capa", ALL)
    details = section(text, "NC-a-1, NC-a-4: Restore never proven; Counted once")
    for line in (
        "- State: in progress (5 days late)",
        "- Requirements: A.8.13 Information backup; bck-pol#4.2 Backup policy; A.8.14 Redundancy of information processing facilities",
        "- Cause: tasks are tied to people (Organisation)",
        "- Extent: keys too",
        "- Plan: submitted, 2026-10-15, Olga Ops; approved, 2026-10-16, Ann Audit",
        "- Effect to be shown: a test each quarter; to be verified from 2027-01-15; by Ann Audit",
        "- Verified: not yet",
    ):
        assert line in details.splitlines()
    assert rows(details) == [
        ["Correction", "Repair the job (Proof: CHG-1)", "Tom Tech", "2026-10-20", "done on 2026-10-19"],
        ["Corrective action", "A register of tasks", "Olga Ops", "2026-11-15; extended from 2026-11-01 to 2026-11-15, approved by Ann Audit: illness", "open, 5 days late"],
        ["Corrective action", "A deputy for each", "Tom Tech", "2026-12-01", "open"],
    ]  # fmt: skip
    assert "- Verified: effective, 2026-11-12, Ann Audit. all leavers seen" in text
    assert "- Cancelled: 2026-10-14, Ann Audit: went into the other" in text
    assert "- Raised by: Incident, INC-4: The tape tore." in text


def test_the_figures_are_those_of_status(tmp_path: Path) -> None:
    repository = load(lay(tmp_path / "same", ALL), AS_OF)
    figures, text = metrics(repository), made(tmp_path, "capa", ALL)
    states = dict(rows(section(text, "In short")))
    assert states.pop("Total") == str(figures.capas.states.denominator) == "3"
    assert sum(map(int, states.values())) == 3
    overdue = figures.items.overdue
    assert f": {overdue.numerator} of {overdue.denominator} ({overdue.percent}%)." in text
    assert "On time by the day first agreed, of the containments, corrections and actions done or past that day: 2 of 3 (67%)." in text  # fmt: skip
    assert "Listed and not counted: 1 cancelled, 0 merged into another, 0 that answer withdrawn findings alone." in text  # fmt: skip
    ages = rows(section(text, "Age of what is open"))
    assert [row[-1] for row in ages if row[0] == "Total"] == [str(figures.ages.capas.denominator)]
    owners = rows(section(text, "By owner"))
    assert sum(int(row[3]) for row in owners) == overdue.numerator
    assert sum(int(row[1]) for row in owners) == figures.ages.capas.denominator


def test_everybody_who_owes_something_has_a_line_the_longest_overdue_first(tmp_path: Path) -> None:
    owners = rows(section(made(tmp_path, "capa", ALL), "By owner"))
    assert owners == [
        ["Tom Tech", "1", "1", "0", "2026-10-01 (50 days late)"],
        ["Olga Ops", "1", "1", "1", "2026-11-15 (5 days late)"],
        ["Ann Audit", "0", "0", "0", "2027-01-29"],
    ]


def test_a_nonconformity_that_none_answers_is_named(tmp_path: Path) -> None:
    text = made(tmp_path, "capa", ALL)
    assert "2 corrective actions are open; 1 nonconformity has none." in text
    assert rows(section(text, "Nonconformities without a corrective action")) == [
        [
            "NC-a-3",
            "Forms lost",
            "Minor nonconformity",
            "Main audit",
            "Paul People",
            "2026-11-11 (9 days late)",
        ],
    ]


def test_the_register_of_one_audit_holds_no_other(tmp_path: Path) -> None:
    text = made(tmp_path, "capa", ALL, audit="a")
    assert text.startswith("# Corrective action register: Main audit\n")
    assert "INC-4" not in text
    assert "| Holds | the corrective actions of one audit |" in text
    assert Counter(row[0] for row in rows(section(text, "In short")))["Total"] == 1
    assert ["Total", "2"] in rows(section(text, "In short"))


def test_what_answers_withdrawn_findings_alone_is_open_and_not_counted(tmp_path: Path) -> None:
    gone = FOUND["audits/a/findings/leavers.yaml"] + "withdrawn: {by: ann-audit, date: 2026-10-07, why: no}\n"
    more = FOUND | ISSUED | {
        "audits/a/findings/leavers.yaml": gone,
        "audits/a/capas/leavers.yaml": "findings: [leavers]\nowner: paul-people\nopened: 2026-10-13\n",
    }  # fmt: skip
    text = made(tmp_path, "capa", more)
    assert "0 merged into another, 1 that answer withdrawn findings alone." in text
    assert "- Waits for: to be cancelled: what it answers was withdrawn" in text
    assert "No corrective action is recorded." in section(text, "In short")


def test_the_page_is_marked_up_with_care(tmp_path: Path) -> None:
    page = assert_well_made(made(tmp_path, "capa", ALL, "html"))
    assert page.tags.count("article") == 4
    assert page.tags.count("svg") == 2
    assert "\n\n\n" not in made(tmp_path, "capa", ALL)


def test_a_register_without_entries_is_told_too(tmp_path: Path) -> None:
    text = made(tmp_path, "capa", {})
    assert "0 corrective actions are open; 0 nonconformities have none." in text
    assert "of the open containments, corrections and actions that have a day: no data." in text
    assert "Nobody owes anything." in text
    assert "0 of 0" not in text
    assert "\n\n\n" not in text
    assert_well_made(made(tmp_path, "capa", {}, "html"))
