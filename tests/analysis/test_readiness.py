"""The conditions before an external audit: on the example company by hand, and that `ready` and RDY say the same."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.readiness import (
    CONDITIONS,
    Condition,
    Readiness,
    condition,
    goal_on,
    next_goal,
    readiness,
)
from auditctl.check import Options, check
from auditctl.repository import Repository, load
from ready_repository import ready_repository
from small_actions import APPROVED, DONE, FAILED, repository
from small_repository import files, lay

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
DAY = date(2026, 11, 20)
EXTERNAL = date(2026, 12, 8)


@pytest.fixture(scope="module")
def lodos() -> Repository:
    return load(EXAMPLES / "lodos", DAY)


def owed(found: Condition) -> list[tuple[str, tuple[str, ...], str]]:
    """Return the record, the people and the command of each lack."""
    return [
        (Path(lack.path).stem, lack.people, lack.command.removeprefix("auditctl ")) for lack in found.lacks
    ]


def test_the_example_company_looks_to_its_surveillance_audit(lodos: Repository) -> None:
    goal = next_goal(lodos)
    assert goal
    assert (goal.day, goal.days, goal.title) == (EXTERNAL, 18, "the surveillance audit of ISO/IEC 27001:2022")
    later = goal_on(lodos, date(2027, 11, 3))
    assert (later.audit.kind.value if later.audit else "") == "recertification"
    assert next_goal(load(EXAMPLES / "lodos", date(2027, 11, 3))) is None


def test_its_major_waits_for_two_actions(lodos: Repository) -> None:
    found = condition(lodos, "RDY001", EXTERNAL)
    assert found.told == "0 of 1"
    assert owed(found) == [
        (
            "restore-tests-missing",
            ("elif-koc", "emre-tas"),
            "capa done restore-tests-missing missing-restore-tests",
        )
    ]
    assert found.lacks[0].due == date(2026, 11, 30)


def test_six_of_its_twelve_minors_have_no_approved_plan(lodos: Repository) -> None:
    found = condition(lodos, "RDY002", EXTERNAL)
    assert found.told == "6 of 12"
    assert [(lack.brief, lack.people) for lack in found.lacks] == [
        (
            "2025-full/leaver-accounts: find the cause in 2026-main/leaver-accounts, which follows",
            ("burak-yilmaz",),
        ),
        ("2026-main/leaver-accounts: find the cause", ("burak-yilmaz",)),
        ("soa-outsourced-development: look where else it happens", ("elif-koc",)),
        ("visitor-log-gaps: open the corrective action", ("naz-gunes",)),
        ("access-before-signature, not issued yet: find the cause", ("kerem-ozturk",)),
        ("build-images: find the cause", ("asli-polat",)),
    ]
    assert {item.words for item in found.shown} == {
        "auditor-competence: plan approved", "metrics-not-taken: implemented",
        "supplier-reviews-overdue: plan approved", "vulnerabilities-overdue: closed",
        "exit-plan: implemented", "outage-notices: closed",
    }  # fmt: skip


def test_five_things_are_overdue(lodos: Repository) -> None:
    assert [(lack.people, lack.due) for lack in condition(lodos, "RDY003", EXTERNAL).lacks] == [
        (("asli-polat",), date(2026, 4, 15)),
        (("naz-gunes",), date(2026, 11, 6)),
        (("gizem-erdem",), date(2026, 11, 13)),
        (("deniz-sahin",), date(2026, 11, 15)),
        (("elif-koc",), date(2026, 11, 19)),
    ]


def test_report_review_and_clauses_are_there_and_one_answer_is_missing(lodos: Repository) -> None:
    assert [item.words for item in condition(lodos, "RDY004", EXTERNAL).shown] == [
        "2026-main: report of 2026-10-23",
        "2025-full: management review of 2026-02-11",
    ]
    assert condition(lodos, "RDY005", EXTERNAL).told == "30 of 30 clauses"
    assert owed(condition(lodos, "RDY006", EXTERNAL)) == [
        ("visitor-log-gaps", ("naz-gunes",), "capa add visitor-log-gaps")
    ]


def before(found: Repository, day: date = EXTERNAL) -> Readiness:
    return readiness(found, goal_on(found, day), check(found, Options(ready=day)))


def test_the_errors_of_a_check_stand_beside_them(lodos: Repository) -> None:
    found = before(lodos)
    errors = found.judged[-1].condition
    assert (errors.code, errors.told, len(errors.lacks)) == ("check", "7 errors in 105 files", 7)
    assert (found.met, found.is_ready, found.ahead) == (2, False, 11)


@pytest.mark.parametrize("example", ["lodos", "poyraz"])
@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 12, 8), date(2027, 2, 15), date(2029, 1, 1)])
def test_ready_and_its_rules_say_the_same(example: str, day: date) -> None:
    found = load(EXAMPLES / example, DAY)
    told = check(found, Options(ready=day, select=("RDY",))).diagnostics
    for code in CONDITIONS:
        lacks = condition(found, code, day).lacks
        places = sorted(lack.site.document.path for lack in lacks if lack.site)
        assert places == [item.location.path for item in told if item.code == code]
        assert len(places) == len(lacks)


def test_the_small_repository_is_ready(tmp_path: Path) -> None:
    found = before(load(ready_repository(tmp_path), DAY))
    assert (found.is_ready, found.met) == (True, 7)


def test_a_plan_is_looked_at_where_it_was_carried_on(tmp_path: Path) -> None:
    again = "findings: [restore]\nowner: olga-ops\nfollows: restore\n"
    others = {"audits/a/capas/again.yaml": again + DONE + APPROVED}
    found = repository(tmp_path, DONE + APPROVED + FAILED, others=others)
    assert condition(found, "RDY002", EXTERNAL).is_met
    alone = repository(tmp_path / "alone", DONE + APPROVED + FAILED)
    assert owed(condition(alone, "RDY002", EXTERNAL)) == [("restore", ("olga-ops",), "capa follow restore")]


def test_an_ofi_and_a_strength_are_no_nonconformity(tmp_path: Path) -> None:
    for grade in ("ofi", "strength"):
        found = repository(tmp_path / grade, None, grade)
        assert condition(found, "RDY001", EXTERNAL).told == "no major nonconformity on record"
        assert condition(found, "RDY002", EXTERNAL).told == "no minor nonconformity on record"


def test_who_owes_what_nobody_is_named_for(tmp_path: Path) -> None:
    """Nobody owns the process, so the lead of the audit is asked; without one the owner of the programme."""
    homeless = "title: T\ngrade: minor\nrequirements: [A.8.13]\nraised: {by: ann-audit, date: 2026-10-05}\n"
    found = load(lay(tmp_path, {"audits/a/findings/t.yaml": homeless}), DAY)
    assert condition(found, "RDY002", EXTERNAL).lacks[0].people == ("ann-audit",)
    leaderless = {"audits/a/findings/t.yaml": homeless, "audits/a/team.yaml": "auditors: [ann-audit]\n"}
    found = load(lay(tmp_path / "leaderless", leaderless), DAY)
    assert condition(found, "RDY002", EXTERNAL).lacks[0].people == ("mia-chief",)


def test_clauses_of_another_standard_do_not_stand_in_the_way(tmp_path: Path) -> None:
    more = {
        "audits/before/audit.yaml": "title: B\nlegacy: {from: 2026-02-02, to: 2026-02-03, requirements: [clauses], processes: all, report: R}\n"
    }
    root = ready_repository(tmp_path, more)
    settings = root / "auditctl.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("[iso27001-2022]", "[iso27001-2022, iso9001-2015]"), "utf-8"
    )
    found = load(root, DAY)
    assert condition(found, "RDY005", EXTERNAL).is_met
    elsewhere = condition(found, "RDY005", date(2027, 3, 1))
    assert "iso9001-2015:4.1" in elsewhere.lacks[0].message


def test_an_audit_of_two_standards_looks_to_both(tmp_path: Path) -> None:
    root = ready_repository(tmp_path)
    settings = root / "auditctl.yaml"
    both = settings.read_text("utf-8").replace("[iso27001-2022]", "[iso27001-2022, iso9001-2015]")
    second = (
        "  - {standard: iso9001-2015, audits: [{kind: surveillance, from: 2026-12-08, to: 2026-12-09}]}\n"
    )
    settings.write_text(both + second, "utf-8")
    found = load(root, DAY)
    assert goal_on(found, EXTERNAL).title == "the surveillance audit of ISO/IEC 27001:2022 and ISO 9001:2015"
    assert not condition(found, "RDY005", EXTERNAL).is_met


def test_corrective_actions_that_follow_each_other_in_a_circle_end(tmp_path: Path) -> None:
    circle = {
        f"capas/{name}.yaml": f"origin: {{kind: incident, date: 2026-08-02, grade: major}}\nowner: olga-ops\nfollows: {other}\n"
        + DONE
        + APPROVED
        + FAILED
        for name, other in (("one", "two"), ("two", "one"))
    }
    found = load(lay(tmp_path, circle), DAY)
    assert condition(found, "RDY001", EXTERNAL).told == "0 of 2"


def test_a_programme_with_dates_reversed_and_one_that_overlaps_are_no_bug(tmp_path: Path) -> None:
    files_ = {
        "auditctl.yaml": "auditctl: 1\nname: X\nstandards: [iso27001-2022]\npeople: {mia: {name: Mia}}\n",
        "programmes/one.yaml": "from: 2026-12-31\nto: 2026-01-01\nowner: mia\n",
        "programmes/two.yaml": "from: 2026-01-01\nto: 2027-12-31\nowner: mia\n",
        "programmes/three.yaml": "from: 2026-06-01\nto: 2031-12-31\nowner: mia\naudits: {x: {planned: {from: 2026-07-02, to: 2026-07-01}}}\n",
    }
    assert not before(load(lay(tmp_path, files_), DAY)).is_ready


def test_whatever_is_overdue_is_told_where_it_stands(tmp_path: Path) -> None:
    """An audit that nobody planned, a session without its results, evidence past its retention."""
    settings = files()["auditctl.yaml"] + "      spring: {planned: {from: 2026-03-02, to: 2026-03-03}}\n"
    more = {
        "auditctl.yaml": settings,
        "audits/a/audit.yaml": f"{files()['audits/a/audit.yaml']}opening: {{date: 2026-10-05}}\n",
        "audits/a/evidence/log.yaml": "kind: log\ntitle: Log\nretention_until: 2026-11-01\n",
    }
    found = condition(load(lay(tmp_path, more), DAY), "RDY003", EXTERNAL)
    assert [(lack.path, lack.told, lack.command) for lack in found.lacks] == [
        ("auditctl.yaml", "spring: plan the audit", "auditctl plan new spring"),
        (
            "audits/a/schedule.yaml",
            "a: record the session backup (Backup and restore)",
            "auditctl fieldwork a backup",
        ),
        (
            "audits/a/schedule.yaml",
            "a: record the session hiring (Hiring and leaving)",
            "auditctl fieldwork a hiring",
        ),
        ("audits/a/audit.yaml", "a: hold the closing meeting", "auditctl audit close a"),
        (
            "audits/a/evidence/log.yaml",
            "log: dispose of it (kept until 2026-11-01)",
            "auditctl evidence dispose log",
        ),
    ]


def test_a_programme_that_nobody_reviewed_stands_in_the_way(tmp_path: Path) -> None:
    programme = "from: 2025-09-07\nto: 2028-12-31\nowner: mia-chief\n"
    found = condition(load(lay(tmp_path, {"programmes/long.yaml": programme}), DAY), "RDY003", EXTERNAL)
    (lack,) = [lack for lack in found.lacks if lack.path == "programmes/long.yaml"]
    assert (lack.people, lack.due) == (("mia-chief",), date(2026, 9, 7))
    assert lack.message == "long: have the programme reviewed was due on 2026-09-07, 74 days ago"
    assert lack.hint == "review it and write `reviews: [{by: …, date: …, result: …}]`"


def test_a_plan_without_lead_or_sessions_is_none(tmp_path: Path) -> None:
    more = {
        "audits/b/audit.yaml": "title: B\nunplanned: a hint\nopening: {date: 2026-11-02}\n",
    }
    found = condition(load(ready_repository(tmp_path, more), DAY), "RDY006", EXTERNAL)
    assert [(lack.message, lack.people, lack.command) for lack in found.lacks] == [
        (
            "the plan of b is incomplete: no lead, no sessions and never sent",
            ("mia-chief",),
            "auditctl plan b",
        )
    ]
