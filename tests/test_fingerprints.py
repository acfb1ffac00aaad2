"""What a problem is known by: it holds when lines move, and tells apart what is not the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditctl.check import check
from auditctl.diagnostics import Diagnostic
from auditctl.fingerprints import fingerprint, fingerprints, with_twins
from auditctl.repository import load
from problems import FINDING, SCHEDULE, SILENCED, found, many, problem
from small_repository import lay

TWO = SCHEDULE + "  hiring: {process: hiring, auditors: [paul-people], date: 2026-10-06}\n"
FILE = "audits/a/schedule.yaml"


def known(root: Path, schedule: str, finding: str = FINDING) -> set[str]:
    more = {FILE: schedule, "audits/a/findings/restore.yaml": finding}
    return set(fingerprints(found(root, more).diagnostics))


def reordered(text: str) -> str:
    head, first, second = text.splitlines(keepends=True)
    return head + second + first


CHANGES: dict[str, Callable[[str], str]] = {
    "lines above": lambda text: "# one\n# two\n\n" + text,
    "records in another order": reordered,
    "a comment behind": lambda text: text.replace("60}", "60}  # as agreed"),
    "quotes": lambda text: text.replace("[olga-ops]", '["olga-ops"]').replace("process: backup", "'process': backup"),
    "another field of the record": lambda text: text.replace("minutes: 60", "minutes: 75"),
    "deeper": lambda text: text.replace("\n  ", "\n      "),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_holds_when_nothing_but_the_layout_changes(change: Callable[[str], str], tmp_path: Path) -> None:
    assert change(TWO) != TWO
    assert known(tmp_path / "before", TWO) == known(tmp_path / "after", change(TWO))


def test_it_holds_when_a_record_is_written_in_block_style(tmp_path: Path) -> None:
    block = (
        "sessions:\n  backup:\n    process: backup\n    auditors:\n      - olga-ops\n"
        '    date: 2026-10-05\n    start: "10:00"\n    minutes: 60\n'
    )
    flow = {item.code: mark for item, mark in marked(tmp_path / "flow", SCHEDULE)}
    assert {item.code: mark for item, mark in marked(tmp_path / "block", block)}["IND001"] == flow["IND001"]


def marked(root: Path, schedule: str) -> list[tuple[Diagnostic, str]]:
    items = found(root, {FILE: schedule}).diagnostics
    return list(zip(items, fingerprints(items), strict=True))


def test_it_holds_when_other_problems_come_and_go(tmp_path: Path) -> None:
    both = known(tmp_path / "both", TWO)
    one = known(tmp_path / "one", SCHEDULE)
    codes = {item.code: mark for item, mark in marked(tmp_path / "marked", SCHEDULE)}
    assert codes["IND001"] in both & one


def test_it_holds_while_days_pass_and_a_due_day_is_passed(tmp_path: Path) -> None:
    more = {
        "audits/a/findings/restore.yaml": SILENCED,
        "audits/a/report.yaml": "prepared: {by: ann-audit, date: 2026-10-12}\nissued: {by: ann-audit, date: 2026-10-12}\n",
        "audits/a/capas/restore.yaml": "findings: [restore]\nowner: tom-tech\n"
        "actions: {run: {what: run a test, owner: tom-tech, due: 2026-11-01}}\n",
        "audits/a/findings/second.yaml": SILENCED.replace("Restore tests missing", "No owner"),
    }
    root = lay(tmp_path, more)
    days = [date(2026, 11, 2), date(2026, 11, 13), date(2026, 12, 24)]
    late = [check(load(root, day)).diagnostics for day in days]
    by_code = [
        {item.code: (item.message, mark) for item, mark in zip(items, fingerprints(items), strict=True)}
        for items in late
    ]
    for code in ("CAP007", "CAP015", "FND013"):
        told = [held[code] for held in by_code if code in held]
        assert len(told) >= 2, code
        assert len({message for message, _ in told}) == len(told), code
        assert len({mark for _, mark in told}) == 1, told


def test_what_is_not_the_same_is_told_apart() -> None:
    items = [
        problem(),
        problem("another thing is wrong"),
        problem(code="FND002"),
        problem(path="audits/a/findings/y.yaml"),
        replace(problem(), location=replace(problem().location, source="result: minor", column=9, end_column=14)),
    ]  # fmt: skip
    assert len(set(map(fingerprint, items))) == len(items)


def test_equal_ones_are_numbered_and_the_severity_does_not_count() -> None:
    items = [problem(), problem(line=9), replace(problem(line=20), severity=many(1).diagnostics[0].severity)]
    marks = fingerprints(with_twins(items))
    assert len(set(marks)) == 3
    assert marks[0] == fingerprint(items[0]) == fingerprint(items[1])
    assert fingerprints(with_twins(items[:2])) == marks[:2]


def test_a_due_date_that_is_moved_makes_it_another_problem() -> None:
    late = [
        replace(problem(f"overdue in x: run was due on {day}, {days} days ago (tom)"), timed=True)
        for day, days in (("2026-11-01", 3), ("2026-11-01", 40), ("2026-11-02", 39))
    ]
    first, later, moved = map(fingerprint, late)
    assert first == later != moved


def test_it_is_32_hexadecimal_digits_whatever_is_in_it() -> None:
    assert len(fingerprint(problem("\ud800 ş"))) == 32
    assert int(fingerprint(problem()), 16)
