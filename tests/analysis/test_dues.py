"""What somebody owes on a day: every kind once, and nothing twice."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.dues import dues
from auditctl.analysis.owed import Due, DueKind, ahead, by_person, overdue
from auditctl.repository import Repository, load
from small_actions import (
    ACTIONS,
    APPROVED,
    CORRECTION,
    CRITERION,
    DONE,
    FAILED,
    POSSIBLE,
    REJECTED,
    SEEN,
    TODAY,
    files,
    repository,
)
from small_repository import lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"


def told(found: Repository, *kinds: DueKind) -> list[tuple[str, int, str, str]]:
    wanted = kinds or set(DueKind) - {DueKind.review}
    return [(str(due.day), due.days, due.who, due.what) for due in dues(found) if due.kind in wanted]


def beside_reviews(found: Repository) -> tuple[Due, ...]:
    """Return what is owed without the review of the programme of the small repository."""
    return tuple(due for due in dues(found) if due.kind is not DueKind.review)


@pytest.mark.parametrize(
    ("facts", "grade", "owed"),
    [
        (CORRECTION + CRITERION, "minor", [("2026-11-11", -9, "olga-ops", "submit the plan"), ("2026-12-20", 30, "tom-tech", "correction job")]),
        ("", "major", [("2026-10-17", -34, "olga-ops", "limit the damage or mend it"), ("2026-10-26", -25, "olga-ops", "submit the plan")]),
        (REJECTED, "minor", [("2026-11-19", -1, "olga-ops", "submit the plan again")]),
        (ACTIONS + CRITERION + APPROVED, "minor", [
            ("2026-11-25", 5, "tom-tech", "action deputies"), ("2026-12-01", 11, "olga-ops", "action register"),
            ("2027-01-29", 70, "ann-audit", "verify the effect"),
        ]),
        (ACTIONS + POSSIBLE + APPROVED, "minor", [("2026-11-25", 5, "tom-tech", "action deputies"), ("2026-12-01", 11, "olga-ops", "action register")]),
        (DONE + POSSIBLE + SEEN + APPROVED, "minor", [("2026-11-29", 9, "ann-audit", "verify the effect")]),
        (DONE + APPROVED + FAILED, "minor", [("2026-12-16", 26, "olga-ops", "open what follows: it did not work")]),
        (ACTIONS, "ofi", [("2026-11-25", 5, "tom-tech", "action deputies"), ("2026-12-01", 11, "olga-ops", "action register")]),
        (ACTIONS + "cancelled: {by: ann-audit, date: 2026-11-01, why: a slip}\n", "ofi", [("2026-12-11", 21, "olga-ops", "take it up, or decline it")]),
    ],
)  # fmt: skip
def test_a_corrective_action_is_owed_by_its_people(
    facts: str, grade: str, owed: list[tuple[str, int, str, str]], tmp_path: Path
) -> None:
    assert told(repository(tmp_path, facts, grade)) == owed


def test_a_plan_is_owed_with_the_command_for_what_it_lacks_first(tmp_path: Path) -> None:
    (due,) = beside_reviews(repository(tmp_path, ""))
    assert (due.where, due.called, due.detail, due.command) == (
        "a/restore", "restore", "first find the cause", "auditctl capa cause restore",
    )  # fmt: skip
    assert due.grade == "minor"


def test_findings_are_owed_an_answer_and_objections_a_decision(tmp_path: Path) -> None:
    contested = "auditee: {by: olga-ops, date: 2026-10-13, response: contested}\n"
    assert told(repository(tmp_path / "both", None, more=contested)) == [
        ("2026-11-11", -9, "olga-ops", "open the corrective action"),
        ("2026-11-11", -9, "ann-audit", "decide on the objection"),
    ]
    draft = files(None, more=contested) | {
        "audits/a/report.yaml": "summary: not yet\n",
        "audits/a/audit.yaml": "title: Main\nplan: {sent: 2026-09-21}\nopening: {date: 2026-10-05}\nclosing: {date: 2026-10-07}\n",
    }
    found = load(lay(tmp_path / "draft", draft), TODAY)
    assert told(found, DueKind.objection) == [("2026-10-28", -23, "ann-audit", "decide on the objection")]


def test_an_audit_ahead_is_owed_its_notice_meetings_and_sessions(tmp_path: Path) -> None:
    laid = lay(tmp_path, {"audits/a/audit.yaml": "title: Main\n"})
    found = load(laid, date(2026, 9, 20))
    assert [(str(due.day), due.what, due.detail) for due in beside_reviews(found)] == [
        ("2026-09-28", "send the plan", ""),
        ("2026-10-05", "hold the opening meeting", ""),
        ("2026-10-05", "session backup", "Backup and restore, at 10:00"),
        ("2026-10-06", "session hiring", "Hiring and leaving, at 10:00"),
        ("2026-10-07", "hold the closing meeting", ""),
    ]
    assert [due.what for due in beside_reviews(load(laid, TODAY))] == [
        "send the plan",
        "hold the opening meeting",
    ]


def test_an_opened_audit_is_owed_its_results_and_a_held_one_its_report(tmp_path: Path) -> None:
    opened = "title: Main\nplan: {sent: 2026-09-21}\nopening: {date: 2026-10-05}\n"
    laid = lay(tmp_path, {"audits/a/audit.yaml": opened})
    assert told(load(laid, date(2026, 10, 6))) == [
        ("2026-10-06", 0, "ann-audit", "session hiring"),
        ("2026-10-07", 1, "ann-audit", "record the session backup"),
        ("2026-10-07", 1, "ann-audit", "hold the closing meeting"),
    ]
    lay(tmp_path, {"audits/a/audit.yaml": opened + "closing: {date: 2026-10-08}\n"})
    assert told(load(laid, date(2026, 10, 9))) == [
        ("2026-10-08", -1, "ann-audit", "record the session backup"),
        ("2026-10-08", -1, "ann-audit", "record the session hiring"),
        ("2026-10-29", 20, "ann-audit", "issue the report"),
    ]


def test_a_scheduled_audit_is_owed_by_the_owner_of_the_programme(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(
        "auditctl: 1\nname: K\nstandards: [iso27001-2022]\npeople: {mia: {name: Mia}}\n"
        "programmes:\n  c:\n    from: 2026-01-01\n    to: 2026-12-31\n    owner: mia\n    audits:\n"
        "      late: {planned: {from: 2026-05-01, to: 2026-05-02}}\n"
        "      gone: {planned: {from: 2026-05-01, to: 2026-05-02}, cancelled: {by: mia, date: 2026-04-01}}\n",
        "utf-8",
    )
    assert told(load(tmp_path, TODAY)) == [("2026-04-26", -208, "mia", "plan the audit")]
    # 5 working days up to Friday 2026-05-01, then 10
    (tmp_path / "auditctl.yaml").write_text(
        (tmp_path / "auditctl.yaml").read_text("utf-8") + "policy: {plan_notice_working_days: 10}\n", "utf-8"
    )
    assert told(load(tmp_path, TODAY)) == [("2026-04-19", -215, "mia", "plan the audit")]


def test_evidence_goes_on_the_day_after_its_retention(tmp_path: Path) -> None:
    kept = "kind: log\ntitle: Log\nretention_until: {day}\n"
    evidence = {
        "passed": kept.format(day="2026-11-01"),
        "last-day": kept.format(day="2026-11-20"),
        "gone": kept.format(day="2026-11-01") + "disposed: {by: ann-audit, date: 2026-11-02}\n",
        "for-ever": kept.format(day="9999-12-31"),
    }
    laid = lay(tmp_path, {f"audits/a/evidence/{name}.yaml": text for name, text in evidence.items()})
    found = [
        (due.command.removeprefix("auditctl evidence dispose "), due.days, due.who)
        for due in dues(load(laid, TODAY))
        if due.kind is DueKind.disposal
    ]
    assert found[:2] == [("passed", -18, "mia-chief"), ("last-day", 1, "mia-chief")]
    assert [name for name, *_ in found[2:]] == ["for-ever"]


def test_a_cancelled_audit_owes_nothing(tmp_path: Path) -> None:
    cancelled = "title: Main\ncancelled: {by: ann-audit, date: 2026-10-01, why: flood}\n"
    evidence = {"audits/a/evidence/log.yaml": "kind: log\ntitle: Log\nretention_until: 2026-10-01\n"}
    found = load(lay(tmp_path, {"audits/a/audit.yaml": cancelled} | evidence), TODAY)
    assert beside_reviews(found) == ()


def test_days_that_policy_puts_beyond_the_calendar_stay_in_it(tmp_path: Path) -> None:
    found = repository(tmp_path, "")
    text = (tmp_path / "auditctl.yaml").read_text("utf-8")
    policy = "policy: {report_working_days: 999999999, plan_notice_working_days: 999999999, deadlines: {minor: {plan: 999999999}}}\n"
    (tmp_path / "auditctl.yaml").write_text(text + policy, "utf-8")
    found = load(tmp_path, TODAY)
    assert [due.day for due in dues(found) if due.kind is DueKind.plan] == [date.max]


def test_what_two_owe_stands_with_both_and_what_nobody_owns_last(tmp_path: Path) -> None:
    session = "sessions: {backup: {process: backup, auditors: [ann-audit, tom-tech], date: 2026-11-24}}\n"
    unowned = POSSIBLE.replace(", verifier: ann-audit", "")
    others = {
        "audits/b/audit.yaml": "title: B\nplan: {sent: 2026-11-01}\n",
        "audits/b/schedule.yaml": session,
    }
    grouped = by_person(beside_reviews(repository(tmp_path, DONE + SEEN + unowned + APPROVED, others=others)))
    assert list(grouped) == ["ann-audit", "tom-tech", ""]
    assert grouped["ann-audit"] == grouped["tom-tech"]
    assert [due.what for due in grouped[""]] == [
        "hold the opening meeting", "hold the closing meeting", "verify the effect",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "days"),
    [("2026-11-14", 15), ("2026-11-15", 14), ("2026-11-29", 0), ("2026-11-30", -1), ("2027-01-04", -36)],
)
def test_a_verification_is_due_house_days_after_the_first_day_on_which_it_can_be_made(
    day: str, days: int, tmp_path: Path
) -> None:
    repository(tmp_path, DONE + POSSIBLE + SEEN + APPROVED)
    found = load(tmp_path, date.fromisoformat(day))
    assert told(found, DueKind.verification) == [("2026-11-29", days, "ann-audit", "verify the effect")]


def test_the_review_of_a_programme_under_way_is_owed_by_its_owner(tmp_path: Path) -> None:
    programme = "from: {first}\nto: {last}\nowner: tom-tech\n"
    more = {
        "programmes/old.yaml": programme.format(first="2025-01-01", last="2025-12-31"),
        "programmes/long.yaml": programme.format(first="2025-09-07", last="2028-12-31"),
        "programmes/next.yaml": programme.format(first="2029-01-01", last="2029-12-31"),
    }
    found = load(lay(tmp_path, more), TODAY)
    reviews = [due for due in dues(found) if due.kind is DueKind.review]
    assert [(due.where, str(due.day), due.days, due.who, due.what) for due in reviews] == [
        ("long", "2026-09-07", -74, "tom-tech", "have the programme reviewed"),
        ("cycle", "2027-01-10", 51, "mia-chief", "have the programme reviewed"),
    ]
    assert reviews[0].command == "auditctl plan --programme long"


def test_an_audit_whose_planned_end_has_passed_is_owed_once(tmp_path: Path) -> None:
    """`bare` has no days of its own, so that no milestone tells it; `a` has."""
    base = lay(tmp_path) / "auditctl.yaml"
    base.write_text(
        base.read_text("utf-8") + "      bare: {planned: {from: 2026-11-02, to: 2026-11-06}}\n", "utf-8"
    )
    (tmp_path / "audits/bare").mkdir()
    (tmp_path / "audits/bare/audit.yaml").write_text("title: Bare\n", "utf-8")
    late = [(due.where, str(due.day), due.who, due.what) for due in overdue(dues(load(tmp_path, TODAY)))]
    assert late == [
        ("a", "2026-10-05", "ann-audit", "hold the opening meeting"),
        ("bare", "2026-11-06", "mia-chief", "hold the audit, or postpone or cancel it"),
    ]


@pytest.fixture(scope="module")
def lodos() -> tuple[Due, ...]:
    return dues(load(LODOS, date(2026, 11, 20)))


def test_a_due_is_told_apart_by_record_kind_and_key_alone(lodos: tuple[Due, ...]) -> None:
    identities = {(due.where, due.kind, due.key) for due in lodos}
    assert len(identities) == len(lodos)


def test_the_past_and_the_days_ahead_share_nothing(lodos: tuple[Due, ...]) -> None:
    late, soon = overdue(lodos), ahead(lodos, 30)
    assert [due.days for due in late] == [-219, -14, -7, -5, -1]
    assert (min(due.days for due in soon), max(due.days for due in soon)) == (2, 25)
    assert ahead(lodos, 0) == tuple(due for due in lodos if due.days == 0)
